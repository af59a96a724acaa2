import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBackup } from '#cli/backup.ts';
import { runImport } from '#cli/import.ts';
import { cacheFileOf } from '#cli/profile.ts';
import { runStats } from '#cli/stats.ts';
import { rekey } from '#engine/upkeep/rekey.ts';
import { KeyChange } from '#main/app/key-change.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import { noKeychain } from '../main/keystore/keychains.ts';

// A backup that was taken elsewhere before the data key was changed, and is needed afterwards.
const PASSPHRASE = 'solar neighbours share';
const folder = mkdtempSync(join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = join(folder, 'profile');
const backups = join(profile, 'cache', 'backups');
const elsewhere = join(folder, 'elsewhere');
const passphraseFile = join(folder, 'passphrase');
const flags = ['--profile', profile, '--passphrase-file', passphraseFile];

async function run(command: typeof runBackup, ...args: string[]) {
  let stdout = '';
  const exitCode = await command([...flags, ...args], { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

async function importReadings(name: string, kwh: number): Promise<void> {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,${kwh},0.5\n`);
  await run(runImport, '--file', file, '--name', name);
}

/** As the console's settings do it. */
async function encryptAnew(): Promise<void> {
  const keystore = new Keystore(join(profile, 'keystore.json'), noKeychain);
  await keystore.load();
  await keystore.unlockWithPassphrase(PASSPHRASE);
  const keyChange = new KeyChange({
    keystore,
    runUpkeep: async (_kind, cache, work) => rekey(cache, work as Parameters<typeof rekey>[1]) as never,
    log: () => undefined,
  });
  await keyChange.begin(cacheFileOf(profile), PASSPHRASE);
  await keyChange.settle();
  keystore.lock();
}

let id: string;
beforeAll(async () => {
  mkdirSync(profile);
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
  await importReadings('Sonnental', 2);
  id = (JSON.parse((await run(runBackup, '--json')).stdout) as { id: string }).id;
  cpSync(backups, elsewhere, { recursive: true });
  await encryptAnew();
  await encryptAnew();
  rmSync(backups, { recursive: true });
  await importReadings('Windau', 7);
  cpSync(elsewhere, backups, { recursive: true });
}, 120_000);

it('is sound after two changes of the key, and stays as it is when it is examined', async () => {
  const bytes = readFileSync(join(backups, id));
  const { exitCode, stdout } = await run(runBackup, '--verify');
  expect(stdout).toMatch(new RegExp(`${id}.*sound`));
  expect(exitCode).toBe(0);
  expect(readFileSync(join(backups, id))).toEqual(bytes);
});

it('is put in the place of the data, which have the key of now and are kept', async () => {
  expect((await run(runBackup, '--restore', id)).stdout).toContain(`${id} is in place`);
  expect(JSON.parse((await run(runStats, '--json')).stdout)).toMatchObject({ community: 'Sonnental', produced_kwh: 2 });
  expect(readdirSync(backups).filter((name) => name.endsWith('.backup'))).toHaveLength(2);
  expect((await run(runBackup, '--verify')).exitCode).toBe(0);
});
