import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBackup } from '#cli/backup.ts';
import { runImport } from '#cli/import.ts';
import { unlockProfile } from '#cli/profile.ts';
import { deviceKeyOf } from '#engine/audit/device-key.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { checkCache } from '#engine/cache/check.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import type { EngineContext } from '#engine/context.ts';
import { call } from '../engine/fixtures/engine-calls.ts';
import { engineContext } from '../engine/fixtures/engine-context.ts';

// The command line writes into a profile whose console is open: each of them in turn, and nothing is lost.

const PASSPHRASE = 'solar neighbours share';
const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-beside-'));
const passphraseFile = path.join(folder, 'passphrase');
writeFileSync(passphraseFile, `${PASSPHRASE}\n`);

function readings(name: string, hours: number): string {
  const file = path.join(folder, name);
  const lines = Array.from({ length: hours * 2 }, (_, row) => {
    const time = new Date(Date.UTC(2026, 4, 1, Math.floor(row / 2))).toISOString();
    return `${time},${row % 2 === 0 ? 'north,0.8,0.2' : 'south,0,0.5'}`;
  });
  writeFileSync(file, `timestamp,member,produced_kwh,consumed_kwh\n${lines.join('\n')}\n`);
  return file;
}

const profile = path.join(folder, 'profile');
let key: Uint8Array;
let cache: Cache;
let context: EngineContext;
let communityId: string;

const flags = (): string[] => ['--profile', profile, '--passphrase-file', passphraseFile, '--json'];
const io = { stdout: () => undefined, stderr: () => undefined };
const importFlags = (file: string, name: string): string[] => [
  '--file',
  file,
  '--name',
  name,
  '--time-zone',
  'Europe/Berlin',
  '--retail',
  '0.30',
  '--feed-in',
  '0.08',
  ...flags(),
];

beforeAll(async () => {
  expect(await runImport(importFlags(readings('small.csv', 24), 'Two roofs'), io)).toBe(0);
  const opened = await unlockProfile(profile, PASSPHRASE, 'refuse');
  key = new Uint8Array(opened.key);
  cache = openCache({ ...opened, busyTimeoutMs: 100 });
  context = engineContext(cache, { device: deviceKeyOf(opened.deviceKey) });
  [{ id: communityId }] = await call(context, 'communities.list', {});
}, 60_000);
afterAll(() => {
  context.audit.close();
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

async function renameOrganiser(number: number): Promise<void> {
  await call(context, 'documents.setOrganiser', {
    communityId,
    organiser: {
      name: `Organiser ${number}`,
      address: 'Am Hang 1',
      contact: 'office@hang.example',
      representative: null,
      protectionOfficer: null,
    },
  });
}

it('an import of the command line and what the console writes meanwhile are both there, and the audit log is one', async () => {
  let isOver = false;
  const importing = runImport([...importFlags(readings('large.csv', 500), 'Three roofs'), '--simulate-trades'], io);
  void importing.finally(() => (isOver = true));
  let renamed = 0;
  for (; !isOver; renamed++) {
    await renameOrganiser(renamed);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await importing).toBe(0);
  expect(renamed).toBeGreaterThan(3);

  const names = (await call(context, 'communities.list', {})).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['Three roofs', 'Two roofs']);
  expect(cache.read.pluck('SELECT COUNT(*) FROM meter_reading')).toEqual([48 + 1000]);
  const written = "SELECT COUNT(*) FROM audit_entry WHERE method = 'documents.setOrganiser'";
  expect(cache.read.pluck(written)).toEqual([renamed]);
  expect(cache.read.pluck('SELECT name FROM organiser')).toEqual([`Organiser ${renamed - 1}`]);
  expect(checkCache(cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
  expect((await verifyLog(cache.read, context.audit, () => false)).finding).toBeNull();
});

it('a backup of the command line is whole although the console goes on writing', async () => {
  let isOver = false;
  const making = runBackup(flags(), io);
  void making.finally(() => (isOver = true));
  for (let number = 0; !isOver; number++) {
    await renameOrganiser(number);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await making).toBe(0);
  const [backup] = backupsOf(cache.file);
  expect(() => checkBackup(backup, key)).not.toThrow();
});

it('while one of them holds the cache longer than the other waits, the other is told that it is in use, and nothing of it is written', async () => {
  const other = openCache({ file: cache.file, key });
  try {
    other.write.exec('BEGIN IMMEDIATE');
    await expect(renameOrganiser(1)).rejects.toThrow(/CACHE_LOCKED/);
    other.write.exec('COMMIT');
    await renameOrganiser(2);
    expect(cache.read.pluck('SELECT name FROM organiser')).toEqual(['Organiser 2']);
    expect((await verifyLog(cache.read, context.audit, () => false)).finding).toBeNull();
  } finally {
    other.close();
  }
});
