import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { contentOf, differences } from './cache-content.ts';
import { Desk } from './desk.ts';
import { type Fault, FaultyProxy, PASS, type ProxiedRequest } from './faulty-proxy.ts';

let hub: RunningHub;
let proxy: FaultyProxy;
let desk: Desk;
let uninterrupted: ReturnType<typeof contentOf>;

beforeAll(async () => {
  hub = await startHub();
  proxy = await FaultyProxy.start(() => hub.address);
  proxy.rewrite = (url) => (url.startsWith('/api/sync') ? `${url.replace(/&limit=\d+/, '')}&limit=600` : url);
  await withNewDesk(async () => {
    await desk.syncToTheEnd();
    uninterrupted = contentOf(desk.cache.read);
  });
}, 180_000);
afterAll(async () => {
  await proxy.stop();
  await hub.stop();
});
beforeEach(async () => {
  proxy.fault = () => PASS;
  desk = new Desk({ now: hub.parts.now });
  await desk.connect(proxy.address, hub.users.manager.email, PASSWORD);
});
afterEach(() => desk.close());

async function withNewDesk(work: () => Promise<void>): Promise<void> {
  desk = new Desk({ now: hub.parts.now });
  await desk.connect(proxy.address, hub.users.manager.email, PASSWORD);
  await work();
  await desk.close();
}

const onPages =
  (fault: (count: number) => Fault, count = { pages: 0 }) =>
  ({ path }: ProxiedRequest): Fault =>
    path === '/api/sync' ? fault(count.pages++) : PASS;

function problem(code: string): string {
  return JSON.stringify({ error: { code, message: 'said by the test', remedy: '' } });
}

/** The second page goes wrong; what the person is told, and that the copy is whole once it goes right again. */
async function secondPageIs(fault: Fault): Promise<ReturnType<typeof statusOf>> {
  proxy.fault = onPages((count) => (count >= 1 ? fault : PASS));
  await desk.loop.once();
  const during = statusOf();
  expect(during.state).not.toBe('up-to-date');
  return during;
}

function statusOf() {
  const { state, problem: general, retryAt, communities } = desk.status;
  return { state, code: (general ?? communities[0]?.problem)?.code, retryAt, communities };
}

async function goesRightAgain(): Promise<void> {
  proxy.fault = () => PASS;
  await desk.syncToTheEnd();
  expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
}

describe('an answer that is no page keeps what was fetched, says what it was, and is made good later', () => {
  it.each([
    ['403 forbidden', { type: 'answer', status: 403, body: problem('FORBIDDEN') }, 'blocked', 'FORBIDDEN'],
    ['409 conflict', { type: 'answer', status: 409, body: problem('VERSION_CONFLICT') }, 'waiting', 'VERSION_CONFLICT'],
    ['500 with a known code', { type: 'answer', status: 500, body: problem('INTERNAL') }, 'waiting', 'HUB_REFUSED'],
    [
      '502 of a proxy, as a page of HTML',
      { type: 'answer', status: 502, body: '<html>Bad gateway</html>' },
      'waiting',
      'HUB_REFUSED',
    ],
    [
      '200 of a hotel that wants a sign-in, as a page of HTML',
      { type: 'answer', status: 200, body: '<html>Welcome</html>' },
      'waiting',
      'HUB_REFUSED',
    ],
    ['200 with nothing', { type: 'answer', status: 200, body: '' }, 'waiting', 'HUB_REFUSED'],
    [
      'JSON that is cut short',
      { type: 'change', body: (body) => body.subarray(0, body.length - 40) },
      'waiting',
      'HUB_REFUSED',
    ],
    [
      'bytes that are no text',
      { type: 'change', body: (body) => Buffer.from(body.map((byte) => byte ^ 0x5a)) },
      'waiting',
      'HUB_REFUSED',
    ],
  ] satisfies [string, Fault, string, string][])('%s', async (_name, fault, state, code) => {
    const during = await secondPageIs(fault);
    expect(during).toMatchObject({ state, code });
    expect(desk.cache.read.pluck('SELECT COUNT(*) FROM member')[0]).toBeGreaterThan(0);
    if (state === 'blocked') desk.loop.unblock(hub.communityId, false);
    await goesRightAgain();
  });

  it('a redirect to another place is not followed', async () => {
    const during = await secondPageIs({ type: 'answer', status: 302, headers: { location: 'http://127.0.0.1:9/' } });
    expect(during.state).toBe('waiting');
    await goesRightAgain();
  });

  it('a record that does not fit its schema is named by kind, row and field, and nothing of its page is kept (L9)', async () => {
    const before = { pages: 0 };
    proxy.fault = onPages(
      (count) =>
        count === 1
          ? {
              type: 'change',
              body: (body) => Buffer.from(body.toString().replace(/"consumed_wh":\d+/, '"consumed_wh":-1')),
            }
          : PASS,
      before,
    );
    await desk.loop.once();
    const during = statusOf();
    expect(during.code).toBe('INPUT_INVALID');
    expect(during.state).not.toBe('up-to-date');
    const told = desk.status.problem ?? desk.status.communities[0].problem;
    expect(told?.message).toMatch(/reading/);
    expect(told?.message).toMatch(/consumed_wh/);
    expect(desk.cache.read.pluck<number>('SELECT COUNT(*) FROM meter_reading WHERE consumed_wh < 0')[0]).toBe(0);
    desk.loop.unblock(hub.communityId, false);
    await goesRightAgain();
  });
});

