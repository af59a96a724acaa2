import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { ErrorCode } from '#shared/contract/errors.ts';
import { repositoryRoot } from '#tools/paths.ts';

type Language = 'en' | 'de';
export const languages: readonly Language[] = ['en', 'de'];

interface Texts {
  readonly [name: string]: string | Texts;
}

/** The text of a key in the locale files, e.g. `sync:details.shrunken`. */
export async function textOf(language: Language, key: string): Promise<string> {
  const [namespace, place] = key.split(':');
  const file = path.join(repositoryRoot, 'resources', 'locales', language, `${namespace}.json`);
  const texts = JSON.parse(await readFile(file, 'utf8')) as Texts;
  const found = place.split('.').reduce<Texts | string>((inner, name) => (inner as Texts)[name], texts);
  if (typeof found !== 'string') throw new Error(`There is no text ${key}.`);
  return found;
}

/** A text as it is read, whatever stands in it for its values. */
export async function readAs(language: Language, key: string): Promise<RegExp> {
  const parts = (await textOf(language, key)).split(/\{\{[^}]*\}\}/);
  return new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+?'));
}

/** The three texts of a code: what happened, what was not lost, what to do. */
export function wordsOf(code: ErrorCode, situation?: string): string[] {
  const place = situation === undefined ? code : `situations.${code}.${situation}`;
  return ['happened', 'kept', 'remedy'].map((part) => `errors:${place}.${part}`);
}

/** Switches the language with the command palette, which also opens over a dialog. */
export async function speak(page: Page, language: Language): Promise<void> {
  const is = async (): Promise<boolean> => (await page.locator('html').getAttribute('lang')) === language;
  if (await is()) return;
  // While something is typed the keys belong to the field.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('Control+k');
  const search = page.locator('input.mantine-Spotlight-search');
  await search.fill(language === 'de' ? 'Deutsch' : 'English');
  await page.locator('.mantine-Spotlight-action').first().click();
  await expect.poll(is).toBe(true);
  await expect(search).toBeHidden();
}

interface Telling {
  /** Where it is read. */
  readonly at: Locator;
  /** Keys of what is read there. */
  readonly texts: readonly string[];
  /** Opens what a switch of the language has closed. */
  readonly open?: () => Promise<void>;
}

/** Reads a message in both languages, and leaves the console in English. */
export async function isTold(page: Page, { at, texts, open }: Telling): Promise<void> {
  for (const language of [...languages, 'en'] as const) {
    await speak(page, language);
    await open?.();
    for (const key of texts) await expect(at, `${language} ${key}`).toContainText(await readAs(language, key));
  }
}

/** The reference that stands beside a code; the log of the profile has it too. */
export async function referenceOf(at: Locator, code: ErrorCode): Promise<string> {
  const said = new RegExp(`${code} (\\S{10,40})`);
  await expect(at).toContainText(said);
  const [, reference] = said.exec((await at.innerText()).replaceAll(/\s+/g, ' ')) ?? [];
  return reference ?? '';
}

/** Whether the log of the profile says what lies behind a reference. */
export async function isInLog(profile: string, reference: string): Promise<boolean> {
  return (await readFile(path.join(profile, 'logs', 'main.log'), 'utf8')).includes(reference);
}
