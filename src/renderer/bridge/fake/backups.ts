import type { Backup } from '#shared/contract/backups.ts';
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { FakeProblem, type FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type BackupsMethod = Extract<MethodName, `backups.${string}`>;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Newest first: three by schedule or hand, one from before an update, one from before a restore. */
export function fakeBackups(now: number): Backup[] {
  return [
    backupOf('schedule', now - 14 * HOUR, 48_214_016),
    backupOf('by-hand', now - DAY - 3 * HOUR, 48_119_808),
    backupOf('schedule', now - DAY - 14 * HOUR, 47_992_832),
    backupOf('restore', now - 9 * DAY, 46_301_184),
    { ...backupOf('migration', now - 41 * DAY, 39_870_464), schemaVersion: 120, appVersion: '0.9.2' },
    { ...backupOf('migration', now - 97 * DAY, 31_465_472), schemaVersion: 90, appVersion: null, reason: null },
  ];
}

function backupOf(reason: Backup['reason'], madeAt: number, bytes: number): Backup {
  const stamp = new Date(madeAt).toISOString().replaceAll(/[-:.]/g, '');
  return {
    id: `commonwatt.db.v130.${stamp}.backup`,
    madeAt,
    reason,
    schemaVersion: 130,
    appVersion: '1.0.0',
    bytes,
  };
}

/** `backups` of the fake bridge; the demo has none. */
export function createFakeBackups(state: FakeState): { [M in BackupsMethod]: (input: Input<M>) => Output<M> } {
  let backups = state.session.state === 'demo' ? [] : fakeBackups(state.now);
  let schedule: Output<'backups.schedule'> = { every: 'day', lastAt: backups[0]?.madeAt ?? null, problem: null };

  function backup(id: string): Backup {
    const found = backups.find((one) => one.id === id);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no backup ${id}.` });
    return found;
  }

  return {
    'backups.list': () => backups,
    'backups.make': ({ reason }) => {
      if (state.session.state === 'demo')
        throw new FakeProblem({ code: 'FORBIDDEN', message: 'The demo community is not backed up.' });
      backups = [backupOf(reason, state.now, 48_230_400), ...backups];
      return startTask(state, {
        kind: 'backup',
        subject: '',
        unit: 'pages',
        total: 11_775,
        outcome: { bytes: 48_230_400 },
        changes: ['backups'],
      });
    },
    'backups.preview': ({ backupId }) => {
      const wanted = backup(backupId);
      const days = Math.round((state.now - wanted.madeAt) / DAY);
      const before = (now: number, daily: number): number => Math.max(0, now - daily * days);
      return {
        backup: wanted,
        counts: [
          { of: 'communities', now: 2, inBackup: 2 },
          { of: 'members', now: 61, inBackup: before(61, 0.1) | 0 },
          { of: 'readings', now: 702_720, inBackup: before(702_720, 5_856) },
          { of: 'offers', now: 18_402, inBackup: before(18_402, 153) },
          { of: 'trades', now: 41_877, inBackup: before(41_877, 348) },
          { of: 'rules', now: 74, inBackup: 74 },
          { of: 'consents', now: 118, inBackup: 118 },
          { of: 'documents', now: 6, inBackup: 6 },
          { of: 'reports', now: 9, inBackup: before(9, 0.1) | 0 },
        ],
        dataTo: { now: state.now - HOUR, inBackup: wanted.madeAt - HOUR },
        unsentDecisions: state.decisions.filter((one) => one.item.state === 'waiting').length,
        auditEntries: 14 + 30 * days,
        erased: { members: days > 30 ? 1 : 0, retentionRuns: days > 8 ? 1 : 0 },
      };
    },
    'backups.restore': ({ backupId }) => {
      backup(backupId);
      backups = [backupOf('restore', state.now, 48_230_400), ...backups];
      state.emit('cache.changed', { areas: ['backups', 'communities', 'audit'] });
      return { decisionsKept: state.decisions.filter((one) => one.item.state === 'waiting').length };
    },
    'backups.schedule': () => schedule,
    'backups.setSchedule': ({ every }) => (schedule = { ...schedule, every, problem: null }),
  };
}
