import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { WaitsPanel } from './waits-panel.tsx';

const MODAL = 'waits';

/** Shows how long this window let its person wait. */
export function openWaits(): void {
  modals.close(MODAL);
  modals.open({ modalId: MODAL, title: <WaitsTitle />, size: 660, children: <WaitsPanel /> });
}

function WaitsTitle(): ReactNode {
  const { t } = useTranslation('desk');
  return t('waits.title');
}
