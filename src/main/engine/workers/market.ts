import { parentPort, workerData } from 'node:worker_threads';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { type CacheFile, openReadOnly } from '../cache/open.ts';
import { type MarketJob, runMarketJob } from '../market/market-jobs.ts';
import type { FromMarketThread, ToMarketThread } from '../market/market-thread.ts';
import { answerMarketQuery, type MarketQuery } from '../market/queries.ts';

/** Worker thread: clears, explains, replays, tries rules out and audits them over a reading connection of its own, so that no other query waits for it. */
const port = parentPort!;
const cacheFile = workerData as CacheFile;
const cache = openReadOnly(cacheFile);
cacheFile.key.fill(0);
const cancelled = new Set<number>();

port.on('message', (message: ToMarketThread) => {
  if (message.type === 'close') {
    cache.close();
    port.close();
  } else if (message.type === 'cancel') cancelled.add(message.id);
  else void answer(message);
});

async function answer(message: Exclude<ToMarketThread, { type: 'close' | 'cancel' }>): Promise<void> {
  const { id } = message;
  try {
    if (message.type === 'query') {
      const { method, input } = message;
      tell({
        type: 'value',
        id,
        value: answerMarketQuery(cache.read, method, input as ParsedInput<MarketQuery> as never, Date.now()),
      });
    } else {
      const { job, input } = message;
      const onProgress = (progress: unknown): void => tell({ type: 'progress', id, progress });
      await runMarketJob(cache.read, job, input as ParsedInput<MarketJob> as never, onProgress, () =>
        cancelled.has(id),
      );
      tell({ type: 'value', id, value: null });
    }
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

function tell(message: FromMarketThread): void {
  port.postMessage(message);
}
