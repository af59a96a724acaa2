import { Failure } from '#shared/contract/errors.ts';
import { type RawDatabase, writeDbOver } from './connection.ts';
import { cacheFailure } from './errors.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { rebuildRollups } from './rebuild-rollups.ts';

/** The schema version of an open database; 0 is one without any step. */
export function schemaVersion(db: RawDatabase): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** The version that the last of `steps` leads to. Throws when the versions do not ascend. */
export function latestVersion(steps: readonly Migration[] = migrations): number {
  let latest = 0;
  for (const { version, name } of steps) {
    if (!Number.isSafeInteger(version) || version <= latest)
      throw new Error(`Migration ${version} (${name}) is out of order.`);
    latest = version;
  }
  return latest;
}

/** Throws CACHE_FROM_FUTURE when the database was written by a newer console. There is no offer to delete it. */
export function refuseFuture(db: RawDatabase, steps: readonly Migration[] = migrations): void {
  const [version, known] = [schemaVersion(db), latestVersion(steps)];
  if (version > known) {
    throw new Failure(
      'CACHE_FROM_FUTURE',
      'This cache was written by a newer version of the console. Nothing was changed.',
      {
        remedy: 'Install the newest version of the console.',
        details: { cacheVersion: version, knownVersion: known },
      },
    );
  }
}

/**
 * Brings the database to the newest version: all pending steps in one transaction, so that after a fault or a kill it is as it was.
 * @param beforeMigrating called outside the transaction when an existing database is about to change, with its version and the new one;
 *   what it throws stops the migration
 * @throws CACHE_FROM_FUTURE, CACHE_LOCKED when another process migrates at the same time, DISK_FULL, INTERNAL when a step fails
 */
export function migrate(
  db: RawDatabase,
  beforeMigrating: (from: number, to: number) => void,
  steps: readonly Migration[] = migrations,
): void {
  refuseFuture(db, steps);
  const from = schemaVersion(db);
  const pending = steps.filter((step) => step.version > from);
  if (pending.length === 0) return;
  if (from > 0) beforeMigrating(from, latestVersion(steps));
  // A step that rebuilds a table must drop the old one without its ON DELETE CASCADE; the check afterwards finds what hangs in the air.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => runSteps(db, from, pending)).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

function runSteps(db: RawDatabase, from: number, pending: readonly Migration[]): void {
  if (schemaVersion(db) !== from) {
    throw new Failure('CACHE_LOCKED', 'Another console is bringing the cache up to date. Nothing was lost.', {
      remedy: 'Wait a moment and try again.',
      retryable: true,
    });
  }
  for (const step of pending) {
    try {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    } catch (error) {
      const known = cacheFailure(error);
      throw known instanceof Failure ? known : stepFailure(step, error);
    }
  }
  const writer = writeDbOver(db);
  const changed = pending.flatMap(({ communitiesToRebuild: sql }) => (sql ? writer.pluck<number>(sql) : []));
  for (const community of new Set(changed)) rebuildRollups(writer, community);
  const broken = db.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0)
    throw stepFailure(pending[pending.length - 1], new Error(`${broken.length} rows lost what they belong to`));
}

function stepFailure(step: Migration, cause: unknown): Failure {
  return new Failure(
    'INTERNAL',
    `The cache could not be brought up to date: step ${step.version} (${step.name}) failed. The cache is as it was before.`,
    {
      remedy: 'Go on with the console version used so far and report this fault.',
      details: { step: step.version },
      cause,
    },
  );
}
