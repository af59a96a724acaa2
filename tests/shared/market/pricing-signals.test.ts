import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalKinds } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { PriceHistory } from '#shared/market/pricing-signals.ts';

const SLOT = 15 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-10-20T00:00:00Z');
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

/** A price history from START on, with the number of the slot that comes next. */
function historyOf(prices: readonly number[]): { history: PriceHistory; slot: number } {
  const history = new PriceHistory(15);
  for (const [slot, price] of prices.entries()) history.next(START + slot * SLOT, price, tariff);
  return { history, slot: START + prices.length * SLOT };
}

/** The signal of a price at midnight, after a week in which the four prices of that hour were 100,000 to 130,000 each day. */
function kindAtMidnight(price: number, tariffNow = tariff): string {
  const week = Array.from({ length: 7 * 96 }, (_, slot) => 100_000 + (slot % 4) * 10_000);
  const { history, slot } = historyOf(week);
  return signalKinds[history.next(slot, price, tariffNow).kind];
}

describe('the pricing signal', () => {
  it('is that of the definition, from any start and with gaps', () => {
    fc.assert(
      fc.property(fc.nat(95), fc.integer(), fc.double({ min: 0, max: 0.8, noNaN: true }), (startSlot, seed, gaps) => {
        const start = START + startSlot * SLOT;
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

  it('is buy or sell beyond the percentiles of the hour, and neutral exactly at them', () => {
    // The quarters of 28 prices, seven of each: 107,500 is a quarter of the way from the 7th to the 8th.
    expect(kindAtMidnight(107_499)).toBe('buy');
    expect(kindAtMidnight(107_500)).toBe('neutral');
    expect(kindAtMidnight(122_500)).toBe('neutral');
    expect(kindAtMidnight(122_501)).toBe('sell');
  });

  it('is not buy at retail or above, nor sell at feed-in or below', () => {
    expect(kindAtMidnight(90_000, { retail: 90_001, feedIn: 80_000 })).toBe('buy');
    expect(kindAtMidnight(90_000, { retail: 90_000, feedIn: 80_000 })).toBe('neutral');
    expect(kindAtMidnight(140_000, { retail: 310_000, feedIn: 139_999 })).toBe('sell');
    expect(kindAtMidnight(140_000, { retail: 310_000, feedIn: 140_000 })).toBe('neutral');
  });

  it('is neutral where nothing was traded', () => {
    expect(kindAtMidnight(Number.NaN)).toBe('neutral');
  });

  it('is neutral until 96 slots of the last seven days have a price', () => {
    const known = Array.from({ length: 96 }, () => 200_000);
    const enough = historyOf(known);
    expect(signalKinds[enough.history.next(enough.slot, 150_000, tariff).kind]).toBe('buy');
    const oneLess = historyOf(known.with(40, Number.NaN));
    expect(signalKinds[oneLess.history.next(oneLess.slot, 150_000, tariff).kind]).toBe('neutral');
  });

  it('forgets what is older than seven days', () => {
    const dayThenNothing = (slots: number) => Array.from({ length: slots }, (_, slot) => (slot < 96 ? 200_000 : NaN));
    const lastMoment = historyOf(dayThenNothing(7 * 96));
    expect(signalKinds[lastMoment.history.next(lastMoment.slot, 150_000, tariff).kind]).toBe('buy');
    const tooLate = historyOf(dayThenNothing(7 * 96 + 1));
    expect(signalKinds[tooLate.history.next(tooLate.slot, 150_000, tariff).kind]).toBe('neutral');
  });
});
