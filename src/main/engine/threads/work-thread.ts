import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { MethodName, Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure, type Problem } from '#shared/contract/errors.ts';
import type { CacheFile } from '../cache/open.ts';
import type { JobOf, Work } from './work.ts';

/** What a thread is asked. */
export type ToThread =
  | { readonly type: 'query'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'job'; readonly id: number; readonly job: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

/** What it answers. A fault is an error that nobody expected. */
export type FromThread =
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
 * Starts the thread of `workers/NAME` over an open cache. It opens a reading connection with the key at once and keeps no copy of the key.
 * A thread that dies takes the engine with it: main starts a fresh one.
 */
export function startWorkThread<Query extends MethodName, Inputs, Progress>(
  name: string,
  { file, key }: Pick<CacheFile, 'file' | 'key'>,
): Work<Query, Inputs, Progress> {
  const worker = new Worker(workerFile(name), { workerData: { file, key } satisfies CacheFile });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.on('message', (message: FromThread) => {
    const one = waiting.get(message.id);
    if (message.type === 'progress') {
      one?.tell?.(message.progress);
      return;
    }
    waiting.delete(message.id);
    if (message.type === 'value') one?.resolve(message.value);
    else one?.reject(errorOf(message, name));
  });
  worker.on('error', (error) => {
    throw error;
  });

  const ask = (send: (id: number) => ToThread, tell?: Waiting['tell'], onAsked?: (id: number) => void) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject, ...(tell && { tell }) });
      worker.postMessage(send(id));
      onAsked?.(id);
    });

  return {
    query: async <M extends Query>(method: M, input: ParsedInput<M>) =>
      (await ask((id) => ({ type: 'query', id, method, input }))) as Output<M>,
    run: async <J extends JobOf<Inputs, Progress>>(
      job: J,
      input: Inputs[J],
      tell: (progress: Progress[J]) => void,
      signal: AbortSignal,
    ) => {
      let stop: (() => void) | undefined;
      await ask(
        (id) => ({ type: 'job', id, job, input }),
        (progress) => tell(progress as Progress[J]),
        (id) => {
          stop = () => worker.postMessage({ type: 'cancel', id } satisfies ToThread);
          signal.addEventListener('abort', stop);
          if (signal.aborted) stop();
        },
      ).finally(() => stop && signal.removeEventListener('abort', stop));
    },
    close: async () => {
      worker.postMessage({ type: 'close' } satisfies ToThread);
      await once(worker, 'exit');
    },
  };
}

/** Beside the engine's bundle in a build; the source itself under a Node that strips types (tests). */
function workerFile(name: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`../workers/${name}.ts`, import.meta.url)
    : new URL(`./workers/${name}.js`, import.meta.url);
}

function errorOf(message: Extract<FromThread, { type: 'failure' | 'fault' }>, name: string): Error {
  if (message.type === 'fault') return new Error(`in the thread "${name}": ${message.stack}`);
  const { code, message: text, ...options } = message.failure;
  return new Failure(code, text, options);
}