describe('what the hub says about time', () => {
  it('Retry-After is obeyed (P6)', async () => {
    const during = await secondPageIs({
      type: 'answer',
      status: 429,
      headers: { 'retry-after': '7' },
      body: problem('RATE_LIMITED'),
    });
    expect(during).toMatchObject({ state: 'waiting', code: 'RATE_LIMITED' });
    expect(during.retryAt).toBe(hub.parts.now() + 7_000);
    await goesRightAgain();
  });

  it('a slow hub is waited for', async () => {
    proxy.fault = onPages(() => ({ type: 'slow', ms: 150 }));
    await desk.syncToTheEnd();
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });

  it.each([-2, 2])('a desk whose clock is %i days off fetches everything all the same', async (days) => {
    const skewed = new Desk({ now: () => hub.parts.now() + days * 86_400_000 });
    await skewed.connect(proxy.address, hub.users.manager.email, PASSWORD);
    await skewed.syncToTheEnd();
    expect(differences(contentOf(skewed.cache.read), uninterrupted)).toEqual([]);
    await skewed.close();
  });
});

describe('sign-in and versions', () => {
  it('401 in the middle is answered with fresh tokens, unseen by the person (P2)', async () => {
    let refused = 0;
    proxy.fault = onPages((count) =>
      count === 1 || count === 3 ? (refused++, { type: 'answer', status: 401, body: problem('HUB_REFUSED') }) : PASS,
    );
    await desk.loop.once();
    expect(refused).toBe(2);
    expect(desk.status.state).toBe('up-to-date');
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });

  it.each(['cut-before', 'cut-after'] as const)('a refresh that is lost (%s) signs nobody out (P3)', async (type) => {
    let lost = 0;
    let isExpired = true;
    proxy.fault = ({ path }) => {
      if (path === '/api/auth/refresh' && lost < 2) {
        lost++;
        return { type };
      }
      if (path !== '/api/sync' || !isExpired) return PASS;
      isExpired = lost < 2;
      return { type: 'answer', status: 401, body: problem('HUB_REFUSED') };
    };
    await desk.loop.once();
    await desk.loop.once();
    expect(lost).toBe(2);
    await goesRightAgain();
  });

  it('a sign-in that is over asks for the password, and nothing that waits is lost', async () => {
    await desk.syncToTheEnd();
    desk.decide(hub.communityId, crypto.randomUUID());
    proxy.fault = ({ path }) =>
      path.startsWith('/api/auth') || path === '/api/commands'
        ? { type: 'answer', status: 401, body: problem('HUB_REFUSED') }
        : PASS;
    await desk.loop.once();
    expect(desk.status.state).toBe('sign-in-needed');
    expect(desk.status.outbox.waiting).toBe(1);
  });

  it('426 says that the console is too old, and it goes on offline (P4)', async () => {
    const during = await secondPageIs({ type: 'answer', status: 426, body: problem('CLIENT_TOO_OLD') });
    expect(during).toMatchObject({ state: 'too-old', code: 'CLIENT_TOO_OLD' });
    expect(desk.cache.read.pluck<number>('SELECT COUNT(*) FROM member')[0]).toBeGreaterThan(0);
  });

  it('410 builds a new generation beside the copy in view, also when it is cut in between (L12)', async () => {
    await desk.syncToTheEnd();
    desk.decide(hub.communityId, crypto.randomUUID());
    let gone = 0;
    let cuts = 0;
    proxy.fault = ({ path }) => {
      if (path === '/api/commands') return { type: 'cut-before' };
      return PASS;
    };
    await desk.loop.once();
    expect(desk.status.outbox.waiting).toBe(1);
    proxy.fault = onPages((count) => {
      if (gone++ === 0) return { type: 'answer', status: 410, body: problem('RESYNC_REQUIRED') };
      if (count % 2 === 0 && cuts++ < 2) return { type: 'cut-inside', share: 0.5 };
      return PASS;
    });
    await desk.loop.once();
    expect(cuts).toBeGreaterThan(0);
    // In the meantime the person sees the old copy, whole.
    expect(desk.cache.read.pluck<number>('SELECT COUNT(*) FROM community WHERE uid = ?', [hub.communityId])).toEqual([
      1,
    ]);
    await desk.syncToTheEnd();
    const after = contentOf(desk.cache.read);
    expect(after.member).toEqual(uninterrupted.member);
    expect(after.trade).toEqual(uninterrupted.trade);
    expect(after.rollup_day.length).toBe(uninterrupted.rollup_day.length);
    const [offer] = await hub.db.selectFrom('trading_offers').select('id').where('price_per_kwh', '=', 0.95).execute();
    expect(offer).toBeDefined();
    await hub.db.deleteFrom('trading_offers').where('price_per_kwh', '=', 0.95).execute();
    await hub.db.deleteFrom('change_feed').where('kind', '=', 'offer').where('key', '=', offer.id).execute();
  });
});

it('a full disk keeps what is there, says so, and the fetch goes on when there is room again', async () => {
  const [pages] = desk.cache.write.pluck<number>('PRAGMA page_count');
  desk.cache.write.all(`PRAGMA max_page_count = ${pages + 20}`);
  await desk.loop.once();
  expect(statusOf()).toMatchObject({ state: 'waiting', code: 'DISK_FULL' });
  expect(desk.cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
  desk.cache.write.all('PRAGMA max_page_count = 1000000');
  await goesRightAgain();
});
