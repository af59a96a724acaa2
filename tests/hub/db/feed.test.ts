import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FeedChange, lockCommunity, publish } from '#hub/db/feed.ts';
import { feedPage, type FeedPageRequest } from '#hub/db/feed-page.ts';
import { type HubDatabase, openHubDatabase } from '#hub/db/open-database.ts';
import type { Principal } from '#hub/parts.ts';
import type { SyncPage } from '#shared/wire/sync.ts';
import { memoryDatabase, START_TIMEOUT } from '../databases.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';

const community = 'c';
const manager: Principal = {
  id: '00000000-0000-4000-8000-000000000001',
  email: 'manager@hub.example',
  name: 'M',
  role: 'manager',
};

let postgres: RealPostgres | undefined;
afterAll(() => postgres?.stop());

describe.each(['PGlite', 'PostgreSQL'] as const)('the feed on %s', (kind) => {
  let database: HubDatabase;
  beforeAll(async () => {
    if (kind === 'PGlite') database = await memoryDatabase(null);
    else {
      postgres = await startPostgres();
      database = await openHubDatabase({ databaseUrl: await postgres.createDatabase('feed') });
    }
    await database.db
      .insertInto('hub_users')
      .values({ id: manager.id, email: manager.email, name: 'M', role: 'manager', password_hash: '' })
      .execute();
  }, START_TIMEOUT);
  afterAll(() => database.close());

  beforeEach(async () => {
    const { db } = database;
    await db.deleteFrom('communities').execute();
    await db
      .insertInto('communities')
      .values({
        id: community,
        name: 'C',
        description: '',
        district: '',
        postcode_zone: '',
        created_at: new Date(0),
        is_active: true,
        time_zone: 'UTC',
        currency: 'EUR',
        market: '{}',
        is_demo: true,
        has_simulated_trades: false,
      })
      .execute();
    await db.insertInto('hub_user_communities').values({ user_id: manager.id, community_id: community }).execute();
  });

  const change = (kindOfRecord: string, key: string, body: object = { id: key }): FeedChange => ({
    kind: kindOfRecord,
    key,
    body,
  });
  const put = (...changes: FeedChange[]): Promise<number> =>
    database.db.transaction().execute((tx) => publish(tx, community, changes));
  const page = async (request: Partial<FeedPageRequest> = {}): Promise<SyncPage> =>
    JSON.parse(
      (await feedPage(database.db, manager, { communityId: community, cursor: null, limit: 100, now: 0, ...request }))
        .text,
    ) as SyncPage;

  it('L2: tells each record once, in its newest state, and an empty page at the end', async () => {
    await put(change('offer', 'o1', { id: 'o1', left: 3 }), change('trade', 't1'));
    await put(change('offer', 'o1', { id: 'o1', left: 1 }));
    const first = await page();
    expect(first.changes).toEqual({ offer: [{ id: 'o1', left: 1 }], trade: [{ id: 't1' }] });
    expect(first).toMatchObject({ from: null, position: 3, complete: true, remaining: 0 });
    const after = await page({ cursor: first.next });
    expect(after).toMatchObject({ from: first.next, position: 3, complete: true, changes: {}, deleted: [] });
  });

  it('L2: pages follow each other without gap or repetition', async () => {
    await put(...Array.from({ length: 10 }, (_, at) => change('offer', `o${at}`)));
    const told: unknown[] = [];
    const remaining: number[] = [];
    let cursor: string | null = null;
    for (let complete = false; !complete;) {
      const next: SyncPage = await page({ cursor, limit: 4 });
      told.push(...next.changes.offer);
      remaining.push(next.remaining);
      ({ next: cursor, complete } = next);
    }
    expect(told).toEqual(Array.from({ length: 10 }, (_, at) => ({ id: `o${at}` })));
    expect(remaining).toEqual([6, 2, 0]);
  });

  it('L2: says how many changes come behind a page at most, also where records have left their old places', async () => {
    await put(...Array.from({ length: 6 }, (_, at) => change('offer', `o${at}`)));
    await put(change('offer', 'o1'), change('offer', 'o2'));
    const first = await page({ limit: 1 });
    expect(first).toMatchObject({ position: 1, remaining: 7, complete: false });
    const second = await page({ cursor: first.next, limit: 3 });
    expect(second).toMatchObject({ position: 6, remaining: 2, complete: false });
    expect(await page({ cursor: second.next, limit: 2 })).toMatchObject({ position: 8, remaining: 0, complete: true });
  });

  it('L10: a page that is full to the last change is complete', async () => {
    await put(change('offer', 'o1'), change('offer', 'o2'));
    expect(await page({ limit: 2 })).toMatchObject({ complete: true, remaining: 0 });
    expect(await page({ limit: 1 })).toMatchObject({ complete: false, remaining: 1 });
  });

  it('of two changes of a record in one call the later counts, and takes one position', async () => {
    const last = await put(change('offer', 'o1', { id: 'o1', left: 2 }), change('offer', 'o1', { id: 'o1', left: 1 }));
    expect(last).toBe(1);
    expect((await page()).changes).toEqual({ offer: [{ id: 'o1', left: 1 }] });
  });

  it('L3: a member and a rule that moved on come ahead of their turn, in the page that names them', async () => {
    await put(change('member', 'm1'), change('rule', 'r1/1'), change('offer', 'o1'), change('offer', 'o2'));
    await put(change('member', 'm1', { id: 'm1', balance: 5 }), change('rule', 'r1/1', { id: 'r1' }));
    const first = await page({ limit: 1 });
    expect(first.changes).toEqual({ member: [{ id: 'm1', balance: 5 }], rule: [{ id: 'r1' }], offer: [{ id: 'o1' }] });
    const second = await page({ cursor: first.next, limit: 1 });
    expect(second.changes).toEqual({ offer: [{ id: 'o2' }] });
    const third = await page({ cursor: second.next, limit: 5 });
    expect(third.changes).toEqual({ member: [{ id: 'm1', balance: 5 }], rule: [{ id: 'r1' }] });
  });

  it('L3: a member that came back after its deletion is found by what names it from then on', async () => {
    await put(change('member', 'm1'));
    await put({ ...change('member', 'm1'), isDeleted: true });
    const { next } = await page();
    await put(change('member', 'm1'), change('offer', 'o1'));
    await put(change('member', 'm1', { id: 'm1', balance: 1 }));
    expect((await page({ cursor: next, limit: 1 })).changes).toEqual({
      member: [{ id: 'm1', balance: 1 }],
      offer: [{ id: 'o1' }],
    });
  });

  it('L7: names what is gone by kind and key', async () => {
    const key = { member_id: 'm1', slot: '2026-05-01T10:00:00.000Z' };
    await put(change('reading', 's/m1'));
    await put({ ...change('reading', 's/m1', key), isDeleted: true });
    expect(await page()).toMatchObject({ changes: {}, deleted: [{ kind: 'reading', ...key }] });
  });

  it('W1: who begins with the last months is spared what is older, but not what changes meanwhile', async () => {
    const at = (day: string): object => ({ slot: `2026-${day}T10:00:00.000Z` });
    const offer = (day: string): object => ({ time_window_start: `2026-${day}T10:00:00.000Z` });
    await put(change('trade', 't1', at('03-30')), change('reading', 'r1', at('02-10')), change('member', 'm1'));
    await put(change('signal', 's1', { timestamp: '2026-01-01T10:00:00.000Z' }), change('clearing', 'c1', at('03-31')));
    await put(
      change('trade', 't2', at('04-01')),
      change('offer', 'o1', offer('03-20')),
      change('offer', 'o2', offer('03-30')),
    );
    const first = await page({ rawMonths: 2, limit: 2, now: Date.UTC(2026, 5, 15) });
    expect(first).toMatchObject({
      raw_from: '2026-04-01T00:00:00.000Z',
      changes: { member: [{ id: 'm1' }], signal: [{}] },
      complete: false,
    });
    await put(change('trade', 't1', at('03-30')));
    const second = await page({ cursor: first.next });
    expect(second.changes).toEqual({ trade: [at('04-01'), at('03-30')], offer: [offer('03-30')] });
    expect(second).toMatchObject({ raw_from: '2026-04-01T00:00:00.000Z', complete: true });
    // From then on everything is told, as to anybody.
    await put(change('reading', 'r1', at('02-10')));
    expect(await page({ cursor: second.next })).toMatchObject({ raw_from: null, changes: { reading: [at('02-10')] } });
  });

  it('tells the kinds in the order in which references resolve, unknown ones at the end', async () => {
    await put(...['weather', 'trade', 'community', 'offer', 'member'].map((name) => change(name, 'x')));
    expect(Object.keys((await page()).changes)).toEqual(['community', 'member', 'offer', 'trade', 'weather']);
  });

  it.each([
    ['garbage', 'no cursor at all'],
    ['JSON that is no cursor', Buffer.from('[1]').toString('base64url')],
    ['one of another feed', Buffer.from(JSON.stringify({ e: 'other', p: 1 })).toString('base64url')],
  ])('L11: refuses %s with 410', async (_, cursor) => {
    await expect(page({ cursor })).rejects.toMatchObject({ status: 410, code: 'RESYNC_REQUIRED' });
  });

  it('L11: refuses a cursor ahead of the feed, and one before forgotten deletions; the beginning is always fine', async () => {
    const { db } = database;
    const beginning = (await page()).next;
    await put(change('offer', 'o1'), change('offer', 'o2'));
    const first = await page({ limit: 1 });
    const all = await page();
    await db.updateTable('communities').set({ feed_position: 1 }).execute();
    await expect(page({ cursor: all.next })).rejects.toMatchObject({ status: 410 });
    await db.updateTable('communities').set({ feed_position: 2, feed_pruned_to: 2 }).execute();
    await expect(page({ cursor: first.next })).rejects.toMatchObject({ status: 410 });
    expect((await page({ cursor: all.next })).complete).toBe(true);
    expect((await page({ cursor: beginning })).changes.offer).toHaveLength(2);
  });

  it('a community of others is as unknown as one that does not exist', async () => {
    await database.db.deleteFrom('hub_user_communities').execute();
    await expect(page()).rejects.toMatchObject({ status: 404, code: 'FORBIDDEN' });
    await expect(page({ communityId: 'nowhere' })).rejects.toMatchObject({ status: 404, code: 'FORBIDDEN' });
  });

  it('refuses to lock a community that does not exist', async () => {
    const locking = database.db.transaction().execute((tx) => lockCommunity(tx, 'nowhere'));
    await expect(locking).rejects.toMatchObject({ status: 404 });
  });

  // PGlite has one connection: there is no second change meanwhile.
  it.runIf(kind === 'PostgreSQL')(
    'L1: a change on its way holds back later positions, so no page skips it',
    async () => {
      const order: string[] = [];
      const hasPublished = Promise.withResolvers<void>();
      const mayCommit = Promise.withResolvers<void>();
      const slow = database.db.transaction().execute(async (tx) => {
        await publish(tx, community, [change('offer', 'slow')]);
        hasPublished.resolve();
        await mayCommit.promise;
        order.push('slow');
      });
      await hasPublished.promise;
      const quick = put(change('offer', 'quick')).then(() => order.push('quick'));
      const meanwhile = await page();
      expect(meanwhile).toMatchObject({ position: 0, changes: {} });
      mayCommit.resolve();
      await Promise.all([slow, quick]);
      expect(order).toEqual(['slow', 'quick']);
      expect((await page({ cursor: meanwhile.next })).changes.offer).toEqual([{ id: 'slow' }, { id: 'quick' }]);
    },
  );
});
