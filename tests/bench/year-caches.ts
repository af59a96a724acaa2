import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ReadDb, WriteDb } from '#engine/cache/connection.ts';
import { openCache, openReadOnly } from '#engine/cache/open.ts';
import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { openPlain } from './plain-cache.ts';
import { tradePages } from './trade-year.ts';

export type Cipher = 'encrypted' | 'plain';

let folder: Promise<string> | undefined;
let made = 0;
const filled = new Map<string, Promise<string>>();

/** A path in the folder of this run that nothing has yet. */
export async function newFile(name: string): Promise<string> {
  folder ??= mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-'));
  return path.join(await folder, `${name}-${++made}`);
}

/** Deletes all that the run has left on the disk. */
export async function disposeYearCaches(): Promise<void> {
  if (folder !== undefined) await rm(await folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Opens a cache for writing, made new when there is none. Closing moves its log into the file. */
export function openWriting(
  file: string,
  cipher: Cipher,
): { readonly read: ReadDb; readonly write: WriteDb; close(): void } {
  return cipher === 'encrypted' ? openCache({ file, key: KEY }) : openPlain(file, `${file}-pattern`);
}

/** The file of a cache with a year of so many trades, made once in a run. To be read only. */
export function yearFile(trades: number, cipher: Cipher = 'encrypted'): Promise<string> {
  const key = `${cipher} ${trades}`;
  let file = filled.get(key);
  if (file === undefined) filled.set(key, (file = fill(trades, cipher)));
  return file;
}

async function fill(trades: number, cipher: Cipher): Promise<string> {
  const file = await newFile('year');
  const cache = openWriting(file, cipher);
  for (const page of tradePages({ trades })) applyPage(cache.write, page);
  cache.close();
  return file;
}

export interface Year {
  readonly read: ReadDb;
  readonly community: CommunityRow;
  close(): void;
}

/** Opens the encrypted cache of a year for reading, with nothing of it in memory yet. The caller closes it. */
export async function openYear(trades: number): Promise<Year> {
  const { read, close } = openReadOnly({ file: await yearFile(trades), key: KEY });
  const [community] = allCommunities(read);
  return { read, community, close };
}
