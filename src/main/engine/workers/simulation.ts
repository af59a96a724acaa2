import { parentPort, workerData } from 'node:worker_threads';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { sha256 } from '../market/sha256.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';

/** Worker thread: simulates a community page by page, a few pages ahead of whoever writes them. */
export type SimulationMessage = { readonly page: ChangePage } | { readonly done: true };

const port = parentPort!;
const pages = simulateCommunity(workerData as SimulationOptions, sha256);

/** The buffers of a page's columns, so that they move instead of being copied. */
function buffersOf(page: ChangePage): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const columns of [page.signals, page.readings, page.clearings, page.offers, page.trades]) {
    for (const column of Object.values(columns ?? {}) as unknown[]) {
      if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer) buffers.add(column.buffer);
    }
  }
  return [...buffers];
}

// The writer asks for each page: a slow disk slows the simulation down instead of filling the memory.
port.on('message', () => {
  const next = pages.next();
  if (next.done) {
    port.postMessage({ done: true } satisfies SimulationMessage);
    port.close();
  } else {
    port.postMessage({ page: next.value } satisfies SimulationMessage, buffersOf(next.value));
  }
});
