import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from '#shared/contract/about.ts';
import { isAllowedLicence, licenceOf } from './licence-rules.ts';
import { standardText } from './standard-texts.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

const licenceFile = /^(licen[cs]e|copying|notice)/i;
/** The part of a README that gives a licence in full, not only its name. */
const readmePart = /^#+\s*licen[cs]e\b[^\n]*\n(?<text>(?:(?!^#)[^\n]*\n?)*)/im;
const shortestText = 400;

/**
 * The folder of the package that a module of a bundle comes from, or null for the console's own modules.
 * @param moduleId as bundlers name modules: a path, maybe with a mark before it and a query behind it
 */
export function packageFolderOf(moduleId: string): string | null {
  const file = moduleId
    .replace(/^\0(?:[\w-]+:)?/, '')
    .replace(/\?.*$/s, '')
    .replaceAll('\\', '/');
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? null;
}

/**
 * Reads what a package says about itself and its licence.
 * @throws an error that names the package when its licence is not allowed or its text is missing
 */
export async function readBundledPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license, author } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as Manifest;
  const licence = licenceOf(name, version, license);
  if (!isAllowedLicence(licence)) {
    throw new Error(
      `${name} ${version} is under "${licence}", which tools/licences/licence-rules.ts does not allow inside the console.`,
    );
  }
  const holder = typeof author === 'string' ? author : (author?.name ?? '');
  const text = (await ownText(folder)) ?? standardText(licence, holder);
  if (text === null)
    throw new Error(`${name} ${version} has no text of its licence, without which nobody may pass it on.`);
  return { name, version, licence, text };
}

/** The licence as the package carries it: in files of its own, or in full in its README. */
async function ownText(folder: string): Promise<string | null> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const read = async (name: string) =>
    (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n').trim();
  const texts = await Promise.all(
    files
      .filter((name) => licenceFile.test(name))
      .toSorted()
      .map(read),
  );
  if (texts.length > 0) return texts.join('\n\n');
  const readme = files.find((name) => /^readme(\.|$)/i.test(name));
  const part = readme === undefined ? '' : (readmePart.exec(await read(readme))?.groups?.['text'] ?? '').trim();
  return part.length < shortestText ? null : part;
}
