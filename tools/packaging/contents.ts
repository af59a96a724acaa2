import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { filesOfArchive } from './archive.ts';

/** One part of a packed console and how much of it that is. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** What belongs to which part: the first rule that fits a path decides. Paths of the archive begin with `app.asar/`. */
const rules: readonly (readonly [pattern: RegExp, part: string])[] = [
  [/(^|\/)app\.asar$/, ''],
  [/(^|\/)app\.asar\.unpacked\//, 'native module'],
  [/^app\.asar\/node_modules\//, 'native module'],
  [/(^|\/)(LICENSES?\b[^/]*|licences\.(txt|json))$/, 'licences'],
  [/^app\.asar\/out\/main\//, 'archive: main, engine, command line'],
  [/^app\.asar\/out\/preload\//, 'archive: preload'],
  [/^app\.asar\/out\/renderer\/.*\.woff2?$/, 'archive: fonts'],
  [/^app\.asar\/out\/renderer\//, 'archive: pages'],
  [/^app\.asar\//, 'archive: rest'],
  [/\.(pak|lproj)$|\.lproj\//, 'Electron: resources and texts of Chromium'],
  [/./, 'Electron: programs and libraries'],
];

/** The part that a file of a packed console belongs to; empty for what is counted by what it holds. */
export function partOf(file: string): string {
  return rules.find(([pattern]) => pattern.test(file))?.[1] ?? '';
}

/**
 * What a packed console is made of, the largest part first.
 * @param folder the packed console
 * @param resources the folder in it that holds the archive
 */
export async function partsOf(folder: string, resources: string): Promise<Part[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const onDisk = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return { name: path.relative(folder, file).replaceAll('\\', '/'), bytes: (await stat(file)).size };
      }),
  );
  const archived = (await filesOfArchive(path.join(resources, 'app.asar')))
    .filter(({ isUnpacked }) => !isUnpacked)
    .map(({ name, bytes }) => ({ name: `app.asar/${name}`, bytes }));
  const sums = new Map<string, number>();
  for (const { name, bytes } of [...onDisk, ...archived]) {
    const part = partOf(name);
    if (part !== '') sums.set(part, (sums.get(part) ?? 0) + bytes);
  }
  return [...sums].map(([name, bytes]) => ({ name, bytes })).toSorted((one, other) => other.bytes - one.bytes);
}
