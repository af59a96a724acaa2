import { sourceAreas } from '#shared/contract/events.ts';
import type { TaskProgress, Tasks } from '../tasks/tasks.ts';
import { pullCommunity, type PullResult } from './pull.ts';
import type { RoundParts } from './round.ts';
import type { CommunityState } from './status.ts';

/**
 * Pulls a community. What takes more than one page is a task with counts and time left, which the person can stop.
 * @throws as `pullCommunity`; CANCELLED also when the person stopped the task
 */
export async function pullShown(
  { cache, client, tasks, signal, pace, news, data, acceptFewer }: RoundParts,
  communityId: string,
  state: CommunityState,
): Promise<PullResult> {
  const stop = new AbortController();
  const shown = new ShownPull(tasks, state.name, communityId, stop);
  try {
    const result = await pullCommunity(
      {
        cache,
        client,
        signal: AbortSignal.any([signal, stop.signal]),
        acceptFewer: acceptFewer.has(communityId),
        now: () => pace.now(),
        onPage: ({ done, total, changed }) => {
          if (changed) data.tell(...sourceAreas, 'sync');
          if (!shown.report(done, total)) return;
          state.progress = { done, total };
          news.tell('sync');
        },
      },
      communityId,
    );
    shown.finish(result.rows);
    return result;
  } catch (error) {
    shown.fail(error);
    throw error;
  }
}

/** The task that stands for a pull once it takes longer; the pull itself goes on beside it. */
class ShownPull {
  readonly #start: () => void;
  #progress: TaskProgress | null = null;
  #over: PromiseWithResolvers<number> | null = null;

  constructor(tasks: Tasks, subject: string, communityId: string, stop: AbortController) {
    this.#start = () =>
      tasks.start({ kind: 'sync', subject, unit: 'changes' }, async (progress) => {
        this.#progress = progress;
        this.#over = Promise.withResolvers();
        progress.belongsTo(communityId);
        progress.signal.addEventListener('abort', () => stop.abort());
        progress.outcome({ changes: await this.#over.promise });
      });
  }

  /** Returns whether the pull is shown: from the first page on that is not the last. */
  report(done: number, total: number): boolean {
    if (this.#progress === null && done >= total) return false;
    if (this.#progress === null) this.#start();
    this.#progress!.report(done, total);
    return true;
  }

  finish(changes: number): void {
    this.#over?.resolve(changes);
  }

  fail(error: unknown): void {
    this.#over?.reject(error);
  }
}
