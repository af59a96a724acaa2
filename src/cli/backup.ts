import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { recorded } from '#engine/audit/recorded.ts';
import { formerKeyOf } from '#engine/cache/backup-key.ts';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { findBackup, listBackups } from '#engine/backups/find-backup.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { restore } from '#engine/upkeep/restore.ts';
import type { ClosedCache } from '#engine/upkeep/work.ts';
import type { Backup } from '#shared/contract/backups.ts';
import { Failure } from '#shared/contract/errors.ts';
import { version } from '../../package.json' with { type: 'json' };
import { accessCache, cacheFlags, finishTask, readPassphrase } from './cache-access.ts';
import { type CommandIo, exitCode, parseFlags, required, UsageError } from './command.ts';
import { cacheFileOf, unlockProfile } from './profile.ts';
import { table } from './table.ts';

const flags = {
  ...cacheFlags,
  list: { type: 'boolean' },
  verify: { type: 'boolean' },
  restore: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Given = ReturnType<typeof parseFlags<typeof flags>>;

/**
 * `backup --profile DIR [--passphrase-file F] [--list | --verify | --restore ID] [--json]`: makes a verified backup of the profile's cache;
 * lists what there is; opens and examines each one; or puts one in the place of the cache, which is kept as a backup itself.
 *
 * The JSON of a backup is `{"id","made_at","reason","schema_version","app_version","bytes"}`, with null where its manifest is missing. A list
 * is `{"backups":[...]}`, with `"problem"` (null or a code of the catalogue) in each one when they were examined; a restore is
 * `{"restored","decisions_kept"}`.
 * @returns exit code 1 when one that was examined cannot be used, or when there is none
 * @throws UsageError naming the flag; Failure of the catalogue, and nothing was changed
 */
export async function runBackup(args: string[], io: CommandIo): Promise<number> {
  const given = parseFlags(args, flags);
  const profile = required('--profile', given.profile);
  const wanted = [given.list && '--list', given.verify && '--verify', given.restore !== undefined && '--restore'];
  const [first, second] = wanted.filter((flag) => typeof flag === 'string');
  if (second !== undefined) throw new UsageError(`${first} and ${second}: one at a time`);
  if (given.list) return list(profile, given, io);
  if (given.verify) return await verify(profile, given, io);
  return given.restore === undefined ? await make(given, io) : await putBack(profile, given.restore, given, io);
}

async function make(given: Given, io: CommandIo): Promise<number> {
  const access = await accessCache(given, io);
  try {
    const { context } = access;
    const input = { reason: 'by-hand' } as const;
    const { taskId } = await recorded('backups.make', input, context, () =>
      context.backups.make(context, input.reason),
    );
    await finishTask(context, taskId);
    const [made] = context.backups.list(context);
    print(given, io, toWire(made), `${made.id}\n`);
    return exitCode.fine;
  } finally {
    await access.close();
  }
}

function list(profile: string, given: Given, io: CommandIo): number {
  const backups = listBackups(cacheFileOf(profile));
  print(given, io, { backups: backups.map(toWire) }, asTable(backups.map(toCells)));
  return exitCode.fine;
}

async function verify(profile: string, given: Given, io: CommandIo): Promise<number> {
  const { deviceKey, ...cache } = await unlock(profile, given);
  deviceKey.fill(0);
  try {
    const examined = listBackups(cache.file).map((backup) => ({ backup, problem: problemOf(cache, backup) }));
    print(
      given,
      io,
      { backups: examined.map(({ backup, problem }) => ({ ...toWire(backup), problem })) },
      asTable(examined.map(({ backup, problem }) => [...toCells(backup), problem ?? 'sound'])),
    );
    return examined.length > 0 && examined.every(({ problem }) => problem === null) ? exitCode.fine : exitCode.finding;
  } finally {
    wipe(cache);
  }
}

/** The code of what keeps a backup from being used; null for a sound one. */
function problemOf(cache: ClosedCache, { id }: Backup): string | null {
  try {
    const { path } = findBackup(cache.file, id);
    checkBackup(path, formerKeyOf(path, cache) ?? cache.key);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

async function putBack(profile: string, backupId: string, given: Given, io: CommandIo): Promise<number> {
  const { deviceKey, ...cache } = await unlock(profile, given);
  try {
    const { decisionsKept } = await restore(cache, {
      method: 'backups.restore',
      backupId,
      deviceKey,
      appVersion: version,
    });
    const [kept] = backupsOf(cache.file);
    print(
      given,
      io,
      { restored: backupId, decisions_kept: decisionsKept },
      `${backupId} is in place, with ${decisionsKept} decisions that wait to be sent\nwhat was there is kept as ${basename(kept)} (${statSync(kept).size} bytes)\n`,
    );
    return exitCode.fine;
  } finally {
    wipe(cache);
    deviceKey.fill(0);
  }
}

function wipe({ key, formerKeys = [] }: ClosedCache): void {
  for (const each of [key, ...formerKeys]) each.fill(0);
}

async function unlock(profile: string, given: Given): ReturnType<typeof unlockProfile> {
  return await unlockProfile(profile, await readPassphrase(given['passphrase-file'], profile), 'refuse');
}

function print(given: Given, io: CommandIo, json: object, text: string): void {
  io.stdout(given.json ? `${JSON.stringify(json)}\n` : text);
}

function toWire({ id, madeAt, reason, schemaVersion, appVersion, bytes }: Backup): object {
  return {
    id,
    made_at: new Date(madeAt).toISOString(),
    reason,
    schema_version: schemaVersion,
    app_version: appVersion,
    bytes,
  };
}

function toCells({ id, madeAt, reason, bytes }: Backup): string[] {
  return [id, new Date(madeAt).toISOString(), reason ?? 'not known', `${bytes} bytes`];
}

function asTable(rows: readonly string[][]): string {
  return rows.length === 0 ? 'there is no backup\n' : `${table(rows).join('\n')}\n`;
}
