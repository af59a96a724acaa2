import { describe, expect, it } from 'vitest';
import { isOwnFault, reputation } from '#shared/stats/reputation.ts';

const facts = {
  settled: 100,
  failedByOwnFault: 0,
  honoured: 50,
  cancelledAfterMatch: 0,
  monthsAsMember: 24,
  trades: 100,
};

describe('reputation', () => {
  it('is 100 for a member of two years who settled and honoured everything', () => {
    expect(reputation(facts).score).toBe(100);
  });

  it('weighs settlement 60, offers honoured 30 and standing 10', () => {
    expect(reputation({ ...facts, settled: 0, failedByOwnFault: 10 }).score).toBe(40);
    expect(reputation({ ...facts, honoured: 0, cancelledAfterMatch: 10 }).score).toBe(70);
    expect(reputation({ ...facts, monthsAsMember: 0 }).score).toBe(90);
    expect(reputation({ ...facts, monthsAsMember: 12 }).score).toBe(95);
  });

  it('gives no score under ten trades', () => {
    expect(reputation({ ...facts, trades: 9 }).score).toBeNull();
    expect(reputation({ ...facts, trades: 10 }).score).toBe(100);
  });

  it('shows a part with nothing to count as n/a and does not hold it against the member', () => {
    const result = reputation({ ...facts, honoured: 0, cancelledAfterMatch: 0 });
    expect(result.honouredShare).toBeNull();
    expect(result.score).toBe(100);
  });

  it('does not blame a member for a meter, a network or the other side', () => {
    expect(isOwnFault('METER_READING_MISSING', 'seller')).toBe(false);
    expect(isOwnFault('NETWORK_FAILURE', 'buyer')).toBe(false);
    expect(isOwnFault('INSUFFICIENT_BALANCE', 'seller')).toBe(false);
    expect(isOwnFault('INSUFFICIENT_BALANCE', 'buyer')).toBe(true);
    expect(isOwnFault('QUANTITY_EXCEEDS_METER', 'seller')).toBe(true);
  });
});
