import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { moveDurably } from '../cache/durable-files.ts';
import { withCacheErrors } from '../cache/errors.ts';
import { EXAMINED } from '../diagnostics/examination-file.ts';

/** Where what was replaced is kept, beside the cache, in a folder for each time. */
export function asideFolder(file: string): string {
  return join(dirname(file), 'aside');
}

/** Where the cache that is to replace `file` is made; with a key check and a mark of the audit log of its own beside it. */
export function replacementOf(file: string): string {
  return `${file}.next.part`;
}

/** Deletes what a crash left of an earlier replacement that was never finished. */
export function clearReplacement(file: string): void {
  const part = basename(replacementOf(file));
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(part)) rmSync(join(dirname(file), name), { recursive: true });
  }
}

/** Finished, and not in its place yet: from here on the replacement is carried out, whatever befalls the process. */
const FINISHED = '.next';
/** What the replacement brings of its own, after the name of the cache. */
const BROUGHT = ['.check', '.audit'];
/** An examination is of the cache that it was made of, and says nothing of the next. */
const OF_THE_CACHE = ['', '-wal', '-shm', '-journal', EXAMINED];

/**
 * Puts the cache that was made at `replacementOf(file)`, and is closed, in the place of `file`. What was there is put aside whole: no byte of it is
 * changed. A process that ends half-way has it carried on by the next opening, so that there is always one cache or the other.
 * @param time epoch milliseconds, for the name of the folder
 * @returns the folder in which the old cache is now; null when there was none
 */
export function replaceCache(file: string, time: number): string | null {
  return withCacheErrors(() => {
    const part = replacementOf(file);
    for (const brought of BROUGHT) moveIfThere(part + brought, file + FINISHED + brought);
    moveDurably(part, file + FINISHED);
    return completeReplacement(file, time);
  });
}

/** Carries on a replacement that was broken off. Does nothing when there is none. */
export function completeReplacement(file: string, time: number = Date.now()): string | null {
  if (!existsSync(file + FINISHED)) return null;
  const folder = join(asideFolder(file), new Date(time).toISOString().replaceAll(/[-:.]/g, ''));
  const own = BROUGHT.filter((brought) => existsSync(file + FINISHED + brought));
  const old = [...OF_THE_CACHE, ...own].map((suffix) => file + suffix).filter((path) => existsSync(path));
  if (old.length > 0) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'README.txt'), README, { mode: 0o600 });
  }
  for (const path of old) moveIfThere(path, join(folder, basename(path)));
  for (const brought of own) moveIfThere(file + FINISHED + brought, file + brought);
  // Last: a log that still stood beside it would be written into it.
  moveDurably(file + FINISHED, file);
  return old.length > 0 ? folder : null;
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

const README = `Commonwatt Console put these files aside: they are its local data as they were before they were replaced, because they
could not be opened any more or because a backup was put in their place. Nothing in them was changed.

They are encrypted with the key that this profile had then. The console does not use them any more and never deletes them.

Keep them until everything that you need is there again in the console: people who can repair databases may get more out
of them. Afterwards you may delete this folder.

----

Commonwatt Console hat diese Dateien beiseitegelegt: Es sind seine lokalen Daten, wie sie waren, bevor sie ersetzt wurden,
weil sie sich nicht mehr öffnen ließen oder weil eine Sicherung an ihre Stelle gesetzt wurde. An ihnen wurde nichts geändert.

Sie sind mit dem Schlüssel verschlüsselt, den dieses Profil damals hatte. Die Konsole benutzt sie nicht mehr und löscht sie nie.

Behalten Sie sie, bis alles, was Sie brauchen, wieder in der Konsole ist: Fachleute können aus ihnen vielleicht mehr retten.
Danach dürfen Sie diesen Ordner löschen.
`;
