import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Output } from '#shared/contract/contract.ts';
import { languages } from '#shared/languages/languages.ts';
import { ask, valueOf } from './console-window.ts';
import { answerOpenDialog, answerSaveDialog } from './dialogs.ts';
import { finishedTask, madeReport, reportOrders } from './report-orders.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

/** What a page was opened with: Electron knows, its types do not. */
interface WithPreferences {
  getLastWebPreferences(): Partial<
    Record<'sandbox' | 'contextIsolation' | 'nodeIntegration' | 'javascript', boolean>
  > & {
    readonly preload?: string;
  };
}

const folders: string[] = [];
test.afterAll(async () => {
  await Promise.all(folders.map(removeFolder));
});

async function temporaryFolder(): Promise<string> {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
}

async function checkOf(page: Page, started: { taskId: string }): Promise<NonNullable<Output<'reports.check'>>> {
  await finishedTask(page, started.taskId);
  const check = await valueOf(page, 'reports.check', started);
  if (check === null) throw new Error('There is no check of this task.');
  return check;
}

async function textOf(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
}

test('every kind of report is a tagged PDF in its language, each page with its id and number', async ({ demo }) => {
  test.setTimeout(240_000);
  const { app, page, community } = demo;
  const folder = await temporaryFolder();
  for (const [place, order] of (await reportOrders(page, community)).entries()) {
    // What differs between the languages is tested where reports are made; here they take turns, and both where a page must be enough.
    const inTurn = order.kind === 'clearing-certificate' ? languages : [languages[place % 2]];
    for (const language of inTurn) {
      await test.step(`${order.kind} ${language}`, async () => {
        const reportId = await madeReport(page, order, language);
        const file = path.join(folder, `${order.kind}-${language}.pdf`);
        await answerSaveDialog(app, file);
        expect(await valueOf(page, 'reports.save', { reportId })).toEqual({ saved: true });

        const bytes = await readFile(file);
        const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
        const { info } = await pdf.getMetadata();
        expect(info).toMatchObject({ Language: language, Title: expect.stringContaining(reportId) });
        expect(await pdf.getMarkInfo()).toEqual(
          new Map([
            ['Marked', true],
            ['UserProperties', false],
            ['Suspects', false],
          ]),
        );
        expect((await pdf.getOutline()).length).toBeGreaterThan(0);
        for (let number = 1; number <= pdf.numPages; number += 1) {
          const text = await textOf(pdf, number);
          expect(text).toContain(reportId);
          expect(text).toContain(
            language === 'en' ? `Page ${number} of ${pdf.numPages}` : `Seite ${number} von ${pdf.numPages}`,
          );
          expect(await (await pdf.getPage(number)).getStructTree()).not.toBeNull();
        }
        if (order.kind === 'clearing-certificate') expect(pdf.numPages).toBe(1);
        await pdf.loadingTask.destroy();
      });
    }
  }
});

test('a saved report is known again, byte for byte, and by what stands on paper', async ({ demo }) => {
  const { app, page, community } = demo;
  const folder = await temporaryFolder();
  const reportId = await madeReport(page, { kind: 'processing-record', communityId: community.id }, 'en');
  const { fingerprint } = (await valueOf(page, 'reports.list', { communityId: community.id })).find(
    ({ id }) => id === reportId,
  )!;
  const file = path.join(folder, 'record.pdf');
  await answerSaveDialog(app, file);
  await valueOf(page, 'reports.save', { reportId });

  await answerOpenDialog(app, file);
  const chosen = (await valueOf(page, 'files.choose', { purpose: 'report' }))!;
  const asSaved = await checkOf(page, await valueOf(page, 'reports.verifyFile', { fileId: chosen.fileId }));
  expect(asSaved).toMatchObject({ reportId, verdict: 'same', file: 'as-saved' });

  const bytes = await readFile(file);
  bytes[bytes.length - 100] ^= 1;
  await writeFile(file, bytes);
  const altered = await checkOf(page, await valueOf(page, 'reports.verifyFile', { fileId: chosen.fileId }));
  expect(altered).toMatchObject({ reportId, verdict: 'same', file: 'not-as-saved' });

  const typed = fingerprint
    .slice(0, 32)
    .toUpperCase()
    .replaceAll(/(.{4})/g, '$1 ');
  const onPaper = await checkOf(page, await valueOf(page, 'reports.verify', { reportId, fingerprint: typed }));
  expect(onPaper).toMatchObject({ verdict: 'same', file: null });

  const { entries } = await valueOf(page, 'audit.entries', {
    filter: { communityId: community.id, range: null, kinds: ['export'], text: reportId },
    from: 0,
    limit: 1,
  });
  expect(entries[0]).toMatchObject({ outcome: 'asked', method: 'reports.save', details: { file: 'record.pdf' } });
});

test('a report is laid out behind the sandbox, without scripts, bridge or disk, and the window is gone afterwards', async ({
  demo,
}) => {
  const { app, page, community } = demo;
  const reportId = await madeReport(page, { kind: 'processing-record', communityId: community.id }, 'en');
  const opened = app.evaluate(
    ({ app: electron, session }) =>
      new Promise((resolve) =>
        electron.once('web-contents-created', (_event, contents) => {
          const preferences = (contents as unknown as WithPreferences).getLastWebPreferences();
          resolve({
            sandbox: preferences.sandbox,
            contextIsolation: preferences.contextIsolation,
            nodeIntegration: preferences.nodeIntegration,
            javascript: preferences.javascript,
            preload: preferences.preload,
            isOwnSession: contents.session !== session.defaultSession,
            storagePath: contents.session.storagePath,
          });
        }),
      ),
  );
  await valueOf(page, 'reports.pdf', { reportId });
  expect(await opened).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    javascript: false,
    isOwnSession: true,
    storagePath: null,
  });
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a dialog that is closed saves nothing', async ({ demo }) => {
  const { app, page, community } = demo;
  const reportId = await madeReport(page, { kind: 'processing-record', communityId: community.id }, 'en');
  await answerSaveDialog(app, null);
  expect(await valueOf(page, 'reports.save', { reportId })).toEqual({ saved: false });
});

test('a report that is not at hand has no pages', async ({ demo }) => {
  const answer = await ask(demo.page, 'reports.pdf', { reportId: 'CW-0000-0000-0000' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
});

test('the preview draws the pages that are seen, and no others', async ({ demo }) => {
  const { page, community } = demo;
  await demo.asOpened();
  const [order] = await reportOrders(page, community);
  const reportId = await madeReport(page, order, 'en');
  await page.evaluate((id) => (window.location.hash = `#/audit/report/${id}`), reportId);
  const pages = page.getByRole('region', { name: 'Pages of the report' });
  await expect(pages.getByRole('img', { name: /^Page 1 of \d+$/ }).locator('canvas')).toBeVisible({ timeout: 30_000 });
  const all = await pages.getByRole('img').count();
  expect(all).toBeGreaterThan(3);
  await expect(pages.locator('canvas')).not.toHaveCount(all);
  await pages.press('End');
  await expect(page.getByText(`Page ${all} of ${all}`, { exact: true })).toBeVisible();
  await expect(pages.getByRole('img', { name: `Page ${all} of ${all}` }).locator('canvas')).toBeVisible();
});
