import { expect, test } from '@playwright/test';
import { openPreparedDemo } from './prepared-demo.ts';
import { unfitTexts } from './text-fit.ts';

// What each page's dialogs do is walked by `npm run tour -- pseudo`; here the pages as they open.
const places = [
  'overview',
  'members',
  'marketplace',
  'rules',
  'ledger',
  'settlements',
  'insights',
  'audit',
  'legal',
  'settings',
];

test('no page cuts off, or lets out of translation, a text in a language that needs more room', async () => {
  test.setTimeout(180_000);
  const { app, page, close, complaints } = await openPreparedDemo({
    env: { COMMONWATT_PSEUDO_LOCALE: '1' },
  });
  try {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1024, 768));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 60_000 });
    for (const place of places) {
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, `#/${place}`);
      await expect(page.locator('.mantine-Skeleton-root, [data-skeleton]')).toHaveCount(0, { timeout: 20_000 });
      await expect.poll(async () => await unfitTexts(page), { message: place }).toEqual([]);
    }
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
});
