// S4: what a person sees who scrolls a ledger of a million trades from end to end by wheel, keys and thumb.
import type { Page } from '@playwright/test';
import type { Benchmark, Contest } from '#tools/bench/benchmark.ts';
import { setStage, unlockConsole } from './app-windows.ts';
import { GRID, openLedger } from './ledger-place.ts';
import { watchRows, type RowWatch } from './row-watch.ts';

const ALLOWED_BLANK_MS = 100;
const FRAME_MS = 1000 / 60;
/** Of all frames. */
const ALLOWED_DROPPED = 0.05;

export const scrollBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-scroll',
    targetId: 'S4',
    title:
      'the longest time that a row in sight is blank, a million trades scrolled by wheel, keys and thumb, against the allowed 100 ms',
    target: 1,
    rounds: 3,
    warmUps: 1,
    prepare: () =>
      inLedger(async (page) => {
        const { longestBlankMs } = await scrollThrough(page);
        return { baseline: ALLOWED_BLANK_MS, ours: longestBlankMs };
      }),
  },
  {
    name: 'app-frames',
    targetId: 'S4',
    title:
      'the time of dropped frames at 60 a second while a million trades are scrolled by wheel, keys and thumb, against the allowed 5 % of all frames',
    target: 1,
    rounds: 3,
    warmUps: 1,
    prepare: () =>
      inLedger(async (page) => {
        const { frames, milliseconds } = await scrollThrough(page);
        return { baseline: ALLOWED_DROPPED * milliseconds, ours: Math.max(0, milliseconds - frames * FRAME_MS) };
      }),
  },
];

async function inLedger(work: (page: Page) => Promise<{ baseline: number; ours: number }>): Promise<Contest> {
  const stage = await setStage();
  const { page, close } = await stage.openConsole();
  await unlockConsole(page);
  let round = 0;
  let measured = { baseline: 0, ours: 0 };
  return {
    // What is allowed is told by the same walk.
    baseline: async () => {
      await openLedger(page, ++round);
      measured = await work(page);
      return measured.baseline;
    },
    ours: () => measured.ours,
    dispose: async () => {
      await close();
      await stage.dispose();
    },
  };
}

/** The wheel, the keys, and the thumb dragged from the top to the end in two seconds. */
async function scrollThrough(page: Page): Promise<ReturnType<RowWatch['end']>> {
  const grid = page.locator(GRID);
  await grid.focus();
  await page.keyboard.press('Home');
  const box = (await grid.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(500);
  await page.evaluate(watchRows);
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(16);
  }
  for (let press = 0; press < 30; press++) await page.keyboard.press('PageDown');
  await page.keyboard.press('End');
  await page.waitForTimeout(500);
  await page.keyboard.press('Home');
  await page.waitForTimeout(500);
  await page.evaluate(async (selector) => {
    const scroller = document.querySelector(selector)!;
    const began = performance.now();
    const most = scroller.scrollHeight - scroller.clientHeight;
    await new Promise<void>((resolve) => {
      const drag = (): void => {
        const part = Math.min((performance.now() - began) / 2000, 1);
        scroller.scrollTop = part * most;
        if (part < 1) requestAnimationFrame(drag);
        else resolve();
      };
      drag();
    });
  }, GRID);
  await page.waitForTimeout(500);
  return await page.evaluate(() => window.rowWatch!.end());
}

declare global {
  interface Window {
    rowWatch?: RowWatch;
  }
}
