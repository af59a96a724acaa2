/** What has changed against the period before, where that is said at all (see health-rules). */
import type { Finding } from '../contract/health.ts';
import type { InsightPeriod, Measure } from '../contract/insight-records.ts';
import type { Indicators } from '../contract/stats.ts';
import type { Compared, HealthFacts, Rule, Sized, Values } from './health-facts.ts';

/** Below this difference of two shares weather and chance explain most of a change of a week. */
export const NOTABLE_POINTS = 0.05;
/** A tenth of the members is more than those who were away. */
export const NOTABLE_PARTICIPATION = 0.1;
/** A fifth more or less: twice what the length of the days changes from one month to the next. */
export const NOTABLE_CHANGE = 0.2;

/** A change of a share; null below the bound, and where there is nothing to compare. */
function pointsOf(
  now: number | null | undefined,
  before: number | null | undefined,
  bound: number,
): Values<'participation-change'> | null {
  if (now == null || before == null) return null;
  const change = now - before;
  return Math.abs(change) < bound ? null : { now, before, change };
}

function changed(
  kind: 'participation-change' | 'self-sufficiency-change' | 'self-consumption-change',
  evidence: Finding['evidence'],
  values: Values<'participation-change'> | null,
): Sized | null {
  if (values === null) return null;
  const level = values.change < 0 ? 'notice' : 'good';
  return { finding: { kind, level, evidence, values }, size: Math.abs(values.change) };
}

/** Of the share of members who had a trade or an offer. */
export const participationChange: Rule = ({ membership: { now, before } }) =>
  changed('participation-change', 'insights-participation', pointsOf(now.rate, before?.rate, NOTABLE_PARTICIPATION));

/** Whether sums may be shown for every day: what goes by them is not said otherwise. */
export function isWhole({ totals }: InsightPeriod, measures: readonly Measure[]): boolean {
  return measures.every((name) => totals[name].value !== null && totals[name].withheldDays === 0);
}

function areWhole({ now, before }: Compared<InsightPeriod>, measures: readonly Measure[]): boolean {
  return before !== null && isWhole(now, measures) && isWhole(before, measures);
}

/** Of self-consumed / consumed. */
export const selfSufficiencyChange: Rule = ({ figures: { now, before }, published }) =>
  areWhole(published, ['selfConsumedWh', 'consumedWh'])
    ? changed(
        'self-sufficiency-change',
        'overview',
        pointsOf(now.selfSufficiency, before?.selfSufficiency, NOTABLE_POINTS),
      )
    : null;

/** Of self-consumed / produced. */
export const selfConsumptionChange: Rule = ({ figures: { now, before }, published }) =>
  areWhole(published, ['selfConsumedWh', 'producedWh'])
    ? changed(
        'self-consumption-change',
        'overview',
        pointsOf(now.selfConsumption, before?.selfConsumption, NOTABLE_POINTS),
      )
    : null;

function perDayChange(
  kind: 'traded-change' | 'savings-change',
  { figures: { now, before } }: HealthFacts,
  of: (figures: Indicators) => number,
): Sized | null {
  // A part of nothing, or of a loss, is no change that a sentence could tell.
  if (before === null || of(before) <= 0 || now.days === 0) return null;
  const perDay = of(now) / now.days;
  const then = of(before) / before.days;
  const change = perDay / then - 1;
  if (Math.abs(change) < NOTABLE_CHANGE) return null;
  const values = { perDay, before: then, change };
  return {
    finding: { kind, level: change < 0 ? 'notice' : 'good', evidence: 'overview', values },
    size: Math.min(Math.abs(change), 1),
  };
}

/** Of what all members saved a day. */
export const savingsChange: Rule = (facts) =>
  areWhole(facts.published, ['savings']) ? perDayChange('savings-change', facts, ({ savings }) => savings) : null;

/** Of what was traded a day. */
export const tradedChange: Rule = (facts) =>
  areWhole(facts.published, ['boughtWh']) ? perDayChange('traded-change', facts, ({ tradedWh }) => tradedWh) : null;
