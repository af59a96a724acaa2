import { Button } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeriod } from './period.tsx';

/** The way out of days with nothing to show: all that there are. Nothing where they are shown already. */
export function ShowAllDays(): ReactNode {
  const { t } = useTranslation();
  const { kind, choose } = usePeriod();
  if (kind === 'all') return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconCalendar size={15} stroke={1.75} aria-hidden />}
      onClick={() => choose({ kind: 'all' })}
    >
      {t('showAllDays')}
    </Button>
  );
}
