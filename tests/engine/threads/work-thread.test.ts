import { afterAll, describe, expect, it } from 'vitest';
import { Tasks } from '#engine/tasks/tasks.ts';
import { startWorkThread } from '#engine/threads/work-thread.ts';
import { testEngine } from '../fixtures/community.ts';
import { KEY } from '../fixtures/temporary-cache.ts';

interface Greed {
  readonly greed: null;
}
interface Taken {
  readonly greed: number;
}

describe('a thread that runs out of memory', () => {
  const { context } = testEngine();
  const start = (isLazy: boolean) =>
    startWorkThread<'tasks.list', Greed, Taken>(
      'greedy',
      { file: context.cache.file, key: KEY },
      { isLazy, heapMb: 32, entry: new URL('fixtures/greedy.ts', import.meta.url) },
    );
  const work = start(false);
  const other = start(true);
  afterAll(() => Promise.all([work.close(), other.close()]));
  const greed = () => work.run('greed', null, () => undefined, new AbortController().signal);

  it('fails what it was doing with a problem that names the limit, and every question that waited behind', async () => {
    const asked = await Promise.allSettled([greed(), work.query('tasks.list', {})]);
    const died = { status: 'rejected', reason: { code: 'INTERNAL', details: { memoryMb: 32 } } };
    expect(asked).toMatchObject([died, died]);
  });

  it('is started again by the next question, with the key that the cache needs', async () => {
    expect(await work.query('tasks.list', {})).toEqual([]);
  });

  it('fails a task with that problem, and leaves the other threads and the writer alone', async () => {
    expect(await other.query('tasks.list', {})).toEqual([]);
    const tasks = new Tasks(() => undefined);
    const about = { kind: 'replay', subject: 'Sonnenhang', unit: 'clearings' } as const;
    const { id } = tasks.start(about, ({ signal }) => work.run('greed', null, () => undefined, signal));
    context.cache.write.run('CREATE TABLE written_meanwhile (a INTEGER)');
    expect(await tasks.finished(id)).toMatchObject({
      state: 'failed',
      problem: { code: 'INTERNAL', details: { memoryMb: 32 } },
    });
    expect(await other.query('tasks.list', {})).toEqual([]);
    expect(context.cache.read.pluck('SELECT COUNT(*) FROM written_meanwhile')).toEqual([0]);
  });
});
