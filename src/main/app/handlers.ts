import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import type { MainHandlers } from '../bridge/relay.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { ReportSchedule } from '../reports/report-schedule.ts';
import type { RunUpkeep } from '../engine-host/upkeep-runner.ts';
import type { Updates } from '../updates/updates.ts';
import type { BackupSchedule } from './backup-schedule.ts';
import type { ConsoleSession } from './console-session.ts';
import type { Desk } from './desk.ts';
import { aboutConsole, aboutLicences } from './about.ts';
import { chooseFile, chooseTarget, saveFile } from './dialogs.ts';
import type { DialogParts } from './dialogs.ts';
import type { PreferencesFile } from './preferences.ts';
import type { Recovery } from './recovery.ts';
import { restoreBackup } from './restore-backup.ts';
import type { RuntimeChecks } from './runtime-checks.ts';
import type { Security } from './security.ts';
import type { SupportBundle } from './support-bundle.ts';

export interface HandlerParts {
  readonly session: ConsoleSession;
  readonly preferences: PreferencesFile;
  readonly dialogs: DialogParts;
  readonly desk: Pick<Desk, 'takeErrands'>;
  readonly reports: ReportDesk;
  readonly schedule: ReportSchedule;
  readonly security: Security;
  readonly backupSchedule: BackupSchedule;
  readonly recovery: Recovery;
  readonly runtime: RuntimeChecks;
  readonly bundle: SupportBundle;
  readonly updates: Updates;
  readonly runUpkeep: RunUpkeep;
  /** Where the build has listed the licences of what is bundled. */
  readonly licences: string;
  /** What has to be over before the page learns the first state: opening the demo that the command line asked for. */
  readonly startedUp: Promise<unknown>;
  /** Hears of changed preferences: theme, language of the menu. */
  readonly onPreferences: () => void;
}

/** What main answers itself: keys, dialogs, preferences, paper. */
export function mainHandlers({
  session,
  preferences,
  dialogs,
  desk,
  reports,
  schedule,
  security,
  backupSchedule,
  recovery,
  runtime,
  bundle,
  updates,
  runUpkeep,
  licences,
  startedUp,
  onPreferences,
}: HandlerParts): MainHandlers {
  return {
    'session.state': async () => {
      await startedUp;
      return session.state();
    },
    'session.setUp': (input) => session.setUp(input),
    'session.unlock': (input) => session.unlock(input),
    'session.openDemo': () => session.openDemo(),
    'session.lock': async () => {
      await session.lock('manual');
      return {};
    },
    'preferences.get': () => preferences.get(),
    'preferences.set': async (change) => {
      await noteSecurity(session, preferences.get(), change);
      try {
        return await preferences.set(change);
      } catch (error) {
        throw profileWriteFailure(error, 'preferences.json');
      } finally {
        onPreferences();
      }
    },
    'files.choose': ({ purpose }) => chooseFile(dialogs, purpose),
    'files.chooseTarget': (input) => chooseTarget(dialogs, input),
    'files.save': (input) => saveFile(dialogs, (entry) => session.note(entry), input),
    'errands.take': () => desk.takeErrands(),
    'reports.pdf': ({ reportId }) => reports.pdf(reportId),
    'reports.save': ({ reportId }) => reports.save(reportId),
    'reports.print': ({ reportId }) => reports.print(reportId),
    'reports.schedule': () => schedule.state(),
    'reports.setSchedule': (input) => schedule.set(input),
    'security.setPassphrase': (input) => security.setPassphrase(input),
    'security.setKeychain': (input) => security.setKeychain(input),
    'security.rekey': (input) => security.rekey(input),
    'backups.restore': ({ backupId }) => restoreBackup(session, runUpkeep, backupId),
    'backups.schedule': () => backupSchedule.state(),
    'backups.setSchedule': (input) => backupSchedule.set(input),
    'recovery.inspect': () => recovery.inspect(),
    'recovery.retry': () => recovery.retry(),
    'recovery.restore': ({ backupId }) => recovery.restore(backupId),
    'recovery.startAnew': () => recovery.startAnew(),
    'recovery.begin': () => recovery.begin(),
    'recovery.showFolder': () => recovery.showFolder(),
    'diagnostics.runtime': () => runtime.answer(),
    'diagnostics.bundle': () => bundle.make(),
    'about.console': aboutConsole,
    'about.licences': () => aboutLicences(licences),
    'updates.state': () => updates.state(),
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.cancel': () => updates.cancel(),
    'updates.install': () => updates.install(),
    'updates.later': () => updates.later(),
    'updates.choose': (input) => updates.choose(input),
  };
}

/** Preferences that protect the cache are settings for the audit log, before they hold. */
async function noteSecurity(
  session: ConsoleSession,
  before: Preferences,
  change: ParsedInput<'preferences.set'>,
): Promise<void> {
  const { autoLockMinutes } = change;
  if (autoLockMinutes === undefined || autoLockMinutes === before.autoLockMinutes) return;
  const details = { setting: 'autoLockMinutes', before: before.autoLockMinutes, after: autoLockMinutes };
  await session.note({ kind: 'settings', outcome: 'asked', method: 'preferences.set', communityId: null, details });
}
