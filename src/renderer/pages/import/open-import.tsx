import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ImportDialog } from './import-dialog.tsx';

/** Opens the import dialog. A running import goes on when it is closed. */
export function openImport(): void {
  modals.open({
    modalId: 'import',
    title: <ImportTitle />,
    size: 680,
    closeOnClickOutside: false,
    children: <ImportDialog onClose={() => modals.close('import')} />,
  });
}

function ImportTitle(): ReactNode {
  const { t } = useTranslation('import');
  return t('title');
}
