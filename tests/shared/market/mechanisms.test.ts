import { describe, expect, it } from 'vitest';
import { clearOrders, type Mechanism, toMechanism, UnknownMechanismError } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';

describe('mechanisms', () => {
  it('are found by their name', () => {
    expect(toMechanism('uniform-price')).toBe('uniform-price');
  });

  it.each(['pay-as-bid', 'toString', ''])('refuse the unknown name "%s" and list the known ones', (name) => {
    expect(() => toMechanism(name)).toThrow(new UnknownMechanismError(name));
    expect(() => clearOrders(name as Mechanism, [], [], DEFAULT_LIMITS)).toThrow('available: uniform-price');
  });
});
