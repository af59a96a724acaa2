/** How a picture of the guide is taken: light, at a fixed size, cropped to what matters, with few colours so that the file is small. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import UPNG from 'png2icons/lib/UPNG.js';
import { repositoryRoot } from '../paths.ts';
import { reportStep } from '../report.ts';

/** The languages of the guide. */
export type GuideLanguage = 'en' | 'de';

/** Where the guide's pictures are, a folder for each language. */
export const picturesFolder = path.join(repositoryRoot, 'docs', 'guide', 'pictures');

/** Charts draw themselves in; the picture is of what stays. */
const settleMs = 1000;
/** Enough for the console's flat areas, its charts and the edges of its letters. */
const colours = 128;

/**
 * Takes a picture for the guide.
 * @param name of the file, without its ending
 * @param part what is shown of the window; all of it when left out
 */
export async function takeForGuide(page: Page, language: GuideLanguage, name: string, part?: Locator): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await part?.waitFor();
  await page.waitForTimeout(settleMs);
  await writeForGuide(language, name, await (part ?? page).screenshot({ animations: 'disabled' }));
}

/** Writes a picture of the guide that is not one of the window. */
export async function writeForGuide(language: GuideLanguage, name: string, png: Buffer): Promise<void> {
  const file = path.join(picturesFolder, language, `${name}.png`);
  await writeFile(file, withFewColours(png));
  reportStep(path.relative(repositoryRoot, file));
}

function withFewColours(png: Buffer): Uint8Array {
  const image = UPNG.decode(Uint8Array.from(png).buffer);
  return new Uint8Array(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, colours, []));
}
