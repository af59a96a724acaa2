import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openExport, type ExportDialogProps } from './export-dialog.tsx';

/** Opens the export of everything that the filter leaves. */
export function ExportButton(props: ExportDialogProps): ReactNode {
  const { t } = useTranslation('ledger');
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
      onClick={() => openExport(props)}
    >
      {t('export.open')}
    </Button>
  );
}
