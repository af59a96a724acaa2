import type { ParsedInput } from '#shared/contract/contract.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { taskEnd } from '../bridge/task-end.ts';

/**
 * Has the engine make a report and waits for it.
 * @returns the id of the report, which is at hand then
 * @throws what `reports.make` throws, and why the report could not be made
 */
export async function makeReport(askEngine: AskEngine, order: ParsedInput<'reports.make'>): Promise<string> {
  const { taskId, reportId } = await askEngine('reports.make', order);
  await taskEnd(askEngine, taskId, 'The report was stopped. Nothing was written.');
  return reportId;
}
