import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startExport } from '#engine/exports/start-export.ts';
import { ChosenFiles } from '#engine/files.ts';
import { Tasks } from '#engine/tasks/tasks.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { beside, Exporting } from './exporting.ts';

let desk: Exporting;
beforeAll(() => {
  desk = new Exporting();
});
afterAll(() => desk.close());

/** The engine with a file that was chosen for a use. */
function engineWith(file: string, use: 'read' | 'write') {
  const files = new ChosenFiles();
  files.register('chosen', { path: file, name: path.basename(file), use });
  const told: Task[] = [];
  const context = engineContext(desk.cache, { files, tasks: new Tasks((task) => told.push(task)) });
  const { path: _path, madeAt, ...wanted } = desk.order(file);
  return { context, told, start: () => startExport(context, { ...wanted, fileId: 'chosen' }, madeAt).taskId };
}

describe('an export as a task', () => {
  it('has the name of the file and ends with the number of rows', async () => {
    const file = desk.place('trades.csv');
    const { context, told, start } = engineWith(file, 'write');
    const task = await context.tasks.finished(start());
    expect(told[0]).toMatchObject({ kind: 'export', subject: 'trades.csv', unit: 'rows', state: 'running' });
    expect(task).toMatchObject({
      state: 'done',
      communityId: COMMUNITY,
      done: 6,
      total: 6,
      outcome: { rows: 6 },
      problem: null,
    });
    expect(beside(file)).toEqual(['trades.about.txt', 'trades.csv']);
  });

  it('that cannot be written ends with what the person can do', async () => {
    const { context, start } = engineWith(path.join(desk.place('gone'), 'trades.csv'), 'write');
    expect(await context.tasks.finished(start())).toMatchObject({
      state: 'failed',
      problem: { code: 'INPUT_INVALID', remedy: 'Choose a folder that you may write to.' },
    });
  });

  it('never overwrites a file that was chosen to be read', () => {
    const file = desk.place('readings.csv');
    const { context, start } = engineWith(file, 'read');
    expect(failureOf(start)).toMatchObject({ code: 'INPUT_INVALID' });
    expect(context.tasks.list()).toEqual([]);
    expect(beside(file)).toEqual([]);
  });

  it('gives out no place to write to for reading', () => {
    const { context } = engineWith(desk.place('trades.csv'), 'write');
    expect(failureOf(() => context.files.resolve('chosen'))).toMatchObject({ code: 'INPUT_INVALID' });
  });
});
