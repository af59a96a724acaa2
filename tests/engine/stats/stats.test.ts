import { describe, expect, it } from 'vitest';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { HOUR, localDayRange } from '#shared/domain/slots.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const zone = 'Europe/Berlin';
const day = localDayRange(20261024, zone);
const clockChangeDay = localDayRange(20261025, zone);

const add = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

interface RawSums {
  produced: number;
  consumed: number;
}

describe('community indicators', () => {
  const { context, communityId } = engineWithCommunity();
  const read = context.cache.read;

  it('are the same from days, hours and slots, where no step is withheld', async () => {
    const whole = await statsHandlers['stats.indicators']({ communityId, range: day }, context);
    const byHour = await statsHandlers['stats.series']({ communityId, range: day, granularity: 'hour' }, context);
    const bySlot = await statsHandlers['stats.series']({ communityId, range: day, granularity: 'slot' }, context);
    const byDay = await statsHandlers['stats.series']({ communityId, range: day, granularity: 'day' }, context);
    for (const name of ['producedWh', 'consumedWh', 'selfConsumedWh', 'tradedWh', 'savings'] as const) {
      expect(byDay[name]).toEqual([whole.current[name].value]);
      expect(whole.current[name]).toMatchObject({ withheldDays: 0, reason: null });
      for (const { [name]: column } of [byHour, bySlot]) {
        if (!column.includes(null)) expect(add(column)).toBe(whole.current[name].value);
        else expect(Math.abs(add(column))).toBeLessThan(Math.abs(whole.current[name].value!));
      }
    }
    expect(bySlot.start).toHaveLength(96);
    expect(bySlot.consumedWh.filter((wh) => wh !== null).length).toBeGreaterThan(40);
  });

  it('equal what the readings themselves add up to, for the hours of a day that can be told apart', async () => {
    const rangeTo = (hour: number) => ({ from: day.from, to: day.from + hour * HOUR });
    const told = (
      await Promise.all(
        [6, 12, 15, 18, 22].map(async (hour) => {
          const { current } = await statsHandlers['stats.indicators']({ communityId, range: rangeTo(hour) }, context);
          return { range: rangeTo(hour), current };
        }),
      )
    ).filter(({ current }) => current.producedWh.value !== null);
    expect(told.length).toBeGreaterThan(0);
    for (const { range, current } of told) {
      const raw = read.get<RawSums>(
        'SELECT SUM(produced_wh) AS produced, SUM(consumed_wh) AS consumed FROM reading_view WHERE slot >= ? AND slot < ? AND quality < 2',
        [range.from, range.to],
      )!;
      expect(current.producedWh.value).toBe(raw.produced);
      expect(current.consumedWh.value).toBe(raw.consumed);
      expect(current.selfSufficiency).toBe(current.selfConsumedWh.value! / current.consumedWh.value!);
    }
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
    expect(current.co2AvoidedG).toBeCloseTo(current.selfConsumedWh.value! * 0.34206);
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
