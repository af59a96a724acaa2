import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';

/** A window of the least width, 900 px, at 200 %. */
const WIDTH = 450;

/** Zooms until the page has as little room as it ever may, and expects that only tables are then scrolled sideways, never the page. */
export async function expectToFitAt200Percent(app: ElectronApplication, page: Page): Promise<void> {
  const zoom = (width: number | null): Promise<void> =>
    app.evaluate(({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows();
      window.webContents.setZoomFactor(wanted === null ? 1 : window.getContentSize()[0] / wanted);
    }, width);
  await zoom(WIDTH);
  try {
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(WIDTH + 1);
    await expect.poll(() => overflowOf(page)).toEqual([]);
  } finally {
    await zoom(null);
  }
}

/** What around the page's content is wider than it shows, with both widths. */
async function overflowOf(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const wide: string[] = [];
    for (let box = document.querySelector('main'); box !== null; box = box.parentElement)
      if (box.scrollWidth > box.clientWidth) wide.push(`${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`);
    return wide;
  });
}
