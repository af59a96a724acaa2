import { setTimeout } from 'node:timers/promises';
import { Failure } from '#shared/contract/errors.ts';
import type { AskEngine } from './engine-calls.ts';

const LOOK_EVERY_MS = 200;

/**
 * Waits until a task of the engine is done.
 * @param stopped what is told when somebody stopped it
 * @throws why it failed; CANCELLED when it was stopped
 */
export async function taskEnd(askEngine: AskEngine, taskId: string, stopped: string): Promise<void> {
  for (;;) {
    const task = (await askEngine('tasks.list', {})).find(({ id }) => id === taskId);
    if (task?.state === 'done') return;
    if (task?.problem) throw Failure.of(task.problem);
    if (task?.state !== 'running') throw new Failure('CANCELLED', stopped);
    await setTimeout(LOOK_EVERY_MS, undefined, { ref: false });
  }
}
