import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { contentOf, differences } from './cache-content.ts';
import { Desk } from './desk.ts';
import { FaultyProxy, PASS, type ProxiedRequest } from './faulty-proxy.ts';

// Small pages, so that there are many places to cut.
const PAGE = 200;

let hub: RunningHub;
let proxy: FaultyProxy;
let desk: Desk;
let uninterrupted: ReturnType<typeof contentOf>;

const isPage = ({ path }: ProxiedRequest): boolean => path === '/api/sync';

async function newDesk(): Promise<Desk> {
  const made = new Desk({ now: hub.parts.now });
  await made.connect(proxy.address, hub.users.manager.email, PASSWORD);
  return made;
}

beforeAll(async () => {
  hub = await startHub();
  proxy = await FaultyProxy.start(() => hub.address);
  proxy.rewrite = (url) => (url.startsWith('/api/sync') ? `${url.replace(/&limit=\d+/, '')}&limit=${PAGE}` : url);
  const calm = await newDesk();
  await calm.syncToTheEnd();
  uninterrupted = contentOf(calm.cache.read);
  await calm.close();
}, 180_000);
afterAll(async () => {
  await proxy.stop();
  await hub.stop();
});
beforeEach(async () => {
  proxy.fault = () => PASS;
  proxy.requests.length = 0;
  desk = await newDesk();
});
afterEach(() => desk.close());

it('the community is fetched in many pages, with every kind of record', () => {
  for (const [table, rows] of Object.entries(uninterrupted)) expect([table, rows.length > 0]).toEqual([table, true]);
});

describe('a first fetch that is cut at each request in turn equals an uninterrupted one', () => {
  it.each(['cut-before', 'cut-after'] as const)('%s', async (type) => {
    // Each request is cut the first time that it is made and comes through the next time.
    const cut = new Set<string>();
    let cuts = 0;
    proxy.fault = ({ path, number }) => {
      const progress = `${path} ${desk.cache.read.pluck<string | null>('SELECT cursor FROM sync_state')[0]}`;
      if (cut.has(progress)) return PASS;
      cut.add(progress);
      cuts++;
      expect(number).toBeLessThan(500);
      return { type };
    };
    await desk.syncToTheEnd(100);
    expect(cuts).toBeGreaterThan(8);
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });

  it('inside every page, at its first byte, in the middle, and just before its end', async () => {
    const shares = [0, 0.0005, 0.25, 0.5, 0.75, 0.99999];
    const cutsOf = new Map<string | null, number>();
    proxy.fault = (request) => {
      if (!isPage(request)) return PASS;
      const cursor = desk.cache.read.pluck<string | null>('SELECT cursor FROM sync_state')[0] ?? null;
      const cuts = cutsOf.get(cursor) ?? 0;
      if (cuts >= shares.length) return PASS;
      cutsOf.set(cursor, cuts + 1);
      return { type: 'cut-inside', share: shares[cuts] };
    };
    await desk.syncToTheEnd(400);
    expect(cutsOf.size).toBeGreaterThan(5);
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });
});

it('after each cut the status says that it is not up to date, and why', async () => {
  let failures = 0;
  proxy.fault = (request) => (isPage(request) && failures++ < 3 ? { type: 'cut-inside', share: 0.5 } : PASS);
  await desk.loop.once();
  expect(desk.status.state).toBe('waiting');
  expect(desk.status.problem?.code).toBe('NETWORK_FAILURE');
  expect(desk.status.retryAt).not.toBeNull();
});

describe('pages that come twice or in the wrong order (PROTOCOL.md L5)', () => {
  it('a page that is answered with the one before it is thrown away', async () => {
    const seen: Buffer[] = [];
    let lies = 0;
    proxy.fault = (request) => {
      if (!isPage(request)) return PASS;
      return {
        type: 'change',
        body: (body) => {
          seen.push(body);
          const isLie = seen.length % 3 === 0;
          if (isLie) lies++;
          return isLie ? seen[seen.length - 2] : body;
        },
      };
    };
    await desk.syncToTheEnd();
    expect(lies).toBeGreaterThan(1);
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });

  it('a page from further on in place of the next one changes nothing', async () => {
    const pages: Buffer[] = [];
    const collector = await newDesk();
    proxy.fault = (request) => (isPage(request) ? { type: 'change', body: (body) => (pages.push(body), body) } : PASS);
    await collector.syncToTheEnd();
    await collector.close();
    expect(pages.length).toBeGreaterThan(5);

    let answered = 0;
    proxy.fault = (request) => (isPage(request) && answered++ === 1 ? { type: 'change', body: () => pages[4] } : PASS);
    await desk.syncToTheEnd();
    expect(differences(contentOf(desk.cache.read), uninterrupted)).toEqual([]);
  });
});

describe('decisions while requests are cut', () => {
  it('are carried out once each, whether the request or its answer was lost', async () => {
    await desk.syncToTheEnd();
    const before = await offersAtHub();
    const faults = ['cut-before', 'cut-after', 'cut-after', 'cut-inside'] as const;
    for (const [number, type] of faults.entries()) {
      desk.decide(hub.communityId, crypto.randomUUID(), 100 + number);
      let cuts = 0;
      proxy.fault = ({ path }) =>
        path === '/api/commands' && cuts++ < 2 ? (type === 'cut-inside' ? { type, share: 0.5 } : { type }) : PASS;
      await desk.loop.once();
      expect(desk.status.state).not.toBe('up-to-date');
      expect(desk.status.outbox.waiting).toBe(1);
      await desk.syncToTheEnd();
      expect(cuts).toBeGreaterThan(2);
      expect(await offersAtHub()).toBe(before + number + 1);
    }
    expect(desk.cache.read.get('SELECT 1 FROM outbox')).toBeUndefined();
    const stored = desk.cache.read.pluck<number>(
      'SELECT quantity_wh FROM offer WHERE price = 950000 ORDER BY quantity_wh',
    );
    expect(stored).toEqual([100, 101, 102, 103]);
  });
});

async function offersAtHub(): Promise<number> {
  const rows = await hub.db.selectFrom('trading_offers').select('id').where('price_per_kwh', '=', 0.95).execute();
  return rows.length;
}
