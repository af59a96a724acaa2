/** Many at once on a real PostgreSQL: PGlite has one connection, so that nothing there happens at the same time. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Member } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { activeMembers, balances, emptyBook, fromFeed, putOffer, setAccount } from '../market/market-under-test.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';
import { type RunningHub, startHub } from '../running-hub.ts';
import { putFailedTrade, REASON } from './case-desk.ts';
import { command, execute, sendCommands, type WireResult } from './console-requests.ts';

const TAKERS = 50;
const OPEN = SMALL_SEED.until + 15 * MINUTE;

let postgres: RealPostgres;
let hub: RunningHub;
let headers: Record<string, string>;
let members: Member[];

beforeAll(async () => {
  postgres = await startPostgres();
  hub = await startHub({ databaseUrl: await postgres.createDatabase('hub') });
  headers = await hub.headersOf('manager');
  members = await activeMembers(hub.db, hub.communityId);
}, START_TIMEOUT);
afterAll(async () => {
  await hub?.stop();
  await postgres?.stop();
});
beforeEach(async () => {
  await emptyBook(hub.db, hub.communityId);
  for (const { id } of members) await setAccount(hub.db, id, 100, 0);
});

function putSale(quantityWh: number): Promise<string> {
  return putOffer(hub.db, hub.communityId, {
    memberId: members[0].id,
    type: 'sell',
    quantityWh,
    price: 250_000,
    windowStart: OPEN,
    windowEnd: OPEN + HOUR,
  });
}

/** The taker of attempt `at`: all members but the seller, in turn. */
const taker = (at: number): string => members[1 + (at % (members.length - 1))].id;

const tradesOf = (offer: string) =>
  hub.db.selectFrom('trades').selectAll().where('sell_offer_id', '=', offer).execute();

/** The state of members and the offer as the feed tells it, which has to be that of the tables. */
async function expectFeedToAgree(offer: string): Promise<void> {
  const stored = await balances(hub.db);
  for (const { id } of members) {
    const told = await fromFeed(hub.db, 'member', id);
    const touched = stored.get(id) !== 100_000_000;
    if (touched) expect(Math.round((told!.balance as number) * 1e6)).toBe(stored.get(id));
  }
  const row = await hub.db
    .selectFrom('trading_offers')
    .select(['remaining_kwh', 'status'])
    .where('id', '=', offer)
    .executeTakeFirstOrThrow();
  expect(await fromFeed(hub.db, 'offer', offer)).toMatchObject(row);
  const { feed_position: last } = await hub.db
    .selectFrom('communities')
    .select('feed_position')
    .executeTakeFirstOrThrow();
  const { newest } = await hub.db
    .selectFrom('change_feed')
    .select(({ fn }) => fn.max('position').as('newest'))
    .executeTakeFirstOrThrow();
  expect(newest).toBe(last);
}

it('gives an offer to one of fifty who take it at the same moment', async () => {
  const offer = await putSale(1000);
  const answers = await Promise.all(
    Array.from({ length: TAKERS }, (_, at) =>
      execute(hub, headers, { offer_id: offer, member_id: taker(at), quantity_kwh: 1, price_per_kwh: 0.25 }),
    ),
  );
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status }) => status === 409);
  expect([won.length, lost.length]).toEqual([1, TAKERS - 1]);
  for (const { body } of lost) expect(body.error).toMatchObject({ code: 'OFFER_TAKEN' });
  const trades = await tradesOf(offer);
  expect(trades.map(({ id }) => id)).toEqual([won[0].body.trade!.id]);
  const after = await balances(hub.db);
  const changed = [...after].filter(([, balance]) => balance !== 100_000_000);
  expect(new Map(changed)).toEqual(
    new Map([
      [members[0].id, 100_250_000],
      [trades[0].buyer_id, 99_750_000],
    ]),
  );
  await expectFeedToAgree(offer);
});

it('gives an offer with room for three to exactly three of fifty', async () => {
  const offer = await putSale(3000);
  const answers = await Promise.all(
    Array.from({ length: TAKERS }, (_, at) =>
      sendCommands(hub, headers, [
        command(hub, 'offer.take', {
          offer_id: offer,
          member_id: taker(at),
          quantity_kwh: 1,
          price_per_kwh: 0.25,
        }),
      ]),
    ),
  );
  const outcomes = Map.groupBy(answers.flat(), ({ outcome }) => outcome);
  expect(outcomes.get('accepted')).toHaveLength(3);
  expect(outcomes.get('conflict')).toHaveLength(TAKERS - 3);
  const positions = outcomes.get('accepted')!.map(({ position }) => position);
  expect(new Set(positions).size).toBe(3);
  expect(await tradesOf(offer)).toHaveLength(3);
  expect((await balances(hub.db)).get(members[0].id)).toBe(100_750_000);
  expect(await fromFeed(hub.db, 'offer', offer)).toMatchObject({ remaining_kwh: 0, status: 'matched' });
  await expectFeedToAgree(offer);
});

it('carries a key out once, though ten desks send it at the same moment', async () => {
  const offer = await putSale(10_000);
  const sent = command(hub, 'offer.take', {
    offer_id: offer,
    member_id: taker(0),
    quantity_kwh: 1,
    price_per_kwh: 0.25,
  });
  const answers = await Promise.all(Array.from({ length: 10 }, () => sendCommands(hub, headers, [sent])));
  expect(new Set(answers.map((results) => JSON.stringify(results))).size).toBe(1);
  expect(answers[0][0].outcome).toBe('accepted');
  expect(await tradesOf(offer)).toHaveLength(1);
});

