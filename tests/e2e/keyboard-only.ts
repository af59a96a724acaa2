import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** More stops than any page has. */
const MOST_STOPS = 120;

/** What somebody without a mouse does: every step fails where the Tab key does not come. */
export class KeyboardOnly {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes with Tab to an element, or with Shift and Tab back to it. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    // The radio behind a choice is in the page without being seen.
    await expect(target).toBeAttached({ timeout: 60_000 });
    const isThere = () => target.evaluate((element) => element === document.activeElement);
    for (let stops = 0; !(await isThere()); stops++) {
      if (stops === MOST_STOPS) throw new Error('The Tab key does not come there.');
      await this.page.keyboard.press(key);
    }
  }

  /** Goes to a button or a link and presses Enter. */
  async press(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Goes to a field and replaces what is in it. */
  async write(field: Locator, text: string): Promise<void> {
    await this.tabTo(field);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  }

  /** Opens a page by its key; the focus is then at its begin. */
  async openPage(key: string, name: string): Promise<void> {
    await this.page.keyboard.press(`Control+${key}`);
    await expect(this.page.getByRole('main', { name })).toBeFocused();
  }

  /** Closes what lies over the page; the focus is then where it was opened. */
  async closeBackTo(opener: Locator): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toBeHidden();
    await expect(opener).toBeFocused();
  }
}
