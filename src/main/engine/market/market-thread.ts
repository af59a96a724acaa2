import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure, type Problem } from '#shared/contract/errors.ts';
import type { CacheFile } from '../cache/open.ts';
import type { MarketJob, MarketJobs } from './market-jobs.ts';
import type { MarketWork } from './market-work.ts';
import type { MarketQuery } from './queries.ts';

/** What the thread is asked. */
export type ToMarketThread =
  | { readonly type: 'query'; readonly id: number; readonly method: MarketQuery; readonly input: unknown }
  | { readonly type: 'job'; readonly id: number; readonly job: MarketJob; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

/** What it answers. A fault is an error that nobody expected. */
export type FromMarketThread =
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Omit<Problem, 'correlationId'> }
  | { readonly type: 'fault'; readonly id: number; readonly stack: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly tell?: (progress: unknown) => void;
}

/**
 * Starts the market's thread over an open cache. It opens a reading connection with the key at once and keeps no copy of the key. A
 * thread that dies takes the engine with it: main starts a fresh one.
 */
export function startMarketThread({ file, key }: Pick<CacheFile, 'file' | 'key'>): MarketWork {
  const worker = new Worker(workerFile(), { workerData: { file, key } satisfies CacheFile });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.on('message', (message: FromMarketThread) => {
    const one = waiting.get(message.id);
    if (message.type === 'progress') {
      one?.tell?.(message.progress);
      return;
    }
    waiting.delete(message.id);
    if (message.type === 'value') one?.resolve(message.value);
    else one?.reject(errorOf(message));
  });
  worker.on('error', (error) => {
    throw error;
  });

  const ask = (send: (id: number) => ToMarketThread, tell?: Waiting['tell'], onAsked?: (id: number) => void) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject, ...(tell && { tell }) });
      worker.postMessage(send(id));
      onAsked?.(id);
    });

  return {
    query: async <M extends MarketQuery>(method: M, input: ParsedInput<M>) =>
      (await ask((id) => ({ type: 'query', id, method, input }))) as Output<M>,
    run: async <J extends MarketJob>(
      job: J,
      input: ParsedInput<J>,
      tell: (progress: MarketJobs[J]) => void,
      signal: AbortSignal,
    ) => {
      let stop: (() => void) | undefined;
      await ask(
        (id) => ({ type: 'job', id, job, input }),
        (progress) => tell(progress as MarketJobs[J]),
        (id) => {
          stop = () => worker.postMessage({ type: 'cancel', id } satisfies ToMarketThread);
          signal.addEventListener('abort', stop);
          if (signal.aborted) stop();
        },
      ).finally(() => stop && signal.removeEventListener('abort', stop));
    },
    close: async () => {
      worker.postMessage({ type: 'close' } satisfies ToMarketThread);
      await once(worker, 'exit');
    },
  };
}

/** Beside the engine's bundle in a build; the source itself under a Node that strips types (tests). */
function workerFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../workers/market.ts', import.meta.url)
    : new URL('./workers/market.js', import.meta.url);
}

function errorOf(message: Extract<FromMarketThread, { type: 'failure' | 'fault' }>): Error {
  if (message.type === 'fault') return new Error(`in the market's thread: ${message.stack}`);
  const { code, message: text, ...options } = message.failure;
  return new Failure(code, text, options);
}
