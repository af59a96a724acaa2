import { parentPort, workerData } from 'node:worker_threads';
import type { MethodName } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { FormerKeys } from '../cache/backup-key.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CacheFile, openReadOnly } from '../cache/open.ts';
import type { Desk, JobOf } from './work.ts';
import type { FromThread, ToThread } from './work-thread.ts';

/** To be called once in a thread that `startWorkThread` started: answers what it is asked, over a reading connection of its own. */
export function serveWork<Query extends MethodName, Inputs, Progress>(
  makeDesk: (db: ReadDb, keys: FormerKeys) => Desk<Query, Inputs, Progress>,
): void {
  const port = parentPort!;
  const cacheFile = workerData as CacheFile & FormerKeys;
  const cache = openReadOnly(cacheFile);
  cacheFile.key.fill(0);
  const desk = makeDesk(cache.read, cacheFile);
  const cancelled = new Set<number>();
  const tell = (message: FromThread): void => port.postMessage(message);

  port.on('message', (message: ToThread) => {
    if (message.type === 'close') {
      for (const former of cacheFile.formerKeys ?? []) former.fill(0);
      cache.close();
      port.close();
    } else if (message.type === 'cancel') cancelled.add(message.id);
    else void answer(message);
  });

  async function answer(message: Exclude<ToThread, { type: 'close' | 'cancel' }>): Promise<void> {
    const { id } = message;
    try {
      const value =
        message.type === 'query'
          ? await desk.answer(message.method as Query, message.input as never)
          : await runJob(desk, message);
      tell({ type: 'value', id, value });
    } catch (error) {
      if (error instanceof Failure) {
        const { code, message: text, remedy, retryable, details } = error;
        tell({ type: 'failure', id, failure: { code, message: text, remedy, retryable, ...(details && { details }) } });
      } else {
        tell({ type: 'fault', id, stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    } finally {
      cancelled.delete(id);
    }
  }

  async function runJob(
    { run }: Desk<Query, Inputs, Progress>,
    { id, job, input }: Extract<ToThread, { type: 'job' }>,
  ): Promise<null> {
    const onProgress = (progress: unknown): void => tell({ type: 'progress', id, progress });
    await run(job as JobOf<Inputs, Progress>, input as never, onProgress, () => cancelled.has(id));
    return null;
  }
}
