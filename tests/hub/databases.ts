/**
 * Databases for tests of the hub: PGlite, in memory or in a folder. Making one takes seconds, so each kind is made once for the sources as they are, kept
 * in the build folder, and copied from then on.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { databaseFolder, makeDataFolder } from '#hub/data-folder.ts';
import { createPGlite, type HubDatabase, onPGlite } from '#hub/db/open-database.ts';
import { seedDemo } from '#hub/seed/demo.ts';
import { sourceFingerprint } from '#tools/build.ts';
import { withFolderLock } from '#tools/folder-lock.ts';
import { outFolder, repositoryRoot } from '#tools/paths.ts';

export interface SeedOptions {
  readonly members: number;
  readonly days: number;
  /** Exclusive end in epoch milliseconds, at a slot's start. */
  readonly until: number;
}

/** Small and quick, and with every kind of record. */
export const SMALL_SEED: SeedOptions = { members: 8, days: 2, until: Date.UTC(2026, 5, 15, 10) };

/** Milliseconds that a database may take to start on a busy machine: the timeout of the hooks that start one. */
export const START_TIMEOUT = 240_000;

const copies = new Map<string, Promise<Blob>>();

/** A fresh database in memory, with an invented community or empty. */
export async function memoryDatabase(seed: SeedOptions | null): Promise<HubDatabase> {
  return onPGlite(await createPGlite({ loadDataDir: await copyOf(seed) }));
}

/** A fresh, empty database in the folder of a hub, as its first start makes it. */
export async function emptyDatabaseIn(folder: string): Promise<HubDatabase> {
  await makeDataFolder(folder);
  return onPGlite(await createPGlite({ dataDir: databaseFolder(folder), loadDataDir: await copyOf(null) }));
}

function copyOf(seed: SeedOptions | null): Promise<Blob> {
  const key = JSON.stringify(seed);
  let copy = copies.get(key);
  if (copy === undefined) {
    copy = keptCopy(seed);
    copies.set(key, copy);
  }
  return copy;
}

async function keptCopy(seed: SeedOptions | null): Promise<Blob> {
  const folder = path.join(outFolder, 'test-databases');
  const sources = await sourceFingerprint(repositoryRoot, ['src/hub', 'src/shared', 'package-lock.json']);
  const name = seed === null ? 'empty' : `${seed.members}-${seed.days}-${seed.until}`;
  const file = path.join(folder, `${sources.slice(0, 16)}-${name}.tar`);
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    await withFolderLock(path.join(folder, `.${name}.lock`), async () => {
      if (existsSync(file)) return;
      await removeOutdated(folder, sources.slice(0, 16));
      const unfinished = `${file}.${process.pid}`;
      await writeFile(unfinished, new Uint8Array(await (await makeCopy(seed)).arrayBuffer()));
      await rename(unfinished, file);
    });
  }
  return new Blob([new Uint8Array(await readFile(file))]);
}

async function removeOutdated(folder: string, sources: string): Promise<void> {
  const outdated = (await readdir(folder)).filter((name) => name.includes('.tar') && !name.startsWith(sources));
  await Promise.all(outdated.map((name) => rm(path.join(folder, name), { force: true })));
}

async function makeCopy(seed: SeedOptions | null): Promise<Blob | File> {
  // To make the files of a database takes longer than to fill them.
  const pglite = await createPGlite(seed === null ? {} : { loadDataDir: await copyOf(null) });
  const database = await onPGlite(pglite);
  if (seed !== null) await seedDemo(database.db, { ...seed, seed: 1 });
  const copy = await pglite.dumpDataDir('none');
  await database.close();
  return copy;
}
