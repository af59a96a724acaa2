import type { CommunityRow } from '#engine/communities/community.ts';
import type { ReadDb } from '#engine/cache/connection.ts';
import { gridFactorsOf } from '#engine/stats/co2.ts';
import { communityTotals } from '#engine/stats/community-totals.ts';
import type { Range } from '#engine/stats/sums.ts';
import type { Co2Factor, EmissionFactor } from '#shared/contract/stats.ts';
import { marksOf } from '#shared/desk/community-mark.ts';
import { microToAmount, whToKwh } from '#shared/domain/units.ts';

/** The community's indicators in the wire's names and decimal units, in this order. */
export function indicatorReport(db: ReadDb, community: CommunityRow, range: Range) {
  const { totals: indicators, co2Factor } = communityTotals(db, community, range, gridFactorsOf(db, community));
  return {
    community: community.name,
    // What it must not be taken for: `demo`, `simulated`.
    marks: marksOf({ isDemo: community.is_demo === 1, hasSimulatedTrades: community.has_simulated_trades === 1 }),
    period_start: new Date(range.from).toISOString(),
    period_end: new Date(range.to).toISOString(),
    members: indicators.activeMembers,
    produced_kwh: whToKwh(indicators.producedWh),
    consumed_kwh: whToKwh(indicators.consumedWh),
    self_consumed_kwh: whToKwh(indicators.selfConsumedWh),
    traded_kwh: whToKwh(indicators.tradedWh),
    imported_kwh: whToKwh(indicators.importedWh),
    exported_kwh: whToKwh(indicators.exportedWh),
    self_sufficiency: indicators.selfSufficiency,
    self_consumption: indicators.selfConsumption,
    trade_count: indicators.tradeCount,
    failed_count: indicators.failedCount,
    active_members: indicators.participants,
    savings_total: microToAmount(indicators.savings),
    currency: community.currency,
    co2_avoided_kg: indicators.co2AvoidedG === null ? null : Math.round(indicators.co2AvoidedG) / 1000,
    co2_factor: co2Factor && (co2Factor.kind === 'year' ? ofYear(co2Factor.factor) : ofHours(co2Factor)),
  };
}

function ofYear(factor: EmissionFactor) {
  return {
    grams_per_kwh: factor.gramsPerKwh,
    country: factor.country,
    year: factor.year,
    source: factor.source,
    method: factor.method,
  };
}

function ofHours(factor: Extract<Co2Factor, { kind: 'hourly' }>) {
  return {
    mean_grams_per_kwh: factor.meanGramsPerKwh,
    hours: factor.hours,
    covered_hours: factor.coveredHours,
    source: factor.source,
    method: factor.method,
    otherwise: factor.otherwise && ofYear(factor.otherwise),
  };
}

export type IndicatorReport = ReturnType<typeof indicatorReport>;

/** The whole time for which the community has readings; null while it has none. */
export function wholeRange(community: CommunityRow): Range | null {
  return community.data_from === null || community.data_to === null
    ? null
    : { from: community.data_from, to: community.data_to };
}

function factorLine(factor: NonNullable<IndicatorReport['co2_factor']>): string {
  return 'year' in factor
    ? `${factor.grams_per_kwh} g/kWh, ${factor.country} ${factor.year}, ${factor.method}`
    : `by the hour for ${factor.covered_hours} of ${factor.hours} hours, ${factor.source}, ${factor.method}`;
}

/** One line per indicator for a person at a terminal. */
export function indicatorLines(report: IndicatorReport): string {
  const { co2_factor: factor, ...figures } = report;
  const lines = {
    ...figures,
    marks: figures.marks.join(', ') || 'none',
    co2_factor: factor && factorLine(factor),
  };
  const width = Math.max(...Object.keys(lines).map((name) => name.length));
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(width)}  ${value ?? 'n/a'}\n`)
    .join('');
}
