import { Worker } from 'node:worker_threads';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { SimulationOptions } from '#shared/simulator/simulate-community.ts';
import type { SimulationMessage } from '../workers/simulation.ts';

/** Pages asked for ahead of the one being written: enough to keep both cores busy. */
const AHEAD = 3;

/**
 * The pages of a simulated community, made in a worker thread while the caller writes the one before. Leaving the loop early stops the
 * thread. Throws what the thread throws.
 */
export async function* simulatedPages(options: SimulationOptions): AsyncGenerator<ChangePage> {
  // Beside the engine's bundle in a build; the source itself under a Node that strips types (tests).
  const worker = new Worker(
    import.meta.url.endsWith('.ts')
      ? new URL('../workers/simulation.ts', import.meta.url)
      : new URL('./workers/simulation.js', import.meta.url),
    { workerData: options },
  );
  const waiting: SimulationMessage[] = [];
  let failure: Error | null = null;
  let wake: () => void = () => {};
  worker.on('message', (message: SimulationMessage) => {
    waiting.push(message);
    wake();
  });
  worker.on('error', (error: Error) => {
    failure = error;
    wake();
  });
  try {
    for (let i = 0; i < AHEAD; i++) worker.postMessage('next');
    for (;;) {
      while (waiting.length === 0 && failure === null) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== null) throw failure;
      const message = waiting.shift()!;
      if ('done' in message) return;
      worker.postMessage('next');
      yield message.page;
    }
  } finally {
    await worker.terminate();
  }
}
