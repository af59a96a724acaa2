import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey, type DeviceKey } from '#engine/audit/device-key.ts';
import { AuditVerifications } from '#engine/audit/verifications.ts';
import { Backups } from '#engine/backups/backups.ts';
import { backupsInProcess } from '#engine/backups/backups-work.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import type { EngineContext } from '#engine/context.ts';
import { examinationInProcess } from '#engine/diagnostics/examination-work.ts';
import { Examinations } from '#engine/diagnostics/examinations.ts';
import { SlowCalls } from '#engine/diagnostics/slow-calls.ts';
import { ChosenFiles } from '#engine/files.ts';
import { Counterfactuals } from '#engine/insights/counterfactuals.ts';
import { insightsInProcess } from '#engine/insights/insights-work.ts';
import { ledgerInProcess } from '#engine/ledger/ledger-work.ts';
import { marketInProcess } from '#engine/market/market-work.ts';
import { Replays } from '#engine/market/replays.ts';
import { Reports } from '#engine/reports/reports.ts';
import { RuleTasks } from '#engine/rules/rule-tasks.ts';
import { SyncLoop } from '#engine/sync/sync-loop.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { version } from '../../package.json' with { type: 'json' };
import { UsageError, type CommandIo } from './command.ts';
import { unlockProfile } from './profile.ts';

/** The headless engine over one open cache. */
export interface CacheAccess {
  readonly context: EngineContext;
  /** False for a throwaway cache: whatever is written is gone at the end. */
  readonly kept: boolean;
  close(): Promise<void>;
}

export interface CacheFlags {
  /** The console's profile folder; a throwaway cache with a key that exists in memory only when absent. */
  readonly profile?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

/** The flags of every command that opens a cache, for node:util parseArgs. */
export const cacheFlags = { profile: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;

/**
 * Opens the profile's cache with its passphrase, or a throwaway one, for the engine's handlers.
 * @param whenNew what to do with a folder that is no profile yet: only what writes into it makes one
 */
export async function accessCache(
  flags: CacheFlags,
  io: CommandIo,
  whenNew: 'create' | 'refuse' = 'refuse',
): Promise<CacheAccess> {
  if (flags.profile !== undefined) {
    const profile = flags.profile;
    const opened = await unlockProfile(profile, await readPassphrase(flags['passphrase-file'], profile), whenNew);
    try {
      const cache = openCache(opened);
      return access(cache, deviceKeyOf(opened.deviceKey), io, true, async () => {});
    } finally {
      opened.key.fill(0);
      opened.deviceKey.fill(0);
      for (const former of opened.formerKeys) former.fill(0);
    }
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-cli-'));
  const cache = openCache({ file: path.join(folder, 'commonwatt.db'), key: randomBytes(32) });
  return access(cache, deviceKeyOf(newDeviceKey()), io, false, () => rm(folder, { recursive: true, force: true }));
}

function access(
  cache: Cache,
  device: DeviceKey,
  io: CommandIo,
  kept: boolean,
  afterClose: () => Promise<void>,
): CacheAccess {
  const tasks = new Tasks((task) => showProgress(task, io));
  const changed = (): void => {};
  // Not started: what a command does is over when it ends.
  const log = (line: string): void => io.stderr(`${line}\n`);
  const audit = new AuditLog({ cache, device, role: () => 'admin', changed, log });
  const sync = new SyncLoop({ cache, audit, tasks, changed, log });
  return {
    context: {
      cache,
      audit,
      auditVerifications: new AuditVerifications(),
      tasks,
      market: marketInProcess(cache.read),
      ledger: ledgerInProcess(cache.read),
      insights: insightsInProcess(cache.read),
      replays: new Replays(),
      ruleTasks: new RuleTasks(),
      counterfactuals: new Counterfactuals(),
      reports: new Reports(),
      backups: new Backups(backupsInProcess(cache.read), { isDemo: !kept, appVersion: version }),
      examinations: new Examinations(examinationInProcess(cache.read)),
      slowCalls: new SlowCalls(),
      files: new ChosenFiles(),
      sync,
      role: 'admin',
      changed,
    },
    kept,
    close: async () => {
      await Promise.all([sync.close(), tasks.drain()]);
      audit.close();
      cache.close();
      await afterClose();
    },
  };
}

/** Work that is over in a moment needs no progress, and a refusal is the one line that says why. */
const SILENT_MS = 1000;

function showProgress(task: Task, io: CommandIo): void {
  if (task.state !== 'running' || Date.now() - task.startedAt < SILENT_MS) return;
  const total = task.total === null ? '' : ` of ${task.total}`;
  io.stderr(`${task.kind} ${task.subject}: ${task.done}${total} ${task.unit}\n`);
}

/**
 * The first line of a file that holds a secret. Secrets are never arguments: other users can read those.
 * @throws UsageError naming the flag
 */
export async function readSecret(flag: string, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0];
  } catch {
    throw new UsageError(`${flag} ${file}: the file cannot be read`);
  }
}

/** The first line of the passphrase file, or what is typed at the terminal. */
export async function readPassphrase(file: string | undefined, profile: string): Promise<string> {
  if (file !== undefined) return await readSecret('--passphrase-file', file);
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `--profile ${profile}: give the passphrase with --passphrase-file, or run the command at a terminal`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Passphrase: ');
  } finally {
    terminal.close();
  }
}

/** Runs a task of the engine to its end. Throws what made it fail. */
export async function finishTask(context: EngineContext, taskId: string): Promise<Task> {
  const task = (await context.tasks.finished(taskId))!;
  if (task.problem) throw new UsageError(`${task.problem.message} ${task.problem.remedy}`.trim());
  return task;
}
