import { describe, expect, it } from 'vitest';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { HOUR, localDayRange } from '#shared/domain/slots.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const zone = 'Europe/Berlin';
const day = localDayRange(20261024, zone);
const clockChangeDay = localDayRange(20261025, zone);

interface RawSums {
  produced: number;
  consumed: number;
}

describe('community indicators', () => {
  const { context, communityId } = engineWithCommunity();
  const read = context.cache.read;

  it('are the same from days, hours and slots', async () => {
    const whole = await statsHandlers['stats.indicators']({ communityId, range: day }, context);
    const byHour = await statsHandlers['stats.series']({ communityId, range: day, granularity: 'hour' }, context);
    const bySlot = await statsHandlers['stats.series']({ communityId, range: day, granularity: 'slot' }, context);
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    for (const name of ['producedWh', 'consumedWh', 'selfConsumedWh', 'tradedWh'] as const) {
      expect(sum(byHour[name])).toBe(whole.current[name]);
      expect(sum(bySlot[name])).toBe(whole.current[name]);
    }
    expect(sum(bySlot.savings)).toBe(whole.current.savings);
    expect(bySlot.start).toHaveLength(96);
  });

  it('equal what the readings themselves add up to, for any hours of the day', async () => {
    const range = { from: day.from + 7 * HOUR, to: day.to - 5 * HOUR };
    const { current } = await statsHandlers['stats.indicators']({ communityId, range }, context);
    const raw = read.get<RawSums>(
      'SELECT SUM(produced_wh) AS produced, SUM(consumed_wh) AS consumed FROM reading_view WHERE slot >= ? AND slot < ? AND quality < 2',
      [range.from, range.to],
    )!;
    expect(current.producedWh).toBe(raw.produced);
    expect(current.consumedWh).toBe(raw.consumed);
    expect(current.selfSufficiency).toBe(current.selfConsumedWh / current.consumedWh);
  });

  it('count the slots of a day by its real length and only up to the newest reading', async () => {
    const full = await statsHandlers['stats.indicators']({ communityId, range: day }, context);
    expect(full.slotsInPeriod).toBe(96);
    expect(full.slotsWithReadings).toBe(96);
    const running = await statsHandlers['stats.indicators']({ communityId, range: clockChangeDay }, context);
    expect(clockChangeDay.to - clockChangeDay.from).toBe(25 * HOUR);
    expect(running.slotsInPeriod).toBe((UNTIL - clockChangeDay.from) / (HOUR / 4));
  });

  it('compare with the period before when asked to', async () => {
    const before = localDayRange(20261023, zone);
    const answer = await statsHandlers['stats.indicators']({ communityId, range: day, compareWith: before }, context);
    const alone = await statsHandlers['stats.indicators']({ communityId, range: before }, context);
    expect(answer.previous).toEqual(alone.current);
  });

  it('name the emission factor with its country, year, source and method', async () => {
    const { co2Factor, current } = await statsHandlers['stats.indicators']({ communityId, range: day }, context);
    expect(co2Factor).toMatchObject({ kind: 'year', factor: { country: 'DEU', year: 2024, gramsPerKwh: 342.06 } });
    expect(current.co2AvoidedG).toBeCloseTo(current.selfConsumedWh * 0.34206);
  });

  it('show no CO2 figure where the factor of the country is unknown', async () => {
    context.cache.write.run('UPDATE community SET country = NULL');
    const { co2Factor, current } = await statsHandlers['stats.indicators']({ communityId, range: day }, context);
    expect(co2Factor).toBeNull();
    expect(current.co2AvoidedG).toBeNull();
  });

  it('are n/a, not 0, in a period without readings', async () => {
    const range = localDayRange(20200101, zone);
    const answer = await statsHandlers['stats.indicators']({ communityId, range }, context);
    expect(answer.current.selfSufficiency).toBeNull();
    expect(answer.current.selfConsumption).toBeNull();
    contract['stats.indicators'].output.parse(answer);
  });
});
