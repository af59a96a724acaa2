/** A closed cache as a desk has it, made once and copied for each damage. */
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey } from '#engine/audit/device-key.ts';
import { writeBackup } from '#engine/cache/backup.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { placeOffer } from '#engine/market/offer-drafts.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { keepSignIn } from '#engine/sync/connection.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { applyKey } from '#engine/cache/key.ts';
import { KEY } from '../fixtures/keys.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { COMMUNITY, foundingPage, member, memberId, page, readings, SLOT, START } from '../fixtures/pages.ts';
import { hashOf } from './damage.ts';

export const MEMBERS = 20;
export const DEVICE_KEY = newDeviceKey();
const FUNDS = { balance: 1_000_000, creditLimit: 1_000_000 };

/** Opens a cache as the engine does: with its audit log. */
export function openDesk(file: string): { readonly cache: Cache; readonly audit: AuditLog; close(): void } {
  const cache = openCache({ file, key: KEY });
  const device = deviceKeyOf(DEVICE_KEY);
  const audit = new AuditLog({ cache, device, role: () => 'admin', changed: () => undefined, log: () => undefined });
  return {
    cache,
    audit,
    close: () => {
      audit.close();
      cache.close();
    },
  };
}

/** Keeps a decision of a member: an order for a slot of its own. */
export function decide(cache: Cache, number: number): string {
  const windowStart = START + (30 + number) * SLOT;
  const offer = { memberId: memberId(number % MEMBERS), type: 'buy', quantityWh: number, price: 100_000 } as const;
  const wish = { communityId: COMMUNITY, offer: { ...offer, windowStart, windowEnd: windowStart + SLOT } };
  return placeOffer(cache.write, { ...wish, key: keyOf(number) }, START);
}

export const outboxOf = (cache: Cache): OutboxItem[] =>
  outboxItems(cache.read, requireCommunity(cache.read, COMMUNITY)).toReversed();

/**
 * Makes the profile: a community of a hub with readings, 3 decisions, a backup with them, and then 3 more.
 * @param backup null without one
 */
function makeProfile(folder: string, backup: boolean): void {
  const file = join(folder, 'cache.db');
  const { cache, audit, close } = openDesk(file);
  audit.append({ kind: 'update', outcome: 'done', communityId: null, details: { version: '1.0.0', before: null } });
  const members = Array.from({ length: MEMBERS }, (_, index) => member(index, FUNDS));
  applyPage(cache.write, { ...foundingPage(MEMBERS), members });
  const rows = Array.from({ length: 4000 }, (_, i) => ({
    slot: START + Math.floor(i / MEMBERS) * SLOT,
    member: i % MEMBERS,
    consumed: i,
  }));
  applyPage(cache.write, page(MEMBERS, { readings: readings(rows) }));
  keepSignIn(
    cache.write,
    'https://hub.example',
    {
      user: { id: 'u', email: 'anna@hub.example', name: 'Anna', role: 'admin' },
      communities: [{ id: COMMUNITY, name: 'Sonnenhang' }],
      access_token: 'a',
      refresh_token: 'old token',
      expires_in: 900,
    },
    START,
  );
  const { id } = requireCommunity(cache.read, COMMUNITY);
  writeSyncState(cache.write, { communityId: id, cursor: 'c', position: 4, completeAt: START });
  for (const number of [1, 2, 3]) decide(cache, number);
  close();
  if (backup) backUp(file);
  const later = openDesk(file);
  later.cache.write.run("UPDATE hub_connection SET refresh_token = 'newest token'");
  for (const number of [4, 5, 6]) decide(later.cache, number);
  later.audit.append({ kind: 'settings', outcome: 'done', communityId: null, details: {} });
  later.close();
}

/** Makes a backup of a closed cache. */
function backUp(file: string): string {
  const raw = new Sqlite(file);
  try {
    applyKey(raw, KEY);
    return writeBackup(raw, file, { reason: 'by-hand', appVersion: '1.0.0' });
  } finally {
    raw.close();
  }
}

/** Copies of one profile, each in a folder of its own; the profile is made once for a test file. */
export function closedCaches({ backup = true } = {}): () => string {
  let made: string | null = null;
  afterAll(() => {
    if (made) rmSync(made, { recursive: true, force: true });
  });
  return () => {
    if (made === null) makeProfile((made = mkdtempSync(join(tmpdir(), 'commonwatt-test-'))), backup);
    const folder = mkdtempSync(join(tmpdir(), 'commonwatt-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(made, folder, { recursive: true });
    return join(folder, 'cache.db');
  };
}

/** Everything below a folder by hash: what is still there is found again, wherever it was moved. */
export function hashesBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((file) => statSync(file).isFile());
  return new Map(files.map((file) => [hashOf(file), file]));
}
