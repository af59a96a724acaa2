import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import { Explained } from '../../../components/explained.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { scaleOf } from '../../rules/sheet/price-scale.ts';
import classes from './prices.module.css';

/** The price of a trade between what the grid pays and what it takes, drawn and in numbers, and what that saved both. */
export function TradePrices({ trade }: { readonly trade: LedgerTrade }): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  const { price, retail, feedIn } = trade;
  const exact = exactly(format);
  const placeOf = scaleOf([feedIn, price, retail]);
  const marks = [
    { key: 'feedIn', at: feedIn },
    { key: 'price', at: price },
    { key: 'retail', at: retail },
  ] as const;
  return (
    <div className={classes.prices}>
      {placeOf !== null && (
        <div className={classes.scale} aria-hidden>
          {marks.map(
            ({ key, at }) =>
              at !== null && (
                <span key={key} className={clsx(classes.mark, classes[key])} style={{ left: `${placeOf(at)}%` }} />
              ),
          )}
        </div>
      )}
      <dl className={classes.legend}>
        {marks.map(({ key, at }) => (
          <div key={key}>
            <dt>
              <span className={clsx(classes.swatch, classes[key])} aria-hidden />
              {t(`prices.${key}`)}
            </dt>
            <dd>{at === null ? format.notAvailable : exact.price(at)}</dd>
          </div>
        ))}
      </dl>
      {retail === null || feedIn === null ? (
        <p>{t('prices.noTariff')}</p>
      ) : (
        <ul className={classes.savings}>
          <Saving side="buyer" member={trade.buyer} amount={trade.buyerSavings} />
          <Saving side="seller" member={trade.seller} amount={trade.sellerSavings} />
        </ul>
      )}
      {trade.status === 'failed' && <p>{t('prices.failed')}</p>}
    </div>
  );
}

interface SavingProps {
  readonly side: 'buyer' | 'seller';
  readonly member: string;
  /** Micro-currency. */
  readonly amount: number | null;
}

function Saving({ side, member, amount }: SavingProps): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  if (amount === null) return null;
  const isLoss = amount < 0;
  return (
    <li className={clsx(isLoss && classes.loss)}>
      <Explained explanation={{ formula: t(`prices.formulas.${side}`) }}>
        {t(`prices.${isLoss ? 'losses' : 'gains'}.${side}`, {
          member,
          amount: exactly(format).money(Math.abs(amount)),
        })}
      </Explained>
    </li>
  );
}
