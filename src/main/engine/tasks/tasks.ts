import { ulid } from 'ulid';
import type { AuditDetails } from '#shared/contract/audit-records.ts';
import { type ErrorCode, Failure } from '#shared/contract/errors.ts';
import type { Task } from '#shared/contract/tasks.ts';

/** What the work of a task uses to report and to notice that it should stop. */
export interface TaskProgress {
  /** Of the task. */
  readonly id: string;
  /** Aborted when the person stops the task (its reason is then `STOPPED_BY_PERSON`) and by the drain before a lock or quit. */
  readonly signal: AbortSignal;
  report(done: number, total: number | null): void;
  /** The community that the task writes to, once it is known. */
  belongsTo(communityId: string): void;
  /** Adds numbers to the outcome, e.g. `{ imported: 31560 }`. */
  outcome(numbers: Record<string, number>): void;
  /** Adds what the audit log is to say of the end beside the outcome, e.g. the SHA-256 of a file. */
  facts(details: AuditDetails): void;
}

/** How a task ended; `code` is why it did not come to its end. */
export interface TaskEnd {
  readonly task: Task;
  readonly code: ErrorCode | null;
  readonly facts: AuditDetails;
}

interface Entry {
  task: Task;
  readonly abort: AbortController;
  facts: AuditDetails;
  end: TaskEnd | null;
  /** Told of the end, before it counts as finished. */
  readonly listeners: ((end: TaskEnd) => void)[];
  finished: Promise<void>;
}

/** The reason of a signal when the person no longer wants what the task makes; a drain only breaks it off. */
export const STOPPED_BY_PERSON = 'stopped by the person';

/** Finished tasks that the page can still show. */
const KEPT = 20;
/** Progress is for eyes: ten messages a second are plenty. */
const REPORT_EVERY_MS = 100;

/** The long work of the engine, one list for the page. */
export class Tasks {
  readonly #tasks = new Map<string, Entry>();
  readonly #notify: (task: Task) => void;

  constructor(notify: (task: Task) => void) {
    this.#notify = notify;
  }

  list(): Task[] {
    return [...this.#tasks.values()].map((entry) => entry.task);
  }

  /** Starts `work` and returns the task's id at once. A failure of the work becomes the task's problem, never an unhandled rejection. */
  start(
    about: Pick<Task, 'kind' | 'subject' | 'unit'>,
    work: (progress: TaskProgress) => Promise<void>,
  ): { id: string; finished: Promise<void> } {
    const id = ulid();
    const abort = new AbortController();
    const startedAt = Date.now();
    // How long it takes is told by a clock that nobody sets.
    const started = performance.now();
    let lastReport = -Infinity;
    const entry: Entry = {
      task: {
        ...about,
        id,
        communityId: null,
        state: 'running',
        done: 0,
        total: null,
        startedAt,
        remainingMs: null,
        problem: null,
        outcome: {},
      },
      abort,
      facts: {},
      end: null,
      listeners: [],
      finished: Promise.resolve(),
    };
    const update = (change: Partial<Task>): void => {
      entry.task = { ...entry.task, ...change };
    };
    const progress: TaskProgress = {
      id,
      signal: abort.signal,
      report: (done, total) => {
        const now = performance.now();
        const pace = done > 0 ? (now - started) / done : null;
        update({
          done,
          total,
          remainingMs: pace === null || total === null ? null : Math.max(0, pace * (total - done)),
        });
        if (now - lastReport >= REPORT_EVERY_MS || done === total) {
          lastReport = now;
          this.#notify(entry.task);
        }
      },
      belongsTo: (communityId) => update({ communityId }),
      outcome: (numbers) => update({ outcome: { ...entry.task.outcome, ...numbers } }),
      facts: (details) => void (entry.facts = { ...entry.facts, ...details }),
    };
    this.#tasks.set(id, entry);
    this.#forgetOld();
    this.#notify(entry.task);
    entry.finished = (async () => {
      let code: ErrorCode | null = null;
      try {
        await work(progress);
        update({ state: 'done', remainingMs: null });
      } catch (error) {
        const failure =
          error instanceof Failure
            ? error
            : new Failure('INTERNAL', 'The work stopped because of a fault in the console.', { cause: error });
        if (!(error instanceof Failure)) console.error(`task ${id} (${about.kind}) failed:`, error);
        code = failure.code;
        const cancelled = code === 'CANCELLED';
        update({
          state: cancelled ? 'cancelled' : 'failed',
          problem: cancelled ? null : failure.toProblem(id),
          remainingMs: null,
        });
      }
      const end = { task: entry.task, code, facts: entry.facts };
      entry.end = end;
      for (const listener of entry.listeners) {
        try {
          listener(end);
        } catch (error) {
          console.error(`what follows the end of task ${id} (${about.kind}) failed:`, error);
        }
      }
      this.#notify(entry.task);
    })();
    return { id, finished: entry.finished };
  }

  /** The task once it has ended; undefined when there is no such task. */
  async finished(id: string): Promise<Task | undefined> {
    const entry = this.#tasks.get(id);
    await entry?.finished;
    return entry?.task;
  }

  /** Has `listener` told how a task ended, at once when it has ended already; whoever waits for the task waits for the listener. */
  whenEnded(id: string, listener: (end: TaskEnd) => void): void {
    const entry = this.#tasks.get(id);
    if (entry?.end) listener(entry.end);
    else entry?.listeners.push(listener);
  }

  cancel(id: string): void {
    this.#tasks.get(id)?.abort.abort(STOPPED_BY_PERSON);
  }

  /** Cancels what writes to a community, because the person removes it, and waits until it has stopped. */
  async cancelAllOf(communityId: string): Promise<void> {
    await this.#stop((task) => task.communityId === communityId, STOPPED_BY_PERSON);
  }

  /** Breaks off everything that runs and waits until it has stopped. */
  async drain(): Promise<void> {
    await this.#stop(() => true, 'closing');
  }

  async #stop(isMeant: (task: Task) => boolean, reason: string): Promise<void> {
    const running = [...this.#tasks.values()].filter(({ task }) => task.state === 'running' && isMeant(task));
    for (const entry of running) entry.abort.abort(reason);
    await Promise.all(running.map((entry) => entry.finished));
  }

  #forgetOld(): void {
    const finished = [...this.#tasks.values()].filter((entry) => entry.task.state !== 'running');
    for (const entry of finished.slice(0, Math.max(0, finished.length - KEPT))) this.#tasks.delete(entry.task.id);
  }
}

/** Throws CANCELLED once the person asked to stop. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('CANCELLED', 'Stopped as you asked.');
}
