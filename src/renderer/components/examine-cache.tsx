import { Button } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../app/session.ts';
import { useCommand } from '../bridge/queries.ts';

/** The way out of a damaged cache that is open: closes it and goes to the recovery page. The demo has none: it is made anew. */
export function ExamineCache(): ReactNode {
  const { t } = useTranslation('recovery');
  const session = useSession();
  const begin = useCommand('recovery.begin');
  if (session?.state !== 'unlocked') return null;
  return (
    <Button
      variant="light"
      size="sm"
      mt={4}
      loading={begin.isPending}
      leftSection={<IconStethoscope size={16} stroke={1.75} aria-hidden />}
      onClick={() => begin.mutate({})}
    >
      {t('examine')}
    </Button>
  );
}
