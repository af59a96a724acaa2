import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { filteredTrades } from '#engine/ledger/filtered-trades.ts';
import { startLedgerThread } from '#engine/ledger/ledger-work.ts';
import type { LedgerFilter, LedgerSort, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { KEY } from '../fixtures/keys.ts';
import { everyTrade, inOrder, isWanted, plainLedger, plainTotals } from './plain-ledger.ts';

const DAY = 24 * HOUR;
const { context, communityId } = engineWithCommunity({ members: 14, days: 9 });
const { cache } = context;
const begin = UNTIL - 9 * DAY;
const byTime: LedgerSort = { by: 'executedAt', descending: true };

let all: LedgerTrade[];
beforeAll(() => {
  makeUneven();
  all = plainLedger(cache.read);
});

/** What a simulation has nothing of: trades without a clearing, a tariff or a certificate, another mechanism, longer windows, a member without a pseudonym. */
function makeUneven(): void {
  const { write } = cache;
  write.run('UPDATE member SET anonymized_id = NULL WHERE id = (SELECT MAX(buyer_id) FROM trade)');
  write.run('UPDATE trade SET clearing_id = NULL WHERE quantity_wh % 7 = 0');
  write.run("UPDATE certificate SET mechanism = 'pay-as-bid' WHERE id % 5 = 0");
  write.run('DELETE FROM certificate WHERE id % 11 = 0');
  write.run('DELETE FROM pricing_signal WHERE slot % (45 * 60000) = 0');
  write.run('UPDATE offer SET window_start = window_start - 3 * 900000 WHERE quantity_wh % 10 = 3');
  write.run('UPDATE trade SET seller_id = buyer_id, sell_offer_id = NULL WHERE quantity_wh % 50 = 9');
}

function page(filter: Partial<LedgerFilter>, sort: LedgerSort = byTime, from = 0, limit = 500) {
  return context.ledger.query('ledger.page', {
    communityId,
    filter: { ...everyTrade, ...filter },
    sort,
    from,
    limit,
  });
}

const wantedBy = (filter: Partial<LedgerFilter>): LedgerTrade[] =>
  all.filter((trade) => isWanted(trade, { ...everyTrade, ...filter }));

describe('the ledger', () => {
  it('has the unevenness that these tests are about', () => {
    const differ = (pick: (trade: LedgerTrade) => unknown): number => new Set(all.map(pick)).size;
    expect(all.length).toBeGreaterThan(800);
    expect(differ(({ status }) => status)).toBe(3);
    expect(new Set(all.map(({ mechanism }) => mechanism))).toEqual(new Set(['uniform-price', 'pay-as-bid', 'direct']));
    expect(all.some(({ retail }) => retail === null)).toBe(true);
    expect(all.some(({ buyerId, sellerId }) => buyerId === sellerId)).toBe(true);
    expect(cache.read.pluck<number>('SELECT COUNT(*) FROM trade')[0]).toBeGreaterThan(all.length);
  });

  it('pages and sums what a look at every trade gives, whatever is asked for', async () => {
    // Mostly nothing is asked of a field: of filters that ask everything no trade is left.
    const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
      fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: value, weight: 1 });
    const oneOf = <T>(...values: T[]): fc.Arbitrary<T | null> => seldom(fc.constantFrom(...new Set(values)));
    const bounds = (from: number, to: number) =>
      fc.record({ from: seldom(fc.integer({ min: from, max: to })), to: seldom(fc.integer({ min: from, max: to })) });
    const filters: fc.Arbitrary<LedgerFilter> = fc.record({
      range: fc
        .tuple(fc.integer({ min: -24, max: 200 }), fc.integer({ min: 1, max: 230 }), fc.constantFrom(0, 7 * MINUTE))
        .map(([hour, hours, odd]) => ({ from: begin + hour * HOUR + odd, to: begin + (hour + hours) * HOUR })),
      memberId: oneOf(...all.map(({ buyerId }) => buyerId)),
      side: fc.constantFrom('either', 'buyer', 'seller'),
      status: oneOf(...settlementStatuses),
      failureCode: oneOf(...all.flatMap(({ failureCode }) => failureCode ?? [])),
      price: bounds(80_000, 320_000),
      quantityWh: bounds(1, 600),
      mechanism: oneOf('uniform-price', 'pay-as-bid', 'direct', 'trade-reduction'),
      ruleId: oneOf(...all.flatMap(({ buyRuleId, sellRuleId }) => [buyRuleId ?? [], sellRuleId ?? []].flat())),
      text: oneOf('house', 'A1', 'a3', all[40].id, all[9].id.slice(0, 9), 'zz').map((text) => text ?? ''),
    });
    const sorts: fc.Arbitrary<LedgerSort> = fc.record({
      by: fc.constantFrom('executedAt', 'quantityWh', 'price', 'amount'),
      descending: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(filters, sorts, fc.double({ min: 0, max: 1.1, noNaN: true }), async (filter, sort, depth) => {
        const wanted = all.filter((trade) => isWanted(trade, filter));
        const from = Math.floor(wanted.length * depth);
        const { trades } = await page(filter, sort, from, 50);
        expect(trades).toEqual(inOrder(wanted, sort).slice(from, from + 50));
        const totals = await context.ledger.query('ledger.totals', { communityId, filter });
        expect(totals).toEqual(plainTotals(wanted));
        // Once counted, a place is found by its hour.
        expect((await page(filter, sort, from, 50)).trades).toEqual(trades);
        const streamed = filteredTrades(cache.read, requireCommunity(cache.read, communityId), filter, sort);
        expect([...streamed]).toEqual(inOrder(wanted, sort));
      }),
      { numRuns: 60 },
    );
  });

  it('finds the place of a time in both orders, also between two trades and outside of all', async () => {
    const times = [
      begin - DAY,
      UNTIL + DAY,
      ...all.filter((_, at) => at % 97 === 0).map(({ executedAt }) => executedAt),
    ];
    for (const filter of [{}, { status: 'failed' as const }, { memberId: all[0].buyerId }]) {
      const wanted = wantedBy(filter);
      for (const at of times.flatMap((time) => [time, time + 1])) {
        for (const descending of [false, true]) {
          const { place } = await context.ledger.query('ledger.placeOf', {
            communityId,
            filter: { ...everyTrade, ...filter },
            descending,
            at,
          });
          expect(place).toBe(
            wanted.filter(({ executedAt }) => (descending ? executedAt > at : executedAt < at)).length,
          );
        }
      }
    }
  });

  it('finds trades by a part of a pseudonym or the beginning of an id, whatever the case of the letters', async () => {
    const { buyer, id } = all[5];
    const named = await page({ text: buyer.toUpperCase() });
    expect(named.trades).toEqual(inOrder(wantedBy({ text: buyer }), byTime).slice(0, 500));
    expect(named.trades.length).toBeGreaterThan(0);
    expect((await page({ text: id.toUpperCase() })).trades).toEqual([all[5]]);
    expect((await page({ text: id.replaceAll('-', '') })).trades).toEqual([]);
  });

  it('finds nothing for members and rules that are not there', async () => {
    expect((await page({ memberId: 'nobody' })).trades).toEqual([]);
    expect((await page({ ruleId: 'none' })).trades).toEqual([]);
  });

  it('shows no trade of a member without a pseudonym, not even to who asks for that member or trade', async () => {
    const [heldBack] = cache.read.pluck<string>('SELECT uid FROM member WHERE anonymized_id IS NULL');
    const trade = cache.read.get<{ id: string; at: number }>(
      `SELECT lower(hex(id)) AS id, executed_at AS at FROM trade
       WHERE buyer_id = (SELECT id FROM member WHERE anonymized_id IS NULL)`,
    )!;
    const id = trade.id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect((await page({ memberId: heldBack })).trades).toEqual([]);
    expect((await page({ text: id })).trades).toEqual([]);
    await expect(
      context.ledger.query('ledger.trade', { communityId, tradeId: id, executedAt: trade.at }),
    ).rejects.toMatchObject({ code: 'ANONYMISATION_FAILED' });
  });
});

