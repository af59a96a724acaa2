import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ShortcutList } from './shortcut-list.tsx';

const MODAL = 'shortcuts';

/** Lists every key. */
export function openShortcuts(): void {
  modals.close(MODAL);
  modals.open({ modalId: MODAL, title: <ShortcutsTitle />, size: 560, children: <ShortcutList /> });
}

function ShortcutsTitle(): ReactNode {
  const { t } = useTranslation('desk');
  return t('shortcuts.title');
}
