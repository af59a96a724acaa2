import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#shared/contract/ledger-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { Figure } from '../../../components/figure.tsx';
import type { Quantity } from '#shared/format/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import classes from './comparison.module.css';
import { averagePrice, sumsOf, tradedWh, type TradedSums } from './comparison-sums.ts';
import type { SumsBefore } from './use-sums-before.ts';

export interface ComparedFiguresProps {
  readonly comparison: Comparison;
  readonly sumsBefore: SumsBefore['sums'];
  readonly isMember: boolean;
  /** The days of the other period; null without one. */
  readonly beforeLabel: string | null;
  /** While the answer to another question is still shown. */
  readonly isOutdated: boolean;
}

const terms = { price: 'averagePrice', savings: 'savings' } as const;

interface Compared {
  readonly key: 'energy' | 'price' | 'savings';
  readonly value: number | null;
  readonly before: number | null;
  readonly text: (value: number) => Quantity;
}

/** The sums of the period, and how each changed against the other period. */
export function ComparedFigures({
  comparison,
  sumsBefore,
  isMember,
  beforeLabel,
  isOutdated,
}: ComparedFiguresProps): ReactNode {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  const { dataTo } = useCommunity();
  const current = figuresOf(sumsOf(comparison.current), isMember);
  const sums = sumsBefore === 'of-steps' ? comparison.before && sumsOf(comparison.before) : sumsBefore;
  const before = sums && figuresOf(sums, isMember);
  const figures: readonly Compared[] = [
    { key: 'energy', value: current.energy, before: before?.energy ?? null, text: (wh) => format.energy(wh) },
    { key: 'price', value: current.price, before: before?.price ?? null, text: (price) => format.price(price) },
    { key: 'savings', value: current.savings, before: before?.savings ?? null, text: (amount) => format.money(amount) },
  ];
  return (
    <dl className={classes.figures} aria-busy={isOutdated}>
      {figures.map(({ key, value, before: other, text }) => (
        <div key={key} className={key === 'savings' && value !== null && isLoss(value) ? classes.loss : undefined}>
          <dt>{t(`figures.${key}`)}</dt>
          <dd>
            <Figure
              size="lg"
              value={value === null ? format.notAvailable : key === 'savings' ? text(value).text : text(value)}
              explanation={{
                title: t(`figures.${key}`),
                ...(key === 'energy' ? { formula: t('figures.energyFormula') } : { term: terms[key] }),
                ...(beforeLabel === null
                  ? {}
                  : {
                      inputs: [{ label: beforeLabel, value: other === null ? format.notAvailable : text(other).text }],
                    }),
                dataTo,
              }}
            />
            {beforeLabel !== null && (
              <span className={classes.change}>
                {t('figures.change', { change: format.change(value, other), other: beforeLabel })}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf({ boughtWh, boughtAmount, soldWh, soldAmount, savings }: TradedSums, isMember: boolean) {
  return {
    energy: tradedWh({ boughtWh: [boughtWh], soldWh: [soldWh] }, isMember)[0],
    price: averagePrice(boughtAmount + (isMember ? soldAmount : 0), boughtWh + (isMember ? soldWh : 0)),
    savings,
  };
}
