import type { Insertable } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUser } from '#hub/db/as-user.ts';
import { lockCommunity, publish } from '#hub/db/feed.ts';
import { type HubDatabase, openHubDatabase } from '#hub/db/open-database.ts';
import type {
  CommunitiesTable,
  CommunityMembersTable,
  SettlementEventsTable,
  TradesTable,
  TradingOffersTable,
} from '#hub/db/tables.ts';
import type { Role } from '#shared/contract/method.ts';
import { memoryDatabase, START_TIMEOUT } from '../databases.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';

const community = (id: string): Insertable<CommunitiesTable> => ({
  id,
  name: id,
  description: '',
  district: '',
  postcode_zone: '12345',
  created_at: '2026-01-01T00:00:00Z',
  is_active: true,
  time_zone: 'Europe/Berlin',
  currency: 'EUR',
  market: JSON.stringify({ mechanism: 'uniform-price', slot_minutes: 15, price_floor: -1, price_cap: 1 }),
  is_demo: true,
  has_simulated_trades: false,
});

const member = (id: string, community_id: string, anonymized_id: string): Insertable<CommunityMembersTable> => ({
  id,
  community_id,
  user_id: `person of ${id}`,
  anonymized_id,
  role: 'consumer',
  joined_at: '2026-01-01T00:00:00Z',
  is_active: true,
  pv_capacity_kwp: 0,
  battery_capacity_kwh: 0,
  balance: 12.345678,
  credit_limit: 50,
  reputation_score: null,
  map_cell: null,
});

const offer = (id: string, member_id: string, community_id = 'mine'): Insertable<TradingOffersTable> => ({
  id,
  community_id,
  member_id,
  type: 'buy',
  quantity_kwh: 1.5,
  remaining_kwh: 1.5,
  price_per_kwh: 0.21,
  time_window_start: '2026-06-01T10:00:00Z',
  time_window_end: '2026-06-01T10:15:00Z',
  status: 'active',
  created_at: '2026-06-01T09:00:00Z',
  rule_id: null,
  rule_version: null,
});

const trade = (id: string): Insertable<TradesTable> => ({
  id,
  community_id: 'mine',
  buyer_id: 'a',
  seller_id: 'b',
  quantity_kwh: 1,
  price_per_kwh: 0.2,
  total_amount: 0.2,
  executed_at: '2026-06-01T09:00:00Z',
  settlement_status: 'failed',
  failure_code: 'UNKNOWN',
  slot: '2026-06-01T09:00:00Z',
  clearing_id: null,
  buy_offer_id: null,
  sell_offer_id: null,
  version: 2,
});

const step = (id: string, number: number): Insertable<SettlementEventsTable> => ({
  id,
  community_id: 'mine',
  trade_id: NAMED,
  executed_at: '2026-06-01T09:00:00Z',
  number,
  kind: 'failed',
  at: '2026-06-01T10:00:00Z',
  by: null,
  by_id: null,
  reason: null,
  trade_version: 2,
  failure_code: 'UNKNOWN',
  resolution: null,
  needs_approval: false,
  before: null,
});

const NAMED = '00000000-0000-4000-8000-000000000001';
const UNNAMED = '00000000-0000-4000-8000-000000000002';
const NEW = '00000000-0000-4000-8000-000000000003';

let postgres: RealPostgres | undefined;
afterAll(() => postgres?.stop());

