import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';
import { heapLimit, isOutOfMemory, outOfMemory, THREAD_HEAP_MB } from '../threads/thread-memory.ts';
import type { SimulationMessage } from '../workers/simulation.ts';

/** Pages asked for ahead of the one being written: enough to keep both cores busy. */
const AHEAD = 3;

/**
 * The pages of a simulated community, made in a worker thread while the caller writes the one before. Leaving the loop early stops the
 * thread. Throws what the thread throws; INTERNAL when it runs out of memory.
 */
export async function* simulatedPages(options: SimulationOptions): AsyncGenerator<ChangePage> {
  // Beside the engine's bundle in a build; the source itself under a Node that strips types (tests).
  const worker = new Worker(
    import.meta.url.endsWith('.ts')
      ? new URL('../workers/simulation.ts', import.meta.url)
      : new URL('./workers/simulation.js', import.meta.url),
    { workerData: options, resourceLimits: heapLimit(THREAD_HEAP_MB) },
  );
  // Ends with the thread's error, should it fail.
  const messages = on(worker, 'message') as AsyncIterableIterator<[SimulationMessage]>;
  try {
    for (let i = 0; i < AHEAD; i++) worker.postMessage('next');
    for await (const [message] of messages) {
      if ('done' in message) return;
      worker.postMessage('next');
      yield message.page;
    }
  } catch (error) {
    throw isOutOfMemory(error) ? outOfMemory(THREAD_HEAP_MB) : error;
  } finally {
    await worker.terminate();
  }
}
