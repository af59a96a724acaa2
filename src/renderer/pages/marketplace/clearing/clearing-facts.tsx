import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Book, BookClearing } from '#shared/contract/market-records.ts';
import { Explained, type Explanation } from '../../../components/explained.tsx';
import { Figure } from '../../../components/figure.tsx';
import type { Quantity } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './clearing.module.css';
import { tenseOf } from './outcome.ts';

export interface ClearingFactsProps {
  readonly book: Book;
  readonly clearing: BookClearing;
  readonly onExplain: (orderId: string) => void;
}

/** Price and quantity large, everything else of the clearing below them. */
export function ClearingFacts({ book, clearing, onExplain }: ClearingFactsProps): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const tense = tenseOf(book);
  const { price, quantityWh, tradeCount, amount, interval, marginalOrder, reduction } = clearing;
  const isForInformation = quantityWh === 0;
  return (
    <>
      <dl className={classes.main}>
        <Fact
          label={t(isForInformation ? 'clearing.priceForInformation' : 'clearing.price')}
          size="lg"
          value={price === null ? t('clearing.noCommonPrice') : format.price(price)}
          explanation={{ formula: t('clearing.formulas.price') }}
        />
        <Fact
          label={t(`clearing.quantity.${tense}`)}
          size="lg"
          value={format.energy(quantityWh)}
          explanation={{ formula: t('clearing.formulas.quantity') }}
        />
      </dl>
      <dl className={classes.facts}>
        <Fact
          label={t('clearing.trades')}
          value={format.number(tradeCount)}
          explanation={{ formula: t('clearing.formulas.trades') }}
        />
        <Fact
          label={t('clearing.amount')}
          value={format.money(amount, undefined, { decimals: 4 }).text}
          explanation={{ formula: t('clearing.formulas.amount') }}
        />
        {interval !== null && (
          <Fact
            label={t('clearing.interval')}
            value={
              interval[0] === interval[1]
                ? t('clearing.onePrice', { price: format.price(interval[0]).text })
                : t('clearing.fromTo', { from: format.price(interval[0]).value, to: format.price(interval[1]).text })
            }
            explanation={{ formula: t('clearing.formulas.interval') }}
          />
        )}
        <MarginFact clearing={clearing} />
        {marginalOrder !== null && (
          <div>
            <dt>{t('clearing.marginalOrder')}</dt>
            <dd>
              <Anchor component="button" type="button" inherit onClick={() => onExplain(marginalOrder.id)}>
                {t(`clearing.marginal.${marginalOrder.type}`, {
                  member: memberOf(book, marginalOrder.id, t('heldBack')),
                })}
              </Anchor>
            </dd>
          </div>
        )}
        {reduction !== null && <ReductionFacts reduction={reduction} />}
      </dl>
    </>
  );
}

function memberOf({ orders }: Book, orderId: string, heldBack: string): string {
  return orders.anonymizedId[orders.id.indexOf(orderId)] ?? heldBack;
}

interface FactProps {
  readonly label: string;
  readonly value: Quantity | string;
  readonly explanation: Explanation;
  readonly size?: 'md' | 'lg';
}

function Fact({ label, value, explanation, size = 'md' }: FactProps): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Figure size={size} value={value} explanation={explanation} />
      </dd>
    </div>
  );
}

/** The fraction that every order at the marginal price gets; nothing where no level is shared out. */
function MarginFact({ clearing }: { readonly clearing: BookClearing }): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const { marginalQuantityWh, marginalTotalWh, price } = clearing;
  if (marginalTotalWh === 0) return null;
  return (
    <div>
      <dt>{t('clearing.margin')}</dt>
      <dd>
        <Explained
          className="tabular"
          explanation={{
            formula: t('clearing.formulas.margin'),
            inputs: [
              ...(price === null ? [] : [{ label: t('clearing.price'), value: format.price(price).text }]),
              { label: t('clearing.marginalQuantity'), value: format.energy(marginalQuantityWh).text },
              { label: t('clearing.marginalTotal'), value: format.energy(marginalTotalWh).text },
            ],
          }}
        >
          <b>{format.percent(marginalQuantityWh / marginalTotalWh)}</b>{' '}
          {t('clearing.ofTotal', { total: format.energy(marginalTotalWh).text })}
        </Explained>
      </dd>
    </div>
  );
}

function ReductionFacts({ reduction }: { readonly reduction: NonNullable<BookClearing['reduction']> }): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  const { buyPrice, sellPrice, operatorSurplus } = reduction;
  const priceOf = (price: number | null): Quantity | string =>
    price === null ? format.notAvailable : format.price(price);
  return (
    <>
      <Fact
        label={t('clearing.buyPrice')}
        value={priceOf(buyPrice)}
        explanation={{ formula: t('clearing.formulas.buyPrice') }}
      />
      <Fact
        label={t('clearing.sellPrice')}
        value={priceOf(sellPrice)}
        explanation={{ formula: t('clearing.formulas.sellPrice') }}
      />
      <Fact
        label={t('clearing.surplus')}
        value={
          operatorSurplus === null
            ? format.notAvailable
            : format.money(operatorSurplus, undefined, { decimals: 4 }).text
        }
        explanation={{ formula: t('clearing.formulas.surplus') }}
      />
    </>
  );
}
