/** What is killed again and again, and how it is looked at afterwards. */
import assert from 'node:assert/strict';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { checkCache } from '#engine/cache/check.ts';
import { type Cache, openCache } from '#engine/cache/open.ts';
import type { Random } from '#shared/domain/random.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { cacheIn, deviceIn } from './desk-folder.ts';

/** What one kill showed. */
export interface KilledRound {
  /** Writes that the engine acknowledged before it was killed; all of them are there. */
  readonly acknowledged: number;
  /** Whether the work was under way when it was killed, and not over. */
  readonly isInterrupted: boolean;
}

/** Work of the engine in a process that is killed with SIGKILL. */
interface KillScenario {
  /** Starts a process, kills it, and looks at what is left. Throws an AssertionError for whatever is lost, torn or done twice. */
  round(random: Random): Promise<KilledRound>;
  /** What can be told only at the end, and then puts everything away. Also called after a round that failed. */
  end(): Promise<void>;
}

/** A scenario by the name of what the engine does. */
export interface KillKind {
  readonly name: string;
  /** @param folder of its own, which is deleted afterwards */
  prepare(folder: string): Promise<KillScenario>;
}

/**
 * Opens a cache as the console does after a crash, makes sure that file, rollups, references and audit log are sound, and closes it in order.
 * @param look what else is to be seen, or done, while it is open
 */
export async function openSound<T>(
  folder: string,
  look: (cache: Cache, audit: AuditLog) => T | Promise<T>,
  key: Uint8Array = KEY,
): Promise<T> {
  const cache = openCache({ file: cacheIn(folder), key: new Uint8Array(key) });
  try {
    const device = deviceIn(folder);
    const quiet = { changed: () => undefined, log: () => undefined };
    const audit = new AuditLog({ cache, device, role: () => 'admin', ...quiet });
    assert.deepEqual(checkCache(cache), { integrity: 'ok', rollupDifferences: 0 });
    assert.deepEqual(cache.read.all('PRAGMA foreign_key_check'), []);
    const { finding } = await verifyLog(cache.read, audit, () => false);
    assert.equal(finding, null, 'the audit log is not as it was written');
    const seen = await look(cache, audit);
    audit.close();
    return seen;
  } finally {
    cache.close();
  }
}
