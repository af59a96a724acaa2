import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalKinds } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { PriceHistory } from '#shared/simulator/signals.ts';

const SLOT = 15 * MINUTE;
const DAY = 24 * HOUR;
const tariff = { retail: 310_000, feedIn: 80_000 };

/** DOMAIN.md section 4, word for word, over all prices before the slot. */
function kindByDefinition(prices: ReadonlyMap<number, number>, slot: number, price: number): string {
  const week = [...prices].filter(([time, value]) => time >= slot - 7 * DAY && time < slot && !Number.isNaN(value));
  if (week.length < 96 || Number.isNaN(price)) return 'neutral';
  const hour = new Date(slot).getUTCHours();
  const same = week.filter(([time]) => new Date(time).getUTCHours() === hour).map(([, value]) => value);
  same.sort((a, b) => a - b);
  const percentile = (share: number): number => {
    const position = share * (same.length - 1);
    const low = same[Math.floor(position)];
    return low + (position % 1) * ((same[Math.ceil(position)] ?? low) - low);
  };
  if (same.length === 0) return 'neutral';
  if (price < percentile(0.25) && price < tariff.retail) return 'buy';
  return price > percentile(0.75) && price > tariff.feedIn ? 'sell' : 'neutral';
}

describe('the pricing signal', () => {
  it('is that of the definition, from any start and with gaps', () => {
    fc.assert(
      fc.property(fc.nat(95), fc.integer(), fc.double({ min: 0, max: 0.8, noNaN: true }), (startSlot, seed, gaps) => {
        const start = Date.parse('2026-10-20T00:00:00Z') + startSlot * SLOT;
        const history = new PriceHistory(15);
        const prices = new Map<number, number>();
        let state = seed >>> 0;
        const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
        const wrong: string[] = [];
        for (let slot = start; slot < start + 9 * DAY; slot += SLOT) {
          const price = next() < gaps ? Number.NaN : 60_000 + Math.floor(next() * 40) * 7000;
          const { kind } = history.next(slot, price, tariff);
          const expected = kindByDefinition(prices, slot, price);
          if (signalKinds[kind] !== expected)
            wrong.push(`${new Date(slot).toISOString()}: ${signalKinds[kind]} for ${expected}`);
          prices.set(slot, price);
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

describe('the forecast of the next hour', () => {
  /** Forecasts of a price that depends on the slot; by slot since the start. */
  function forecasts(days: number, price: (slot: number) => number): number[] {
    const history = new PriceHistory(15);
    const start = Date.parse('2026-10-20T00:00:00Z');
    return Array.from(
      { length: days * 96 },
      (_, slot) => history.next(start + slot * SLOT, price(slot), tariff).forecastNextHour,
    );
  }

  it('is unknown while there is no yesterday, then what the slot an hour ahead had yesterday', () => {
    const day = (slot: number) => 100_000 + (slot % 96) * 1000;
    const all = forecasts(9, day);
    expect(all.slice(0, 92).every(Number.isNaN)).toBe(true);
    expect(all[92]).toBe(day(0));
    expect(all[8 * 96 + 10]).toBe(day(14));
  });

  it('leans on last week where weeks repeat better than days', () => {
    const week = (slot: number) => (Math.floor(slot / 96) % 7 < 2 ? 90_000 : 250_000);
    const all = forecasts(30, week);
    // The first day of the fourth week: yesterday was dear, a week ago this day was cheap.
    expect(Math.abs(all[21 * 96 + 40] - 90_000)).toBeLessThan(20_000);
  });

  it('is unknown where neither day had a price', () => {
    const all = forecasts(9, (slot) => (slot % 96 === 50 ? Number.NaN : 200_000));
    expect(all[8 * 96 + 46]).toBeNaN();
    expect(all[8 * 96 + 47]).toBe(200_000);
  });
});
