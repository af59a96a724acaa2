import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenFile } from '#shared/contract/files.ts';
import { ImportDialog } from './import-dialog.tsx';

const MODAL = 'import';

/** Opens the import dialog. A running import goes on when it is closed. */
export function openImport(): void {
  open(null);
}

/** Opens the import dialog on a file that was opened outside of the console, as if it had been chosen there. */
export function openImportOf(file: ChosenFile): void {
  open(file);
}

function open(file: ChosenFile | null): void {
  modals.close(MODAL);
  modals.open({
    modalId: MODAL,
    title: <ImportTitle />,
    size: 680,
    closeOnClickOutside: false,
    children: <ImportDialog key={file?.fileId} opened={file} onClose={() => modals.close(MODAL)} />,
  });
}

function ImportTitle(): ReactNode {
  const { t } = useTranslation('import');
  return t('title');
}
