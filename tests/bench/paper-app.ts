// P1: a long ledger report on paper, against Chromium printing the very same HTML in one go.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import type { Benchmark } from '#tools/bench/benchmark.ts';
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
      "a ledger report of about 1,000 pages laid out as the console does, in parts with tags, bookmarks and running lines, against Electron's own Chromium printing the same HTML as one PDF with tags and bookmarks",
    target: 2,
    rounds: 3,
    warmUps: 0,
    prepare: async () => {
      const stage = await setStage();
      const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-paper-'));
      const file = path.join(folder, 'report.html');
      const opened = await stage.openConsole();
      await unlockConsole(opened.page);
      const { html } = await valueOf(opened.page, 'reports.content', { reportId: await ledgerReport(opened.page) });
      await writeFile(file, html);
      const empty = await stage.openEmpty();
      let pages = 0;
      return {
        baseline: () => printed(empty.app, file),
        ours: async () => {
          const made = await laidOut(opened.page, await ledgerReport(opened.page));
          pages = made.pages;
          return made.milliseconds;
        },
        note: () => `${pages} pages`,
        dispose: async () => {
          await opened.close();
          await empty.close();
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

/** Milliseconds in which a hidden window, without scripts as the console's own, loads and prints a file. */
async function printed(app: ElectronApplication, file: string): Promise<number> {
  return await app.evaluate(async ({ BrowserWindow }, html) => {
    const began = performance.now();
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, javascript: false } });
    await window.loadFile(html);
    await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
    window.destroy();
    return performance.now() - began;
  }, file);
}
