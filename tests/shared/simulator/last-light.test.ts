import { describe, expect, it } from 'vitest';
import { settlementStatuses } from '#shared/domain/records.ts';
import { noTrades, addTrade, savedBy, type TradeSums } from '#shared/stats/savings.ts';
import { type Simulated, simulate } from './simulated.ts';

const FAILED = settlementStatuses.indexOf('failed');

/** What each member with a trade saved against retail, micro-currency. */
function savingsOf({ days }: Simulated): number[] {
  const sums = new Map<number, TradeSums>();
  const of = (member: number): TradeSums => {
    const known = sums.get(member) ?? noTrades();
    sums.set(member, known);
    return known;
  };
  for (const { trades, signals } of days) {
    const tariffs = new Map(
      Array.from(signals.slot, (slot, at) => [
        slot,
        { retail: signals.gridImportPrice[at], feedIn: signals.gridExportPrice[at] },
      ]),
    );
    for (let row = 0; row < trades.count; row++) {
      if (trades.status[row] === FAILED) continue;
      const seen = {
        quantityWh: trades.quantityWh[row],
        amount: trades.amount[row],
        ...tariffs.get(trades.slot[row])!,
      };
      addTrade(of(trades.buyer[row]), { ...seen, isBought: true, isSold: false });
      addTrade(of(trades.seller[row]), { ...seen, isBought: false, isSold: true });
    }
  }
  return Array.from(sums.values(), (sum) => savedBy(sum).all);
}

describe('bids by hand when hardly anything is offered', () => {
  it.each(['2026-03-15T11:00:00Z', '2026-07-15T11:00:00Z', '2026-11-26T12:00:00Z'])(
    'leave a few members of a demo worse off than at retail in the 30 days before %s, and most better off',
    (until) => {
      const savings = savingsOf(
        simulate({ seed: 1, members: 160, days: 30, until: Date.parse(until), violations: true }),
      );
      const losers = savings.filter((saved) => saved < 0);
      expect(losers.length).toBeGreaterThan(0);
      expect(losers.length).toBeLessThan(savings.length / 20);
    },
  );

  it('are never placed in a community without violations: nobody loses there', () => {
    const until = Date.parse('2026-11-26T12:00:00Z');
    const savings = savingsOf(simulate({ seed: 1, members: 60, days: 14, until }));
    expect(savings.every((saved) => saved >= 0)).toBe(true);
  });
});
