/** A small cache with rows in every table, made in the ways in which the product makes them. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openCache } from '#engine/cache/open.ts';
import type { EngineContext } from '#engine/context.ts';
import { ChosenFiles } from '#engine/files.ts';
import { connectHub } from '#engine/sync/connect.ts';
import { ownPace } from '#engine/sync/pace.ts';
import { syncStatus } from '#engine/sync/status.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { call, carryOut } from '../../tests/engine/fixtures/engine-calls.ts';
import { engineContext } from '../../tests/engine/fixtures/engine-context.ts';
import { PASSWORD, startHub } from '../../tests/hub/running-hub.ts';
import type { ReleaseKeys } from './release-keys.ts';

const SLOT = 15 * MINUTE;
const DAY = 24 * HOUR;
/** The hub's day, which is over: its data do not change with the day on which this runs. */
const UNTIL = Date.UTC(2026, 5, 15, 10);
const HUB_COMMUNITY = { members: 4, days: 1, until: UNTIL } as const;
const IMPORTED = 'Two roofs';
/** Long enough ago for the readings to be past their retention, not for the trades. */
const OLD_READINGS = Date.UTC(2023, 4, 1);

/**
 * Makes a cache as a desk would have it after its first days: a community of a hub with decisions that wait to be sent, and one from a file.
 * @param folder for the files that are imported, and for the cache
 * @returns the path of the closed cache
 */
export async function makeRepresentativeCache(folder: string, keys: ReleaseKeys): Promise<string> {
  const file = path.join(folder, 'cache.db');
  await withEngine(file, keys, async (context) => {
    const communityId = await fetchFromHub(context);
    await decide(context, communityId);
    await keepRecords(context, communityId);
    await importFactors(context, communityId, folder);
    await importReadings(context, folder);
    // Only a hub that is newer than this console has such.
    context.cache.write.run(
      `INSERT INTO kept_aside SELECT id, 'member', (SELECT MIN(uid) FROM member), '{"heat_pump":true}' FROM community LIMIT 1`,
    );
  });
  return file;
}

/** Has retention clear the readings of the imported community, whose sums stay as they are. */
export async function clearOldReadings(file: string, keys: ReleaseKeys): Promise<void> {
  await withEngine(file, keys, async (context) => {
    const communityId = await importedCommunity(context);
    await call(context, 'privacy.setClocks', { communityId, clocks: { meter: 12, offer: 12 } });
    const { id: planId } = await call(context, 'privacy.dryRun', { communityId });
    await carryOut(context, 'privacy.runRetention', { communityId, planId });
  });
}

async function withEngine(
  file: string,
  { key, device }: ReleaseKeys,
  work: (context: EngineContext) => Promise<void>,
): Promise<void> {
  const cache = openCache({ file, key });
  const context = engineContext(cache, { device, files: new ChosenFiles(), pace: { ...ownPace, now: () => UNTIL } });
  try {
    await work(context);
  } finally {
    await context.sync.close();
    await context.tasks.drain();
    context.audit.close();
    cache.close();
  }
}

/** Everything a hub has of a community, its settlement cases included. The hub is gone afterwards. */
async function fetchFromHub(context: EngineContext): Promise<string> {
  const hub = await startHub({ seed: HUB_COMMUNITY });
  try {
    const person = { address: hub.address, email: hub.users.admin.email, password: PASSWORD };
    await connectHub(context.cache, person, context.sync.closing);
    do await context.sync.once();
    while (syncStatus(context.cache.read, context.sync.state).state !== 'up-to-date');
    return hub.communityId;
  } finally {
    await hub.stop();
  }
}

