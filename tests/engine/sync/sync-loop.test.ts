import { describe, expect, it } from 'vitest';
import { syncHandlers } from '#engine/sync/handlers.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { iso, wireCommunity, wireMember } from '../fixtures/wire-records.ts';
import { connectedDesk, decide, names, outbox, soon } from './connected-desk.ts';
import { problem, type FeedHub, feedHub } from './feed-hub.ts';

const count = (hub: FeedHub, path: string): number => hub.paths.filter((one) => one === path).length;

/** The offer that a command places, as the hub's feed tells it. */
function offerOf({ data }: { data: Record<string, unknown> }): object {
  return {
    id: data['offer_id'],
    community_id: COMMUNITY,
    member_id: data['member_id'],
    type: data['type'],
    quantity_kwh: data['quantity_kwh'],
    remaining_kwh: data['quantity_kwh'],
    price_per_kwh: data['price_per_kwh'],
    time_window_start: data['time_window_start'],
    time_window_end: data['time_window_end'],
    status: 'active',
    created_at: iso(Date.now()),
  };
}

describe('a round', () => {
  it('brings the communities of the person up to date, and says so', async () => {
    const hub = await feedHub(3);
    const desk = await connectedDesk(hub);
    const status = await desk.until('up-to-date');
    expect(names(desk)).toEqual(['House A0', 'House A1', 'House A2']);
    expect(status.communities).toMatchObject([{ communityId: COMMUNITY, name: 'Sonnenhang', problem: null }]);
    expect(desk.changed).toEqual(expect.arrayContaining(['communities', 'members', 'market', 'sync']));
  });

  it('sends what waits before it pulls, and takes out what the copy tells then', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.decide = (command) => {
      hub.add('offer', [offerOf(command)]);
      return { position: hub.feeds.get(COMMUNITY)!.entries.length };
    };
    const from = hub.paths.length;
    decide(desk);
    await soon(() => expect(hub.batches).toHaveLength(1));
    await desk.until('up-to-date');
    const asked = hub.paths.slice(from).filter((path) => path !== '/api/events');
    expect(asked.slice(asked.indexOf('/api/commands') - 1).slice(0, 3)).toEqual([
      '/api/auth/me',
      '/api/commands',
      '/api/sync',
    ]);
    expect(outbox(desk)).toEqual([]);
    expect(desk.context.cache.read.pluck('SELECT quantity_wh FROM offer')).toEqual([10]);
  });

  it('follows the one under way when something comes during it, and there are never two at once', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    const held = Promise.withResolvers<null>();
    let inside = 0;
    let most = 0;
    hub.fault = async (path) => {
      if (path !== '/api/auth/me') return null;
      most = Math.max(most, ++inside);
      await held.promise;
      inside--;
      return null;
    };
    const from = count(hub, '/api/auth/me');
    desk.context.sync.now();
    await soon(() => expect(inside).toBe(1));
    for (let number = 0; number < 5; number++) desk.context.sync.wake();
    held.resolve(null);
    await soon(() => expect(count(hub, '/api/auth/me')).toBe(from + 2));
    await desk.until('up-to-date');
    expect(most).toBe(1);
    expect(count(hub, '/api/auth/me')).toBe(from + 2);
  });

  it('keeps what is wrong with one community to itself (L9)', async () => {
    const hub = await feedHub();
    const other = '00000000-0000-7000-8000-00000000c002';
    hub.feeds.set(other, { name: 'Mistral', entries: [] });
    hub.add('community', [wireCommunity({ id: other, name: 'Mistral' })], other);
    hub.add('member', [wireMember(9, { community_id: other, joined_at: 'yesterday' })], other);
    const desk = await connectedDesk(hub);
    const status = await desk.until('blocked');
    expect(status.communities.find(({ communityId }) => communityId === other)).toMatchObject({
      completeAt: null,
      problem: { code: 'INPUT_INVALID', message: expect.stringContaining('joined_at') as string },
    });
    expect(status.communities.find(({ communityId }) => communityId === COMMUNITY)).toMatchObject({ problem: null });
    expect(names(desk)).toContain('House A1');
  });

  it('keeps the copy of a community that the hub does not list any more', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.unlisted.add(COMMUNITY);
    desk.context.sync.now();
    const status = await desk.until('blocked');
    expect(status.communities).toMatchObject([{ communityId: COMMUNITY, problem: { code: 'FORBIDDEN' } }]);
    expect(names(desk)).toHaveLength(2);
    hub.unlisted.clear();
    desk.context.sync.now();
    expect((await desk.until('up-to-date')).communities).toMatchObject([{ problem: null }]);
  });
});

