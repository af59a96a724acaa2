import { describe, expect, it } from 'vitest';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { insightSteps, memberGroups } from '#shared/contract/insight-records.ts';
import { Random } from '#shared/domain/random.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { COMMUNITY, SLOT } from '../fixtures/pages.ts';
import { expectRollupsOfRecords } from '../fixtures/rollups.ts';
import { eventfulCache } from './eventful-cache.ts';
import { PlainInsights } from './plain-insights.ts';
import { PlainRecords } from './plain-records.ts';

const DAY = 24 * HOUR;
const PERIODS = 6;
const YEAR_FACTOR = 342.06;

/** The last is a border of a year, the one before of a month; the others are where the clocks change, if they do. */
const zones = [
  { timeZone: 'Europe/Berlin', middles: ['2025-03-30T01:00Z', '2025-10-26T01:00Z', '2025-11-30T23:00Z'] },
  { timeZone: 'America/St_Johns', middles: ['2025-03-09T05:30Z', '2025-11-02T04:30Z', '2025-12-01T03:30Z'] },
  { timeZone: 'Asia/Kathmandu', middles: ['2025-02-28T18:15Z', '2025-06-15T00:00Z', '2025-11-30T18:15Z'] },
  { timeZone: 'Australia/Lord_Howe', middles: ['2025-04-05T15:00Z', '2025-10-04T15:30Z', '2025-11-30T13:00Z'] },
  { timeZone: 'Pacific/Auckland', middles: ['2025-04-05T14:00Z', '2025-09-27T14:00Z', '2025-11-30T11:00Z'] },
  { timeZone: 'UTC', middles: ['2025-03-01T00:00Z', '2025-07-01T00:00Z', '2025-12-01T00:00Z'] },
].map(({ timeZone, middles }, index) => ({
  timeZone,
  middles: [...middles, '2026-01-01T00:00Z'].map((time) => Date.parse(time)),
  // Every other grid has factors by the hour, and one of those no factor of the year besides.
  hasFactors: index % 2 === 0,
  country: index === 2 ? null : 'DEU',
}));

/** From a slot at most four days from a middle: some slots, or days up to more than a year. */
function anyPeriod(random: Random, middles: readonly number[]): { readonly from: number; readonly to: number } {
  const from = random.pick(middles) + random.integer(-4 * 96, 4 * 96) * SLOT;
  return { from, to: from + random.pick([random.integer(1, 200) * SLOT, random.integer(1, 500) * DAY]) };
}

/** Sums of fractions differ in their last bits with the order of the summands. */
function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'number' ? Math.round(one * 1e6) / 1e6 : one,
  ) as T;
}

describe.each(zones)('in $timeZone, for any period', ({ timeZone, middles, hasFactors, country }) => {
  it('all figures from the kept sums are those of the records', async () => {
    const cache = eventfulCache({ seed: timeZone, timeZone, middles, hasFactors, country });
    expectRollupsOfRecords(cache);
    const context = engineContext(cache);
    const yearFactor = country === null ? null : YEAR_FACTOR;
    const plain = new PlainInsights(new PlainRecords(cache.read, timeZone, yearFactor));
    const random = new Random(timeZone);
    for (let number = 0; number < PERIODS; number++) {
      const [range, compareWith] = [anyPeriod(random, middles), anyPeriod(random, middles)];
      const [step, group] = [random.pick(insightSteps), random.pick(memberGroups)];
      const period = { communityId: COMMUNITY, range, compareWith };

      const stats = await statsHandlers['stats.indicators']({ communityId: COMMUNITY, range }, context);
      expect(rounded(stats.current)).toEqual(rounded(plain.indicators(range)));

      const insights = await context.insights.query('insights.indicators', { ...period, step, group });
      expect(insights.current).toEqual(plain.insights(range, step, group));
      expect(insights.previous).toEqual(plain.insights(compareWith, step, group));

      const peaks = await context.insights.query('insights.peaks', period);
      expect(peaks.current.import).toEqual(plain.peak(range, 'imported_wh'));
      expect(peaks.current.export).toEqual(plain.peak(range, 'exported_wh'));
      expect(peaks.previous?.import).toEqual(plain.peak(compareWith, 'imported_wh'));

      const participation = await context.insights.query('insights.participation', { ...period, step, group });
      expect(participation).toEqual({
        ...plain.participation(range, step, group),
        previous: plain.participation(compareWith, step, group),
      });

      const {
        factor: _factor,
        previous,
        ...impact
      } = await context.insights.query('insights.impact', { ...period, step });
      expect(rounded(impact)).toEqual(rounded(plain.impact(range, step)));
      const { members: _members, ...before } = plain.impact(compareWith, step);
      expect(rounded(previous)).toEqual(rounded(before));
    }
  });
});
