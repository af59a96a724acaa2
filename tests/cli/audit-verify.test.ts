import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAudit } from '#cli/audit.ts';
import { UsageError } from '#cli/command.ts';
import { runImport } from '#cli/import.ts';
import { unlockProfile } from '#cli/profile.ts';
import { openCache } from '#engine/cache/open.ts';

const PASSPHRASE = 'solar neighbours share';
const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-audit-verify-'));
const profile = path.join(folder, 'profile');
const passphraseFile = path.join(folder, 'passphrase');
const flags = ['--profile', profile, '--passphrase-file', passphraseFile];

beforeAll(async () => {
  mkdirSync(profile);
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
  const readings = path.join(folder, 'readings.csv');
  writeFileSync(readings, 'timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,1,1\n');
  await runImport(['--file', readings, ...flags], { stdout: () => undefined, stderr: () => undefined });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await runAudit(['verify', ...args], { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

interface Report {
  readonly head: { readonly number: number; readonly hash: string };
}

async function report(...args: string[]): Promise<Report> {
  return JSON.parse((await run(...flags, '--json', ...args)).stdout) as Report;
}

it('says that the log of a profile is as it was written, with its head to be kept on paper', async () => {
  const { head } = await report();
  expect(await report('--expect', `${head.number}:${head.hash}`)).toEqual({
    // The import: asked, and done.
    checked: 2,
    total: 2,
    checkpoints: 1,
    device_key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    head: { number: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    finding: null,
    restored: null,
    expected: { number: 2, hash: head.hash, found: head.hash },
  });
  expect(await run(...flags)).toEqual({
    exitCode: 0,
    stdout: `2 entries and 1 checkpoints are as they were written\nhead 2:${head.hash}\n`,
  });
});

it('fails when an entry on paper is not the one of the log', async () => {
  const paper = 'ab'.repeat(32);
  const { exitCode, stdout } = await run(...flags, '--expect', `1:${paper}`);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^entry 1 is not the expected one: its hash is [0-9a-f]{64}\n/);
  expect((await run(...flags, '--expect', `77:${paper}`)).stdout).toMatch(/^entry 77 is not .*not there\n/);
});

it('fails and names the entry that was changed behind the console’s back', async () => {
  const { key, file } = await unlockProfile(profile, PASSPHRASE, 'refuse');
  const cache = openCache({ file, key });
  cache.write.exec("DROP TRIGGER audit_entry_stays; UPDATE audit_entry SET role = 'viewer' WHERE number = 2");
  cache.close();
  const { exitCode, stdout } = await run(...flags);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^entry 2 \(20[^)]*Z\) was changed: its content does not give its hash\n1 of 2 entries before it are as they were written; later ones are not judged\nhead 1:[0-9a-f]{64}\n$/,
  );
});

it.each([
  [[], '--profile is missing'],
  [[...flags, '--expect', '12'], '--expect 12: not the number and hash of an entry such as 120:9f86d0...'],
  [
    ['--profile', path.join(folder, 'none'), '--passphrase-file', passphraseFile],
    `--profile ${path.join(folder, 'none')}: there is no profile here; import or demo makes one`,
  ],
])('refuses %j', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(new UsageError(message));
});
