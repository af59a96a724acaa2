import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { clearSlot } from '#hub/market/clear-slot.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import type { Member } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { memoryDatabase, SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { activeMembers, balances, emptyBook, fromFeed, putOffer, setAccount } from './market-under-test.ts';
import { replayStored } from './replays.ts';

const SLOT = 15 * MINUTE;
const FIRST = SMALL_SEED.until;

let database: HubDatabase;
let communityId: string;
let members: Member[];
let next = FIRST;

beforeAll(async () => {
  database = await memoryDatabase(SMALL_SEED);
  communityId = (await database.db.selectFrom('communities').select('id').executeTakeFirstOrThrow()).id;
  members = await activeMembers(database.db, communityId);
}, START_TIMEOUT);
afterAll(() => database.close());

/** Clears the next slot; returns its start. */
async function clear(): Promise<number> {
  const slot = next;
  await database.db.transaction().execute((tx) => clearSlot(tx, communityId, slot));
  next += SLOT;
  return slot;
}

let placed = 0;
const put = (member: number, type: 'buy' | 'sell', quantityWh: number, price: number | null, slots = 1) =>
  putOffer(database.db, communityId, {
    memberId: members[member].id,
    type,
    quantityWh,
    price,
    windowStart: next,
    windowEnd: next + slots * SLOT,
    // Each a millisecond after the one before: which comes first is no matter of chance.
    createdAt: next - 600_000 + ++placed,
  });
const offer = (id: string) => fromFeed(database.db, 'offer', id);
const clearingOf = (slot: number) =>
  database.db.selectFrom('clearings').selectAll().where('slot', '=', new Date(slot)).executeTakeFirstOrThrow();
const tradesOf = (slot: number) =>
  database.db.selectFrom('trades').selectAll().where('slot', '=', new Date(slot)).execute();

async function expectToReplay(slot: number): Promise<void> {
  const differences = await replayStored(database.db, communityId, slot);
  expect([...differences]).toEqual([[new Date(slot).toISOString(), []]]);
}

