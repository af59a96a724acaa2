import assert from 'node:assert/strict';
import { copyFileSync, readdirSync } from 'node:fs';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { openDamaged } from '#engine/cache/open-damaged.ts';
import type { Random } from '#shared/domain/random.ts';
import { readReleaseKeys, releaseFile, releaseFolder } from '#tools/release-fixture/release-keys.ts';
import { contentOf } from '../engine/sync/faults/cache-content.ts';
import { cacheIn, makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KillKind } from './kill-scenario.ts';

/** A migration is made or not, with every row either way, and can be made again. */
export const migrationRounds: KillKind = {
  name: 'migration',
  prepare: async (folder) => {
    const { key } = readReleaseKeys();
    const keyText = Buffer.from(key).toString('hex');
    const versions = readdirSync(releaseFolder)
      .flatMap((name) => /^v(\d+)\.cache$/.exec(name)?.[1] ?? [])
      .map(Number)
      .filter((version) => version < latestVersion());
    const contentAtHead = (file: string): unknown => {
      const cache = openCache({ file, key });
      try {
        assert.deepEqual(cache.read.pluck('PRAGMA integrity_check'), ['ok']);
        assert.deepEqual(cache.read.all('PRAGMA foreign_key_check'), []);
        const decisions = cache.read.all('SELECT uid, key, kind, state FROM outbox ORDER BY id');
        return { content: contentOf(cache.read), decisions };
      } finally {
        cache.close();
      }
    };
    const expected = new Map(
      versions.map((version) => {
        const file = cacheIn(makeDeskFolder(folder));
        copyFileSync(releaseFile(version), file);
        return [version, contentAtHead(file)];
      }),
    );
    const moment = new KillMoment(150);
    return {
      round: async (random: Random) => {
        const version = random.pick(versions);
        const desk = makeDeskFolder(folder);
        const file = cacheIn(desk);
        copyFileSync(releaseFile(version), file);
        const lines = await moment.linesOf(['migrate', desk, keyText], random);
        const isMigrated = lines.includes('migrated');
        const found = versionOf(file, key);
        assert.ok(found === latestVersion() || (found === version && !isMigrated), `the cache is of version ${found}`);
        assert.deepEqual(contentAtHead(file), expected.get(version));
        const backups = backupsOf(file);
        assert.ok(backups.length > 0, 'there is no backup of what was migrated');
        for (const backup of backups) checkBackup(backup, key);
        moment.learn(isMigrated);
        return { acknowledged: Number(isMigrated), isInterrupted: !isMigrated };
      },
      end: () => Promise.resolve(),
    };
  },
};

function versionOf(file: string, key: Uint8Array): number {
  const cache = openDamaged({ file, key });
  try {
    return cache.read.pluck<number>('PRAGMA user_version')[0];
  } finally {
    cache.close();
  }
}
