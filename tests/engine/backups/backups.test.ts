import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Backups } from '#engine/backups/backups.ts';
import { backupsInProcess, startBackupsThread } from '#engine/backups/backups-work.ts';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { findBackup, listBackups } from '#engine/backups/find-backup.ts';
import { backupFolder, backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { manifestFileOf, readManifest, renewManifest } from '#engine/cache/backup-manifest.ts';
import { type ReadDb, rawConnection } from '#engine/cache/connection.ts';
import { type Cache, openCache } from '#engine/cache/open.ts';
import { handlers } from '#engine/handlers.ts';
import { createRouter } from '#engine/router.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, member, memberId, page, readings, START } from '../fixtures/pages.ts';
import { KEY, OTHER_KEY } from '../fixtures/temporary-cache.ts';

const MEMBERS = 3;
const of = { isDemo: false, appVersion: '1.2.3' };

/** Makes a backup as the page does, and waits for the end of its task. */
async function made(context: ReturnType<typeof engineContext>, reason: 'schedule' | 'by-hand' = 'by-hand') {
  const { taskId } = context.backups.make(context, reason);
  return (await context.tasks.finished(taskId))!;
}

function backUp(cache: Cache, reason: Parameters<typeof writeBackup>[2]['reason'], time: number, spared?: string) {
  return writeBackup(rawConnection(cache.read), cache.file, {
    reason,
    appVersion: '1.0.0',
    time,
    ...(spared && { spared }),
  });
}

const files = (cache: Cache): string[] => readdirSync(backupFolder(cache.file));

describe('a backup', () => {
  it('is a task that tells pages, and is listed with why, when and by which version it was made', async () => {
    const cache = cacheOf(MEMBERS);
    const told: Task[] = [];
    const context = engineContext(cache, { tasks: new Tasks((task) => told.push(task)) });
    const before = Date.now();
    const task = await made(context);
    expect(task).toMatchObject({ kind: 'backup', unit: 'pages', state: 'done' });
    expect(task.done).toBe(task.total);
    expect(
      told.some(({ done, total, state }) => state === 'running' && total !== null && done === Math.floor(total / 2)),
    ).toBe(true);
    const [backup, ...others] = context.backups.list(context);
    expect(others).toEqual([]);
    expect(backup).toMatchObject({ reason: 'by-hand', appVersion: '1.0.0', bytes: task.outcome['bytes'] });
    expect(backup.madeAt).toBeGreaterThanOrEqual(before);
    expect(backup.id).toContain(`.v${backup.schemaVersion}.`);
  });

  it('is encrypted with the key of the cache, whole, and leaves nothing else behind', async () => {
    const cache = cacheOf(MEMBERS);
    const context = engineContext(cache);
    await made(context);
    const [backup] = backupsOf(cache.file);
    expect(() => checkBackup(backup, KEY)).not.toThrow();
    expect(failureOf(() => checkBackup(backup, OTHER_KEY)).code).toBe('CACHE_CORRUPT');
    expect(readFileSync(backup).includes('Sonnenhang')).toBe(false);
    expect(files(cache).toSorted()).toEqual([basename(backup), basename(manifestFileOf(backup))]);
  });

  it('is found damaged when one byte is another one, also in a page that nobody reads', () => {
    const cache = cacheOf(MEMBERS);
    const backup = backUp(cache, 'by-hand', START);
    const bytes = readFileSync(backup);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(backup, bytes);
    expect(failureOf(() => checkBackup(backup, KEY)).code).toBe('CACHE_CORRUPT');
    // Without its manifest the pages themselves tell.
    writeFileSync(manifestFileOf(backup), '{}');
    expect(failureOf(() => checkBackup(backup, KEY)).code).toBe('CACHE_CORRUPT');
  });

  it('that was encrypted anew is sound again once its manifest is renewed', () => {
    const cache = cacheOf(MEMBERS);
    const backup = backUp(cache, 'by-hand', START);
    const manifest = readManifest(backup)!;
    writeFileSync(backup, readFileSync(backUp(cacheOf(MEMBERS), 'by-hand', START + 1)));
    expect(failureOf(() => checkBackup(backup, KEY)).code).toBe('CACHE_CORRUPT');
    renewManifest(backup);
    expect(() => checkBackup(backup, KEY)).not.toThrow();
    expect(readManifest(backup)).toMatchObject({ madeAt: manifest.madeAt, reason: 'by-hand' });
  });

  it('without a manifest is listed by its name', () => {
    const cache = cacheOf(MEMBERS);
    const backup = backUp(cache, 'by-hand', START);
    writeFileSync(manifestFileOf(backup), 'no manifest');
    expect(listBackups(cache.file)).toMatchObject([{ reason: null, appVersion: null, madeAt: START }]);
  });

  it('is one at a time: asked for twice, it is the same task', async () => {
    const context = engineContext(cacheOf(MEMBERS));
    const [first, second] = [context.backups.make(context, 'by-hand'), context.backups.make(context, 'schedule')];
    expect(second).toEqual(first);
    await context.tasks.finished(first.taskId);
    expect(context.backups.list(context)).toHaveLength(1);
  });

  it('that is stopped is not there, and displaces none', async () => {
    const cache = cacheOf(MEMBERS);
    for (const day of [1, 2, 3]) backUp(cache, 'by-hand', START + day);
    const before = files(cache);
    const context = engineContext(cache);
    const { taskId } = context.backups.make(context, 'by-hand');
    context.tasks.cancel(taskId);
    expect(await context.tasks.finished(taskId)).toMatchObject({ state: 'cancelled' });
    expect(files(cache)).toEqual(before);
  });

  it('is refused for the demo, which says why', () => {
    const cache = cacheOf(MEMBERS);
    const context = engineContext(cache);
    const backups = new Backups(backupsInProcess(cache.read), { isDemo: true, appVersion: '1.0.0' });
    expect(failureOf(() => backups.make(context, 'by-hand'))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('made anew') as string,
    });
    expect(backups.list(context)).toEqual([]);
  });

  it('is made in a thread of its own while the cache answers, with the key of the opening', async () => {
    const cache = cacheOf(MEMBERS);
    const thread = startBackupsThread({ file: cache.file, key: Uint8Array.from(KEY) });
    const context = { ...engineContext(cache), backups: new Backups(thread, of) };
    try {
      expect(await made(context)).toMatchObject({ state: 'done', problem: null });
      const [{ id }] = context.backups.list(context);
      expect(await context.backups.preview({ backupId: id })).toMatchObject({ auditEntries: 0 });
      expect(() => checkBackup(backupsOf(cache.file)[0], KEY)).not.toThrow();
    } finally {
      await context.backups.close();
    }
  });

  it('stands in the audit log with its reason and its end', async () => {
    const context = engineContext(cacheOf(MEMBERS));
    const router = createRouter({ handlers, checkOutput: true, now: () => 0, log: () => undefined });
    const call = { method: 'backups.make', input: { reason: 'schedule' }, correlationId: 'c' };
    const answer = (await router(call, context)) as { ok: true; value: { taskId: string } };
    await context.tasks.finished(answer.value.taskId);
    const entries = context.cache.read.all<{ outcome: string; details: string }>(
      "SELECT outcome, details FROM audit_entry WHERE kind = 'backup'",
    );
    expect(entries.map(({ outcome }) => outcome)).toEqual(['asked', 'done']);
    expect(JSON.parse(entries[0].details)).toEqual({ reason: 'schedule' });
    expect(JSON.parse(entries[1].details)).toHaveProperty('bytes');
  });
});

