import type { SessionState } from '#shared/contract/session.ts';
import type { Hindrance } from '#shared/contract/updates.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { taskEnd } from '../bridge/task-end.ts';

export interface WorkParts {
  readonly session: () => SessionState;
  readonly askEngine: AskEngine;
}

/** What is going on that the end of the console would interrupt; null when nothing is. */
export async function hindranceOf({ session, askEngine }: WorkParts): Promise<Hindrance | null> {
  const { state, engine, upkeep } = session();
  if (upkeep !== null || engine === 'starting' || engine === 'restarting') return 'upkeep';
  if ((state !== 'unlocked' && state !== 'demo') || engine !== 'ready') return null;
  const tasks = await askEngine('tasks.list', {});
  if (tasks.some((task) => task.state === 'running')) return 'task';
  const sync = await askEngine('sync.status', {});
  return sync.state === 'syncing' && sync.outbox.waiting > 0 ? 'sending' : null;
}

/**
 * Makes a backup unless there is one of this day, of a cache that is open and holds something. A cache that is locked gets its own when the
 * new version has to change it.
 *
 * @param now epoch milliseconds
 * @throws why it could not be made
 */
export async function backUpOncePerDay({ session, askEngine }: WorkParts, now: number): Promise<void> {
  const { state, engine } = session();
  if (state !== 'unlocked' || engine !== 'ready') return;
  const today = new Date(now).toDateString();
  const backups = await askEngine('backups.list', {});
  if (backups.some(({ madeAt }) => new Date(madeAt).toDateString() === today)) return;
  if ((await askEngine('communities.list', {})).length === 0) return;
  const { taskId } = await askEngine('backups.make', { reason: 'update' });
  await taskEnd(askEngine, taskId, 'The backup before the update was stopped. Nothing was changed.');
}
