// P1: a long ledger report on paper, against a headless Chromium that prints the very same HTML.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { ensurePrograms } from '#tools/electron-runtime/system-libraries.ts';
import { valueOf } from '../e2e/console-window.ts';
import { madeReport } from '../e2e/report-orders.ts';
import { setStage, unlockConsole } from './app-windows.ts';

/** The end of the community's data; six days before it are some 900 pages of trades. */
const END = Date.UTC(2026, 7, 31, 22);
const DAYS = 6;
/** Where Linux has it. */
const CHROMIUM = '/usr/bin/chromium';

export const paperBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-paper',
    targetId: 'P1',
    title:
      'a ledger report of some 900 pages as the console lays it out, with tags, bookmarks and running lines, against a headless Chromium that prints the same HTML with tags and bookmarks; once, because either takes minutes',
    target: 2,
    rounds: 1,
    warmUps: 0,
    prepare: async () => {
      if (!(await ensurePrograms({ chromium: 'chromium' })) || !existsSync(CHROMIUM)) {
        return { reason: 'This machine has no Chromium, and apt-get cannot install it' };
      }
      const stage = await setStage();
      const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-paper-'));
      const file = path.join(folder, 'report.html');
      const opened = await stage.openConsole();
      await unlockConsole(opened.page);
      const reportId = await ledgerReport(opened.page);
      const { html } = await valueOf(opened.page, 'reports.content', { reportId });
      await writeFile(file, html);
      const browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: false });
      let pages = 0;
      return {
        baseline: () => printed(browser, file),
        ours: async () => {
          const made = await laidOut(opened.page, reportId);
          pages = made.pages;
          return made.milliseconds;
        },
        note: () => `${pages} pages`,
        dispose: async () => {
          await browser.close();
          await opened.close();
          await stage.dispose();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  },
];

/** Has the engine make the report; its id. */
async function ledgerReport(page: Page): Promise<string> {
  const [{ id: communityId }] = await valueOf(page, 'communities.list', {});
  const range = { from: END - DAYS * 24 * HOUR, to: END };
  return await madeReport(page, { kind: 'ledger', communityId, range }, 'en');
}

/** Milliseconds from the question for a report's pages to its PDF in the page. */
async function laidOut(page: Page, reportId: string): Promise<{ milliseconds: number; pages: number }> {
  return await page.evaluate(async (id) => {
    const began = performance.now();
    const { commonwatt } = window as unknown as { commonwatt: CommonwattBridge };
    const answer = await commonwatt.invoke('reports.pdf', { reportId: id });
    if (!answer.ok) throw new Error(answer.error.message);
    return { milliseconds: performance.now() - began, pages: answer.value.pages };
  }, reportId);
}

/** Milliseconds in which a window loads and prints a file. */
async function printed(browser: Browser, file: string): Promise<number> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const began = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  const took = performance.now() - began;
  await page.close();
  return took;
}
