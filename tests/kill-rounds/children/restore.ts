import { readFileSync } from 'node:fs';
import path from 'node:path';
import { restore } from '#engine/upkeep/restore.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { cacheIn } from '../desk-folder.ts';
import { say } from './engine.ts';

/** Puts a backup in the place of the closed cache. */
export async function work([folder, backupId]: readonly string[]): Promise<void> {
  say('begun');
  await restore(
    { file: cacheIn(folder), key: new Uint8Array(KEY) },
    {
      method: 'backups.restore',
      backupId,
      deviceKey: readFileSync(path.join(folder, 'device.key')),
      appVersion: '1.0.0',
    },
  );
  say('restored');
}
