import { call } from '../../engine/fixtures/engine-calls.ts';
import { choose, openEngine, say } from './engine.ts';

/** Imports the readings of the desk folder with simulated trades, and says each number of rows that it has reported as written. */
export async function work([folder]: readonly string[]): Promise<void> {
  const context = openEngine(folder);
  const fileId = choose(context, folder, 'readings.csv');
  const { community } = await call(context, 'imports.inspect', { fileId, timeZone: 'UTC' });
  say('begun');
  const { taskId } = await call(context, 'imports.start', {
    fileId,
    onBadRows: 'refuse',
    communityId: community.id,
    timeZone: 'UTC',
    gridImportPrice: 300_000,
    gridExportPrice: 80_000,
    simulateTrades: true,
  });
  let said = 0;
  const watch = setInterval(() => {
    const [{ done }] = context.tasks.list();
    if (done > said) say(`rows ${(said = done)}`);
  }, 1);
  const task = await context.tasks.finished(taskId);
  clearInterval(watch);
  if (task?.state !== 'done') throw new Error(task?.problem?.message);
  say('done');
}
