// S3: the memory of all processes with a million trades open, against an Electron that shows one word.
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { usageOf } from '#tools/processes.ts';
import { type OpenApp, setStage, unlockConsole } from './app-windows.ts';
import { openLedger } from './ledger-place.ts';

/** Until what starting needed is given back, milliseconds. */
const SETTLED_MS = 5000;

export const memoryBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-memory',
    targetId: 'S3',
    title:
      'proportional memory (PSS) of all processes with the Overview seen and the ledger of a million trades open, against an empty Electron app',
    target: 1.6,
    rounds: 3,
    warmUps: 0,
    unit: 'bytes',
    prepare: async () => {
      if (process.platform !== 'linux') return { reason: 'Only Linux tells the proportional share of memory' };
      const stage = await setStage();
      return {
        baseline: async () => await memoryOf(await stage.openEmpty()),
        ours: async () => {
          const opened = await stage.openConsole();
          await unlockConsole(opened.page);
          await openLedger(opened.page);
          return await memoryOf(opened);
        },
        dispose: () => stage.dispose(),
      };
    },
  },
];

/** Bytes, a while after it came to rest; closes the app. */
async function memoryOf({ app, close }: OpenApp): Promise<number> {
  await delay(SETTLED_MS);
  const { memory } = usageOf(app.process().pid!);
  await close();
  return memory;
}
