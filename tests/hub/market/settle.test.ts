import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables } from '#hub/db/tables.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { type Settled, settleTrades } from '#hub/market/settle.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { memoryDatabase, SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { balances, fromFeed } from './market-under-test.ts';

const SEED = SMALL_SEED;
const HALF = SEED.until - 24 * HOUR;

let database: HubDatabase;
let communityId: string;

beforeAll(async () => {
  database = await memoryDatabase(SEED);
  communityId = (await database.db.selectFrom('communities').select('id').executeTakeFirstOrThrow()).id;
}, START_TIMEOUT);
afterAll(() => database.close());

const settle = (before: number): Promise<Settled> =>
  database.db.transaction().execute((tx) => settleTrades(tx, communityId, { before, at: SEED.until, seed: 1 }));

const trades = (db: Kysely<Tables> = database.db) =>
  db
    .selectFrom('trades')
    .selectAll()
    .where('community_id', '=', communityId)
    .orderBy('executed_at')
    .orderBy('id')
    .execute();

/** What would fail and why, by trade, if all were settled at once. */
async function failuresAtOnce(): Promise<Map<string, string | null>> {
  const trial = await database.db.startTransaction().execute();
  await settleTrades(trial, communityId, { before: SEED.until, at: SEED.until, seed: 1 });
  const failures = new Map((await trades(trial)).map(({ id, failure_code: code }) => [id, code]));
  await trial.rollback().execute();
  return failures;
}

describe('settling trades', () => {
  it('settles what is old enough, lets a few fail with a cause, and gives their money back', async () => {
    const before = await trades();
    const due = before.filter(({ settlement_status: status, slot }) => status === 'pending' && slot.getTime() < HALF);
    await database.db
      .updateTable('meter_readings')
      .set({ quality: 'missing' })
      .where('slot', '=', due[0].slot)
      .where('member_id', '=', due[0].buyer_id)
      .execute();
    const atOnce = await failuresAtOnce();
    const had = await balances(database.db);
    const done = await settle(HALF);
    const after = await trades();
    expect(done.settled + done.failed).toBe(due.length);
    expect(done.failed).toBeGreaterThan(0);
    expect(done.failed / due.length).toBeLessThan(0.1);
    const wanted = new Map(had);
    const book = (member: string, change: number) => wanted.set(member, wanted.get(member)! + change);
    for (const [at, trade] of after.entries()) {
      const old = before[at];
      if (!due.includes(old)) {
        expect(trade).toEqual(old);
        continue;
      }
      expect(trade.version).toBe(old.version + 1);
      // The same trade has the same outcome, with whichever others it is settled.
      expect(trade.failure_code).toBe(atOnce.get(trade.id));
      expect(trade.failure_code === null).toBe(trade.settlement_status === 'settled');
      if (trade.settlement_status !== 'failed') continue;
      const amount = Math.round(trade.total_amount * 1e6);
      book(trade.buyer_id, amount);
      book(trade.seller_id, -amount);
    }
    expect(await balances(database.db)).toEqual(wanted);
  });

  it('tells each of them in the feed and adds to its history', async () => {
    const settled = (await trades()).filter(({ version }) => version === 2);
    for (const { id, settlement_status, failure_code } of settled) {
      const told = await fromFeed(database.db, 'trade', id);
      expect(told).toMatchObject({ settlement_status, failure_code, version: 2 });
    }
    const [{ id }] = settled.filter(({ settlement_status: status }) => status === 'failed');
    const events = await database.db
      .selectFrom('trade_events')
      .select(['version', 'settlement_status'])
      .where('trade_id', '=', id)
      .orderBy('id')
      .execute();
    expect(events.at(-1)).toEqual({ version: 2, settlement_status: 'failed' });
  });

  it('opens a case for each that failed, with its cause, and tells it in the feed', async () => {
    const failed = await database.db
      .selectFrom('trade_events')
      .select(['trade_id', 'failure_code'])
      .where('at', '=', new Date(SEED.until))
      .where('settlement_status', '=', 'failed')
      .execute();
    expect(failed.length).toBeGreaterThan(0);
    const opened = await database.db
      .selectFrom('settlement_events')
      .selectAll()
      .where('at', '=', new Date(SEED.until))
      .where('kind', '=', 'failed')
      .execute();
    const codes = new Map(failed.map(({ trade_id: id, failure_code: code }) => [id, code]));
    for (const { id, trade_id: tradeId, failure_code: code, ...step } of opened) {
      expect(step).toMatchObject({ number: 1, by: null, by_id: null, trade_version: 2, resolution: null });
      expect(code).toBe(codes.get(tradeId));
      expect(await fromFeed(database.db, 'settlement', id)).toMatchObject({ trade_id: tradeId, failure_code: code });
    }
    expect(new Set(opened.map(({ trade_id: tradeId }) => tradeId))).toEqual(new Set(codes.keys()));
  });

  it('names the meter where a reading is missing, late, or less than was sold', async () => {
    const open = (await trades()).filter(({ settlement_status: status }) => status === 'pending');
    const [missing, late, less] = ['missing', 'estimated', 'measured'].map((_, at) => {
      // Slots apart, so that no two of them share a reading.
      const slots = [...new Set(open.map(({ slot }) => slot.getTime()))];
      const slot = slots[Math.floor(((at + 1) * slots.length) / 4)];
      return open.find((trade) => trade.slot.getTime() === slot)!;
    });
    const change = (trade: typeof missing, member: string, values: object) =>
      database.db
        .updateTable('meter_readings')
        .set(values)
        .where('slot', '=', trade.slot)
        .where('member_id', '=', member)
        .execute();
    await change(missing, missing.buyer_id, { quality: 'missing' });
    await change(late, late.seller_id, { quality: 'estimated' });
    await change(less, less.seller_id, { exported_wh: 0, revision: 1 });
    await settle(SEED.until);
    const codes = new Map((await trades()).map(({ id, failure_code: code }) => [id, code]));
    expect([missing, late, less].map(({ id }) => codes.get(id))).toEqual([
      'METER_READING_MISSING',
      'METER_READING_LATE',
      'QUANTITY_EXCEEDS_METER',
    ]);
  });

  it('has nothing left to do afterwards', async () => {
    const before = await trades();
    expect(await settle(SEED.until)).toMatchObject({ settled: 0, failed: 0 });
    expect(await trades()).toEqual(before);
  });
});
