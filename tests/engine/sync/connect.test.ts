import { describe, expect, it } from 'vitest';
import { communitiesHandlers } from '#engine/communities/handlers.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import type { Cache } from '#engine/cache/open.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { personAt, readConnection, roleAt } from '#engine/sync/connection.ts';
import { syncHandlers } from '#engine/sync/handlers.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { Failure, type ErrorCode } from '#shared/contract/errors.ts';
import { foundingPage, COMMUNITY, memberId } from '../fixtures/pages.ts';
import { wireMember } from '../fixtures/wire-records.ts';
import { connectedDesk, newDesk, soon, type ConnectedDesk } from './connected-desk.ts';
import { PERSON, problem, feedHub } from './feed-hub.ts';

async function codeOf(work: unknown): Promise<ErrorCode | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

const connect = ({ context }: ConnectedDesk, address: string, password: string = PERSON.password): unknown =>
  syncHandlers['sync.connect']({ address, email: PERSON.email, password, keepMonths: null }, context);

function tokenOf({ read }: Cache): string | null | undefined {
  return read.pluck<string | null>('SELECT refresh_token FROM hub_connection')[0];
}

function waitingDecision(desk: ConnectedDesk): void {
  desk.context.cache.write.run(
    `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
       window_end, offer_id)
     SELECT 'u1', 'k1', community_id, 0, 0, 1, 1, id, 0, 10, 100000, 1, 2, randomblob(16) FROM member LIMIT 1`,
  );
}

describe('connecting', () => {
  it('signs in, keeps the connection and fetches', async () => {
    const hub = await feedHub();
    const desk = newDesk();
    await connect(desk, `${hub.address}/`);
    expect((await desk.until('up-to-date')).connection).toMatchObject({
      address: hub.address,
      email: PERSON.email,
      name: PERSON.name,
      role: 'manager',
    });
    expect(desk.changed).toContain('sync');
  });

  it.each<[string, (hub: string) => [address: string, password?: string], ErrorCode]>([
    ['a wrong password', (hub) => [hub, 'wrong'], 'HUB_REFUSED'],
    ['an address that is none', () => ['hub'], 'INPUT_INVALID'],
    ['a hub that is not there', () => ['http://127.0.0.1:1'], 'HUB_UNREACHABLE'],
  ])('keeps nothing after %s', async (_of, input, code) => {
    const hub = await feedHub();
    const desk = newDesk();
    const [address, password] = input(hub.address);
    expect(await codeOf(connect(desk, address, password))).toBe(code);
    expect(readConnection(desk.context.cache.read)).toBeNull();
    expect(desk.status().state).toBe('off');
  });

  it('is refused while a hub is connected, also when two calls come at once', async () => {
    const hub = await feedHub();
    const desk = newDesk();
    const codes = await Promise.all([codeOf(connect(desk, hub.address)), codeOf(connect(desk, hub.address))]);
    expect(codes.toSorted()).toEqual(['FORBIDDEN', null]);
    expect(await codeOf(connect(desk, 'https://another.example'))).toBe('FORBIDDEN');
    expect(desk.status().connection?.address).toBe(hub.address);
  });

  it('leaves a community of this desk that has the same id as it is', async () => {
    const hub = await feedHub(5);
    const desk = newDesk();
    applyPage(desk.context.cache.write, foundingPage(1));
    await connect(desk, hub.address);
    const status = await desk.until('blocked');
    expect(status.communities).toMatchObject([{ communityId: COMMUNITY, problem: { code: 'INPUT_INVALID' } }]);
    expect(desk.context.cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([1]);
  });

  it('never says the password or a token', async () => {
    const hub = await feedHub();
    const desk = newDesk();
    const failure = await Promise.resolve(connect(desk, hub.address, 'wrong horse')).catch((error: unknown) => error);
    expect(JSON.stringify((failure as Failure).toProblem('c'))).not.toContain('wrong horse');
    await connect(desk, hub.address);
    await desk.until('up-to-date');
    expect(JSON.stringify(desk.status())).not.toMatch(/refresh-|access-|wind and sun/);
  });
});

describe('signing in again', () => {
  it('with a wrong password changes nothing', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.endSignIn();
    desk.context.sync.now();
    await desk.until('sign-in-needed');
    expect(await codeOf(syncHandlers['sync.signIn']({ password: 'wrong' }, desk.context))).toBe('HUB_REFUSED');
    expect(desk.status().state).toBe('sign-in-needed');
  });

  it('needs a connection', async () => {
    expect(await codeOf(syncHandlers['sync.signIn']({ password: 'any' }, newDesk().context))).toBe('INPUT_INVALID');
  });
});

describe('the role of the person', () => {
  it('is the hub’s from the moment of connecting, and the desk’s without one', async () => {
    const hub = await feedHub();
    const desk = newDesk();
    const { read } = desk.context.cache;
    expect(roleAt(read, 'admin')).toBe('admin');
    hub.role = 'viewer';
    await connect(desk, hub.address);
    expect(roleAt(read, 'admin')).toBe('viewer');
    await desk.until('up-to-date');
    await syncHandlers['sync.disconnect']({}, desk.context);
    expect(roleAt(read, 'admin')).toBe('admin');
  });

  it('follows what the hub says at a round', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.role = 'auditor';
    desk.context.sync.now();
    await soon(() => expect(roleAt(desk.context.cache.read, 'admin')).toBe('auditor'));
    await desk.until('up-to-date');
  });

  it('that is not "admin" any more takes the user ids of the hub’s members from this desk, and no others (L14)', async () => {
    const hub = await feedHub(0);
    hub.role = 'admin';
    hub.add('member', [wireMember(7, { user_id: 'person-7' })]);
    const desk = newDesk();
    const { cache } = desk.context;
    const own = { ...foundingPage(1), communityId: 'own-community' };
    applyPage(cache.write, { ...own, community: { ...own.community!, id: 'own-community' } });
    await connect(desk, hub.address);
    await desk.until('up-to-date');
    const userOf = (member: number): string | null =>
      userIdOf(cache.read, cache.read.pluck<number>('SELECT id FROM member WHERE uid = ?', [memberId(member)])[0]);
    expect([userOf(7), userOf(0)]).toEqual(['person-7', 'user-0']);
    hub.role = 'manager';
    desk.context.sync.now();
    await soon(() => expect([userOf(7), userOf(0)]).toEqual([null, 'user-0']));
    await desk.until('up-to-date');
  });
});