describe('of the backups', () => {
  it('three are kept of those that were asked for, and three each of those before migrations and restores', () => {
    const cache = cacheOf(1);
    const reasons = ['migration', 'by-hand', 'update', 'restore'] as const;
    for (let at = 0; at < 16; at++) backUp(cache, reasons[at % 4], START + at * 1000);
    const kept = listBackups(cache.file).map(({ reason, madeAt }) => `${reason} ${(madeAt - START) / 1000}`);
    expect(kept).toEqual([
      'restore 15',
      'update 14',
      'by-hand 13',
      'migration 12',
      'restore 11',
      'update 10',
      'migration 8',
      'restore 7',
      'migration 4',
    ]);
    expect(files(cache)).toHaveLength(18);
  });

  it('the one that is being restored stays, however old it is', () => {
    const cache = cacheOf(1);
    const oldest = backUp(cache, 'restore', START);
    for (const at of [1, 2, 3]) backUp(cache, 'restore', START + at, oldest);
    expect(backupsOf(cache.file)).toContain(oldest);
  });

  it('none is found by anything but its name', () => {
    const { file } = cacheOf(1);
    for (const id of ['..', '../cache.db', 'cache.db', join(backupFolder(file), 'x'), '']) {
      expect(failureOf(() => findBackup(file, id)).code).toBe('INPUT_INVALID');
    }
  });
});

