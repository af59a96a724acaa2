import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '#shared/domain/slots.ts';
import { PriceHistory } from '#shared/market/pricing-signals.ts';

const START = Date.parse('2026-10-20T00:00:00Z');
const tariff = { retail: 310_000, feedIn: 80_000 };

/** What is forecast in each slot for the one an hour later, by slot since START. */
function forecasts(prices: readonly number[], slotMinutes = 15): number[] {
  const history = new PriceHistory(slotMinutes);
  return prices.map((price, slot) => history.next(START + slot * slotMinutes * MINUTE, price, tariff).forecastNextHour);
}

/** The prices of some days of 96 slots. */
function days(count: number, price: (slot: number) => number): number[] {
  return Array.from({ length: count * 96 }, (_, slot) => price(slot));
}

/** The forecasts made for the given slots of 15 minutes, and the prices that these had. */
function checked(prices: readonly number[], from: number, to = prices.length) {
  return { forecast: forecasts(prices).slice(from - 4, to - 4), actual: prices.slice(from, to) };
}

/**
 * DOMAIN.md section 4 written out for slots of an hour: the same slot yesterday and last week, each corrected by the recent mean of
 * the changes over its season, weighted by the recent errors of the corrected forecasts.
 */
function forecastsByDefinition(prices: readonly number[]): number[] {
  const recentMean = (values: readonly number[], none: number): number => {
    const known = values.filter((value) => !Number.isNaN(value));
    const weights = known.map((_, at) => 0.95 ** (known.length - 1 - at));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return sum === 0 ? none : known.reduce((total, value, at) => total + value * weights[at], 0) / sum;
  };
  const seasonal = (season: number) => {
    const changes = prices.map((price, slot) => price - (prices[slot - season] ?? NaN));
    const made = prices.map(
      (_, slot) => (prices[slot + 1 - season] ?? NaN) + recentMean(changes.slice(0, slot + 1), 0),
    );
    const misses = prices.map((price, slot) => Math.abs(price - (made[slot - 1] ?? NaN)));
    return prices.map((_, slot) => ({ made: made[slot], error: recentMean(misses.slice(0, slot + 1), Infinity) }));
  };
  const [day, week] = [seasonal(24), seasonal(168)];
  return prices.map((_, slot) => {
    const known = [day[slot], week[slot]].filter(({ made }) => !Number.isNaN(made));
    const tested = known.filter(({ error }) => error < Infinity);
    const weighed = (tested.length > 0 ? tested : known).map(({ made, error }) => ({
      made,
      weight: error < Infinity ? 1 / (error + 1) : 1,
    }));
    const sum = weighed.reduce((total, { weight }) => total + weight, 0);
    return weighed.reduce((total, { made, weight }) => total + made * weight, 0) / sum;
  });
}

describe('the forecast of the next hour', () => {
  it('is that of the definition, with gaps', () => {
    const price = fc.oneof(
      { arbitrary: fc.integer({ min: -50_000, max: 400_000 }), weight: 4 },
      { arbitrary: fc.constant(Number.NaN), weight: 1 },
    );
    fc.assert(
      fc.property(fc.array(price, { minLength: 400, maxLength: 400 }), (prices) => {
        const expected = forecastsByDefinition(prices);
        for (const [slot, forecast] of forecasts(prices, 60).entries()) {
          if (Number.isNaN(expected[slot])) expect(forecast).toBeNaN();
          else expect(Math.abs(forecast - expected[slot])).toBeLessThanOrEqual(0.501);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is unknown while there is no yesterday, then what the slot an hour ahead had yesterday', () => {
    const prices = days(2, (slot) => 100_000 + (slot % 96) * 1000);
    const all = forecasts(prices);
    expect(all.slice(0, 92).every(Number.isNaN)).toBe(true);
    expect(all[92]).toBe(prices[0]);
    expect(all[96 + 10]).toBe(prices[14]);
  });

  it.each([5, 15, 60])('is exact for a constant price in slots of %d minutes', (slotMinutes) => {
    const slotsPerHour = 60 / slotMinutes;
    const all = forecasts(
      Array.from({ length: 9 * 24 * slotsPerHour }, () => 200_000),
      slotMinutes,
    );
    expect(new Set(all.slice(23 * slotsPerHour))).toEqual(new Set([200_000]));
  });

  it('is exact for a price with a steady daily trend, where the plain prices of yesterday and last week lag behind', () => {
    const trend = 1000;
    const prices = days(16, (slot) => 100_000 + (slot % 96) * 500 + Math.floor(slot / 96) * trend);
    const { forecast, actual } = checked(prices, 2 * 96);
    expect(forecast).toEqual(actual);
    const asYesterday = prices.slice(96, -96);
    expect(asYesterday.every((price, at) => actual[at] - price === trend)).toBe(true);
  });

  it('follows a lasting change of level within hours instead of a day', () => {
    const prices = days(12, (slot) => (slot < 10 * 96 ? 150_000 : 200_000));
    const { forecast } = checked(prices, 10 * 96);
    // As yesterday alone says 150,000 for a day and as last week for seven.
    expect(forecast[0]).toBe(150_000);
    expect(forecast[24]).toBeGreaterThan(175_000);
    expect(forecast[95]).toBeGreaterThan(195_000);
  });

  it('leans on last week where weeks repeat better than days', () => {
    // Two cheap days a week, of which the first begins with slot 0.
    const prices = days(22, (slot) => (Math.floor(slot / 96) % 7 < 2 ? 90_000 : 250_000));
    // That yesterday is no guide today is known once the first hour has been missed.
    const { forecast } = checked(prices, 21 * 96 + 5);
    expect(Math.max(...forecast)).toBeLessThan(92_000);
  });

  it('is unknown where neither yesterday nor last week had a price', () => {
    const all = forecasts(days(9, (slot) => (slot % 96 === 50 ? Number.NaN : 200_000)));
    expect(all[8 * 96 + 46]).toBeNaN();
    expect(all[8 * 96 + 47]).toBe(200_000);
  });

  it('takes the one of the two days that had a price', () => {
    const gapYesterday = days(9, (slot) => (slot === 7 * 96 + 50 ? Number.NaN : 200_000));
    expect(forecasts(gapYesterday)[8 * 96 + 46]).toBe(200_000);
    const gapLastWeek = days(9, (slot) => (slot === 96 + 50 ? Number.NaN : 200_000));
    expect(forecasts(gapLastWeek)[8 * 96 + 46]).toBe(200_000);
  });

  it('starts anew after a week without prices', () => {
    const back = 17 * 96;
    const prices = days(26, (slot) => (slot < 10 * 96 ? 200_000 : slot < back ? Number.NaN : 250_000));
    const all = forecasts(prices);
    expect(all.slice(back - 3, back + 92).every(Number.isNaN)).toBe(true);
    expect(new Set(all.slice(back + 92))).toEqual(new Set([250_000]));
  });
});
