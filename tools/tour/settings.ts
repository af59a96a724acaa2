/** The tour of the settings of a desk that is kept, and of what a person sees when its data do not open. */
import { readFile, writeFile } from 'node:fs/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { unlock } from '../../tests/e2e/protection.ts';
import { heading, shoot } from './pictures.ts';

const views = ['', 'backups', 'appearance', 'diagnostics', 'about'] as const;

/** Walks the settings. */
export async function settings(app: ElectronApplication, page: Page): Promise<void> {
  for (const name of views) {
    await page.evaluate(
      (path) => {
        window.location.hash = `#/settings${path}`;
      },
      name === '' ? '' : `/${name}`,
    );
    await heading(page, 'Settings');
    await page.waitForFunction(
      () => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null,
      undefined,
      { timeout: 60_000 },
    );
    await shoot(app, page, name === '' ? 'settings' : `settings-${name}`, { whole: true });
  }
}

/** Damages the cache of a locked console, as a failing disk does, and unlocks it. */
export async function trouble(app: ElectronApplication, page: Page, cacheFile: string): Promise<void> {
  const bytes = await readFile(cacheFile);
  await writeFile(cacheFile, bytes.fill(0x5a, bytes.length / 2));
  await unlock(page);
  await heading(page, 'The data file is damaged');
  await shoot(app, page, 'recovery', { whole: true });
}
