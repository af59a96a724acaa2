import { setTimeout } from 'node:timers/promises';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';

const LOOK_EVERY_MS = 200;

/**
 * Has the engine make a report and waits for it.
 * @returns the id of the report, which is at hand then
 * @throws what `reports.make` throws, and why the report could not be made
 */
export async function makeReport(askEngine: AskEngine, order: ParsedInput<'reports.make'>): Promise<string> {
  const { taskId, reportId } = await askEngine('reports.make', order);
  for (;;) {
    const task = (await askEngine('tasks.list', {})).find(({ id }) => id === taskId);
    if (task?.state === 'done') return reportId;
    if (task?.problem) {
      throw Failure.of(task.problem);
    }
    if (task?.state !== 'running') throw new Failure('CANCELLED', 'The report was stopped. Nothing was written.');
    await setTimeout(LOOK_EVERY_MS, undefined, { ref: false });
  }
}
