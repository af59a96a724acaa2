import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginDay, households } from '#hub/live/households.ts';
import { communityMarket } from '#hub/market/community-market.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { memoryDatabase, SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { balances, fromFeed, putOffer, setAccount } from '../market/market-under-test.ts';

const DAY = 24 * HOUR;
const FIRST = SMALL_SEED.until;

let database: HubDatabase;
let communityId: string;
let homes: string[];

beforeAll(async () => {
  database = await memoryDatabase(SMALL_SEED);
  const community = await database.db.selectFrom('communities').selectAll().executeTakeFirstOrThrow();
  communityId = communityMarket(community).communityId;
  homes = (await database.db.selectFrom('community_members').select('id').orderBy('id').execute()).map(({ id }) => id);
}, START_TIMEOUT);
afterAll(() => database.close());

const day = (at: number) =>
  database.db.transaction().execute((tx) => beginDay(tx, communityId, homes, FIRST + at * DAY, 1));
const living = () => database.db.transaction().execute((tx) => households(tx, communityId, homes, 1));
const member = (id: string) =>
  database.db.selectFrom('community_members').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const rulesOf = (id: string) =>
  database.db
    .selectFrom('trading_rules as rule')
    .innerJoin('trading_rule_versions as version', (join) =>
      join.onRef('version.rule_id', '=', 'rule.id').onRef('version.version', '=', 'rule.version'),
    )
    .select(['type', 'max_price', 'min_price', 'time_windows', 'is_enabled', 'rule.version'])
    .where('rule.member_id', '=', id)
    .orderBy('max_price')
    .orderBy('min_price')
    .execute();

it('fills accounts below zero and pays out those with plenty, once a day', async () => {
  const [poor, rich, other] = homes;
  await setAccount(database.db, poor, -3, 20);
  await setAccount(database.db, rich, 101, 20);
  await setAccount(database.db, other, 99, 20);
  await day(0);
  const now = await balances(database.db);
  expect([poor, rich, other].map((id) => now.get(id))).toEqual([20_000_000, 20_000_000, 99_000_000]);
  expect(await fromFeed(database.db, 'member', poor)).toMatchObject({ balance: 20 });
});

it(
  'lets households leave, and others move in that take over the home and its rules',
  async () => {
    for (const { member: one } of await living()) {
      const window = { windowStart: FIRST + 365 * DAY, windowEnd: FIRST + 366 * DAY };
      await putOffer(database.db, communityId, { memberId: one.id, type: 'sell', quantityWh: 1, price: 1, ...window });
    }
    let at = 1;
    for (; at < 1000 && (await living()).every(({ before }) => before === 0); at++) await day(at);
    const moved = (await living()).find(({ before }) => before > 0)!;
    const [left, came] = [await member(moved.home), await member(moved.member.id)];

    expect(left).toMatchObject({ is_active: false });
    expect(left.left_at!.getTime()).toBeLessThan(came.joined_at.getTime());
    expect(left.user_id).not.toBeNull();
    const orders = await database.db
      .selectFrom('trading_offers')
      .select(['id', 'status'])
      .where('member_id', '=', left.id)
      .where('time_window_start', '=', new Date(FIRST + 365 * DAY))
      .execute();
    expect(orders.map(({ status }) => status)).toEqual(['cancelled']);
    expect(await fromFeed(database.db, 'offer', orders[0].id)).toMatchObject({ status: 'cancelled' });

    expect(came).toMatchObject({ is_active: true, left_at: null, map_cell: left.map_cell, balance: left.credit_limit });
    expect(came.joined_at).toEqual(new Date(FIRST + (at - 1) * DAY));
    expect(came.user_id).not.toBe(left.user_id);
    const zone = (pseudonym: string) => pseudonym.replace(/\d+$/, '');
    expect(came.anonymized_id).not.toBe(left.anonymized_id);
    expect(zone(came.anonymized_id)).toBe(zone(left.anonymized_id));
    const [rulesBefore, rulesNow] = [await rulesOf(left.id), await rulesOf(came.id)];
    expect(rulesNow.length).toBeGreaterThan(0);
    expect(rulesNow).toEqual(rulesBefore.map((rule) => ({ ...rule, version: 1 })));
    const told = await fromFeed(database.db, 'member', came.id);
    expect(told).toMatchObject({ anonymized_id: came.anonymized_id, is_active: true });
    expect(told).not.toHaveProperty('user_id');
  },
  START_TIMEOUT,
);
