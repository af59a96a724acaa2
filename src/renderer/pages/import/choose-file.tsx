import { Button, Code, Stack, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenFile } from '#shared/contract/files.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';

const READINGS_HEADER = 'timestamp,member,produced_kwh,consumed_kwh[,imported_kwh,exported_kwh]';

/** Says what can be imported and opens the system's dialog. */
export function ChooseFile({ onChosen }: { readonly onChosen: (file: ChosenFile) => void }): ReactNode {
  const { t } = useTranslation('import');
  const choose = useCommand('files.choose');
  function open(): void {
    choose.mutate({ purpose: 'import' }, { onSuccess: (file) => file !== null && onChosen(file) });
  }
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t('choose.readings')}</Text>
        <Text size="sm" c="dimmed">
          {t('choose.readingsText')}
        </Text>
        <Code block mt={6} data-selectable>
          {READINGS_HEADER}
        </Code>
      </div>
      <div>
        <Text fw={600}>{t('choose.snapshot')}</Text>
        <Text size="sm" c="dimmed">
          {t('choose.snapshotText')}
        </Text>
      </div>
      {choose.isError && <ErrorState problem={choose.error.problem} />}
      <Button
        size="md"
        data-autofocus
        leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden />}
        loading={choose.isPending}
        onClick={open}
      >
        {t('choose.open')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('choose.nothingYet')}
      </Text>
    </Stack>
  );
}
