import { Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import type { WriteDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { removeCommunity } from '../communities/remove-community.ts';
import type { EngineContext } from '../context.ts';
import type { ChosenPath } from '../files.ts';
import { type TaskProgress, throwIfCancelled } from '../tasks/tasks.ts';
import { finishRun, noteRows } from './import-run.ts';

/** How often the page asks again for what it shows while an import writes. */
const REFRESH_EVERY_MS = 1_000;

/** One running import: counts what is written, tells the page, and leaves things in order when it ends early. */
export class ImportTask {
  readonly #context: EngineContext;
  readonly #progress: TaskProgress;
  #total = 0;
  #rowsDone = 0;
  /** Monotonic milliseconds. */
  #lastRefresh = -Infinity;
  #runId: string | null = null;
  /** The community that this import makes; null when it writes into an existing one. */
  #madeCommunity: string | null = null;

  constructor(context: EngineContext, progress: TaskProgress) {
    this.#context = context;
    this.#progress = progress;
  }

  /** Throws CANCELLED once the person asked to stop. To be called between two transactions. */
  readonly throwIfCancelled = (): void => throwIfCancelled(this.#progress.signal);

  get #db(): WriteDb {
    return this.#context.cache.write;
  }

  /**
   * Begins to write.
   * @param isNew whether this import makes the community
   * @param total rows to be written in all
   * @param begin writes the community, in the transaction that this opens, and returns the id of the import's record
   */
  begin(communityId: string, isNew: boolean, total: number, begin: () => string): void {
    this.#total = total;
    this.#progress.report(0, total);
    this.#runId = this.#db.transaction(begin);
    if (isNew) this.#madeCommunity = communityId;
    this.#progress.belongsTo(communityId);
    this.#refresh();
  }

  /** Writes `rows` rows in one transaction and reports them: what is reported is stored. */
  write(rows: number, work: () => void): void {
    this.#db.transaction(() => {
      work();
      if (this.#runId !== null) noteRows(this.#db, this.#runId, this.#rowsDone + rows);
    });
    this.wrote(rows);
  }

  /** Reports rows that a transaction of its own has stored. */
  wrote(rows: number): void {
    this.#rowsDone += rows;
    this.#progress.report(Math.min(this.#rowsDone, this.#total), this.#total);
    if (performance.now() - this.#lastRefresh >= REFRESH_EVERY_MS) this.#refresh();
  }

  /** Ends the import well. */
  finish(outcome: Record<string, number>): void {
    if (this.#runId !== null) finishRun(this.#db, this.#runId, 'done');
    this.#progress.report(this.#total, this.#total);
    this.#progress.outcome(outcome);
    this.#refresh();
  }

  /**
   * Ends the import early: a community that it made is removed again, an existing one keeps what was written.
   * @returns the failure to tell, which says what is left
   */
  abandon(error: unknown): unknown {
    let left = 'Nothing was imported.';
    try {
      if (this.#madeCommunity !== null) removeCommunity(this.#db, requireCommunity(this.#db, this.#madeCommunity).id);
      else if (this.#rowsDone > 0)
        left = `${this.#rowsDone} rows were written and stay; import the file again to go on.`;
      const isCancelled = error instanceof Failure && error.code === 'CANCELLED';
      if (this.#runId !== null) finishRun(this.#db, this.#runId, isCancelled ? 'cancelled' : 'failed');
    } catch {
      // The disk may be full or the file gone: what the import has written so far is whole, and importing again goes on from there.
      left = `${this.#rowsDone} rows were written and could not be removed; import the file again to go on.`;
    }
    if (this.#runId !== null) this.#refresh();
    return withRest(error, left);
  }

  #refresh(): void {
    this.#lastRefresh = performance.now();
    this.#context.changed(...sourceAreas);
  }
}

/** The failure with a sentence on what is left behind it. */
function withRest(error: unknown, left: string): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure(error.code, `${error.message} ${left}`, {
    remedy: error.remedy,
    retryable: error.retryable,
    ...(error.details && { details: error.details }),
    cause: error,
  });
}

/** The failure for rows that were to be refused: the first of them. */
export function badRowFailure(
  file: ChosenPath,
  bad: { readonly row: number; readonly field: string; readonly value: string; readonly problem: string },
  count: number,
): Failure {
  const more = count > 1 ? `, and ${count - 1} more rows cannot be imported` : '';
  return new Failure(
    'INPUT_INVALID',
    `${file.name}: row ${bad.row}, ${bad.field}: ${JSON.stringify(bad.value)} ${bad.problem}${more}.`,
    {
      remedy: 'Correct the file, or import the other rows without these.',
      details: { file: file.name, row: bad.row, field: bad.field, value: bad.value, situation: 'file' },
    },
  );
}