describe('news', () => {
  it('come at once through the stream of events (E1)', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await soon(() => expect(desk.status()).toMatchObject({ state: 'up-to-date', live: 'stream' }));
    hub.add('member', [wireMember(5)]);
    await soon(() => expect(names(desk)).toContain('House A5'));
    await desk.until('up-to-date');
  });

  it('that the copy has already make no round', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await soon(() => expect(desk.status()).toMatchObject({ state: 'up-to-date', live: 'stream' }));
    const before = hub.paths.length;
    hub.add('nothing', []);
    await soon(() => expect(desk.pace.waits).toEqual([300]));
    expect(hub.paths.length).toBe(before);
  });

  it('are asked for every half minute while there is no stream, and once when it is back (E4)', async () => {
    const hub = await feedHub();
    hub.fault = (path) => (path === '/api/events' ? { status: 500 } : null);
    const desk = await connectedDesk(hub);
    await soon(() => expect(desk.status()).toMatchObject({ state: 'up-to-date', live: 'polling' }));
    await soon(() => expect(desk.pace.waits).toEqual([1, 30]));
    // The stream's next attempt fails too; then it is time to ask.
    desk.pace.pass();
    await soon(() => expect(desk.pace.waits).toEqual([2, 30]));
    hub.feeds.get(COMMUNITY)!.entries.push({ kind: 'member', record: wireMember(5) });
    hub.fault = () => null;
    desk.pace.pass();
    await soon(() => expect(names(desk)).toContain('House A5'));
    await soon(() => expect(desk.status()).toMatchObject({ state: 'up-to-date', live: 'stream' }));
  });

  it('after a stream that ended are asked for at once', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await soon(() => expect(desk.status()).toMatchObject({ state: 'up-to-date', live: 'stream' }));
    hub.feeds.get(COMMUNITY)!.entries.push({ kind: 'member', record: wireMember(5) });
    hub.endStreams();
    await soon(() => expect(names(desk)).toContain('House A5'));
  });
});

describe('when the hub cannot be reached', () => {
  it('the desk waits longer each time, and goes on by itself', async () => {
    const hub = await feedHub();
    const port = Number(new URL(hub.address).port);
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    await hub.stop();
    desk.context.sync.now();
    const status = await desk.until('waiting');
    expect(status).toMatchObject({ problem: { code: 'HUB_UNREACHABLE', retryable: true } });
    expect(status.retryAt).toBeGreaterThan(Date.now() - 1000);
    const id = decide(desk);
    await soon(() => expect(desk.pace.waits.at(-1)).toBeGreaterThanOrEqual(2));
    // It has not left: whoever decided it can still take it back.
    expect(outbox(desk)).toMatchObject([{ id, state: 'waiting', attempts: 0 }]);
    await hub.listen(port);
    await soon(() => {
      desk.pace.pass();
      expect(hub.batches).toHaveLength(1);
    });
    await desk.until('up-to-date');
    expect(hub.batches[0]).toMatchObject([{ key: id }]);
  });

  it('and it says how long to wait, only the person comes before that (P6)', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.fault = (path) =>
      path === '/api/auth/me'
        ? { status: 429, headers: { 'retry-after': '120' }, body: problem('RATE_LIMITED') }
        : null;
    desk.context.sync.now();
    expect((await desk.until('waiting')).problem).toMatchObject({ code: 'RATE_LIMITED' });
    await soon(() => expect(desk.pace.waits).toContain(120));
    const asked = hub.paths.length;
    decide(desk);
    hub.add('member', [wireMember(5)]);
    await soon(() => expect(desk.status()).toMatchObject({ state: 'waiting', outbox: { waiting: 1 } }));
    expect(hub.paths.length).toBe(asked);
    hub.fault = () => null;
    desk.context.sync.now();
    await desk.until('up-to-date');
  });
});

describe('what only a person can mend', () => {
  it('is a sign-in that has ended: nothing is asked until the password is given, and nothing that waits is lost (P2)', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    hub.endSignIn();
    const id = decide(desk);
    expect((await desk.until('sign-in-needed')).problem).toMatchObject({
      code: 'HUB_REFUSED',
      details: { signIn: true },
    });
    const asked = hub.paths.length;
    desk.context.sync.now();
    decide(desk, 1, 2);
    await soon(() => expect(hub.openStreams).toBe(0));
    expect(desk.status()).toMatchObject({ state: 'sign-in-needed', live: 'none', outbox: { waiting: 2 } });
    expect(hub.paths.length).toBe(asked);
    expect(desk.context.cache.read.pluck('SELECT kind FROM audit_entry')).toEqual(['sign-in-failed']);
    await syncHandlers['sync.signIn']({ password: 'wind and sun 7' }, desk.context);
    await desk.until('up-to-date');
    expect(hub.batches.flat().map(({ key }) => key)[0]).toBe(id);
    expect(outbox(desk)).toEqual([]);
  });

  it('is a hub that is too new: nothing is asked until the next start (P4)', async () => {
    const hub = await feedHub();
    hub.fault = (path) => (path === '/api/auth/me' ? { status: 426, body: problem('CLIENT_TOO_OLD') } : null);
    const desk = await connectedDesk(hub);
    expect((await desk.until('too-old')).problem).toMatchObject({ code: 'CLIENT_TOO_OLD' });
    const asked = hub.paths.length;
    desk.context.sync.now();
    desk.context.sync.wake();
    hub.fault = () => null;
    expect(desk.status().state).toBe('too-old');
    expect(hub.paths.length).toBe(asked);
    await desk.context.sync.stop();
    desk.context.sync.start();
    await desk.until('up-to-date');
  });
});

describe('ending the exchange', () => {
  it('in the middle of a request leaves nothing behind, and a new start goes on from there', async () => {
    const hub = await feedHub();
    const desk = await connectedDesk(hub);
    await desk.until('up-to-date');
    let isHeld = false;
    hub.fault = (path) => (path === '/api/commands' ? ((isHeld = true), new Promise(() => undefined)) : null);
    const id = decide(desk);
    await soon(() => expect(isHeld).toBe(true));
    await desk.context.sync.stop();
    await soon(() => expect(hub.openStreams).toBe(0));
    expect(desk.pace.waits).toEqual([]);
    expect(outbox(desk)).toMatchObject([{ id, state: 'sent' }]);
    hub.fault = () => null;
    desk.context.sync.start();
    await desk.until('up-to-date');
    expect(hub.batches).toMatchObject([[{ key: id }]]);
  });
});
