import { ulid } from 'ulid';
import type { z } from 'zod';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { backupScheduleSchema } from '#shared/contract/backups.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure } from '#shared/contract/errors.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { taskEnd } from '../bridge/task-end.ts';
import type { JsonFile } from './json-file.ts';

/** The person who unlocks wants to see the data first. */
const FIRST_LOOK_MS = 30_000;
const LOOK_EVERY_MS = 3_600_000;
/** To copy a large cache takes a processor for some seconds: somebody who works is not disturbed, unless there is no pause for long. */
const QUIET_SECONDS = 60;
const ASK_AGAIN_MS = 20_000;
const LONGEST_WAIT_MS = 1_800_000;
const DAY_MS = 86_400_000;
const everyMs = { never: Infinity, day: DAY_MS, week: 7 * DAY_MS } as const;

export const backupMemorySchema = backupScheduleSchema;
type BackupMemory = z.infer<typeof backupMemorySchema>;

export const usualBackups: BackupMemory = { every: 'day', lastAt: null, problem: null };

export interface BackupScheduleParts {
  readonly memory: JsonFile<BackupMemory>;
  readonly askEngine: AskEngine;
  readonly note: (entry: NewEntry) => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** For how long nobody has touched the machine. */
  readonly idleSeconds: () => number;
  /** Hears that what `state` answers has changed. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/**
 * Backups by themselves: while a cache is open it looks, soon and then every hour, in a pause of the person's work, whether the newest one that
 * was asked for is old enough for another one. What failed is kept as the schedule's problem and tried again at the next look.
 */
export class BackupSchedule {
  readonly #parts: BackupScheduleParts;
  #next: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | null = null;
  #isRunning = false;

  constructor(parts: BackupScheduleParts) {
    this.#parts = parts;
  }

  state(): Output<'backups.schedule'> {
    return this.#parts.memory.get();
  }

  /** @throws what keeps the audit log or the file from being written; then the schedule is as it was */
  async set({ every }: ParsedInput<'backups.setSchedule'>): Promise<Output<'backups.schedule'>> {
    const { memory, note, onChange } = this.#parts;
    const before = memory.get().every;
    if (every === before) return this.state();
    await note({
      kind: 'settings',
      outcome: 'asked',
      method: 'backups.setSchedule',
      communityId: null,
      details: { setting: 'backups', before, after: every },
    });
    try {
      await memory.set({ every, problem: null });
    } catch (error) {
      throw profileWriteFailure(error, 'backup-schedule.json');
    }
    onChange();
    if (this.#isRunning) void this.look();
    return this.state();
  }

  /** Begins to look: the cache is open. Does nothing when it looks already. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#next = setTimeout(() => this.#lookInPause(), FIRST_LOOK_MS).unref();
    this.#timer = setInterval(() => this.#lookInPause(), LOOK_EVERY_MS).unref();
  }

  /** Stops looking: the console is locked. */
  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#next);
    clearInterval(this.#timer);
  }

  /** Makes a backup when one is due. Never rejects: a failure is kept as the schedule's problem. */
  look(): Promise<void> {
    this.#look ??= this.#makeDue().finally(() => (this.#look = null));
    return this.#look;
  }

  #lookInPause(latest = this.#parts.now() + LONGEST_WAIT_MS): void {
    clearTimeout(this.#next);
    const { now, idleSeconds } = this.#parts;
    if (idleSeconds() >= QUIET_SECONDS || now() >= latest) void this.look();
    else this.#next = setTimeout(() => this.#lookInPause(latest), ASK_AGAIN_MS).unref();
  }

  async #makeDue(): Promise<void> {
    const { memory, askEngine, now, log } = this.#parts;
    try {
      if (!(await this.#isDue())) return;
      const { taskId } = await askEngine('backups.make', { reason: 'schedule' });
      await taskEnd(askEngine, taskId, 'The backup was stopped. The earlier ones are there.');
      await memory.note({ lastAt: now(), problem: null });
    } catch (error) {
      // A lock in the middle, or a person who stopped it, is no problem: the next look makes it.
      if (!this.#isRunning || (error instanceof Failure && error.code === 'CANCELLED')) return;
      log(`the backup was not made: ${String(error)}`);
      await memory.note({ problem: failureOf(error).toProblem(ulid()) });
    }
    this.#parts.onChange();
  }

  async #isDue(): Promise<boolean> {
    const { memory, askEngine, now } = this.#parts;
    const { every, lastAt } = memory.get();
    if (every === 'never') return false;
    const made = (await askEngine('backups.list', {})).filter(
      ({ reason }) => reason === 'schedule' || reason === 'by-hand' || reason === 'update',
    );
    // What is said to come from later than now is from before the clock was put back, and tells nothing of its age.
    const known = [...made.map(({ madeAt }) => madeAt), ...(lastAt === null ? [] : [lastAt])].filter(
      (at) => at <= now(),
    );
    if (known.length > 0 && now() - Math.max(...known) < everyMs[every]) return false;
    // An empty cache holds nothing that could be lost.
    return (await askEngine('communities.list', {})).length > 0;
  }
}
