/** The tour of legal and privacy: rights and duties, documents, consents, what a member asks for, retention, and the privacy meter. */
import type { ElectronApplication, Page } from '@playwright/test';
import { heading, shoot } from './pictures.ts';

const views = ['', 'documents', 'consents', 'requests', 'retention', 'meter'] as const;

/** Walks the Legal & privacy page of the open community. */
export async function legal(app: ElectronApplication, page: Page): Promise<void> {
  for (const name of views) {
    await page.evaluate(
      (path) => {
        window.location.hash = `#/legal${path}?period=month`;
      },
      name === '' ? '' : `/${name}`,
    );
    await heading(page, 'Legal & privacy');
    await page.waitForFunction(
      () => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null,
      undefined,
      { timeout: 60_000 },
    );
    await shoot(app, page, name === '' ? 'legal' : `legal-${name}`, { whole: true });
  }
}
