import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import { Figure } from '../../../components/figure.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../cents.ts';
import classes from './analysis.module.css';

export interface LedgerFactsProps {
  readonly analysis: RuleAnalysis;
  readonly type: 'buy' | 'sell';
}

/** What the ledger says of the rule: the facts, not what was worked out anew. */
export function LedgerFacts({ analysis: { ledger, range }, type }: LedgerFactsProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const facts = [
    { key: 'orders', value: format.number(ledger.orders) },
    { key: 'offered', value: format.energy(ledger.offeredWh) },
    { key: 'trades', value: format.number(ledger.trades) },
    { key: 'traded', value: format.energy(ledger.tradedWh) },
    { key: type === 'sell' ? 'received' : 'paid', value: format.money(ledger.amount).text },
    { key: 'savings', value: format.money(ledger.savings).text, isBad: isLoss(ledger.savings) },
    { key: 'failed', value: format.number(ledger.failedTrades), isBad: ledger.failedTrades > 0 },
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(({ key, value, isBad = false }) => (
        <div key={key}>
          <dt>{t(`ledger.${key}`)}</dt>
          <dd className={isBad ? classes.loss : undefined}>
            <Figure
              value={value}
              explanation={{
                ...(key === 'savings' ? { term: key } : { formula: t(`ledger.formulas.${key}`) }),
                dataTo: range.to,
              }}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
