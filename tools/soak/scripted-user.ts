/** A person who never rests: walks over every page, opens, filters, sorts, exports, and locks the console now and then. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { Random } from '#shared/domain/random.ts';
import { answerSaveDialog } from '../../tests/e2e/dialogs.ts';
import { pageAfterLock, unlock } from '../../tests/e2e/protection.ts';

/** What each wait takes at most, also on a machine with other work. */
const PATIENCE = 60_000;
/** How long a person looks at a page at least. */
const LOOK_MS = 400;

const periods = ['today', 'yesterday', 'week', 'month', 'all'] as const;

/** A grid whose rows open a sheet. */
interface Grid {
  readonly name: string;
  /** Rows that are tried, from the first one. */
  readonly rows: number;
}

interface Place {
  readonly path: string;
  readonly grid?: Grid;
  /** The button that has something computed, and what it says once it is there. */
  readonly compute?: { readonly button: string; readonly done: RegExp };
}

const places: readonly Place[] = [
  { path: 'overview' },
  { path: 'members', grid: { name: 'Members', rows: 8 } },
  { path: 'marketplace', grid: { name: 'Bids to buy', rows: 4 } },
  { path: 'rules', grid: { name: 'Rules', rows: 5 } },
  { path: 'rules/audit', compute: { button: 'Audit the period', done: /^Save the audit as JSON$/ } },
  { path: 'ledger', grid: { name: 'Trades', rows: 10 } },
  { path: 'ledger/savings' },
  { path: 'ledger/compare' },
  { path: 'settlements', grid: { name: 'Cases to be resolved', rows: 2 } },
  { path: 'settlements/done' },
  { path: 'settlements/reconciliation' },
  { path: 'insights' },
  { path: 'insights/leaderboards' },
  { path: 'insights/impact' },
  { path: 'insights/participation' },
  { path: 'insights/fairness' },
  { path: 'insights/counterfactual' },
  { path: 'audit' },
  { path: 'audit/verify' },
  { path: 'audit/log', compute: { button: 'Verify the log', done: /^Verify the log$/ } },
  { path: 'legal' },
  { path: 'legal/documents' },
  { path: 'legal/consents' },
  { path: 'legal/requests' },
  { path: 'legal/retention' },
  { path: 'legal/meter' },
  { path: 'settings' },
  { path: 'settings/backups' },
  { path: 'settings/appearance' },
  { path: 'settings/diagnostics' },
];

export class ScriptedUser {
  /** What did not work out, in words. */
  readonly mishaps: string[] = [];
  readonly #app: ElectronApplication;
  readonly #folder: string;
  readonly #random: Random;
  #page: Page;
  #looks = 0;

  /** @param folder for the files that are exported */
  constructor(app: ElectronApplication, page: Page, folder: string, seed: string) {
    this.#app = app;
    this.#page = page;
    this.#folder = folder;
    this.#random = new Random(seed);
  }

  /** The page as it is now: a lock replaces it. */
  get page(): Page {
    return this.#page;
  }

  /** How many pages were looked at. */
  get looks(): number {
    return this.#looks;
  }

  /** Every page once, in an order of chance, and the overview at the end. Stops early when `isOver` says so. */
  async round(isOver: () => boolean): Promise<void> {
    for (const place of this.#shuffled(places)) {
      if (isOver()) break;
      await this.#attempt(place.path, () => this.#look(place));
    }
    await this.#attempt('the export', () => this.#export());
    await this.#attempt('colours', () => this.#changeColours());
    await this.#attempt('overview', () => this.#look(places[0]));
  }

  /** Locks the console and opens it again. */
  async lock(): Promise<void> {
    await this.#attempt('the lock', async () => {
      const button = this.#page.getByRole('button', { name: 'Lock', exact: true });
      this.#page = await pageAfterLock(this.#app, () => button.click());
      await unlock(this.#page);
      await this.#page.getByRole('navigation', { name: 'Pages' }).waitFor({ timeout: PATIENCE });
    });
  }

  async #look({ path: address, grid, compute }: Place): Promise<void> {
    await this.#goTo(address, this.#random.pick(periods));
    if (compute) {
      await this.#page.getByRole('button', { name: compute.button, exact: true }).click({ timeout: PATIENCE });
      await this.#page.getByRole('button', { name: compute.done }).waitFor({ timeout: PATIENCE * 2 });
    }
    if (grid) await this.#openRow(grid);
    const charts = await this.#page.locator('canvas').all();
    for (const chart of charts.slice(0, 2)) await chart.hover({ timeout: 2_000, force: true }).catch(() => undefined);
    await this.#page.waitForTimeout(LOOK_MS);
    this.#looks++;
  }

  async #goTo(address: string, period: string): Promise<void> {
    await this.#page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/${address}?period=${period}`);
    await this.#page.getByRole('heading', { level: 1 }).waitFor({ timeout: PATIENCE });
    await this.#page.waitForFunction(
      () => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null,
      undefined,
      { timeout: PATIENCE },
    );
  }

  /** Opens the sheet of some row, if the grid has any, and closes it. */
  async #openRow({ name, rows }: Grid): Promise<void> {
    const all = this.#page.getByRole('grid', { name }).getByRole('row');
    const count = Math.min(rows, (await all.count()) - 1);
    if (count < 1) return;
    await all.nth(this.#random.integer(1, count)).click({ timeout: PATIENCE });
    const sheet = this.#page.getByRole('dialog').first();
    await sheet.waitFor({ timeout: PATIENCE });
    await this.#page.waitForTimeout(LOOK_MS);
    await this.#page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden', timeout: PATIENCE });
  }

  /** Writes the trades of a day as CSV. */
  async #export(): Promise<void> {
    const file = path.join(this.#folder, 'trades.csv');
    await answerSaveDialog(this.#app, file);
    await this.#goTo('ledger', 'yesterday');
    await this.#page.getByRole('button', { name: 'Export' }).click({ timeout: PATIENCE });
    await this.#page.getByRole('button', { name: 'Choose where…' }).click({ timeout: PATIENCE });
    await this.#page.getByRole('dialog').first().waitFor({ state: 'hidden', timeout: PATIENCE });
    await rm(file, { force: true });
  }

  async #changeColours(): Promise<void> {
    for (const scheme of ['dark', 'light'] as const) {
      await this.#page.emulateMedia({ colorScheme: scheme });
      await this.#page.waitForTimeout(LOOK_MS);
    }
  }

  async #attempt(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.mishaps.push(`${what}: ${String(error).split('\n')[0]}`);
      await this.#page.keyboard.press('Escape').catch(() => undefined);
    }
  }

  #shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.#random.uint32() }))
      .toSorted((one, two) => one.at - two.at)
      .map(({ item }) => item);
  }
}
