import { Worker } from 'node:worker_threads';
import type { MethodName, Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure, type Problem } from '#shared/contract/errors.ts';
import type { FormerKeys } from '../cache/backup-key.ts';
import type { CacheFile } from '../cache/open.ts';
import { heapLimit, isOutOfMemory, outOfMemory, THREAD_HEAP_MB } from './thread-memory.ts';
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

/** After the opening, when the first page has its figures; milliseconds. */
const SOON_MS = 2000;

export interface ThreadOptions {
  /**
   * When it starts: at once, some seconds later, for what the page that opens first does not ask, or with the first question, for what is
   * asked now and then. A question starts it in any case.
   */
  readonly starts?: 'now' | 'soon' | 'when-asked';
  /** What the thread may take for its objects; see `THREAD_HEAP_MB`. */
  readonly heapMb?: number;
  /** The thread's file, other than that of `workers/NAME`. */
  readonly entry?: URL;
}

/**
 * The thread of `workers/NAME` over an open cache, with a reading connection of its own. One that runs out of memory loses what it was
 * doing and is started again by the next question; any other death takes the engine with it, and main starts a fresh one. Copies of the
 * keys are kept for the next start until `close`, which wipes them.
 */
export function startWorkThread<Query extends MethodName, Inputs, Progress>(
  name: string,
  cache: Pick<CacheFile, 'file' | 'key'> & FormerKeys,
  { starts = 'now', heapMb = THREAD_HEAP_MB, entry = workerFile(name) }: ThreadOptions = {},
): Work<Query, Inputs, Progress> {
  const key = Uint8Array.from(cache.key);
  const formerKeys = cache.formerKeys?.map((former) => Uint8Array.from(former));
  let thread: Thread | null = null;
  const running = (): Thread => {
    if (thread === null || thread.isOver) {
      const workerData: CacheFile & FormerKeys = { file: cache.file, key, formerKeys };
      thread = new Thread(name, new Worker(entry, { workerData, resourceLimits: heapLimit(heapMb) }), heapMb);
    }
    return thread;
  };
  if (starts === 'now') running();
  const soon = starts === 'soon' ? setTimeout(running, SOON_MS) : undefined;

  return {
    query: async <M extends Query>(method: M, input: ParsedInput<M>) =>
      (await running().ask((id) => ({ type: 'query', id, method, input }))) as Output<M>,
    run: async <J extends JobOf<Inputs, Progress>>(
      job: J,
      input: Inputs[J],
      tell: (progress: Progress[J]) => void,
      signal: AbortSignal,
    ) => {
      const asked = running();
      let stop: (() => void) | undefined;
      await asked
        .ask(
          (id) => ({ type: 'job', id, job, input }),
          (progress) => tell(progress as Progress[J]),
          (id) => {
            stop = () => asked.send({ type: 'cancel', id });
            signal.addEventListener('abort', stop);
            if (signal.aborted) stop();
          },
        )
        .finally(() => stop && signal.removeEventListener('abort', stop));
    },
    close: async () => {
      clearTimeout(soon);
      key.fill(0);
      for (const former of formerKeys ?? []) former.fill(0);
      await thread?.close();
    },
  };
}

/** One life of a thread and what it owes answers to. */
class Thread {
  readonly #name: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #lastId = 0;
  #isOver = false;

  constructor(name: string, worker: Worker, heapMb: number) {
    this.#name = name;
    this.#worker = worker;
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (message: FromThread) => this.#take(message));
    worker.on('error', (error) => {
      if (!isOutOfMemory(error)) throw error;
      console.error(`the thread "${name}" ran out of memory with ${this.#waiting.size} questions open`);
      this.#isOver = true;
      for (const one of this.#waiting.values()) one.reject(outOfMemory(heapMb));
      this.#waiting.clear();
    });
  }

  /** It will not answer any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  ask(send: (id: number) => ToThread, tell?: Waiting['tell'], onAsked?: (id: number) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject, ...(tell && { tell }) });
      this.send(send(id));
      onAsked?.(id);
    });
  }

  send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  async close(): Promise<void> {
    this.send({ type: 'close' });
    await this.#ended;
  }

  #take(message: FromThread): void {
    const one = this.#waiting.get(message.id);
    if (message.type === 'progress') {
      one?.tell?.(message.progress);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.type === 'value') one?.resolve(message.value);
    else one?.reject(errorOf(message, this.#name));
  }
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
