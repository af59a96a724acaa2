import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { answerSaveDialog } from './dialogs.ts';

/** The panel of a chart by its title. */
export function chart(page: Page, title: string | RegExp): Locator {
  return page.getByRole('region', { name: title }).filter({ has: page.getByRole('heading') });
}

/** Saves a chart's table as CSV through the system's dialog and answers its cells, row by row, the header first. */
export async function exportedTable(
  app: ElectronApplication,
  page: Page,
  title: string,
  file: string,
): Promise<string[][]> {
  await answerSaveDialog(app, file);
  await chart(page, title).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Table (CSV)' }).click();
  await expect(page.getByText(/\.csv was saved\./)).toBeVisible();
  const text = await readFile(file, 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).split('\r\n').filter(Boolean);
  return lines.map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
}

/** The sum of one column of such a table. */
export function sumOfColumn([head, ...rows]: string[][], name: string): number {
  const index = head.indexOf(name);
  if (index < 0) throw new Error(`The table has no column "${name}", only ${head.join(', ')}.`);
  return rows.reduce((sum, row) => sum + Number(row[index]), 0);
}

/** The cells of the table that a panel shows instead of its chart, row by row, the header first. */
export async function shownTable(panel: Locator): Promise<string[][]> {
  return await panel
    .getByRole('table')
    .evaluate((table: HTMLTableElement) =>
      Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.innerText.replaceAll(/\s+/g, ' ').trim())),
    );
}

/** Whether something is painted on a panel's canvas. */
export async function isDrawn(panel: Locator): Promise<boolean> {
  return await panel
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const pen = canvas.getContext('2d');
      return pen !== null && pen.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0);
    });
}
