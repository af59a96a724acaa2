import { onTestFinished } from 'vitest';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey } from '#engine/audit/device-key.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import type { ReadDb } from '#engine/cache/connection.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { AuditVerification } from '#shared/contract/audit-records.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';

export const device = deviceKeyOf(newDeviceKey());

/** The time of the first entry; each later one is a second after the one before. */
export const FIRST_AT = Date.UTC(2026, 10, 26, 9);

const triggers = [
  'audit_entry_is_next',
  'audit_entry_stays',
  'audit_entry_is_kept',
  'audit_checkpoint_is_next',
  'audit_checkpoint_stays',
  'audit_checkpoint_is_kept',
];

/** For a test that tampers with the log as somebody who has its key could. */
export const withoutTriggers = triggers.map((trigger) => `DROP TRIGGER ${trigger};`).join(' ');

/** An entry like many others, with every column filled. */
export function entry(about: Partial<NewEntry> = {}): NewEntry {
  return {
    kind: 'export',
    outcome: 'asked',
    method: 'ledger.export',
    communityId: 'sonnental',
    details: { file: 'Jänner.csv', rows: 12, isWhole: true, memberId: null },
    ...about,
  };
}

/** Opens the cache of a file with its log; closed after the test unless the test has done so. */
export function openLog(file: string, key = device): { cache: Cache; audit: AuditLog; close: () => void } {
  const cache = openCache({ file, key: KEY });
  let at = FIRST_AT;
  const audit = new AuditLog({
    cache,
    device: key,
    role: () => 'admin',
    changed: () => undefined,
    log: () => undefined,
    now: () => (at += 1_000),
  });
  let isOpen = true;
  const close = (): void => {
    if (isOpen) audit.close();
    if (isOpen) cache.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { cache, audit, close };
}

/** The file of a log of so many entries that was closed in order, or killed before its last ones were signed. */
export function logOf(count: number, end: 'closed' | 'killed' = 'closed'): string {
  const file = temporaryFile();
  const { cache, audit, close } = openLog(file);
  audit.appendAll(Array.from({ length: count }, (_, at) => entry({ details: { rows: at } })));
  if (end === 'killed') cache.close();
  else close();
  return file;
}

/** What a verification that is not watched says. */
export async function verified(db: ReadDb, audit: Pick<AuditLog, 'device' | 'endFinding'>): Promise<AuditVerification> {
  return await verifyLog(db, audit, () => false);
}
