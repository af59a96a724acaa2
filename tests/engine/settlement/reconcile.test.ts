import { describe, expect, it } from 'vitest';
import type { WriteDb } from '#engine/cache/connection.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { reconcile } from '#engine/settlement/reconcile.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { RuleViolation } from '#shared/simulator/rule-faults.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { testEngine, UNTIL } from '../fixtures/community.ts';

const DAYS = 16;
const { cache } = testEngine().context;
const violations: RuleViolation[] = [];
let communityId = '';
const simulation = { seed: 2, members: 30, days: DAYS, until: UNTIL, violations: true };
for (const page of simulateCommunity(simulation, sha256, violations)) {
  applyPage(cache.write, page);
  communityId = page.communityId;
}
const community = requireCommunity(cache.read, communityId);
/** From a local midnight on: the last of its days is not whole. */
const range = { from: UNTIL - 13 * HOUR - (DAYS - 2) * 24 * HOUR, to: UNTIL };
const ofWithin = 'executed_at >= @from AND executed_at < @to';
const books = reconcile(cache.read, community, range);

/** What differs beyond what differed before once something was changed, and puts it back. */
function foundAfter(change: (db: WriteDb) => void): Reconciliation['differences'] {
  const untouched = new Error('put back');
  let found: Reconciliation['differences'] = [];
  try {
    cache.write.transaction(() => {
      change(cache.write);
      // The writing connection sees what is not committed.
      found = reconcile(cache.write, community, range).differences;
      throw untouched;
    });
  } catch (error) {
    if (error !== untouched) throw error;
  }
  const known = new Set(books.differences.map((difference) => JSON.stringify(difference)));
  return found.filter((difference) => !known.has(JSON.stringify(difference)));
}

interface TradeRow {
  readonly id: Uint8Array;
  readonly executed_at: number;
  readonly amount: number;
  readonly quantity_wh: number;
}

function tradeBy(condition: string): TradeRow {
  return cache.read.get<TradeRow>(
    `SELECT id, executed_at, amount, quantity_wh FROM trade WHERE ${ofWithin} AND ${condition} ORDER BY executed_at LIMIT 1`,
    range,
  )!;
}

/** A trade that a resolution of this kind (its code) has put in order. */
function resolvedBy(resolution: number): TradeRow {
  return tradeBy(`EXISTS (SELECT 1 FROM settlement_event AS step WHERE step.trade_id = trade.id AND step.executed_at = trade.executed_at
                          AND kind = 4 AND resolution = ${resolution})`);
}

const set = (db: WriteDb, change: string, { executed_at, id }: TradeRow): void => {
  db.run(`UPDATE trade SET ${change} WHERE executed_at = ? AND id = ?`, [executed_at, id]);
};

