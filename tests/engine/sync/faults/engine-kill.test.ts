import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '#shared/domain/random.ts';
import { linesUntilKilled } from '../../fixtures/killed-child.ts';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { contentOf, differences } from './cache-content.ts';
import { Desk } from './desk.ts';
import { FaultyProxy } from './faulty-proxy.ts';

const ROUNDS = 30;
/** Killed at most this long after the cache was opened: a fetch from the beginning takes about as long. */
const LONGEST_MS = 200;
/** From time to time the hub forgets its feed: the console has to fetch everything anew. */
const NEW_FEED_EVERY = 12;

const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-kill-'));
const file = path.join(folder, 'cache.db');
let hub: RunningHub;
let proxy: FaultyProxy;

beforeAll(async () => {
  hub = await startHub({ seed: { members: 6, days: 1 } });
  proxy = await FaultyProxy.start(() => hub.address);
  proxy.rewrite = (url) => (url.startsWith('/api/sync') ? `${url.replace(/&limit=\d+/, '')}&limit=300` : url);
}, 180_000);
afterAll(async () => {
  await proxy.stop();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

it(
  `a console that is killed with SIGKILL ${ROUNDS} times, whatever it does, loses no decision, makes none twice, and ends with what the hub knows`,
  { timeout: 600_000 },
  async () => {
    const desk = new Desk({ file, now: hub.parts.now });
    await desk.connect(proxy.address, hub.users.manager.email, PASSWORD);
    await desk.syncToTheEnd();
    await desk.close();
    const random = new Random('killed');
    const decided = new Set<string>();
    const tried = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const key = crypto.randomUUID();
      tried.add(key);
      const lines = await linesUntilKilled(
        new URL('sync-child.ts', import.meta.url).href,
        [file, hub.communityId, key, String(hub.parts.now())],
        random.between(0, LONGEST_MS),
      );
      if (lines.includes(`decided ${key}`)) decided.add(key);
      if (round % NEW_FEED_EVERY === NEW_FEED_EVERY - 1) await forgetFeed();
    }
    // Too few would prove little.
    expect(decided.size).toBeGreaterThan(ROUNDS / 10);

    const after = new Desk({ file, now: hub.parts.now });
    expect(after.cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
    const waiting = after.cache.read.pluck<string>('SELECT key FROM outbox');
    expect(waiting.every((key) => tried.has(key))).toBe(true);
    await after.syncToTheEnd();
    expect(after.cache.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);

    const offers = await hub.db.selectFrom('trading_offers').select('id').where('price_per_kwh', '=', 0.95).execute();
    const carriedOut = await hub.db.selectFrom('idempotency').select(['key', 'result']).execute();
    // Each command once, each accepted, and an offer for each; one that was being made when its console died may be there or not.
    expect(offers.length).toBe(carriedOut.length);
    expect(offers.length).toBeGreaterThanOrEqual(decided.size);
    expect(offers.length).toBeLessThanOrEqual(tried.size);

    const fresh = new Desk({ now: hub.parts.now });
    await fresh.connect(hub.address, hub.users.manager.email, PASSWORD);
    await fresh.syncToTheEnd();
    expect(differences(contentOf(after.cache.read), contentOf(fresh.cache.read))).toEqual([]);
    await fresh.close();
    await after.close();
  },
);

/** As after a restore: every cursor that is out there belongs to another feed. */
async function forgetFeed(): Promise<void> {
  await hub.db.updateTable('communities').set({ feed_epoch: crypto.randomUUID() }).execute();
}
