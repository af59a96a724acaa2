import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TradeReasons, type AskedTrade } from './trade-reasons.tsx';

const MODAL = 'trade-reasons';

/** Opens the dialog that says of both sides of a trade why their rules placed it. */
export function openTradeReasons(trade: AskedTrade): void {
  modals.open({
    modalId: MODAL,
    title: <ReasonsTitle />,
    size: 680,
    children: <TradeReasons trade={trade} onLeave={() => modals.close(MODAL)} />,
  });
}

function ReasonsTitle(): ReactNode {
  const { t } = useTranslation('rule-audit');
  return t('reasons.title');
}
