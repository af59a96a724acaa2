import { Button, Code, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenFile } from '#shared/contract/files.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Inspecting } from '../../import/inspecting.tsx';
import { FactorsFound } from './factors-found.tsx';

const MODAL = 'grid-factors';
const HEADER = 'timestamp,g_per_kwh';

/** Opens the dialog in which hourly grid factors are imported for a community. */
export function openFactors(communityId: string): void {
  modals.open({
    modalId: MODAL,
    title: <FactorsTitle />,
    size: 680,
    closeOnClickOutside: false,
    children: <FactorsDialog communityId={communityId} onClose={() => modals.close(MODAL)} />,
  });
}

function FactorsTitle(): ReactNode {
  const { t } = useTranslation('impact');
  return t('import.title');
}

interface FactorsDialogProps {
  readonly communityId: string;
  readonly onClose: () => void;
}

/** From the file to its use: choose, look at what was recognised, say who published it. */
function FactorsDialog({ communityId, onClose }: FactorsDialogProps): ReactNode {
  const { t } = useTranslation('impact');
  const [file, setFile] = useState<ChosenFile | null>(null);
  const choose = useCommand('files.choose');
  const inspect = useCommand('insights.inspectFactors');

  function open(): void {
    choose.mutate(
      { purpose: 'grid-factors' },
      {
        onSuccess: (chosen) => {
          if (chosen === null) return;
          setFile(chosen);
          inspect.mutate({ communityId, fileId: chosen.fileId });
        },
      },
    );
  }

  function again(): void {
    setFile(null);
    inspect.reset();
  }

  if (file !== null && inspect.isError) return <ErrorState problem={inspect.error.problem} onRetry={again} />;
  if (file !== null && inspect.data !== undefined) {
    return <FactorsFound communityId={communityId} found={inspect.data} onBack={again} onClose={onClose} />;
  }
  if (file !== null) return <Inspecting file={file} onBack={again} />;
  return (
    <Stack gap="md">
      <div>
        <Text size="sm">{t('import.why')}</Text>
        <Text size="sm" c="dimmed" mt={6}>
          {t('import.form')}
        </Text>
        <Code block mt={6} data-selectable>
          {HEADER}
        </Code>
      </div>
      {choose.isError && <ErrorState problem={choose.error.problem} />}
      <Button
        size="md"
        data-autofocus
        leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden />}
        loading={choose.isPending}
        onClick={open}
      >
        {t('import.open')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('import.nothingYet')}
      </Text>
    </Stack>
  );
}
