import { afterAll, describe, expect, it, vi } from 'vitest';
import { Tasks } from '#engine/tasks/tasks.ts';
import { startWorkThread, type ThreadOptions } from '#engine/threads/work-thread.ts';
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
  const start = (starts: ThreadOptions['starts']) =>
    startWorkThread<'tasks.list', Greed, Taken>(
      'greedy',
      { file: context.cache.file, key: KEY },
      { starts, heapMb: 32, entry: new URL('fixtures/greedy.ts', import.meta.url) },
    );
  const work = start('now');
  const other = start('when-asked');
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

describe('a thread that starts soon', () => {
  const { context } = testEngine();
  const start = () =>
    startWorkThread<'tasks.list', Greed, Taken>(
      'greedy',
      { file: context.cache.file, key: KEY },
      { starts: 'soon', entry: new URL('fixtures/greedy.ts', import.meta.url) },
    );

  it('is there for a question before', async () => {
    const work = start();
    expect(await work.query('tasks.list', {})).toEqual([]);
    await work.close();
  });

  it('is not started any more once it is closed', async () => {
    vi.useFakeTimers();
    try {
      const work = start();
      expect(vi.getTimerCount()).toBe(1);
      await work.close();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