describe('who is at the desk', () => {
  it('is the person that the hub says, from the first round after one that did not say it, and nobody in particular without a hub', async () => {
    const hub = await feedHub();
    hub.userId = undefined;
    const desk = await connectedDesk(hub);
    const { read } = desk.context.cache;
    await desk.until('up-to-date');
    expect(personAt(read)).toBe('desk');
    hub.userId = 'user-anna';
    desk.context.sync.now();
    await soon(() => expect(personAt(read)).toBe('user-anna'));
    await desk.until('up-to-date');
    await syncHandlers['sync.disconnect']({}, desk.context);
    expect(personAt(read)).toBe('desk');
    await connect(desk, hub.address);
    expect(personAt(read)).toBe('user-anna');
    await desk.until('up-to-date');
  });
});

describe('disconnecting', () => {
  it('ends the sign-in here and at the hub, and leaves the copies as communities of this desk', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    await syncHandlers['sync.disconnect']({}, desk.context);
    expect(desk.status()).toMatchObject({ state: 'off', connection: null, communities: [] });
    expect(tokenOf(desk.context.cache)).toBeUndefined();
    expect(hub.paths.at(-1)).toBe('/api/auth/sign-out');
    expect(requireCommunity(desk.context.cache.read, COMMUNITY).name).toBe('Sonnenhang');
    const asked = hub.paths.length;
    desk.context.sync.wake();
    desk.context.sync.now();
    await communitiesHandlers['communities.remove']({ communityId: COMMUNITY }, desk.context);
    expect(hub.paths.length).toBe(asked);
  });

  it('can be followed by another connection to the same hub, which goes on from where the copy is', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    const before = desk.context.cache.read.get('SELECT * FROM sync_state');
    await syncHandlers['sync.disconnect']({}, desk.context);
    await connect(desk, hub.address);
    expect(desk.context.cache.read.get('SELECT cursor, position FROM sync_state')).toMatchObject({
      cursor: (before as { cursor: string }).cursor,
    });
    await desk.until('up-to-date');
  });

  it('is refused while decisions wait; the exchange goes on', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.fault = (path) => (path === '/api/commands' ? { status: 503, body: problem('HUB_REFUSED') } : null);
    waitingDecision(desk);
    expect(await codeOf(syncHandlers['sync.disconnect']({}, desk.context))).toBe('VERSION_CONFLICT');
    expect(desk.status().connection).not.toBeNull();
    hub.fault = () => null;
    desk.context.sync.now();
    await desk.until('up-to-date');
    expect(hub.batches).toMatchObject([[{ key: 'u1' }]]);
  });

  it('works without the hub, and a second time changes nothing', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    await hub.stop();
    await syncHandlers['sync.disconnect']({}, desk.context);
    await syncHandlers['sync.disconnect']({}, desk.context);
    expect(desk.status().state).toBe('off');
  });
});

describe('a community that a hub keeps', () => {
  it('cannot be removed from this desk alone', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    const removed = communitiesHandlers['communities.remove']({ communityId: COMMUNITY }, desk.context);
    expect(await codeOf(removed)).toBe('INPUT_INVALID');
    expect(requireCommunity(desk.context.cache.read, COMMUNITY).name).toBe('Sonnenhang');
  });

  it('is fetched anew from the beginning when the person wants it', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    const before = requireCommunity(desk.context.cache.read, COMMUNITY).id;
    await syncHandlers['sync.resync']({ communityId: COMMUNITY, acceptFewer: false }, desk.context);
    await desk.until('up-to-date');
    await soon(() => expect(requireCommunity(desk.context.cache.read, COMMUNITY).id).not.toBe(before));
    await desk.until('up-to-date');
    expect(desk.context.cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([2]);
  });

  it('stands still when its new generation is much smaller, until a person accepts that (L13)', async () => {
    const hub = await feedHub(6);
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    const feed = hub.feeds.get(COMMUNITY)!;
    feed.entries.splice(2);
    await syncHandlers['sync.resync']({ communityId: COMMUNITY, acceptFewer: false }, desk.context);
    expect((await desk.until('blocked')).communities).toMatchObject([
      { problem: { code: 'RESYNC_REQUIRED', details: { members: 1, oldMembers: 6 } } },
    ]);
    const pulls = hub.paths.filter((path) => path === '/api/sync').length;
    desk.context.sync.now();
    await soon(() => expect(hub.paths.at(-1)).toBe('/api/auth/me'));
    await desk.until('blocked');
    expect(hub.paths.filter((path) => path === '/api/sync').length).toBe(pulls);
    await syncHandlers['sync.resync']({ communityId: COMMUNITY, acceptFewer: true }, desk.context);
    await desk.until('up-to-date');
    expect(desk.context.cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([1]);
  });

  it('is no matter of "resync" when it is this desk’s own', () => {
    const desk = newDesk();
    applyPage(desk.context.cache.write, foundingPage(1));
    expect(() => syncHandlers['sync.resync']({ communityId: COMMUNITY, acceptFewer: false }, desk.context)).toThrow(
      Failure,
    );
  });
});
