import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midMarketRate, type SlotTotals, supplyDemandRatio } from '#shared/market/totals-pricing.ts';

const [R, F] = [300_000, 100_000];

function totals(demandWh: number, generationWh: number, retail = R, feedIn = F): SlotTotals {
  return { retail, feedIn, demandWh, generationWh };
}

const anyTotals = fc
  .record({
    feedIn: fc.integer({ min: 0, max: 500_000 }),
    spread: fc.integer({ min: 0, max: 500_000 }),
    demandWh: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.maxSafeNat()),
    generationWh: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.maxSafeNat()),
  })
  .map(({ spread, ...rest }): SlotTotals => ({ ...rest, retail: rest.feedIn + spread }));

/** Whether `price * wh` is within half a unit of the price of `numerator / denominator`, times wh. */
function isRounded(price: number, numerator: bigint, denominator: bigint): boolean {
  const off = 2n * (BigInt(price) * denominator - numerator);
  return off <= denominator && -off <= denominator;
}

describe('midMarketRate', () => {
  it.each([
    ['is the middle for both when generation is demand', totals(10, 10), 200_000, 200_000],
    ['is the middle for both in a slot with neither', totals(0, 0), 200_000, 200_000],
    ['spreads what is exported at feed-in over all sellers', totals(10, 40), 200_000, 125_000],
    ['spreads what is imported at retail over all buyers', totals(40, 10), 275_000, 200_000],
    ['is retail for buyers when there is no generation', totals(10, 0), 300_000, 200_000],
    ['is feed-in for sellers when there is no demand', totals(0, 10), 200_000, 100_000],
    ['rounds an exact half to the even unit', totals(1, 1, 4, 1), 2, 2],
    ['divides once: the middle is not rounded before it is shared out', totals(2, 3, 4, 1), 2, 2],
    ['takes a negative feed-in tariff', totals(10, 40, 100, -100), 0, -75],
  ])('%s', (_name, input, buyPrice, sellPrice) => {
    expect(midMarketRate(input)).toEqual({ buyPrice, sellPrice });
  });

  it('keeps both prices between feed-in and retail, and the money in balance', () => {
    fc.assert(
      fc.property(anyTotals, (input) => {
        const { buyPrice, sellPrice } = midMarketRate(input);
        for (const price of [buyPrice, sellPrice]) {
          expect(price).toBeGreaterThanOrEqual(input.feedIn);
          expect(price).toBeLessThanOrEqual(input.retail);
        }
        expect(buyPrice).toBeGreaterThanOrEqual(sellPrice);
        const [L, G, retail, feedIn] = [input.demandWh, input.generationWh, input.retail, input.feedIn].map(BigInt);
        // Twice what the longer side pays or gets: the shared part at the middle, the rest at the grid's price.
        if (G > L) expect(isRounded(sellPrice, L * (retail + feedIn) + 2n * (G - L) * feedIn, 2n * G)).toBe(true);
        if (G < L) expect(isRounded(buyPrice, G * (retail + feedIn) + 2n * (L - G) * retail, 2n * L)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('supplyDemandRatio', () => {
  it.each([
    ['is retail for both when there is no generation', totals(10, 0), R, R],
    ['is feed-in for both when generation is demand', totals(10, 10), F, F],
    ['is feed-in for both when generation is more', totals(10, 11), F, F],
    ['is feed-in for both when there is no demand', totals(0, 10), F, F],
    ['is feed-in for both in a slot with neither', totals(0, 0), F, F],
    ['is R*F / ((R-F)*s + F) between, and a mix with retail for buyers', totals(20, 10), 225_000, 150_000],
    ['is retail for both without generation also when feed-in is 0', totals(10, 0, R, 0), R, R],
    ['gives sellers nothing when feed-in is 0', totals(20, 10, R, 0), 150_000, 0],
    ['is 0 for both without tariffs', totals(20, 10, 0, 0), 0, 0],
  ])('%s', (_name, input, buyPrice, sellPrice) => {
    expect(supplyDemandRatio(input)).toEqual({ buyPrice, sellPrice });
  });

  it('keeps both prices between feed-in and retail, and what buyers pay is what sellers and the grid get', () => {
    fc.assert(
      fc.property(anyTotals, (input) => {
        const { buyPrice, sellPrice } = supplyDemandRatio(input);
        for (const price of [buyPrice, sellPrice]) {
          expect(price).toBeGreaterThanOrEqual(input.feedIn);
          expect(price).toBeLessThanOrEqual(input.retail);
        }
        if (input.generationWh >= input.demandWh) return;
        expect(buyPrice).toBeGreaterThanOrEqual(sellPrice);
        const [L, G, retail, feedIn] = [input.demandWh, input.generationWh, input.retail, input.feedIn].map(BigInt);
        const divisor = (retail - feedIn) * G + feedIn * L;
        if (divisor === 0n) return;
        expect(isRounded(sellPrice, retail * feedIn * L, divisor)).toBe(true);
        expect(isRounded(buyPrice, retail * feedIn * L * G + retail * (L - G) * divisor, L * divisor)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never rises with more generation', () => {
    fc.assert(
      fc.property(anyTotals, fc.integer({ min: 0, max: 1000 }), (input, more) => {
        fc.pre(Number.isSafeInteger(input.generationWh + more));
        const before = supplyDemandRatio(input);
        const after = supplyDemandRatio({ ...input, generationWh: input.generationWh + more });
        expect(after.sellPrice).toBeLessThanOrEqual(before.sellPrice);
        expect(after.buyPrice).toBeLessThanOrEqual(before.buyPrice);
      }),
      { numRuns: 1000 },
    );
  });

  it('has no price for a negative tariff', () => {
    expect(() => supplyDemandRatio(totals(10, 5, R, -1))).toThrow('no price for the tariffs 300000 and -1');
  });
});

describe.each([midMarketRate, supplyDemandRatio])('%o refuses', (price) => {
  it.each([totals(-1, 0), totals(0, 0.5), totals(Number.NaN, 0), totals(0, 0, 0.5), totals(0, 0, R, Infinity)])(
    '%o',
    (input) => {
      expect(() => price(input)).toThrow(RangeError);
    },
  );
});
