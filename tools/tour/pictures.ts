/** The pictures of the tour: the window in both schemes and both sizes, written to out/tour/ and listed for tour.json. */
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { outFolder } from '../paths.ts';
import { reportStep } from '../report.ts';

/** Where the pictures are written. */
export const tourFolder = path.join(outFolder, 'tour');

type Scheme = 'light' | 'dark';

interface Size {
  readonly width: number;
  readonly height: number;
}

const schemes: readonly Scheme[] = ['light', 'dark'];
const desk: Size = { width: 1280, height: 800 };
const small: Size = { width: 1024, height: 768 };
/** High enough to show a page without scrolling. */
const whole: Size = { width: 1600, height: 1750 };
/** Charts draw themselves in; the picture is of what stays. */
const settleMs = 900;
/** A dialog fades in and draws no chart. */
const dialogSettleMs = 450;

interface Picture extends Size {
  readonly file: string;
  readonly page: string;
  readonly scheme: Scheme;
}

const taken: Picture[] = [];

/** The pictures so far. */
export const pictures: readonly Picture[] = taken;

/** A PDF beside the pictures. */
interface Paper {
  readonly file: string;
  readonly page: string;
  readonly pages: number;
}

const written: Paper[] = [];

/** The PDFs so far. */
export const papers: readonly Paper[] = written;

/** Notes a PDF that was written into the folder. */
export function addFile(paper: Paper): void {
  written.push(paper);
}

/** Notes a picture that was not taken of the window. */
export function addPicture(taking: Picture): void {
  taken.push(taking);
}

/** Waits for a page by its name at the top. */
export async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 60_000 });
}

/** Takes the window in both schemes and both sizes. @param options `whole`: also the page in full, without scrolling */
export async function shoot(
  app: ElectronApplication,
  page: Page,
  name: string,
  options: { readonly whole?: boolean } = {},
): Promise<void> {
  await leaveWithMouse(page);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of [desk, small]) await picture(app, page, name, { scheme, size, waitMs: settleMs });
    if (options.whole) await picture(app, page, `${name}-whole`, { scheme, size: whole, waitMs: settleMs });
  }
  await resize(app, desk);
}

/** Takes what looks much the same in every window, such as a dialog, twice: light and large, dark and small. */
export async function shootDialog(app: ElectronApplication, page: Page, name: string): Promise<void> {
  await leaveWithMouse(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(app, page, name, { scheme: 'light', size: desk, waitMs: dialogSettleMs });
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(app, page, name, { scheme: 'dark', size: small, waitMs: dialogSettleMs });
  await resize(app, desk);
}

/** Takes the small window in the light scheme. */
export async function shootSmall(app: ElectronApplication, page: Page, name: string): Promise<void> {
  await leaveWithMouse(page);
  await picture(app, page, name, { scheme: 'light', size: small, waitMs: settleMs });
}

/** Nothing is to be explained or marked because the mouse rests where it last clicked. */
async function leaveWithMouse(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
}

async function picture(
  app: ElectronApplication,
  page: Page,
  name: string,
  { scheme, size, waitMs }: { readonly scheme: Scheme; readonly size: Size; readonly waitMs: number },
): Promise<void> {
  await resize(app, size);
  await page.waitForTimeout(waitMs);
  const number = String(taken.length + 1).padStart(2, '0');
  const file = `${number}-${name}-${scheme}-${size.width}.png`;
  await page.screenshot({ path: path.join(tourFolder, file) });
  taken.push({ file, page: name, scheme, ...size });
  reportStep(file);
}

async function resize(app: ElectronApplication, { width, height }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0].setContentSize(w, h), [
    width,
    height,
  ] as const);
}
