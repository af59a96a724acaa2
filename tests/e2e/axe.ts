import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';

/** A scheme changes nothing but colours: in the second one axe needs to look at nothing else. */
const SCHEMES: readonly (readonly ['light' | 'dark', Parameters<AxeBuilder['options']>[0]])[] = [
  ['light', {}],
  ['dark', { runOnly: ['color-contrast'] }],
];

/** Looks with axe at what the page shows, in light and dark. Serious and critical findings fail; lesser ones are attached to the result. */
export async function expectNothingSerious(page: Page): Promise<void> {
  for (const [scheme, options] of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await settled(page);
    // The legacy mode needs no second page, which Electron cannot open for axe. The same rules run whatever the types of results are: only
    // the elements without a finding are not described one by one, which takes longer than the looking.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'], ...options });
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ html }) => html.slice(0, 300)),
    }));
    const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const lesser = found.filter((one) => !serious.includes(one));
    if (lesser.length > 0) {
      test.info().annotations.push({ type: `lesser findings, ${scheme}`, description: JSON.stringify(lesser) });
    }
    expect.soft(serious, scheme).toEqual([]);
  }
}

/** Waits until nothing moves: a half transparent text has half its contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = () => document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    while (running().length > 0) await Promise.allSettled(running().map(({ finished }) => finished));
  });
}
