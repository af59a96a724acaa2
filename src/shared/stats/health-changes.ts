/** What has changed against the period before, where that is said at all (see health-rules). */
import type { Finding } from '../contract/health.ts';
import type { Indicators } from '../contract/stats.ts';
import type { HealthFacts, Rule, Sized, Values } from './health-facts.ts';

/** Below this difference of two shares weather and chance explain most of a change of a week. */
const NOTABLE_POINTS = 0.05;
/** A tenth of the members is more than those who were away. */
const NOTABLE_PARTICIPATION = 0.1;
/** A fifth more or less: twice what the length of the days changes from one month to the next. */
const NOTABLE_CHANGE = 0.2;

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

type Summed = 'producedWh' | 'consumedWh' | 'selfConsumedWh' | 'tradedWh' | 'savings';

/** Whether sums may be shown for every day: what goes by them is not said otherwise. */
export function isWhole(figures: Indicators, names: readonly Summed[]): boolean {
  return names.every((name) => figures[name].value !== null && figures[name].withheldDays === 0);
}

function areWhole({ now, before }: HealthFacts['figures'], names: readonly Summed[]): boolean {
  return before !== null && isWhole(now, names) && isWhole(before, names);
}

/** Of self-consumed / consumed. */
export const selfSufficiencyChange: Rule = ({ figures }) =>
  areWhole(figures, ['selfConsumedWh', 'consumedWh'])
    ? changed(
        'self-sufficiency-change',
        'overview',
        pointsOf(figures.now.selfSufficiency, figures.before?.selfSufficiency, NOTABLE_POINTS),
      )
    : null;

/** Of self-consumed / produced. */
export const selfConsumptionChange: Rule = ({ figures }) =>
  areWhole(figures, ['selfConsumedWh', 'producedWh'])
    ? changed(
        'self-consumption-change',
        'overview',
        pointsOf(figures.now.selfConsumption, figures.before?.selfConsumption, NOTABLE_POINTS),
      )
    : null;

function perDayChange(
  kind: 'traded-change' | 'savings-change',
  { figures }: HealthFacts,
  name: 'tradedWh' | 'savings',
): Sized | null {
  const { now, before } = figures;
  const [current, former] = [now[name].value, before?.[name].value];
  if (before === null || current == null || former == null || !areWhole(figures, [name])) return null;
  // A part of nothing, or of a loss, is no change that a sentence could tell.
  if (former <= 0 || now.days === 0) return null;
  const perDay = current / now.days;
  const then = former / before.days;
  const change = perDay / then - 1;
  if (Math.abs(change) < NOTABLE_CHANGE) return null;
  const values = { perDay, before: then, change };
  return {
    finding: { kind, level: change < 0 ? 'notice' : 'good', evidence: 'overview', values },
    size: Math.min(Math.abs(change), 1),
  };
}

/** Of what all members saved a day. */
export const savingsChange: Rule = (facts) => perDayChange('savings-change', facts, 'savings');

/** Of what was traded a day. */
export const tradedChange: Rule = (facts) => perDayChange('traded-change', facts, 'tradedWh');