describe('what changes between two pages', () => {
  it('is in the next page, in its place and in the totals', async () => {
    const failed = { status: 'failed' as const };
    const before = await page(failed, { by: 'amount', descending: true });
    const totals = await context.ledger.query('ledger.totals', { communityId, filter: { ...everyTrade, ...failed } });
    const [first] = before.trades;
    cache.write.run('UPDATE trade SET status = 1, failure_code = NULL, version = version + 1 WHERE executed_at = ?', [
      first.executedAt,
    ]);
    all = plainLedger(cache.read);
    const after = await page(failed, { by: 'amount', descending: true });
    expect(after.trades).toEqual(inOrder(wantedBy(failed), { by: 'amount', descending: true }));
    expect(after.trades.length).toBeLessThan(before.trades.length);
    const now = await context.ledger.query('ledger.totals', { communityId, filter: { ...everyTrade, ...failed } });
    expect(now).toEqual(plainTotals(wantedBy(failed)));
    expect(now.count).toBeLessThan(totals.count);
  });
});

describe('the ledger’s thread', () => {
  it('answers as the caller’s does, and ends', async () => {
    const thread = startLedgerThread({ file: cache.file, key: Uint8Array.from(KEY) });
    const question = { communityId, filter: everyTrade, sort: byTime, from: 40, limit: 30 };
    expect(await thread.query('ledger.page', question)).toEqual(await context.ledger.query('ledger.page', question));
    await thread.close();
  });
});
