import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, type Effective } from '#shared/settlement/effect.ts';

/** 1 kWh at 0.20; the grid asks 0.30 and pays 0.08. */
const trade = { quantityWh: 1000, price: 200_000, amount: 200_000 };
const tariff = { retail: 300_000, feedIn: 80_000 };
const parties = {
  buyer: { anonymizedId: 'House A1', balance: 1_000_000, creditLimit: 500_000 },
  seller: { anonymizedId: 'House A2', balance: 0, creditLimit: 0 },
};
const effect = (resolution: Effective) => effectOf(trade, resolution, tariff, parties);

describe('the effect of a resolution', () => {
  it('of a retry is the trade as it was agreed, against energy that was all the grid’s', () => {
    expect(effect({ kind: 'retry' })).toEqual({
      quantityWh: 1000,
      amount: 200_000,
      gridWh: 0,
      buyer: {
        anonymizedId: 'House A1',
        account: -200_000,
        grid: 0,
        change: 100_000,
        balance: 800_000,
        funds: 1_300_000,
      },
      seller: {
        anonymizedId: 'House A2',
        account: 200_000,
        grid: 0,
        change: 120_000,
        balance: 200_000,
        funds: 200_000,
      },
      accounts: 0,
      community: 220_000,
      statusAfter: 'settled',
      hasTariff: true,
    });
  });

  it('of an adjustment prices the difference at retail for the buyer and at feed-in for the seller', () => {
    expect(effect({ kind: 'adjust', quantityWh: 600 })).toMatchObject({
      quantityWh: 600,
      amount: 120_000,
      gridWh: 400,
      buyer: { account: -120_000, grid: -120_000, change: 60_000 },
      seller: { account: 120_000, grid: 32_000, change: 72_000 },
      community: 132_000,
      statusAfter: 'settled',
    });
  });

  it('of voiding is none: the trade stays failed, and its energy is the grid’s as it is now', () => {
    expect(effect({ kind: 'void' })).toMatchObject({
      quantityWh: 0,
      amount: 0,
      gridWh: 1000,
      buyer: { account: 0, grid: -300_000, change: 0, balance: 1_000_000 },
      seller: { account: 0, grid: 80_000, change: 0, balance: 0 },
      community: 0,
      statusAfter: 'failed',
    });
  });

  it('of settling by hand is that of a retry, without the accounts', () => {
    expect(effect({ kind: 'by-hand' })).toMatchObject({
      amount: 200_000,
      buyer: { account: 0, change: 100_000, balance: 1_000_000 },
      seller: { account: 0, change: 120_000, balance: 0 },
      community: 220_000,
      statusAfter: 'settled',
    });
  });

  it('says nothing of the grid where the slot has no tariff', () => {
    expect(effectOf(trade, { kind: 'adjust', quantityWh: 600 }, null, parties)).toMatchObject({
      buyer: { account: -120_000, grid: 0, change: -120_000 },
      seller: { account: 120_000, grid: 0, change: 120_000 },
      community: 0,
      hasTariff: false,
    });
  });

  it('at a negative price is paid by the seller', () => {
    const dear = { quantityWh: 1000, price: -50_000, amount: -50_000 };
    expect(effectOf(dear, { kind: 'retry' }, tariff, parties)).toMatchObject({
      buyer: { account: 50_000 },
      seller: { account: -50_000, funds: -50_000 },
    });
  });

  const price = fc.integer({ min: -500_000, max: 500_000 });
  const resolutions = fc.integer({ min: 1, max: 100_000 }).chain((quantityWh) =>
    fc.record({
      quantityWh: fc.constant(quantityWh),
      resolution: fc.oneof(
        fc.constantFrom<Effective>({ kind: 'retry' }, { kind: 'void' }, { kind: 'by-hand' }),
        fc.integer({ min: 1, max: quantityWh }).map((wh): Effective => ({ kind: 'adjust', quantityWh: wh })),
      ),
    }),
  );

  it('gives one member what the other pays, so that the price is no matter to the community', () => {
    fc.assert(
      fc.property(resolutions, price, price, ({ quantityWh, resolution }, one, other) => {
        const at = (pricePerKwh: number) => {
          // Exact: the amount of the trade is quantity x price in whole units.
          const wh = quantityWh * 1000;
          const scaled =
            resolution.kind === 'adjust' ? { ...resolution, quantityWh: resolution.quantityWh * 1000 } : resolution;
          const failed = { quantityWh: wh, price: pricePerKwh, amount: quantityWh * pricePerKwh };
          return effectOf(failed, scaled, tariff, parties);
        };
        expect(at(one).accounts).toBe(0);
        expect(at(one).community).toBe(at(other).community);
      }),
    );
  });

  it('of the full metered quantity is that of a retry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), price, (quantityWh, retail) => {
        const whole = { quantityWh, price: 200_000, amount: quantityWh * 200 };
        const around = [{ retail, feedIn: 80_000 }, parties] as const;
        expect(effectOf(whole, { kind: 'adjust', quantityWh }, ...around)).toEqual(
          effectOf(whole, { kind: 'retry' }, ...around),
        );
      }),
    );
  });
});