it('answers mixed batches of several desks, each command on its own', async () => {
  const offer = await putSale(2000);
  const batch = (at: number): object[] => [
    command(hub, 'offer.place', {
      offer_id: randomUUID(),
      member_id: taker(at),
      type: 'buy',
      quantity_kwh: 1,
      price_per_kwh: 0.1,
      time_window_start: new Date(OPEN).toISOString(),
      time_window_end: new Date(OPEN + HOUR).toISOString(),
    }),
    command(hub, 'offer.take', { offer_id: offer, member_id: taker(at), quantity_kwh: 1, price_per_kwh: 0.25 }),
    command(hub, 'offer.take', { offer_id: offer, member_id: members[0].id, quantity_kwh: 1, price_per_kwh: 0.25 }),
    command(hub, 'offer.dream', {}),
  ];
  const answers: WireResult[][] = await Promise.all(
    Array.from({ length: 6 }, (_, at) => sendCommands(hub, headers, batch(at))),
  );
  for (const [placed, taken, own, unknown] of answers) {
    expect(placed.outcome).toBe('accepted');
    expect(['accepted', 'conflict']).toContain(taken.outcome);
    expect(own.error).toMatchObject({ code: 'SELF_TRADE' });
    expect(unknown.error).toMatchObject({ code: 'INPUT_INVALID' });
  }
  expect(answers.filter(([, taken]) => taken.outcome === 'accepted')).toHaveLength(2);
  await expectFeedToAgree(offer);
});

it('lets one of two who change the same version of a rule at the same moment change it', async () => {
  const rule = {
    rule_id: randomUUID(),
    member_id: members[0].id,
    base_version: 0,
    type: 'buy',
    max_quantity_kwh: null,
    max_price: 0.2,
    min_price: null,
    min_battery_soc: null,
    time_windows: ['* 00:00-24:00'],
    is_enabled: true,
    change_reason: null,
  };
  await sendCommands(hub, headers, [command(hub, 'rule.save', rule)]);
  const change = { ...rule, base_version: 1, max_price: 0.25 };
  const desks = [headers, await hub.headersOf('admin')];
  const answers = await Promise.all(desks.map((desk) => sendCommands(hub, desk, [command(hub, 'rule.save', change)])));
  const byOutcome = Map.groupBy(answers.flat(), ({ outcome }) => outcome);
  expect(byOutcome.get('accepted')).toHaveLength(1);
  expect(byOutcome.get('conflict')).toMatchObject([{ their_rule: { version: 2, max_price: 0.25 } }]);
  const versions = await hub.db
    .selectFrom('trading_rule_versions')
    .select('version')
    .where('rule_id', '=', rule.rule_id)
    .execute();
  expect(versions).toHaveLength(2);
});

it('never lets purchases and orders that come at once overdraw an account', async () => {
  const offer = await putSale(100_000);
  const buyer = members[1].id;
  await setAccount(hub.db, buyer, 2, 1);
  const take = (): object =>
    command(hub, 'offer.take', { offer_id: offer, member_id: buyer, quantity_kwh: 2, price_per_kwh: 0.25 });
  const place = (): object =>
    command(hub, 'offer.place', {
      offer_id: randomUUID(),
      member_id: buyer,
      type: 'buy',
      quantity_kwh: 2.5,
      price_per_kwh: 0.2,
      time_window_start: new Date(OPEN).toISOString(),
      time_window_end: new Date(OPEN + HOUR).toISOString(),
    });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => sendCommands(hub, headers, [at % 2 === 0 ? take() : place()])),
  );
  const accepted = answers.flat().filter(({ outcome }) => outcome === 'accepted');
  const refused = answers.flat().filter(({ error }) => error?.code === 'INSUFFICIENT_BALANCE');
  // Each takes or holds back half a unit of the three that there are.
  expect([accepted.length, refused.length]).toEqual([6, 14]);
  const orders = await hub.db
    .selectFrom('trading_offers')
    .select('id')
    .where('member_id', '=', buyer)
    .where('status', '=', 'active')
    .execute();
  const spent = 2_000_000 - (await balances(hub.db)).get(buyer)!;
  expect(spent + orders.length * 500_000).toBe(3_000_000);
});

it('settles a failed trade for one of many who propose it at the same moment, and pays once (C14)', async () => {
  const admins = [await hub.headersOf('admin'), await hub.headersOf(hub.otherAdmin)];
  const trade = await putFailedTrade(hub, members);
  const results = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      const seen = { trade_id: trade.id, trade_version: 2, case_number: 1, reason: REASON };
      const data = { ...seen, resolution: { kind: 'retry' }, asks_approval: false };
      const [result] = await sendCommands(hub, admins[at % 2], [command(hub, 'settlement.propose', data)]);
      return result;
    }),
  );
  expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
  expect(results.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(9);
  const after = [...(await balances(hub.db))].filter(([, balance]) => balance !== 100_000_000);
  expect(new Map(after)).toEqual(
    new Map([
      [trade.buyerId, 99_600_000],
      [trade.sellerId, 100_400_000],
    ]),
  );
});
