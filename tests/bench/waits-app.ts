// S2: how long the window lets a person wait for a page, and for the rows of a filter, as the console itself measures it.
import type { Page } from '@playwright/test';
import { pageNames, type PageName } from '#shared/desk/page-views.ts';
import { nearestRank } from '#shared/domain/nearest-rank.ts';
import type { Benchmark, Contest } from '#tools/bench/benchmark.ts';
import { nextMeasure, setStage, unlockConsole } from './app-windows.ts';
import { openLedger } from './ledger-place.ts';

const ALLOWED_PAGE_MS = 100;
const ALLOWED_FILTER_MS = 150;
/** Weeks that no page has shown yet, so that everything is asked for; one for each walk. */
const WEEKS = Array.from({ length: 16 }, (_, index) => new Date(Date.UTC(2026, 4, 4 + index * 7)));

export const waitBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-pages',
    targetId: 'S2',
    title:
      'each of the ten pages opened by its key for a week that was not shown before, until all of it is painted, the slowest twentieth, against the allowed 100 ms',
    target: 1,
    rounds: 3,
    warmUps: 1,
    prepare: () => inConsole(ALLOWED_PAGE_MS, walkPages),
  },
  {
    name: 'app-typing',
    targetId: 'S2',
    title:
      'typing a filter on a million trades until its rows are painted, the slowest twentieth, against the allowed 150 ms',
    target: 1,
    rounds: 3,
    warmUps: 1,
    prepare: () => inConsole(ALLOWED_FILTER_MS, typeFilters),
  },
];

interface Measured {
  readonly milliseconds: number;
  readonly note: string;
}

async function inConsole(allowedMs: number, work: (page: Page, round: number) => Promise<Measured>): Promise<Contest> {
  const stage = await setStage();
  const { page, close } = await stage.openConsole();
  await unlockConsole(page);
  let round = 0;
  let note = '';
  return {
    baseline: () => allowedMs,
    ours: async () => {
      const measured = await work(page, round++);
      note = measured.note;
      return measured.milliseconds;
    },
    note: () => note,
    dispose: async () => {
      await close();
      await stage.dispose();
    },
  };
}

/** Two walks through all pages, each for a week of its own, then one more for the last week, which is all at hand. */
async function walkPages(page: Page, round: number): Promise<Measured> {
  const weeks = WEEKS.slice(round * 2, round * 2 + 2);
  const asked: { name: PageName; milliseconds: number }[] = [];
  for (const week of weeks) asked.push(...(await walk(page, week)));
  const known = (await walk(page, weeks[1])).map(({ milliseconds }) => milliseconds);
  const byPage = pageNames.map((name) => {
    const own = asked.filter((one) => one.name === name).map(({ milliseconds }) => milliseconds);
    return `${name} ${Math.round(percentile(own, 0.5))}`;
  });
  return {
    milliseconds: percentile(
      asked.map(({ milliseconds }) => milliseconds),
      0.95,
    ),
    note: `medians in ms: ${byPage.join(', ')}; shown before: median ${Math.round(percentile(known, 0.5))} ms, slowest twentieth ${Math.round(percentile(known, 0.95))} ms`,
  };
}

async function walk(page: Page, week: Date): Promise<{ name: PageName; milliseconds: number }[]> {
  const waits: { name: PageName; milliseconds: number }[] = [];
  const last = new Date(week.getTime() + 6 * 86_400_000);
  const days = [week, last].map((day) => day.toISOString().slice(0, 10)).join('..');
  // From the settings, which show no period: nothing is asked for by changing it.
  await page.keyboard.press('Control+,');
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/settings?period=${days}`);
  await page.waitForTimeout(1200);
  for (const [at, name] of pageNames.entries()) {
    await page.keyboard.press(name === 'settings' ? 'Control+,' : `Control+${at + 1}`);
    const { duration } = await nextMeasure(page, new RegExp(`^page ${name}$`));
    waits.push({ name, milliseconds: duration });
    // As somebody who reads; what a page prepares for later is then over.
    await page.waitForTimeout(300);
  }
  return waits;
}

const TYPED = ['House A1', 'House A2', 'House A13', 'House A4', 'House A15', 'House A6', 'House A17', 'House A8'];

/** Each filter is put into the empty field at once, as the last letter of somebody who types fast. */
async function typeFilters(page: Page, round: number): Promise<Measured> {
  await openLedger(page, round + 1);
  const field = page.getByRole('textbox', { name: 'Find a member or a trade id' });
  const times: number[] = [];
  for (const text of TYPED) {
    await field.fill('');
    await page.waitForTimeout(1500);
    await page.evaluate(() => window.benchMeasures!.splice(0));
    await field.fill(text);
    times.push((await nextMeasure(page, /^filter ledger$/)).duration);
  }
  return { milliseconds: percentile(times, 0.95), note: `median ${Math.round(percentile(times, 0.5))} ms` };
}

function percentile(values: readonly number[], share: number): number {
  return nearestRank(
    values.toSorted((a, b) => a - b),
    share,
  )!;
}
