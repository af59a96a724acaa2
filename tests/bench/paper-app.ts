// P1: a long ledger report on paper, against a headless Chromium that prints the very same HTML.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
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
      'a ledger report of some 900 pages as the console lays it out, with tags, bookmarks and running lines, against a headless Chromium that prints the same HTML without any of them (with tags it takes more than 12 GB and does not end); once, because either takes minutes',
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
      let pages = 0;
      return {
        baseline: () => printed(file),
        ours: async () => {
          const made = await laidOut(opened.page, reportId);
          pages = made.pages;
          return made.milliseconds;
        },
        note: () => `${pages} pages`,
        dispose: async () => {
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

/** Milliseconds in which Chromium starts, loads a file and prints it beside it. */
async function printed(file: string): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(CHROMIUM, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-pdf-tagging',
    '--no-pdf-header-footer',
    `--print-to-pdf=${file}.pdf`,
    pathToFileURL(file).href,
  ]);
  return performance.now() - began;
}
