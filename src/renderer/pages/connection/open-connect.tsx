import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectDialog } from './connect-dialog.tsx';

const MODAL = 'connect';

/** Opens the dialog that connects this desk to a hub. A fetch that has begun goes on when it is closed. */
export function openConnect(): void {
  modals.open({
    modalId: MODAL,
    title: <ConnectTitle />,
    size: 520,
    closeOnClickOutside: false,
    children: <ConnectDialog onClose={() => modals.close(MODAL)} />,
  });
}

function ConnectTitle(): ReactNode {
  const { t } = useTranslation('connection');
  return t('title');
}