describe('the reconciliation of a period', () => {
  it('sums the trades that were executed in it', () => {
    const sums = cache.read.all<{ status: number; count: number; amount: number }>(
      `SELECT status, COUNT(*) AS count, SUM(amount) AS amount FROM trade WHERE ${ofWithin} GROUP BY status ORDER BY status`,
      range,
    );
    const [pending, settled, failed] = sums.map(({ count, amount }) => ({ count, amount }));
    expect(books).toMatchObject({ pending, settled });
    expect(books.open.count + books.resolved.byKind.void.count).toBe(failed.count);
    expect(books.resolved.count).toBeGreaterThan(books.resolved.byKind.void.count);
    expect(books.trades).toBe(pending.count + settled.count + failed.count);
  });

  it("proves it by the members' books, and finds nothing but the members that traded with themselves", () => {
    expect(books.proof).toEqual({
      bought: books.settled.amount,
      sold: books.settled.amount,
      fees: 0,
      boughtByMembers: books.settled.amount,
      soldByMembers: books.settled.amount,
      holds: true,
    });
    const selfTrades = violations.filter(({ verdict, slot }) => verdict === 'SELF_TRADE' && slot >= range.from);
    expect(books.differences.map(({ kind }) => kind)).toEqual(selfTrades.map(() => 'same-member'));
    expect(selfTrades.length).toBeGreaterThan(0);
  });

  it('tells each member by its pseudonym, with what it paid, got, and failed', () => {
    const [first] = books.members;
    const sums = cache.read.get(
      `SELECT SUM(CASE WHEN buyer = @name THEN amount ELSE 0 END) AS bought, SUM(CASE WHEN seller = @name THEN amount ELSE 0 END) AS sold
       FROM trade_view WHERE ${ofWithin} AND status = 1`,
      { ...range, name: first.anonymizedId },
    );
    expect({ bought: first.boughtAmount, sold: first.soldAmount }).toEqual(sums);
    expect(books.members.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
  });

  it('answers the same whatever the hours of its ends, but for what lies between them', () => {
    const odd = reconcile(cache.read, community, { from: range.from + 5 * HOUR, to: range.to - 7 * HOUR });
    expect(odd.trades).toBeLessThan(books.trades);
    expect(odd.proof.holds).toBe(true);
    expect(odd.differences.every(({ kind }) => kind === 'same-member')).toBe(true);
  });
});

describe('the reconciliation finds', () => {
  it('a changed amount, in the trade and in the books of its two members', () => {
    const trade = tradeBy('status = 1 AND buyer_id <> seller_id');
    const found = foundAfter((db) => set(db, 'amount = amount + 1', trade));
    expect(found.map(({ kind }) => kind).sort()).toEqual(['amount', 'member-day', 'member-day']);
    expect(found.find(({ kind }) => kind === 'amount')).toMatchObject({
      tradeId: uuidText(trade.id),
      executedAt: trade.executed_at,
      expected: trade.amount,
      found: trade.amount + 1,
    });
  });

  it("a changed book of a member's day", () => {
    const [day] = cache.read.pluck<number>('SELECT MAX(day) - 1 FROM rollup_member_day WHERE sold_amount > 0');
    const found = foundAfter((db) => {
      db.run('UPDATE rollup_member_day SET sold_amount = sold_amount + 5 WHERE day = ? AND sold_amount > 0', [day]);
    });
    expect(found.length).toBeGreaterThan(0);
    for (const difference of found) {
      expect(difference).toMatchObject({ kind: 'member-day', day, found: difference.expected + 5, unit: 'money' });
      expect(difference.anonymizedId).toMatch(/^House /);
    }
  });

  it('a trade that its clearing did not make, and one that is gone', () => {
    const trade = tradeBy('status = 0 AND clearing_id IS NOT NULL');
    const gone = foundAfter((db) => {
      db.run('DELETE FROM trade WHERE executed_at = ? AND id = ?', [trade.executed_at, trade.id]);
    });
    expect(gone.filter(({ kind }) => kind === 'clearing')).toMatchObject([
      { executedAt: trade.executed_at, unit: 'energy' },
      { executedAt: trade.executed_at, unit: 'count' },
    ]);
    const moved = foundAfter((db) => set(db, 'price = price + 1000', trade));
    expect(moved.map(({ kind }) => kind).sort()).toEqual(['amount', 'clearing']);
  });

  it('resolutions that their trades do not follow', () => {
    const [retried, adjusted, voided] = [resolvedBy(0), resolvedBy(1), resolvedBy(2)];
    const kindsAfter = (change: string, trade: TradeRow): object[] =>
      foundAfter((db) => set(db, change, trade)).filter(({ kind }) => kind === 'resolution');
    const about = (trade: TradeRow): object => ({ kind: 'resolution', tradeId: uuidText(trade.id) });
    expect(kindsAfter('status = 2', retried)).toMatchObject([{ ...about(retried), found: 0 }]);
    expect(kindsAfter('quantity_wh = quantity_wh + 1', adjusted)).toMatchObject([
      { ...about(adjusted), unit: 'energy', expected: adjusted.quantity_wh },
    ]);
    expect(kindsAfter('status = 1', voided)).toMatchObject([{ ...about(voided), expected: 0 }]);
  });

  it('a case whose trade is gone', () => {
    const trade = resolvedBy(0);
    const found = foundAfter((db) => {
      db.run('DELETE FROM trade WHERE executed_at = ? AND id = ?', [trade.executed_at, trade.id]);
    });
    expect(found).toContainEqual(
      expect.objectContaining({
        kind: 'resolution',
        tradeId: uuidText(trade.id),
        expected: 1,
        found: 0,
        unit: 'count',
      }),
    );
  });
});
