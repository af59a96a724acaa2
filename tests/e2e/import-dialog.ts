import { expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { answerOpenDialog } from './dialogs.ts';

/** The dialog in which files are imported, as a person goes through it. */
export class ImportDialog {
  readonly locator: Locator;
  readonly #app: ElectronApplication;
  readonly #page: Page;

  constructor(app: ElectronApplication, page: Page) {
    this.#app = app;
    this.#page = page;
    this.locator = page.getByRole('dialog', { name: 'Import a file' });
  }

  /** Opens the dialog from the community's menu and chooses a file in the system's dialog. */
  async open(file: string): Promise<void> {
    await answerOpenDialog(this.#app, file);
    await this.#page.getByRole('button', { name: /^Community/ }).click();
    await this.#page.getByRole('menuitem', { name: 'Import a file…' }).click();
    await this.button('Choose a file…').click();
  }

  /** Opens the dialog with a file and waits until it was looked at. */
  async choose(file: string): Promise<void> {
    await this.open(file);
    await expect(this.button('Import nothing')).toBeVisible({ timeout: 30_000 });
  }

  button(name: string | RegExp): Locator {
    return this.locator.getByRole('button', { name });
  }

  /** What the dialog says behind a word of its list of facts, e.g. `Rows`. */
  fact(name: string): Locator {
    return this.locator.getByText(name, { exact: true }).locator('xpath=following-sibling::dd');
  }

  /** Waits for the end of the import and opens what was imported. */
  async openOverview(): Promise<void> {
    await this.button('Open overview').click({ timeout: 60_000 });
    await expect(this.locator).toBeHidden();
  }
}
