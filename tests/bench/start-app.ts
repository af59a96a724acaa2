// S1: from the start of the program to a usable Overview over a million trades, against the first paint of an Electron that shows one word.
import type { Page } from '@playwright/test';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { setStage, unlockConsole } from './app-windows.ts';

/** What typing a passphrase of twelve characters takes at least, which nobody waits for; milliseconds. */
const TYPING_MS = 2000;

export const startBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-start',
    targetId: 'S1',
    title:
      'start to the painted page of the lock, and from its button to the painted Overview over a million trades (the person types the passphrase in between, for two seconds), against the first paint of an empty Electron window',
    target: 2,
    rounds: 5,
    warmUps: 1,
    prepare: async () => {
      const stage = await setStage();
      let note = '';
      return {
        baseline: async () => {
          const { page, startedAt, close } = await stage.openEmpty();
          const painted = await firstPaint(page);
          await close();
          return painted - startedAt;
        },
        ours: async () => {
          const { page, startedAt, close } = await stage.openConsole();
          const locked = (await firstPaint(page)) - startedAt;
          await page.waitForTimeout(TYPING_MS);
          const unlocking = await unlockConsole(page);
          await close();
          note = `the last time ${Math.round(locked)} ms to the lock and ${Math.round(unlocking)} ms to unlock, of which about a third of a second derives the key from the passphrase, on purpose`;
          return locked + unlocking;
        },
        note: () => note,
        dispose: () => stage.dispose(),
      };
    },
  },
];

/** When the page first showed something, epoch milliseconds. */
async function firstPaint(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return paint === undefined ? null : performance.timeOrigin + paint.startTime;
  });
  return (await handle.jsonValue())!;
}
