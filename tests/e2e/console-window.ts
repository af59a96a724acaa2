import { expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { Answer } from '#shared/contract/errors.ts';
import { launchConsole } from './launch.ts';
import type { LaunchedConsole, LaunchOptions } from './launch.ts';

/** What the tests type and read is in this language, and local days are those of this time zone, whatever the machine has. */
export const LANGUAGE = 'en-GB';
export const TIME_ZONE = 'Europe/Berlin';

/** A running console that remembers what its pages complained about. */
export interface OpenConsole extends LaunchedConsole {
  /** Errors in the pages' consoles, refusals by the content security policy among them, and exceptions that nobody caught. */
  complaints: string[];
}

/** Starts the console in English, in the time zone of the test data, and without the machine's keychain. */
export async function openConsole({
  profile,
  tour = false,
  args = [],
  env = {},
}: LaunchOptions = {}): Promise<OpenConsole> {
  const launched = await launchConsole({
    ...(profile === undefined ? {} : { profile }),
    tour,
    args: [`--lang=${LANGUAGE}`, '--password-store=basic', ...args],
    env: { TZ: TIME_ZONE, ...env },
  });
  const complaints: string[] = [];
  const listen = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  };
  listen(launched.page);
  launched.app.on('window', listen);
  return { ...launched, complaints };
}

/** Starts the console with the demo community and waits for the first figures, while the rest is still being made. */
export async function openDemo(options: LaunchOptions = {}): Promise<OpenConsole> {
  const opened = await openConsole({ ...options, args: ['--demo', ...(options.args ?? [])] });
  await expect(opened.page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 60_000 });
  return opened;
}

/** Waits until the whole demo community is there. */
export async function demoIsComplete(page: Page): Promise<void> {
  await expect(async () => {
    const [task] = await valueOf(page, 'tasks.list', {});
    expect(task?.state).toBe('done');
  }).toPass({ timeout: 100_000, intervals: [500] });
}

/** Calls a method over the bridge as the page does. */
export async function ask<M extends MethodName>(page: Page, method: M, input: Input<M>): Promise<Answer<Output<M>>> {
  const answer: unknown = await page.evaluate(
    // Named here and not by the renderer's global type: the tour uses this too, and knows nothing of the renderer.
    ([name, value]) => (window as unknown as { commonwatt: CommonwattBridge }).commonwatt.invoke(name, value as never),
    [method, input] as const,
  );
  return answer as Answer<Output<M>>;
}

/** The value of a call that has to succeed. */
export async function valueOf<M extends MethodName>(page: Page, method: M, input: Input<M>): Promise<Output<M>> {
  const answer = await ask(page, method, input);
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
  return answer.value;
}

/** Opens a page by its place in the navigation. */
export async function goTo(
  page: Page,
  name:
    | 'Overview'
    | 'Members'
    | 'Marketplace'
    | 'Rules'
    | 'Ledger'
    | 'Settlements'
    | 'Insights'
    | 'Audit & reports'
    | 'Legal & privacy'
    | 'Settings',
): Promise<void> {
  // What waits on a page is counted behind its name.
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: new RegExp(`^${name}`) });
  await link.click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** Chooses a period by its name in the picker. */
export async function choosePeriod(page: Page, name: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Period' }).getByText(name, { exact: true }).click();
  await expect(page.getByRole('radio', { name, exact: true })).toBeChecked();
}

/** The card of one figure on the overview. */
export function card(page: Page, label: string): Locator {
  return page
    .getByRole('list', { name: 'Figures of the period' })
    .getByRole('listitem')
    .filter({ has: page.getByText(label, { exact: true }) });
}

/** Chooses an item of the native menu, which the page's keyboard events do not reach. */
export async function chooseFromMenu(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const item = items.find((one) => one.label === wanted);
    if (item === undefined) throw new Error(`The menu has no "${wanted}".`);
    item.click();
  }, label);
}
