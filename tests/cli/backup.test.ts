import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAudit } from '#cli/audit.ts';
import { runBackup } from '#cli/backup.ts';
import { runImport } from '#cli/import.ts';
import { runStats } from '#cli/stats.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = join(folder, 'profile');
const passphraseFile = join(folder, 'passphrase');
const flags = ['--profile', profile, '--passphrase-file', passphraseFile];

/** A CSV with a quarter of an hour of one member that made so many kWh. */
function readings(name: string, kwh: number): string {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,${kwh},0.5\n`);
  return file;
}

async function run(command: typeof runBackup, ...args: string[]) {
  let stdout = '';
  const exitCode = await command([...flags, ...args], { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

async function json<T>(command: typeof runBackup, ...args: string[]): Promise<T> {
  return JSON.parse((await run(command, ...args, '--json')).stdout) as T;
}

interface WireBackup {
  readonly id: string;
  readonly reason: string;
  readonly problem?: string | null;
}
const listed = async (): Promise<WireBackup[]> => (await json<{ backups: WireBackup[] }>(runBackup, '--list')).backups;

let id: string;
beforeAll(async () => {
  mkdirSync(profile);
  writeFileSync(passphraseFile, 'solar neighbours share\n');
  await run(runImport, '--file', readings('first', 2), '--name', 'Sonnental');
  expect((await run(runBackup, '--list')).stdout).toBe('there is no backup\n');
  ({ id } = await json<WireBackup>(runBackup));
}, 60_000);

it('makes a verified backup', async () => {
  expect(await listed()).toMatchObject([{ id, reason: 'by-hand' }]);
  expect(await json(runBackup, '--verify')).toMatchObject({ backups: [{ id, problem: null }] });
});

it('puts a backup in place, keeps what was there, and says so in a log that is sound', async () => {
  await run(runImport, '--file', readings('second', 7), '--name', 'Windau');
  const { stdout, exitCode } = await run(runBackup, '--restore', id);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${id} is in place, with 0 decisions`);
  // Only one community is left: none has to be named.
  expect(await json(runStats)).toMatchObject({ community: 'Sonnental', produced_kwh: 2 });
  const [kept] = await listed();
  expect(kept.reason).toBe('restore');
  const verification = await run(async (args, io) => await runAudit(['verify', ...args], io));
  expect(verification.exitCode).toBe(0);
  expect(verification.stdout).toMatch(
    /entry \d+ \(.*\) says that another state of the data was put in place; \d+ entries/,
  );
});

it('says which backup cannot be used, with exit code 1, and does not put it in place', async () => {
  appendFileSync(join(profile, 'cache', 'backups', id), 'x');
  const { exitCode, stdout } = await run(runBackup, '--verify');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(new RegExp(`${id}.*CACHE_CORRUPT`));
  await expect(run(runBackup, '--restore', id)).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
});

it('refuses two things at once, a backup that is not there, and a folder that is no profile', async () => {
  await expect(run(runBackup, '--list', '--verify')).rejects.toThrow('--list and --verify: one at a time');
  await expect(run(runBackup, '--restore', '../keystore.json')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(
    runBackup(['--profile', folder, '--passphrase-file', passphraseFile, '--verify'], {
      stdout: () => undefined,
      stderr: () => undefined,
    }),
  ).rejects.toThrow('there is no profile here');
});
