import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  co2AvoidedGrams,
  participationRate,
  peakReduction,
  savings,
  savingsShare,
  selfConsumedOfSlot,
  selfConsumption,
  selfSufficiency,
} from '#shared/stats/indicators.ts';

const energy = fc.integer({ min: 0, max: 10_000_000 });
const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('self-sufficiency and self-consumption', () => {
  it('are n/a where the denominator is 0, not 0 % and not 100 %', () => {
    expect(selfSufficiency(0, 0)).toBeNull();
    expect(selfConsumption(0, 0)).toBeNull();
  });

  it('divide the same self-consumed energy by what was consumed and by what was produced', () => {
    expect(selfSufficiency(300, 1200)).toBe(0.25);
    expect(selfConsumption(300, 400)).toBe(0.75);
  });

  it('stay between 0 and 1 when self-consumed energy comes from slots', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(energy, energy), { minLength: 1, maxLength: 96 }), (slots) => {
        const produced = slots.reduce((sum, [p]) => sum + p, 0);
        const consumed = slots.reduce((sum, [, c]) => sum + c, 0);
        const own = slots.reduce((sum, [p, c]) => sum + selfConsumedOfSlot(p, c), 0);
        for (const value of [selfSufficiency(own, consumed), selfConsumption(own, produced)]) {
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
    );
  });

  it('the community’s is at least what its members reach alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(energy, energy), { minLength: 1, maxLength: 20 }), (members) => {
        const alone = members.reduce((sum, [p, c]) => sum + selfConsumedOfSlot(p, c), 0);
        const together = selfConsumedOfSlot(
          members.reduce((sum, [p]) => sum + p, 0),
          members.reduce((sum, [, c]) => sum + c, 0),
        );
        expect(together).toBeGreaterThanOrEqual(alone);
      }),
    );
  });
});

describe('savings', () => {
  it('are what buying saved against retail plus what selling earned above feed-in', () => {
    expect(savings({ bought: 180, boughtAtRetail: 300, sold: 90, soldAtFeedIn: 40 })).toBe(170);
  });

  it('stay negative for a member who lost against retail', () => {
    expect(savings({ bought: 320, boughtAtRetail: 300, sold: 0, soldAtFeedIn: 0 })).toBe(-20);
    expect(savingsShare(-20, 300)).toBeCloseTo(-1 / 15);
  });

  it('have no percentage without a base cost', () => {
    expect(savingsShare(170, 0)).toBeNull();
  });

  it('add up over members to traded energy at retail minus the same at feed-in, whatever the prices', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount, amount), { maxLength: 50 }), (trades) => {
        const buyers = trades.reduce(
          (sum, [paid, retail]) => sum + savings({ bought: paid, boughtAtRetail: retail, sold: 0, soldAtFeedIn: 0 }),
          0,
        );
        const sellers = trades.reduce(
          (sum, [paid, , feedIn]) => sum + savings({ bought: 0, boughtAtRetail: 0, sold: paid, soldAtFeedIn: feedIn }),
          0,
        );
        expect(buyers + sellers).toBe(trades.reduce((sum, [, retail, feedIn]) => sum + retail - feedIn, 0));
      }),
    );
  });
});

describe('peak reduction', () => {
  it('is the part of the baseline that trading took off the highest slot', () => {
    expect(peakReduction(75, 100)).toBe(0.25);
    expect(peakReduction(100, 100)).toBe(0);
  });

  it('is n/a when there would have been no peak without trading either', () => {
    expect(peakReduction(0, 0)).toBeNull();
  });
});

describe('participation and CO2', () => {
  it('participation is n/a in a community without active members', () => {
    expect(participationRate(0, 0)).toBeNull();
    expect(participationRate(12, 16)).toBe(0.75);
  });

  it('CO2 avoided is self-consumed energy times the grid factor', () => {
    expect(co2AvoidedGrams(2_500, 342.06)).toBeCloseTo(855.15);
    expect(co2AvoidedGrams(0, 342.06)).toBe(0);
  });
});
