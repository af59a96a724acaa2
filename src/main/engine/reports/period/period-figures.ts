import type { Output } from '#shared/contract/contract.ts';
import type {
  ImpactTotals,
  InsightPeriod,
  InsightStep,
  ParticipationTotals,
  Spread,
} from '#shared/contract/insight-records.ts';
import type { Co2Factor, EmissionFactor } from '#shared/contract/stats.ts';
import { roundHalfEvenDiv } from '#shared/domain/units.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { millionths } from '#shared/reports/fractions.ts';
import {
  type ComparedFigures,
  type FactorFact,
  type ParticipationFact,
  type PeriodFigures,
  reportedSums,
  type SpreadFact,
  type StepsFact,
} from '#shared/reports/period/period-facts.ts';
import type { ReadDb } from '../../cache/connection.ts';
import type { CommunityRow } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import { localDaysOf, type Range } from '../../stats/sums.ts';

/** What the insights answer about a period and the one before. */
export interface PeriodAnswers {
  readonly indicators: Output<'insights.indicators'>;
  readonly impact: Output<'insights.impact'>;
  readonly participation: Output<'insights.participation'>;
}

/** Asks the insights. @param compareWith null where the data do not hold the whole of both periods */
export async function periodAnswers(
  { insights }: EngineContext,
  community: CommunityRow,
  range: Range,
  compareWith: Range | null,
  step: InsightStep,
): Promise<PeriodAnswers> {
  const asked = { communityId: community.uid, range, compareWith, step };
  return {
    indicators: await insights.query('insights.indicators', { ...asked, group: 'all' }),
    impact: await insights.query('insights.impact', asked),
    participation: await insights.query('insights.participation', { ...asked, group: 'all' }),
  };
}

/** The figures of a period that begins and ends with local days, and of the one before. */
export function comparedFigures(
  db: ReadDb,
  community: CommunityRow,
  { indicators, impact, participation }: PeriodAnswers,
): ComparedFigures {
  const then = { indicators: indicators.previous, impact: impact.previous, participation: participation.previous };
  return {
    now: periodFigures(db, community, indicators.current, impact.totals, participation.totals),
    before:
      then.indicators && then.impact && then.participation
        ? periodFigures(db, community, then.indicators, then.impact.totals, then.participation.totals)
        : null,
  };
}

function periodFigures(
  db: ReadDb,
  community: CommunityRow,
  indicators: InsightPeriod,
  { moneyKept, tradedWh, co2AvoidedG }: ImpactTotals,
  participation: ParticipationTotals,
): PeriodFigures {
  return {
    sums: Object.fromEntries(reportedSums.map((name) => [name, indicators.totals[name]])) as PeriodFigures['sums'],
    selfSufficiency: millionths(indicators.selfSufficiency),
    selfConsumption: millionths(indicators.selfConsumption),
    co2AvoidedG: co2AvoidedG === null ? null : Math.round(co2AvoidedG),
    meanPrice: moneyKept === null || !tradedWh ? null : roundHalfEvenDiv(BigInt(moneyKept) * 1000n, BigInt(tradedWh)),
    trades: isSmall(participation) ? null : tradesIn(db, community, indicators.range),
    participation: participationFact(participation),
  };
}

/** Whether a community is so small in a period that nothing about its trade may be told. */
export function isSmall({ activeMembers }: Pick<ParticipationTotals, 'activeMembers'>): boolean {
  return activeMembers < DEFAULT_K;
}

function participationFact({ rate, ...counts }: ParticipationTotals): ParticipationFact {
  return { ...counts, rate: millionths(rate) };
}

/** Trades of the local days of a range: those that did not fail, and those that did. */
function tradesIn(db: ReadDb, community: CommunityRow, range: Range): PeriodFigures['trades'] {
  const { first, last } = localDaysOf(range, community.time_zone);
  return db.get<{ made: number; failed: number }>(
    `SELECT COALESCE(SUM(trade_count), 0) AS made, COALESCE(SUM(failed_count), 0) AS failed FROM rollup_day
     WHERE community_id = ? AND day BETWEEN ? AND ?`,
    [community.id, first, last],
  )!;
}

/** The sums of a period's steps. */
export function stepsFact({ start, columns }: InsightPeriod): StepsFact {
  const shown = [columns.producedWh, columns.consumedWh, columns.selfConsumedWh, columns.boughtWh];
  return {
    start,
    producedWh: columns.producedWh.values,
    consumedWh: columns.consumedWh.values,
    selfConsumedWh: columns.selfConsumedWh.values,
    boughtWh: columns.boughtWh.values,
    withheldDays: start.map((_, at) => Math.max(...shown.map(({ withheldDays }) => withheldDays[at]))),
  };
}

export function spreadFact({ gini, jain, lorenz: _curve, ...spread }: Spread): SpreadFact {
  return { ...spread, gini: millionths(gini), jain: millionths(jain) };
}

export function factorFact(factor: Co2Factor | null): FactorFact | null {
  if (factor === null) return null;
  if (factor.kind === 'year') return { kind: 'year', ...yearFactor(factor.factor) };
  const { kind, source, method, hours, coveredHours, meanGramsPerKwh, otherwise } = factor;
  return {
    kind,
    source,
    method,
    hours,
    coveredHours,
    milligramsPerKwh: milligrams(meanGramsPerKwh),
    otherwise: otherwise && yearFactor(otherwise),
  };
}

function yearFactor({ gramsPerKwh, ...factor }: EmissionFactor) {
  return { ...factor, milligramsPerKwh: milligrams(gramsPerKwh) };
}

function milligrams(grams: number): number {
  return Math.round(grams * 1000);
}
