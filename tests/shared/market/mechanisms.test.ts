import { describe, expect, it } from 'vitest';
import {
  clearOrders,
  clearsOrders,
  mechanismNames,
  type OrderMechanism,
  priceTotals,
  toMechanism,
  toMechanismName,
} from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';

describe('mechanisms', () => {
  it('are found by the five names of the domain', () => {
    const names = ['uniform-price', 'pay-as-bid', 'mid-market-rate', 'supply-demand-ratio', 'trade-reduction'];
    expect(mechanismNames).toEqual(names);
    expect(names.map(toMechanismName)).toEqual(names);
  });

  it('clear orders or price totals', () => {
    expect(mechanismNames.filter(clearsOrders)).toEqual(['uniform-price', 'pay-as-bid', 'trade-reduction']);
    for (const name of mechanismNames) {
      if (clearsOrders(name)) expect(clearOrders(name, [], [], DEFAULT_LIMITS).type).toBe('NULL');
      else {
        expect(priceTotals(name, { retail: 3, feedIn: 1, demandWh: 1, generationWh: 0 }).buyPrice).toBe(3);
      }
    }
  });

  it('that a community can trade by have one price for buyer and seller', () => {
    expect(toMechanism('uniform-price')).toBe('uniform-price');
    expect(toMechanism('pay-as-bid')).toBe('pay-as-bid');
    for (const name of ['trade-reduction', 'mid-market-rate', 'supply-demand-ratio']) {
      expect(() => toMechanism(name)).toThrow(
        `the mechanism "${name}" cannot be used here; available: uniform-price, pay-as-bid`,
      );
    }
  });

  it.each(['lottery', 'toString', ''])('refuse the unknown name "%s" and list the known ones', (name) => {
    const message = `unknown mechanism "${name}"; available: uniform-price, pay-as-bid`;
    expect(() => toMechanism(name)).toThrow(message);
    expect(() => toMechanismName(name)).toThrow(`${message}, mid-market-rate, supply-demand-ratio, trade-reduction`);
    expect(() => clearOrders(name as OrderMechanism, [], [], DEFAULT_LIMITS)).toThrow(`${message}, trade-reduction`);
  });

  it('that price totals do not clear orders', () => {
    expect(() => clearOrders('mid-market-rate' as OrderMechanism, [], [], DEFAULT_LIMITS)).toThrow(
      'the mechanism "mid-market-rate" cannot be used here; available: uniform-price, pay-as-bid, trade-reduction',
    );
  });
});
