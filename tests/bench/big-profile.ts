import { existsSync } from 'node:fs';
import { constants, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { usualBackups } from '#main/app/backup-schedule.ts';
import { profileIn } from '#main/app/profile.ts';
import { sourceFingerprint } from '#tools/build.ts';
import { runToEnd } from '#tools/child-process.ts';
import { toolchainNode } from '#tools/electron-runtime/index.ts';
import { outFolder, repositoryRoot } from '#tools/paths.ts';
import { reportStep } from '#tools/report.ts';
import { PASSPHRASE } from '../e2e/protection.ts';

/**
 * A summer of 400 members: a million trades, with the 4.6 million readings and 2.9 million offers that they come from, cases, rules and
 * clearings, so that every page has as much to show as it would have.
 */
const COMMUNITY = ['--members', '400', '--days', '122', '--seed', '1', '--until', '2026-08-31T22:00:00Z'];
/** Its local days, as the address of a page names them. */
export const WHOLE_PERIOD = 'period=2026-05-02..2026-08-31';
/** What decides what such a profile holds. */
const SOURCES = ['src/main/engine/cache', 'src/main/engine/sync', 'src/main/engine/demo', 'src/shared/simulator'];
const keptFolder = path.join(outFolder, 'bench');

/** A profile with a ledger of a million trades, for a console to be opened with; it is deleted when the caller is done with it. */
export interface BigProfile {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** From the build. Takes about a minute for the first time; then it is a copy of what is kept in `out/bench` until the cache is another one. */
export async function makeBigProfile(): Promise<BigProfile> {
  const kept = path.join(keptFolder, (await sourceFingerprint(repositoryRoot, SOURCES)).slice(0, 16));
  if (!existsSync(kept)) await makeKept(kept);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-'));
  await cp(kept, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  // Nobody touches this machine, so that the console would take it for a pause and copy its cache in the middle of what is measured.
  await writeFile(profileIn(folder).backupSchedule, JSON.stringify({ ...usualBackups, every: 'never' }));
  return { folder, dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

async function makeKept(kept: string): Promise<void> {
  await mkdir(keptFolder, { recursive: true });
  for (const outdated of await readdir(keptFolder)) {
    await rm(path.join(keptFolder, outdated), { recursive: true, force: true });
  }
  reportStep('Making a community with a million trades, once');
  const unfinished = `${kept}.new`;
  const passphrase = `${kept}.passphrase`;
  await writeFile(passphrase, PASSPHRASE);
  const cli = path.join(outFolder, 'main', 'cli.js');
  const args = [cli, 'demo', ...COMMUNITY, '--profile', unfinished, '--passphrase-file', passphrase];
  const exitCode = await runToEnd(toolchainNode(), args, { stdio: 'ignore' });
  if (exitCode !== 0) throw new Error('The community with a million trades could not be made.');
  await rm(passphrase);
  await rename(unfinished, kept);
}
