/**
 * Imports a readings file with simulated trades into a cache and says each number of rows that it has reported as written. Arguments:
 * cache file, readings file. It is killed by the test, or says `done`.
 */
import { writeSync } from 'node:fs';
import { openCache } from '#engine/cache/open.ts';
import { ChosenFiles } from '#engine/files.ts';
import { importsHandlers } from '#engine/imports/handlers.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { KEY } from '../fixtures/keys.ts';

const [cacheFile = '', path = ''] = process.argv.slice(2);
const cache = openCache({ file: cacheFile, key: KEY });
const tasks = new Tasks(() => undefined);
const files = new ChosenFiles();
files.register('file', { path, name: 'readings.csv' });
let said = -1;
const context = engineContext(cache, { tasks, files });

const { community } = await importsHandlers['imports.inspect']({ fileId: 'file', timeZone: 'UTC' }, context);
const { taskId } = await importsHandlers['imports.start'](
  {
    fileId: 'file',
    onBadRows: 'refuse',
    communityId: community.id,
    timeZone: 'UTC',
    gridImportPrice: 300_000,
    gridExportPrice: 80_000,
    simulateTrades: true,
  },
  context,
);
const finished = tasks.finished(taskId);
const watch = setInterval(() => {
  const { done } = tasks.list()[0];
  if (done > said) writeSync(1, `${(said = done)}\n`);
}, 0);
const task = await finished;
clearInterval(watch);
writeSync(1, task?.state === 'done' ? 'done\n' : `${JSON.stringify(task?.problem)}\n`);
cache.close();
