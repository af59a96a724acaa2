import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Spread } from '#shared/contract/insight-records.ts';
import type { FigureName } from '#shared/glossary/terms.ts';
import { useCommunity } from '../../../app/community.tsx';
import { Figure } from '../../../components/figure.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import { Withheld } from '../withheld.tsx';
import classes from './fairness.module.css';

export interface FairnessFiguresProps {
  readonly spread: Spread;
  /** The same of the period before, or nothing but what all saved in it; null without one. */
  readonly before: Spread | { readonly totalAlone: number | null } | null;
  /** The days of the period before; null without one. */
  readonly beforeLabel: string | null;
  /** While the answer to another question is still shown. */
  readonly isOutdated: boolean;
}

interface FairnessFigure {
  readonly key: 'total' | 'median' | 'worseOff' | 'gini' | 'jain';
  readonly value: number | null;
  readonly before: number | null;
  readonly text: (value: number) => string;
  readonly signed: (change: number) => string;
  /** What the number means, in one sentence. */
  readonly meaning: string;
  readonly isBad: boolean;
}

const terms: Readonly<Record<FairnessFigure['key'], FigureName>> = {
  total: 'savings',
  median: 'medianSavings',
  worseOff: 'worseOffThanRetail',
  gini: 'giniOfSavings',
  jain: 'jainIndex',
};

/** How the savings are spread, in five numbers, each with what it means and how it changed. */
export function FairnessFigures({ spread, before, beforeLabel, isOutdated }: FairnessFiguresProps): ReactNode {
  const { t } = useTranslation('fairness');
  const format = useFormat();
  const { dataTo } = useCommunity();
  const { members, total, median, worseOff, gini, giniGap, jain } = spread;
  const isTotalAlone = before !== null && 'totalAlone' in before;
  const whole = before === null || 'totalAlone' in before ? null : before;
  const money = (amount: number): string => format.money(amount).text;
  const signedMoney = (amount: number): string => format.money(amount, format.currency, { signed: true }).text;
  const index = (value: number): string => format.number(value, 3);
  const signedIndex = (value: number): string => format.number(value, 3, { signed: true });
  const figures: readonly FairnessFigure[] = [
    {
      key: 'total',
      value: total,
      before: isTotalAlone ? before.totalAlone : (whole?.total ?? null),
      text: money,
      signed: signedMoney,
      meaning: t('figures.total.meaning', { members: format.number(members) }),
      isBad: total !== null && isLoss(total),
    },
    {
      key: 'median',
      value: median,
      before: whole?.median ?? null,
      text: money,
      signed: signedMoney,
      meaning: t('figures.median.meaning'),
      isBad: median !== null && isLoss(median),
    },
    {
      key: 'worseOff',
      value: worseOff,
      before: whole === null || whole.withheld !== null ? null : whole.worseOff,
      text: (count) => format.number(count),
      signed: (count) => format.number(count, 0, { signed: true }),
      meaning: t('figures.worseOff.meaning', { members: format.number(members) }),
      isBad: worseOff > 0,
    },
    {
      key: 'gini',
      value: gini,
      before: whole?.gini ?? null,
      text: index,
      signed: signedIndex,
      meaning: giniGap === null ? t('figures.gini.meaning') : t(`giniGaps.${giniGap}`),
      isBad: false,
    },
    {
      key: 'jain',
      value: jain,
      before: whole?.jain ?? null,
      text: index,
      signed: signedIndex,
      meaning: t('figures.jain.meaning', { least: index(1 / members) }),
      isBad: false,
    },
  ];
  return (
    <dl className={classes.figures} aria-busy={isOutdated}>
      {figures.map(({ key, value, before: other, text, signed, meaning, isBad }) => {
        const otherLabel = isTotalAlone && key !== 'total' ? null : beforeLabel;
        return (
          <div key={key} className={isBad ? classes.loss : undefined}>
            <dt>{t(`figures.${key}.label`)}</dt>
            <dd>
              <Figure
                size="lg"
                value={value === null ? format.notAvailable : text(value)}
                explanation={{
                  title: t(`figures.${key}.label`),
                  term: terms[key],
                  inputs: [
                    { label: t('figures.members'), value: format.number(members) },
                    ...(otherLabel === null
                      ? []
                      : [{ label: otherLabel, value: other === null ? format.notAvailable : text(other) }]),
                  ],
                  dataTo,
                }}
              />
              {otherLabel !== null && (
                <span className={classes.change}>
                  {whole?.withheld != null ? (
                    <>
                      {otherLabel}: <Withheld reason={whole.withheld} />
                    </>
                  ) : value === null || other === null ? (
                    t('figures.noChange', { other: otherLabel })
                  ) : (
                    t('figures.change', { change: signed(value - other), other: otherLabel })
                  )}
                </span>
              )}
            </dd>
            <dd className={classes.meaning}>{meaning}</dd>
          </div>
        );
      })}
    </dl>
  );
}
