// P1: a long ledger report on paper, against a headless Chromium printing the very same HTML in one go.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { ensurePrograms } from '#tools/electron-runtime/system-libraries.ts';
import { valueOf } from '../e2e/console-window.ts';
import { madeReport } from '../e2e/report-orders.ts';
import { setStage, unlockConsole } from './app-windows.ts';

const DAY = 86_400_000;
/** The newest days of the community: about a thousand pages of trades. */
const RANGE = { from: Date.UTC(2026, 7, 31, 22) - 6 * DAY, to: Date.UTC(2026, 7, 31, 22) };

export const paperBenchmarks: readonly Benchmark[] = [
  {
    name: 'app-paper',
    targetId: 'P1',
    title:
      'a ledger report of about 1,000 pages laid out as the console does, in parts with tags, bookmarks and running lines, against a headless Chromium that starts and prints the same HTML',
    target: 2,
    rounds: 3,
    warmUps: 0,
    prepare: async () => {
      if (!(await ensurePrograms({ chromium: 'chromium' }))) return { reason: 'There is no chromium here' };
      const stage = await setStage();
      const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-paper-'));
      const file = path.join(folder, 'report.html');
      const opened = await stage.openConsole();
      await unlockConsole(opened.page);
      const { html } = await valueOf(opened.page, 'reports.content', { reportId: await ledgerReport(opened.page) });
      await writeFile(file, html);
      let pages = 0;
      return {
        baseline: () => printed(file, path.join(folder, 'report.pdf')),
        ours: async () => {
          const made = await laidOut(opened.page, await ledgerReport(opened.page));
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

/** Has the engine make the report, each time a new one, so that no PDF of an earlier round is at hand; its id. */
async function ledgerReport(page: Page): Promise<string> {
  const [{ id: communityId }] = await valueOf(page, 'communities.list', {});
  return await madeReport(page, { kind: 'ledger', communityId, range: RANGE }, 'en');
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

/** Milliseconds in which Chromium starts, loads a file, prints it and ends. */
async function printed(html: string, pdf: string): Promise<number> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-chromium-'));
  try {
    const began = performance.now();
    await promisify(execFile)('chromium', [
      '--headless',
      '--no-first-run',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
      '--no-pdf-header-footer',
      '--generate-pdf-document-outline',
      `--print-to-pdf=${pdf}`,
      // Chromium's sandbox refuses the superuser, whom only containers work as.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      pathToFileURL(html).href,
    ]);
    const milliseconds = performance.now() - began;
    if ((await stat(pdf)).size === 0) throw new Error('Chromium printed nothing.');
    return milliseconds;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
