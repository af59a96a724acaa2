import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import { unmatchedReasons } from '#shared/market/clearing.ts';
import { firingConditions } from '#shared/rules/firing.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './analysis.module.css';
import { CountBars, type CountBar } from './count-bars.tsx';

type Figures = RuleAnalysis['asItWas'];

export interface StoppedProps {
  readonly analysis: RuleAnalysis;
  readonly type: 'buy' | 'sell';
}

/** What kept the rule from firing, most often first, and how often that alone did. */
export function Stopped({ analysis: { asItWas }, type }: StoppedProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const bars = firingConditions
    .map((condition) => ({ condition, ...asItWas.stopped[condition] }))
    .filter(({ slots }) => slots > 0)
    .sort((a, b) => b.slots - a.slots)
    .map(({ condition, slots, alone }): CountBar => ({
      key: condition,
      label: t(`conditions.${type}.${condition}`),
      count: slots,
      strong: alone,
      text: t(alone === 0 ? 'stopped.together' : 'stopped.slots', {
        count: slots,
        slots: format.number(slots),
        alone: format.number(alone),
      }),
    }));
  if (bars.length === 0) return <p className={classes.quiet}>{t('stopped.never')}</p>;
  return (
    <>
      <p className={classes.quiet}>{t('stopped.explained')}</p>
      <CountBars bars={bars} label={t('stopped.title')} />
    </>
  );
}

/** What came of the orders of the rule, and why those that did not trade wholly did not. */
export function OrderOutcomes({ figures }: { readonly figures: Figures }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { firedSlots, tradedSlots, partlySlots, untradedSlots, reasons } = figures;
  if (firedSlots === 0) return <p className={classes.quiet}>{t('outcomes.none')}</p>;
  const bar = (key: string, label: string, count: number): CountBar => ({
    key,
    label,
    count,
    text: t('outcomes.share', { number: format.number(count), share: format.percent(count / firedSlots, 0) }),
  });
  const why = unmatchedReasons
    .filter((reason) => reasons[reason] > 0)
    .toSorted((a, b) => reasons[b] - reasons[a])
    .map((reason) => bar(reason, t(`reasons.${reason}`), reasons[reason]));
  return (
    <>
      <CountBars
        label={t('outcomes.title')}
        bars={[
          bar('wholly', t('outcomes.wholly'), tradedSlots),
          bar('partly', t('outcomes.partly'), partlySlots),
          bar('not', t('outcomes.not'), untradedSlots),
        ]}
      />
      {why.length > 0 && (
        <>
          <p className={classes.why}>{t('outcomes.why')}</p>
          <CountBars label={t('outcomes.why')} bars={why} />
        </>
      )}
    </>
  );
}
