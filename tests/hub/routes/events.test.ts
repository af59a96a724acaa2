import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publish } from '#hub/db/feed.ts';
import { changeEventFields, PROTOCOL_HEADER } from '#shared/wire/sync.ts';
import { START_TIMEOUT } from '../databases.ts';
import { type RunningHub, startHub } from '../running-hub.ts';

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub({ limits: { heartbeatMs: 50, accessTokenMinutes: 15 } });
}, START_TIMEOUT);
afterAll(() => hub.stop(), START_TIMEOUT);

/** An open stream of the hub: what it said, and waiting for it to say more. */
class Listener {
  readonly events: EventSourceMessage[] = [];
  comments = 0;
  hasEnded = false;
  readonly #gone = new AbortController();
  #wake = (): void => undefined;

  static async open(headers: Record<string, string>): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${hub.address}/api/events?community=${hub.communityId}`, {
      headers,
      signal: listener.#gone.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    void listener.#listen(response.body!);
    return listener;
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  get positions(): number[] {
    return this.events.map(({ data }) => changeEventFields.parse(JSON.parse(data)).position);
  }

  close(): void {
    this.#gone.abort();
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.events.push(event), onComment: () => this.comments++ });
    try {
      const decoder = new TextDecoder();
      for await (const bytes of body) {
        parser.feed(decoder.decode(bytes, { stream: true }));
        this.#wake();
      }
    } catch {
      // Closed by the test.
    }
    this.hasEnded = true;
    this.#wake();
  }
}

const listeners: Listener[] = [];
async function listen(headers: Record<string, string> = {}): Promise<Listener> {
  const listener = await Listener.open({ ...(await hub.headersOf('viewer')), ...headers });
  listeners.push(listener);
  return listener;
}
afterEach(() => listeners.splice(0).forEach((listener) => listener.close()));

let changes = 0;
/** Publishes a change as another process of the hub would: nobody here is told. */
function change(): Promise<number> {
  const key = `x${changes++}`;
  return hub.db.transaction().execute((tx) => publish(tx, hub.communityId, [{ kind: 'weather', key, body: { key } }]));
}
async function position(): Promise<number> {
  const row = await hub.db.selectFrom('communities').select('feed_position').executeTakeFirstOrThrow();
  return row.feed_position;
}

describe('GET /api/events', () => {
  it('E1: says that the feed has reached a position, and not what has changed', async () => {
    const now = await position();
    const listener = await listen({ 'last-event-id': String(now) });
    hub.parts.signals.announce(hub.communityId, now + 3);
    await listener.until(() => listener.events.length === 1);
    const data = JSON.stringify({ community_id: hub.communityId, position: now + 3 });
    expect(listener.events).toEqual([{ id: String(now + 3), event: 'change', data }]);
  });

  it('E2: says at once when the feed is further than the console has heard', async () => {
    const now = await position();
    const behind = await listen({ 'last-event-id': String(now - 1) });
    const fresh = await listen();
    await behind.until(() => behind.events.length > 0);
    await fresh.until(() => fresh.events.length > 0);
    expect([behind.positions, fresh.positions]).toEqual([[now], [now]]);
  });

  it('E2: says nothing but comments when the console knows everything', async () => {
    const listener = await listen({ 'last-event-id': String(await position()) });
    await listener.until(() => listener.comments >= 4);
    expect(listener.events).toEqual([]);
  });

  it('E3: comments again and again, and finds what another process has published', async () => {
    const listener = await listen({ 'last-event-id': String(await position()) });
    const published = await change();
    await listener.until(() => listener.events.length > 0 && listener.comments >= 3);
    expect(listener.positions).toEqual([published]);
  });

  it('tells each position once, in order, however it comes to know it', async () => {
    const now = await position();
    const listener = await listen({ 'last-event-id': String(now) });
    const first = await change();
    hub.parts.signals.announce(hub.communityId, first);
    hub.parts.signals.announce(hub.communityId, first);
    const second = await change();
    await listener.until(() => listener.positions.includes(second));
    hub.parts.signals.announce(hub.communityId, first);
    const third = await change();
    await listener.until(() => listener.positions.includes(third));
    expect(listener.positions).toEqual([first, second, third]);
  });

  it('ends when the person may no longer see the community', async () => {
    const listener = await listen();
    const { id } = hub.users.viewer;
    await hub.db.deleteFrom('hub_user_communities').where('user_id', '=', id).execute();
    await listener.until(() => listener.hasEnded);
    const { headers, address, communityId } = { ...hub, headers: await hub.headersOf('viewer') };
    const again = await fetch(`${address}/api/events?community=${communityId}`, { headers });
    expect(again.status).toBe(404);
    await hub.db.insertInto('hub_user_communities').values({ user_id: id, community_id: communityId }).execute();
  });

  it('P4: refuses a console of another version before it streams', async () => {
    const headers = { ...(await hub.headersOf('viewer')), [PROTOCOL_HEADER]: '99' };
    const response = await fetch(`${hub.address}/api/events?community=${hub.communityId}`, { headers });
    expect(response.status).toBe(426);
  });

  it('ends its streams when the hub stops, which does not wait for them', async () => {
    const listener = await listen();
    await hub.restart();
    await listener.until(() => listener.hasEnded);
    const next = await listen();
    await next.until(() => next.events.length > 0);
  });
});

describe('an event stream and its access token', () => {
  it(
    'ends together with the token',
    async () => {
      let now = Date.UTC(2026, 5, 15, 12);
      const quick = await startHub({ now: () => now });
      const headers = await quick.headersOf('viewer');
      now += 15 * 60_000 - 300;
      const response = await fetch(`${quick.address}/api/events?community=${quick.communityId}`, { headers });
      expect(response.status).toBe(200);
      // Reading to the end is only possible because the hub ends it.
      expect(await response.text()).toContain('event: change');
      await quick.stop();
    },
    START_TIMEOUT,
  );
});