describe('clearing a slot', () => {
  it('clears the orders that rules and people have left open, and everything that it stores replays', async () => {
    const before = await balances(database.db);
    const slot = await clear();
    const clearing = await clearingOf(slot);
    const document = clearing.certificate as unknown as { bids: unknown[]; offers: unknown[] };
    expect(document.bids.length + document.offers.length).toBeGreaterThan(2);
    await expectToReplay(slot);
    const after = await balances(database.db);
    const trades = await tradesOf(slot);
    for (const [id, balance] of after) {
      const amount = (trade: { total_amount: number }): number => Math.round(trade.total_amount * 1e6);
      const bought = trades.filter((trade) => trade.buyer_id === id).reduce((sum, trade) => sum + amount(trade), 0);
      const sold = trades.filter((trade) => trade.seller_id === id).reduce((sum, trade) => sum + amount(trade), 0);
      expect(balance).toBe(before.get(id)! - bought + sold);
    }
  });

  it('matches a longer window bit by bit, and expires what never traded', async () => {
    await emptyBook(database.db, communityId);
    for (const { id } of members) await setAccount(database.db, id, 20, 10);
    const long = await put(0, 'sell', 1000, 100_000, 2);
    const bid = await put(1, 'buy', 400, 200_000);
    const dear = await put(2, 'sell', 500, 900_000);
    const first = await clear();
    expect(await offer(long)).toMatchObject({ status: 'active', remaining_kwh: 0.6 });
    expect(await offer(bid)).toMatchObject({ status: 'matched', remaining_kwh: 0 });
    expect(await offer(dear)).toMatchObject({ status: 'expired', remaining_kwh: 0.5 });
    const second = await clear();
    expect(await offer(long)).toMatchObject({ status: 'matched', remaining_kwh: 0.6 });
    const [trade] = await tradesOf(first);
    expect(trade).toMatchObject({ sell_offer_id: long, buy_offer_id: bid, settlement_status: 'pending', version: 1 });
    expect(await fromFeed(database.db, 'trade', trade.id)).toMatchObject({ clearing_id: (await clearingOf(first)).id });
    const replayed = await replayStored(database.db, communityId, first);
    expect([...replayed.values()]).toEqual([[], []]);
    expect(await clearingOf(second)).toMatchObject({ type: 'NULL', clearing_quantity_kwh: 0 });
  });

  it('keeps an empty slot, so that everybody knows it is over', async () => {
    await emptyBook(database.db, communityId);
    const slot = await clear();
    expect(await clearingOf(slot)).toMatchObject({ type: 'NULL', clearing_quantity_kwh: 0 });
    await expectToReplay(slot);
  });

  it('leaves out what a member cannot pay, and no account falls below its credit limit', async () => {
    await emptyBook(database.db, communityId);
    await setAccount(database.db, members[0].id, 0.5, 0.5);
    const covered = await put(0, 'buy', 2000, 400_000);
    const beyond = await put(0, 'buy', 2000, 400_000, 3);
    await put(1, 'sell', 10_000, 390_000);
    const slot = await clear();
    expect(await offer(covered)).toMatchObject({ status: 'matched', remaining_kwh: 0 });
    // Nothing came of it: the feed tells it as it was placed.
    expect(await offer(beyond)).toMatchObject({ status: 'active', remaining_kwh: 2 });
    const document = (await clearingOf(slot)).certificate as unknown as { bids: { id: string }[] };
    expect(document.bids.map(({ id }) => id)).toEqual([covered]);
    expect((await balances(database.db)).get(members[0].id)).toBe(500_000 - 780_000);
    await expectToReplay(slot);
  });

  it('leaves out a seller who could not pay a negative price', async () => {
    await emptyBook(database.db, communityId);
    await setAccount(database.db, members[3].id, 0, 0.1);
    await setAccount(database.db, members[4].id, 0, 1);
    const poor = await put(3, 'sell', 1000, -300_000);
    const rich = await put(4, 'sell', 1000, -300_000);
    await put(1, 'buy', 2000, -200_000);
    await clear();
    expect(await offer(poor)).toMatchObject({ status: 'expired' });
    expect(await offer(rich)).toMatchObject({ status: 'matched' });
  });

  it('never lets a member trade with itself, nor one who has left trade at all', async () => {
    await emptyBook(database.db, communityId);
    await put(0, 'sell', 1000, 100_000);
    await put(0, 'buy', 1000, 150_000);
    const left = await put(5, 'buy', 1000, 200_000);
    await database.db
      .updateTable('community_members')
      .set({ is_active: false })
      .where('id', '=', members[5].id)
      .execute();
    const slot = await clear();
    expect(await tradesOf(slot)).toEqual([]);
    expect(await offer(left)).toMatchObject({ status: 'expired' });
    await expectToReplay(slot);
  });

  it('clears by the mechanism of the community', async () => {
    await emptyBook(database.db, communityId);
    for (const { id } of members) await setAccount(database.db, id, 20, 10);
    await sql`UPDATE communities SET market = jsonb_set(market, '{mechanism}', '"pay-as-bid"')`.execute(database.db);
    await put(0, 'sell', 2000, 100_000);
    await put(1, 'buy', 1000, 300_000);
    await put(2, 'buy', 1000, 200_000);
    const slot = await clear();
    const prices = (await tradesOf(slot)).map(({ price_per_kwh: price }) => price);
    expect(new Set(prices)).toEqual(new Set([0.2, 0.3]));
    const { p2p_price: price } = (await fromFeed(database.db, 'signal', new Date(slot).toISOString()))!;
    expect(price).toBe(0.25);
    await expectToReplay(slot);
  });

  it('tells everything of a slot in the feed, and its statistics', async () => {
    await emptyBook(database.db, communityId);
    const { feed_position: before } = await database.db
      .selectFrom('communities')
      .select('feed_position')
      .executeTakeFirstOrThrow();
    await put(0, 'sell', 1234, 100_000);
    await put(1, 'buy', 1234, 300_000);
    const slot = await clear();
    const told = await database.db
      .selectFrom('change_feed')
      .select(['kind', 'body'])
      .where('position', '>', before)
      .orderBy('position')
      .execute();
    const kinds = new Set(told.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['clearing', 'offer', 'trade', 'member', 'signal']));
    for (const { body } of told) expect(body).not.toContain('user_id');
    const hour = await database.db
      .selectFrom('community_stats')
      .select('traded_kwh')
      .where('period', '=', 'hour')
      .where('period_start', '=', new Date(Math.floor(slot / (4 * SLOT)) * 4 * SLOT))
      .executeTakeFirstOrThrow();
    expect(hour.traded_kwh).toBeGreaterThanOrEqual(1.234);
  });

  it('clears no slot twice', async () => {
    const again = database.db.transaction().execute((tx) => clearSlot(tx, communityId, next - SLOT));
    await expect(again).rejects.toThrow(RangeError);
  });
});
