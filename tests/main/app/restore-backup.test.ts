import { expect, it } from 'vitest';
import { restoreBackup } from '#main/app/restore-backup.ts';
import type { ConsoleSession } from '#main/app/console-session.ts';
import type { RunUpkeep } from '#main/engine-host/upkeep-runner.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { Failure } from '#shared/contract/errors.ts';

const closed = {
  file: '/cache.db',
  key: new Uint8Array(32),
  formerKeys: [new Uint8Array(32)],
  deviceKey: new Uint8Array(48),
  appVersion: '1.0.0',
};

function session(notes: NewEntry[]): Pick<ConsoleSession, 'withCacheClosed' | 'note'> {
  return {
    note: (entry) => Promise.resolve(notes.push(entry)),
    withCacheClosed: async (_kind, work) => await work(closed, () => undefined),
  };
}

it('a restore is written into the log before it is done, and done on the closed cache', async () => {
  const notes: NewEntry[] = [];
  const asked: unknown[] = [];
  const runUpkeep = ((...given: unknown[]) => {
    asked.push(given, notes.length);
    return Promise.resolve({ decisionsKept: 2 });
  }) as RunUpkeep;
  expect(await restoreBackup(session(notes), runUpkeep, 'a.backup')).toEqual({ decisionsKept: 2 });
  const { deviceKey, appVersion, ...cache } = closed;
  const work = { method: 'backups.restore', backupId: 'a.backup', deviceKey, appVersion };
  expect(asked).toEqual([['restore', cache, work], 1]);
  expect(notes).toMatchObject([{ kind: 'restore', outcome: 'asked', details: { backup: 'a.backup' } }]);
});

it('a restore that fails says so in the log, with the code, and to the person', async () => {
  const notes: NewEntry[] = [];
  const runUpkeep = (() => Promise.reject(new Failure('DISK_FULL', 'The disk is full.'))) as RunUpkeep;
  await expect(restoreBackup(session(notes), runUpkeep, 'a.backup')).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(notes[1]).toMatchObject({ kind: 'restore', outcome: 'refused', of: 1, details: { code: 'DISK_FULL' } });
});