describe.each(['PGlite', 'PostgreSQL'] as const)('a user of the hub on %s', (kind) => {
  let database: HubDatabase;
  const users = {} as Record<Role, { id: string; role: Role }>;

  beforeAll(async () => {
    if (kind === 'PGlite') database = await memoryDatabase(null);
    else {
      postgres = await startPostgres();
      database = await openHubDatabase({ databaseUrl: await postgres.createDatabase('as_user') });
    }
    const { db } = database;
    await db
      .insertInto('communities')
      .values([community('mine'), community('foreign')])
      .execute();
    await db
      .insertInto('community_members')
      .values([member('a', 'mine', 'House A1'), member('b', 'mine', ''), member('c', 'foreign', 'House C1')])
      .execute();
    await db
      .insertInto('trading_offers')
      .values([offer(NAMED, 'a'), offer(UNNAMED, 'b')])
      .execute();
    for (const role of ['viewer', 'auditor', 'manager', 'admin'] as const) {
      const { id } = await db
        .insertInto('hub_users')
        .values({ email: `${role}@hub.example`, name: role, role, password_hash: '' })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db.insertInto('hub_user_communities').values({ user_id: id, community_id: 'mine' }).execute();
      users[role] = { id, role };
    }
  }, START_TIMEOUT);
  afterAll(() => database.close());

  it('sees the own communities and their records alone', async () => {
    const seen = await asUser(database.db, users.admin, async (tx) => ({
      communities: await tx.selectFrom('communities').select('id').execute(),
      members: await tx.selectFrom('community_members').select('id').orderBy('id').execute(),
    }));
    expect(seen).toEqual({ communities: [{ id: 'mine' }], members: [{ id: 'a' }, { id: 'b' }] });
  });

  it('sees nothing when nobody has let it in', async () => {
    const stranger = { id: '00000000-0000-4000-8000-00000000ffff', role: 'admin' } as const;
    const seen = await asUser(database.db, stranger, (tx) => tx.selectFrom('communities').selectAll().execute());
    expect(seen).toEqual([]);
  });

  it('cannot read who a member is, as no role', async () => {
    for (const user of Object.values(users)) {
      const reading = asUser(database.db, user, (tx) => tx.selectFrom('community_members').select('user_id').execute());
      await expect(reading).rejects.toThrow('permission denied');
    }
  });

  it('cannot read accounts, sign-ins and the audit log', async () => {
    for (const table of ['hub_users', 'refresh_tokens', 'audit_log'] as const) {
      const reading = asUser(database.db, users.admin, (tx) => tx.selectFrom(table).selectAll().execute());
      await expect(reading).rejects.toThrow('permission denied');
    }
  });

  it('sees members without a pseudonym in no view, nor what names them', async () => {
    const seen = await asUser(database.db, users.manager, async (tx) => ({
      members: await tx.selectFrom('members_pseudonymous').select('id').execute(),
      offers: await tx.selectFrom('offers_pseudonymous').select(['id', 'anonymized_id']).execute(),
    }));
    expect(seen).toEqual({ members: [{ id: 'a' }], offers: [{ id: NAMED, anonymized_id: 'House A1' }] });
  });

  it.each(['viewer', 'auditor'] as const)('changes nothing as %s', async (role) => {
    const { db } = database;
    const insert = asUser(db, users[role], (tx) => tx.insertInto('trading_offers').values(offer(NEW, 'a')).execute());
    await expect(insert).rejects.toThrow('row-level security');
    await asUser(db, users[role], (tx) => tx.updateTable('trading_offers').set({ status: 'cancelled' }).execute());
    await asUser(db, users[role], (tx) => tx.updateTable('community_members').set({ balance: 0 }).execute());
    await expect(asUser(db, users[role], (tx) => publish(tx, 'mine', []))).rejects.toThrow('no such community');
    const offers = await db.selectFrom('trading_offers').select('status').execute();
    expect(offers).toEqual([{ status: 'active' }, { status: 'active' }]);
    const balances = await db.selectFrom('community_members').select('balance').distinct().execute();
    expect(balances).toEqual([{ balance: 12.345678 }]);
  });

  it('places and publishes an offer as manager, but not in a community of others', async () => {
    const { db } = database;
    const position = await asUser(db, users.manager, async (tx) => {
      await lockCommunity(tx, 'mine');
      await tx.insertInto('trading_offers').values(offer(NEW, 'a')).execute();
      await publish(tx, 'mine', [{ kind: 'offer', key: NEW, body: { id: NEW } }]);
      return publish(tx, 'mine', [{ kind: 'offer', key: NEW, body: { id: NEW, status: 'matched' } }]);
    });
    const published = await db.selectFrom('change_feed').select(['key', 'position', 'first_position']).execute();
    expect(published).toEqual([{ key: NEW, position, first_position: position - 1 }]);
    const foreign = asUser(db, users.manager, (tx) =>
      tx
        .insertInto('trading_offers')
        .values(offer(UNNAMED.replace('2', '4'), 'c', 'foreign'))
        .execute(),
    );
    await expect(foreign).rejects.toThrow('row-level security');
    await expect(asUser(db, users.manager, (tx) => lockCommunity(tx, 'foreign'))).rejects.toMatchObject({
      status: 404,
    });
  });

  it('cannot change the terms of an offer that stands', async () => {
    const change = asUser(database.db, users.admin, (tx) =>
      tx.updateTable('trading_offers').set({ price_per_kwh: 0.01 }).execute(),
    );
    await expect(change).rejects.toThrow('permission denied');
  });

  it('settles a trade and takes a step in its case as admin alone, and changes no step', async () => {
    const { db } = database;
    await db.insertInto('trades').values(trade(NAMED)).execute();
    await db.insertInto('settlement_events').values(step(NAMED, 1)).execute();
    const settle = (role: Role) =>
      asUser(db, users[role], async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('trades')
          .set({ settlement_status: 'settled' })
          .where('id', '=', NAMED)
          .executeTakeFirstOrThrow();
        return Number(numUpdatedRows);
      });
    expect([await settle('viewer'), await settle('manager'), await settle('admin')]).toEqual([0, 0, 1]);
    const take = (role: Role) =>
      asUser(db, users[role], (tx) => tx.insertInto('settlement_events').values(step(NEW, 2)).execute());
    await expect(take('manager')).rejects.toThrow('row-level security');
    await take('admin');
    const changing = asUser(db, users.admin, (tx) =>
      tx.updateTable('settlement_events').set({ reason: 'Another one.' }).execute(),
    );
    await expect(changing).rejects.toThrow('permission denied');
    // Not even the hub itself.
    await expect(db.updateTable('settlement_events').set({ reason: 'Another one.' }).execute()).rejects.toThrow(
      'only grows',
    );
    const price = asUser(db, users.admin, (tx) => tx.updateTable('trades').set({ price_per_kwh: 0.1 }).execute());
    await expect(price).rejects.toThrow('permission denied');
  });

  it('leaves the connection as it was, also after a failure', async () => {
    const failing = asUser(database.db, users.viewer, () => Promise.reject(new Error('gone')));
    await expect(failing).rejects.toThrow('gone');
    const people = await database.db.selectFrom('community_members').select('user_id').where('id', '=', 'c').execute();
    expect(people).toEqual([{ user_id: 'person of c' }]);
  });

  it('gets numbers and times of the same form from every driver', async () => {
    const [{ quantity_kwh, price_per_kwh, time_window_start }] = await database.db
      .selectFrom('trading_offers')
      .selectAll()
      .where('id', '=', NAMED)
      .execute();
    expect({ quantity_kwh, price_per_kwh }).toEqual({ quantity_kwh: 1.5, price_per_kwh: 0.21 });
    expect(time_window_start).toEqual(new Date('2026-06-01T10:00:00Z'));
    const { feed_position } = await database.db
      .selectFrom('communities')
      .select('feed_position')
      .where('id', '=', 'foreign')
      .executeTakeFirstOrThrow();
    expect(feed_position).toBe(0);
  });
});
