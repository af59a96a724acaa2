/** The tour of paper: one report of each kind in both languages, as a PDF and as a picture of each of its pages. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { valueOf } from '../../tests/e2e/console-window.ts';
import { answerSaveDialog } from '../../tests/e2e/dialogs.ts';
import { madeReport, reportOrders } from '../../tests/e2e/report-orders.ts';
import { reportStep } from '../report.ts';
import { addFile, addPicture, tourFolder } from './pictures.ts';
import { languages } from '#shared/languages/languages.ts';

/** Pixels a point: small print can be read. */
const SCALE = 1.5;
/** Pages of a long report that are looked at; the others are like them. */
const LOOKED_AT = 12;

/** What pdf.js draws on outside of a browser. */
interface CanvasFactory {
  create(
    width: number,
    height: number,
  ): { readonly canvas: { toBuffer(type: 'image/png'): Buffer } & HTMLCanvasElement };
}

/** Makes the reports of the open community and saves them beside the pictures. */
export async function reports(app: ElectronApplication, page: Page): Promise<void> {
  const [community] = await valueOf(page, 'communities.list', {});
  for (const order of await reportOrders(page, community)) {
    for (const language of languages) {
      const reportId = await madeReport(page, order, language);
      const name = `report-${order.kind}-${language}`;
      const file = path.join(tourFolder, `${name}.pdf`);
      const pdf = await savedReport(app, page, reportId, file);
      addFile({ file: `${name}.pdf`, page: name, pages: pdf.numPages });
      for (let number = 1; number <= Math.min(pdf.numPages, LOOKED_AT); number += 1) await draw(pdf, number, name);
      await pdf.loadingTask.destroy();
      reportStep(`${name}.pdf`);
    }
  }
}

async function draw(pdf: PDFDocumentProxy, number: number, name: string): Promise<void> {
  const { png, width, height } = await pageAsPng(pdf, number);
  const file = `${name}-${String(number).padStart(2, '0')}.png`;
  await writeFile(path.join(tourFolder, file), png);
  addPicture({ file, page: name, scheme: 'light', width, height });
}

/** Saves a report and opens its PDF. The caller destroys it. */
export async function savedReport(
  app: ElectronApplication,
  page: Page,
  reportId: string,
  file: string,
): Promise<PDFDocumentProxy> {
  await answerSaveDialog(app, file);
  await valueOf(page, 'reports.save', { reportId });
  return await getDocument({ data: new Uint8Array(await readFile(file)), verbosity: 0 }).promise;
}

/** One page of a PDF as it looks on paper. @param number from 1 */
export async function pageAsPng(
  pdf: PDFDocumentProxy,
  number: number,
): Promise<{ readonly png: Buffer; readonly width: number; readonly height: number }> {
  const page = await pdf.getPage(number);
  const viewport = page.getViewport({ scale: SCALE });
  const { canvas } = (pdf.canvasFactory as CanvasFactory).create(viewport.width, viewport.height);
  await page.render({ canvas, viewport }).promise;
  return { png: canvas.toBuffer('image/png'), width: canvas.width, height: canvas.height };
}
