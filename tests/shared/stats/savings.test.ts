import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf } from '#shared/domain/units.ts';
import { addTrade, noTrades, savedBy, type SeenTrade, type TradeSums } from '#shared/stats/savings.ts';

/** 1.5 kWh at 0.20, where the grid asks 0.30 and pays 0.08. */
const trade: SeenTrade = {
  quantityWh: 1500,
  amount: 300_000,
  retail: 300_000,
  feedIn: 80_000,
  isBought: true,
  isSold: false,
};

function sumsOf(...trades: Partial<SeenTrade>[]): TradeSums {
  const sums = noTrades();
  for (const changes of trades) addTrade(sums, { ...trade, ...changes });
  return sums;
}

describe('savings from trading', () => {
  it('are what the grid would have asked less what was paid, and what was earned less what the grid would have paid', () => {
    expect(savedBy(sumsOf({}))).toEqual({ buying: 150_000, selling: 0, all: 150_000 });
    expect(savedBy(sumsOf({ isBought: false, isSold: true }))).toEqual({ buying: 0, selling: 180_000, all: 180_000 });
  });

  it('are a loss below zero when a trade was dearer than the grid', () => {
    expect(savedBy(sumsOf({ amount: 600_000 })).all).toBe(-150_000);
  });

  it('of all members are the energy times the difference of the two tariffs, whatever the price', () => {
    const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, (paid) => {
        const { all } = savedBy(sumsOf(...paid.map((amount) => ({ amount, isSold: true }))));
        expect(all).toBe(paid.length * 330_000);
      }),
    );
  });

  it('round each trade half-even, not their sum', () => {
    // 1 Wh at 0.0005 is half a micro-currency unit: it rounds to 0 each time; at 0.0015 to 2.
    const tiny = { quantityWh: 1, amount: 0, retail: 500 };
    expect(amountOf(1, 500)).toBe(0);
    expect(sumsOf(tiny, tiny, tiny).boughtAtRetail).toBe(0);
    expect(sumsOf({ ...tiny, retail: 1500 }).boughtAtRetail).toBe(2);
  });

  it('leave a trade out, and say so, where a tariff that it needs is not known', () => {
    const nothing = { ...noTrades(), withoutTariff: 1 };
    expect(sumsOf({ retail: null })).toEqual(nothing);
    expect(sumsOf({ isSold: true, feedIn: null })).toEqual(nothing);
    expect(sumsOf({ feedIn: null })).toMatchObject({ trades: 1, withoutTariff: 0, boughtWh: 1500 });
  });
});
