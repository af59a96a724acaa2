import type { Page } from '@playwright/test';
import { WHOLE_PERIOD } from './big-profile.ts';

export const GRID = '[role=grid][aria-label=Trades]';

/**
 * Shows the trades of all days.
 * @param round from 1: they are shown by a filter of its own that leaves every one of them, so that no page of an earlier round is at hand
 */
export async function openLedger(page: Page, round = 0): Promise<void> {
  await page.evaluate(
    (place) => {
      window.location.hash = place;
    },
    `#/ledger?${WHOLE_PERIOD}${round === 0 ? '' : `&minPrice=${(round / 10_000).toFixed(4)}`}`,
  );
  await page.waitForFunction(
    (selector) => {
      const grid = document.querySelector(selector);
      return grid?.ariaBusy !== 'true' && Number(grid?.ariaRowCount) > 900_000;
    },
    GRID,
    { timeout: 60_000 },
  );
}
