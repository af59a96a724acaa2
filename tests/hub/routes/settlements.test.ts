import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member, Trade } from '#shared/domain/records.ts';
import { type AppUnderTest, codeOf, startApp } from '../app-under-test.ts';
import { putFailedTrade, REASON } from '../commands/case-desk.ts';
import { memoryDatabase, SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { activeMembers } from '../market/market-under-test.ts';
import { type Filter, type Item, lists } from './lists.ts';

const PATH = '/api/settlements';
/** Before all that the seed brings; the failed trades of the seed itself are left out by this. */
const BEFORE_SEED = { to: new Date(SMALL_SEED.until - 5 * 86_400_000).toISOString() };

let hub: AppUnderTest;
let communityId: string;
let members: readonly Member[];
let access: string;
/** Oldest first: open, proposed, rejected, voided, settled again. */
let trades: Trade[];

beforeAll(async () => {
  hub = await startApp(await memoryDatabase(SMALL_SEED));
  const { db } = hub.database;
  communityId = (await db.selectFrom('communities').select('id').executeTakeFirstOrThrow()).id;
  members = await activeMembers(db, communityId);
  for (const name of ['ada', 'ben']) await hub.addUser(`${name}@hub.example`, 'admin', [communityId]);
  await hub.addUser('viewer@hub.example', 'viewer', [communityId]);
  await hub.addUser('stranger@hub.example', 'admin');
  ({ access } = await hub.signIn('viewer@hub.example'));
  const ada = (await hub.signIn('ada@hub.example')).access;
  const ben = (await hub.signIn('ben@hub.example')).access;
  trades = [];
  for (let number = 0; number < 5; number++) {
    const [first, ...others] = members;
    const pair = number === 4 ? others : [first, others[0]];
    trades.push(
      await putFailedTrade({ db, communityId }, pair, {
        failureCode: number === 1 ? 'BANK_RETURN' : 'NETWORK_FAILURE',
      }),
    );
  }
  for (const { id } of trades.slice(1, 4)) {
    await send(ada, 'settlement.propose', id, 1, { resolution: { kind: 'void' }, asks_approval: false });
  }
  await send(ben, 'settlement.decide', trades[2].id, 2, { decision: 'reject' });
  await send(ben, 'settlement.decide', trades[3].id, 2, { decision: 'approve' });
  await send(ada, 'settlement.propose', trades[4].id, 1, { resolution: { kind: 'retry' }, asks_approval: false });
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  await hub.database.close();
});

async function send(as: string, kind: string, trade_id: string, case_number: number, data: object): Promise<void> {
  const made_at = new Date(hub.clock.now).toISOString();
  const seen = { trade_id, trade_version: 2, case_number, reason: REASON };
  const key = crypto.randomUUID();
  const commands = [{ key, community_id: communityId, made_at, kind, data: { ...seen, ...data } }];
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/api/commands',
    headers: { authorization: `Bearer ${as}`, 'commonwatt-protocol': '1' },
    payload: { commands },
  });
  expect(answer.json()).toMatchObject({ results: [{ outcome: 'accepted' }] });
}

const all = (filter: Filter = {}, limit = 500): Promise<Item[]> =>
  lists(hub, communityId, access).all(PATH, { ...BEFORE_SEED, ...filter }, limit);
/** The places of the listed trades among those of this test. */
const places = (items: readonly Item[]): number[] =>
  items.map(({ trade }) => trades.findIndex(({ id }) => id === (trade as Trade).id));

describe('the list of cases', () => {
  it('tells what is not resolved, the latest trade first, with its steps', async () => {
    const items = await all();
    expect(places(items)).toEqual([2, 1, 0]);
    expect(items.map(({ state }) => state)).toEqual(['open', 'proposed', 'open']);
    expect(items[1]).toMatchObject({
      trade: {
        id: trades[1].id,
        buyer: members[0].anonymizedId,
        seller: members[1].anonymizedId,
        quantity_kwh: 2,
        settlement_status: 'failed',
      },
      events: [
        { number: 1, kind: 'failed', failure_code: 'BANK_RETURN' },
        { number: 2, kind: 'proposed', by: 'ada', reason: REASON, resolution: { kind: 'void' }, needs_approval: true },
      ],
    });
  });

  it.each([
    [{ state: 'open' }, [2, 0]],
    [{ state: 'proposed' }, [1]],
    [{ state: 'resolved' }, [4, 3]],
    [{ failure_code: 'BANK_RETURN' }, [1]],
  ])('is filtered by %o', async (filter, expected) => {
    expect(places(await all(filter as Filter))).toEqual(expected);
  });

  it('is filtered by member and time', async () => {
    expect(places(await all({ state: 'resolved', member_id: members[0].id }))).toEqual([3]);
    const from = new Date(trades[1].executedAt).toISOString();
    expect(places(await all({ from }))).toEqual([2, 1]);
  });

  it('comes page by page', async () => {
    expect(await all({}, 1)).toEqual(await all());
  });

  it('has a failed trade of which no step is known among the open ones', async () => {
    const { db } = hub.database;
    const trade = await putFailedTrade({ db, communityId }, members);
    await db.deleteFrom('settlement_events').where('trade_id', '=', trade.id).execute();
    const [item] = await all({ state: 'open' });
    expect(item).toMatchObject({ trade: { id: trade.id }, state: 'open', events: [] });
    await db.deleteFrom('trades').where('id', '=', trade.id).execute();
  });

  it('gives a stranger nothing, and refuses a state that the hub does not know', async () => {
    const { access: stranger } = await hub.signIn('stranger@hub.example');
    expect(await lists(hub, communityId, stranger).page(PATH)).toEqual({ items: [], next: null });
    const answer = await hub.get(`${PATH}?community_id=${communityId}&state=approved`, access);
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'INPUT_INVALID']);
  });
});