/** A decision of each kind, none of which reaches the hub. */
async function decide(context: EngineContext, communityId: string): Promise<void> {
  const { read } = context.cache;
  const [memberId] = read.pluck<string>('SELECT uid FROM member_view WHERE is_active = 1 ORDER BY uid LIMIT 1');
  const windowStart = Math.ceil(Date.now() / SLOT) * SLOT + DAY;
  await call(context, 'market.placeOffer', {
    communityId,
    key: randomUUID(),
    offer: { memberId, type: 'sell', quantityWh: 400, price: 240_000, windowStart, windowEnd: windowStart + SLOT },
  });
  await call(context, 'rules.save', {
    communityId,
    memberId,
    ruleId: null,
    baseVersion: 0,
    draft: {
      type: 'sell',
      maxQuantityWh: 1000,
      maxPrice: null,
      minPrice: 120_000,
      minBatterySoc: null,
      timeWindows: ['Mo-Fr 10:00-16:00'],
      isEnabled: true,
    },
    reason: 'The surplus of noon',
    key: randomUUID(),
  });
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  const { cases } = await call(context, 'settlement.cases', { communityId, filter, from: 0, limit: 10 });
  const [open] = cases.filter(({ state }) => state === 'open');
  const { tradeId, executedAt, number, tradeVersion } = open;
  await call(context, 'settlement.propose', {
    communityId,
    cases: [{ tradeId, executedAt, number, tradeVersion }],
    resolution: { kind: 'void' },
    reason: 'Neither of the two wants it any more',
    key: randomUUID(),
  });
}

/** Records of law, a report and the file that it was saved to. */
async function keepRecords(context: EngineContext, communityId: string): Promise<void> {
  const { read, write } = context.cache;
  const [memberId] = read.pluck<string>('SELECT uid FROM member_view WHERE is_active = 1 ORDER BY uid LIMIT 1');
  await call(context, 'documents.setOrganiser', {
    communityId,
    organiser: {
      name: 'Sonnenhang eG',
      address: 'Am Hang 1, 79100 Freiburg',
      contact: 'office@sonnenhang.example',
      representative: null,
      protectionOfficer: null,
    },
  });
  await call(context, 'documents.save', {
    communityId,
    kind: 'consent-text',
    title: 'What we ask',
    language: 'en',
    text: 'We show the best on a board.',
    validFrom: UNTIL - DAY,
  });
  const consent = { memberId, purpose: 'leaderboards', at: UNTIL } as const;
  await call(context, 'consents.record', { ...consent, decision: 'given', documentVersion: 1 });
  await call(context, 'consents.record', { ...consent, decision: 'withdrawn', documentVersion: null });
  await call(context, 'privacy.setHold', { communityId, memberId, class: 'meter', reason: 'A dispute about a bill' });
  const { reportId } = await carryOut(context, 'reports.make', {
    order: { kind: 'reconciliation', communityId, range: { from: UNTIL - DAY, to: UNTIL } },
    language: 'de',
  });
  context.reports.saved(write, reportId, 'a1'.repeat(32));
}

async function importFactors(context: EngineContext, communityId: string, folder: string): Promise<void> {
  const lines = Array.from({ length: 24 }, (_, hour) => `${new Date(UNTIL - hour * HOUR).toISOString()},${300 + hour}`);
  const fileId = choose(context, folder, 'factors.csv', ['timestamp,g_per_kwh', ...lines]);
  await call(context, 'insights.importFactors', { communityId, fileId, source: 'Electricity Maps, 2026' });
}

/** A community from a file whose readings are older than retention lets them become. */
async function importReadings(context: EngineContext, folder: string): Promise<void> {
  const lines = Array.from({ length: 24 }, (_, row) => {
    const hour = new Date(OLD_READINGS + Math.floor(row / 2) * HOUR).toISOString();
    return row % 2 === 0 ? `${hour},north,0.4,0.1` : `${hour},south,0,0.3`;
  });
  const fileId = choose(context, folder, 'readings.csv', ['timestamp,member,produced_kwh,consumed_kwh', ...lines]);
  await call(context, 'imports.inspect', { fileId, timeZone: 'Europe/Berlin' });
  await carryOut(context, 'imports.start', {
    fileId,
    onBadRows: 'refuse',
    communityId: null,
    communityName: IMPORTED,
    timeZone: 'Europe/Berlin',
    gridImportPrice: 300_000,
    gridExportPrice: 80_000,
    simulateTrades: true,
  });
}

async function importedCommunity(context: EngineContext): Promise<string> {
  const imported = (await call(context, 'communities.list', {})).find(({ name }) => name === IMPORTED);
  if (!imported) throw new Error('The readings made no community.');
  return imported.id;
}

/** A file as a person chooses one. */
function choose(context: EngineContext, folder: string, name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  context.files.register(name, { path: file, name });
  return name;
}
