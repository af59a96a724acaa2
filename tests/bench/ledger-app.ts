// Targets S2 and S4 of PERFORMANCE.md, measured in the app itself: a console in Electron whose ledger has a million trades. What is allowed
// is a time, not a ratio: it is the baseline.
import type { Page } from '@playwright/test';
import { nearestRank } from '#shared/domain/nearest-rank.ts';
import type { Benchmark, Contest } from '#tools/bench/benchmark.ts';
import { buildWhenNeeded } from '#tools/build.ts';
import { openDisplay } from '#tools/electron-runtime/display.ts';
import { readyElectron } from '#tools/electron-runtime/ready.ts';
import { launchConsole } from '../e2e/launch.ts';
import { unlock } from '../e2e/protection.ts';
import { makeBigProfile } from './big-profile.ts';
import { watchRows, type RowWatch } from './row-watch.ts';

const ALLOWED_BLANK_MS = 100;
const ALLOWED_FILTER_MS = 150;
const FRAME_MS = 1000 / 60;
const GRID = { role: 'grid', name: 'Trades' } as const;
/** The whole of the ledger, as local days. */
const PLACE = '#/ledger?period=2025-03-30..2025-05-11';

export const ledgerAppBenchmarks: readonly Benchmark[] = [
  {
    name: 'ledger-scroll',
    title:
      'the longest time that a row in sight is blank, a million trades scrolled by wheel, keys and thumb, against the allowed 100 ms',
    target: 1,
    rounds: 3,
    prepare: () => inConsole(ALLOWED_BLANK_MS, scrollThrough),
  },
  {
    name: 'ledger-typing',
    title:
      'typing a filter on a million trades until its rows are painted, the slowest twentieth, against the allowed 150 ms',
    target: 1,
    rounds: 3,
    prepare: () => inConsole(ALLOWED_FILTER_MS, typeFilters),
  },
];

interface Measured {
  readonly milliseconds: number;
  readonly note?: string;
}

async function inConsole(allowedMs: number, work: (page: Page) => Promise<Measured>): Promise<Contest> {
  await readyElectron();
  await buildWhenNeeded();
  const profile = await makeBigProfile();
  const display = await openDisplay();
  const { page, close } = await launchConsole({
    profile: profile.folder,
    args: ['--password-store=basic'],
    env: display.env,
  });
  await unlock(page, profile.passphrase);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor({ timeout: 30_000 });
  let rounds = 0;
  let note: string | undefined;
  return {
    baseline: () => allowedMs,
    ours: async () => {
      await openLedger(page, ++rounds);
      const measured = await work(page);
      note = measured.note;
      return measured.milliseconds;
    },
    note: () => note ?? '',
    dispose: async () => {
      await close();
      await display.close();
      await profile.dispose();
    },
  };
}

/** Shows all trades by a filter of its own that leaves every one of them, so that no page of an earlier round is still at hand. */
async function openLedger(page: Page, round: number): Promise<void> {
  await page.evaluate(
    (place) => {
      window.location.hash = place;
    },
    `${PLACE}&minPrice=${(round / 1000).toFixed(3)}`,
  );
  await page.getByRole(GRID.role, { name: GRID.name }).getByRole('row').nth(5).waitFor({ timeout: 30_000 });
  await page.waitForFunction(
    () => {
      const grid = document.querySelector('[role=grid][aria-label=Trades]');
      return grid?.getAttribute('aria-busy') !== 'true' && Number(grid?.getAttribute('aria-rowcount')) > 900_000;
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** The wheel, the keys, and the thumb dragged from the top to the end in two seconds. */
async function scrollThrough(page: Page): Promise<Measured> {
  const grid = page.getByRole(GRID.role, { name: GRID.name });
  await grid.focus();
  await page.keyboard.press('Home');
  const box = (await grid.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
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
  await page.evaluate(async () => {
    const scroller = document.querySelector('[role=grid][aria-label=Trades]')!;
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
  });
  await page.waitForTimeout(500);
  const { longestBlankMs, frames, milliseconds } = await page.evaluate(() => window.rowWatch!.end());
  const dropped = Math.max(0, 1 - frames / (milliseconds / FRAME_MS));
  return { milliseconds: longestBlankMs, note: `${(dropped * 100).toFixed(1)} % of the frames dropped` };
}

const TYPED = ['House A1', 'House A2', 'House A13', 'House A4', 'House A15', 'House A6', 'House A17', 'House A8'];

/** Each filter is pasted into the empty field, as the last letter of somebody who types fast. */
async function typeFilters(page: Page): Promise<Measured> {
  const field = page.getByRole('textbox', { name: 'Find a member or a trade id' });
  const times: number[] = [];
  for (const text of TYPED) {
    await field.fill('');
    await page.waitForTimeout(1500);
    times.push(
      await page.evaluate(async (typed) => {
        const input = document.activeElement as HTMLInputElement;
        const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
        const began = performance.now();
        write.call(input, typed);
        input.dispatchEvent(new Event('input', { bubbles: true }));
        const isPainted = (): boolean => {
          const grid = document.querySelector('[role=grid][aria-label=Trades]');
          const row = grid?.querySelector('[role=row][aria-rowindex="2"]');
          const members = ['buyer', 'seller'].map((key) => row?.querySelector(`[data-column=${key}]`)?.textContent);
          return grid?.getAttribute('aria-busy') !== 'true' && members.some((name) => name?.startsWith(typed));
        };
        while (!isPainted()) await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - began;
      }, text),
    );
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { milliseconds: nearestRank(sorted, 0.95)!, note: `median ${Math.round(nearestRank(sorted, 0.5)!)} ms` };
}

declare global {
  interface Window {
    rowWatch?: RowWatch;
  }
}
