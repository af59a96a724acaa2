import type { Co2Factor, EmissionFactor } from '#shared/contract/stats.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { co2AvoidedGrams } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { emissionFactorOf, METHOD } from './emission-factor.ts';
import type { Range } from './sums.ts';

/** Imported factors of the grid by the hour, from the first to the end of the last. */
interface FactorSeries extends Range {
  readonly source: string;
}

/** What the CO2 of a community is reckoned with: the factor of the hour, else that of the year. */
export interface GridFactors {
  readonly series: FactorSeries | null;
  readonly year: EmissionFactor | null;
}

/** What the community's self-consumed energy avoided, grams, and what that was reckoned with; null without any factor. */
export interface Co2Avoided {
  readonly grams: number | null;
  readonly factor: Co2Factor | null;
}

/** The factors that there are for a community. */
export function gridFactorsOf(db: ReadDb, community: CommunityRow): GridFactors {
  const series = db.get<FactorSeries>(
    `SELECT source, (SELECT MIN(hour) FROM grid_factor WHERE community_id = ?) AS "from",
            (SELECT MAX(hour) FROM grid_factor WHERE community_id = ?) + ${HOUR} AS "to"
     FROM grid_factor_source WHERE community_id = ?`,
    [community.id, community.id, community.id],
  );
  return { series: series ?? null, year: emissionFactorOf(community.country) };
}

/** Hours of energy that are reckoned with the factor of the hour, as far as there is one. */
class Reckoning {
  hours = 0;
  coveredHours = 0;
  /** Milligrams per kWh, of the hours that are covered. */
  #factors = 0;
  /** Of those hours. */
  #grams = 0;
  /** Of the others. */
  #otherWh = 0;

  add(hour: HourRow): void {
    if (hour.has_readings === 1) this.hours++;
    if (hour.milligrams_per_kwh === null) {
      this.#otherWh += hour.self_consumed_wh;
      return;
    }
    this.#grams += co2AvoidedGrams(hour.self_consumed_wh, hour.milligrams_per_kwh / 1000);
    if (hour.has_readings === 0) return;
    this.coveredHours++;
    this.#factors += hour.milligrams_per_kwh;
  }

  /** @param year for the hours that are not covered; without one they avoid nothing */
  grams(year: EmissionFactor | null): number {
    return this.#grams + co2AvoidedGrams(this.#otherWh, year?.gramsPerKwh ?? 0);
  }

  factor({ source, from, to }: FactorSeries, otherwise: EmissionFactor | null): Co2Factor {
    const { hours, coveredHours } = this;
    const meanGramsPerKwh = this.#factors / coveredHours / 1000;
    return { kind: 'hourly', source, method: METHOD, from, to, hours, coveredHours, meanGramsPerKwh, otherwise };
  }
}

interface HourRow {
  readonly self_consumed_wh: number;
  readonly has_readings: number;
  readonly milligrams_per_kwh: number | null;
}

/** Community self-consumed by the hour, with the factor of the hour where there is one. */
function hoursOf(db: ReadDb, community: CommunityRow, { from, to }: Range): HourRow[] {
  const [table, key] = from % HOUR === 0 && to % HOUR === 0 ? ['rollup_hour', 'hour'] : ['rollup_slot', 'slot'];
  return db.all<HourRow>(
    `SELECT self_consumed_wh, has_readings, milligrams_per_kwh
     FROM (SELECT ${key} / ${HOUR} * ${HOUR} AS start, SUM(self_consumed_wh) AS self_consumed_wh,
                  MAX(consumed_wh > 0 OR produced_wh > 0) AS has_readings
           FROM ${table} WHERE community_id = ? AND ${key} >= ? AND ${key} < ? GROUP BY start)
     LEFT JOIN grid_factor ON grid_factor.community_id = ? AND grid_factor.hour = start`,
    [community.id, from, to, community.id],
  );
}

/**
 * What the community avoided over a range (DOMAIN.md section 5): what it consumed of its own in each slot x the factor of the slot's hour,
 * else the year's.
 * @param selfConsumedWh of the range, where nothing but the year's factor is needed
 */
export function co2Avoided(
  db: ReadDb,
  community: CommunityRow,
  { series, year }: GridFactors,
  range: Range,
  selfConsumedWh: number,
): Co2Avoided {
  if (series !== null && series.from < range.to && range.from < series.to) {
    const reckoning = new Reckoning();
    for (const hour of hoursOf(db, community, range)) reckoning.add(hour);
    if (reckoning.coveredHours > 0) return { grams: reckoning.grams(year), factor: reckoning.factor(series, year) };
  }
  return year === null
    ? { grams: null, factor: null }
    : { grams: co2AvoidedGrams(selfConsumedWh, year.gramsPerKwh), factor: { kind: 'year', factor: year } };
}
