import { openCache } from '#engine/cache/open.ts';
import { cacheIn } from '../desk-folder.ts';
import { say } from './engine.ts';

/** Brings the cache of a release up to date. */
export async function work([folder, key]: readonly string[]): Promise<void> {
  say('begun');
  openCache({ file: cacheIn(folder), key: Buffer.from(key, 'hex') });
  say('migrated');
}
