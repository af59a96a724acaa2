import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { QuickTrade } from './quick-trade.tsx';

const MODAL = 'quick-trade';

/** Opens the dialog in which an active offer is taken for another member. */
export function openQuickTrade({ offerId }: { readonly offerId: string }): void {
  modals.open({
    modalId: MODAL,
    title: <TradeTitle />,
    size: 680,
    closeOnClickOutside: false,
    children: <QuickTrade offerId={offerId} onClose={() => modals.close(MODAL)} />,
  });
}

function TradeTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('trade.title');
}