describe('the difference to a backup', () => {
  const preview = (db: ReadDb, backup: string) =>
    backupsInProcess(db).query('backups.preview', { backupId: basename(backup) });

  it('counts what there is now and then, and what only the cache knows', async () => {
    const cache = cacheOf(MEMBERS);
    const context = engineContext(cache);
    context.audit.append({ kind: 'unlock', outcome: 'done', communityId: null, details: {} });
    const backup = backUp(cache, 'by-hand', START);
    const more = { members: [member(7)], memberIds: [memberId(0), memberId(1), memberId(2), memberId(7)] };
    applyPage(cache.write, page(MEMBERS, { ...more, readings: readings([{ slot: START, member: 0, consumed: 5 }]) }));
    context.audit.append({ kind: 'lock', outcome: 'done', communityId: null, details: {} });
    const difference = await preview(cache.read, backup);
    const counts = Object.fromEntries(difference.counts.map(({ of: what, now, inBackup }) => [what, [now, inBackup]]));
    expect(counts).toMatchObject({ communities: [1, 1], members: [4, 3], readings: [1, 0], trades: [0, 0] });
    expect(difference).toMatchObject({
      auditEntries: 1,
      unsentDecisions: 0,
      erased: { members: 0, retentionRuns: 0 },
      dataTo: { inBackup: null },
    });
    expect(difference.dataTo.now).toBeGreaterThan(START);
  });

  it('leaves the backup and its folder as they were', async () => {
    const cache = cacheOf(MEMBERS);
    const backup = backUp(cache, 'by-hand', START);
    const [bytes, names] = [readFileSync(backup), files(cache)];
    await preview(cache.read, backup);
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    expect(files(cache)).toEqual(names);
  });

  it('to one in an older form counts what that form did not know as nothing', async () => {
    const cache = cacheOf(MEMBERS);
    const backup = backUp(cache, 'migration', START);
    cache.close();
    const older = openCache({ file: backup, key: KEY });
    older.write.exec(
      'DROP VIEW IF EXISTS outbox_view; DROP TABLE outbox; DROP TABLE consent; DROP TABLE erasure_record; DROP TABLE audit_checkpoint; DROP TABLE audit_entry',
    );
    older.close();
    const now = openCache({ file: cache.file, key: KEY });
    const difference = await preview(now.read, backup);
    now.close();
    expect(difference.counts).toContainEqual({ of: 'consents', now: 0, inBackup: 0 });
    expect(difference.counts).toContainEqual({ of: 'members', now: MEMBERS, inBackup: MEMBERS });
  });

  it('is CACHE_CORRUPT for one that cannot be read', async () => {
    const cache = cacheOf(1);
    const backup = backUp(cache, 'by-hand', START);
    writeFileSync(backup, Buffer.alloc(8192, 7));
    await expect(preview(cache.read, backup)).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
    // And the cache is as usable as before.
    expect(cache.read.pluck('SELECT uid FROM community')).toEqual([COMMUNITY]);
  });
});
