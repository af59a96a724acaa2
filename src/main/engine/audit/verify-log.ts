import { setImmediate } from 'node:timers/promises';
import { ChainCheck, type StoredCheckpoint, type StoredEntry } from '#shared/audit/verify.ts';
import type { AuditLogFinding, AuditVerification } from '#shared/contract/audit-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb } from '../cache/connection.ts';
import { sha256 } from '../market/sha256.ts';
import { type AuditLog, hex, readHead } from './audit-log.ts';
import type { EntryRow } from './entries.ts';

/** Entries between two turns of the others: a few milliseconds. */
const PAGE = 500;

/**
 * Recomputes the whole chain and checks every signature and the mark. Entries that are written meanwhile are not judged.
 * @param tell told after each page and at the end; true ends the verification there
 * @throws CANCELLED when `tell` says so
 */
export async function verifyLog(
  db: ReadDb,
  { device, endFinding }: Pick<AuditLog, 'device' | 'endFinding'>,
  tell: (soFar: AuditVerification) => boolean,
): Promise<AuditVerification> {
  const last = readHead(db)?.number ?? 0;
  const [total] = db.pluck<number>('SELECT COUNT(*) FROM audit_entry WHERE number <= ?', [last]);
  const check = new ChainCheck({
    sha256,
    publicKey: hex(device.publicKey),
    isMine: (text, signature) => device.isMine(text, signature),
    checkpoints: checkpointsUpTo(db, last),
    entries: total,
  });
  const restored = lastRestore(db, last);
  const soFar = (finding: AuditLogFinding | null): AuditVerification => ({
    checked: check.head?.number ?? 0,
    total,
    checkpoints: check.checkpoints,
    head: check.head && { number: check.head.number, hash: check.head.hash },
    finding,
    restored,
  });
  let finding: AuditLogFinding | null = null;
  for (
    let rows = pageAfter(db, 0, last);
    rows.length > 0 && !finding;
    rows = pageAfter(db, rows.at(-1)!.number, last)
  ) {
    for (const row of rows) if ((finding = check.take(storedEntry(row)))) break;
    if (tell(soFar(finding))) throw new Failure('CANCELLED', 'Stopped as you asked.');
    await setImmediate();
  }
  const result = soFar(finding ?? check.end() ?? endFinding);
  tell(result);
  return result;
}

/** What a restore itself says; its entry is verified like every other one. */
function lastRestore(db: ReadDb, last: number): AuditVerification['restored'] {
  const row = db.get<{ number: number; at: number; details: string }>(
    `SELECT number, at, details FROM audit_entry WHERE kind = 'restore' AND number <= ?
       AND CASE WHEN json_valid(details) THEN json_type(details, '$.entriesBefore') END IS NOT NULL ORDER BY number DESC LIMIT 1`,
    [last],
  );
  if (!row) return null;
  const lost = db.pluck<unknown>("SELECT ? ->> 'entriesLost'", [row.details])[0];
  return { number: row.number, at: row.at, entriesLost: Number.isSafeInteger(lost) ? (lost as number) : null };
}

function pageAfter(db: ReadDb, after: number, last: number): EntryRow[] {
  return db.all<EntryRow>(`SELECT * FROM audit_entry WHERE number > ? AND number <= ? ORDER BY number LIMIT ${PAGE}`, [
    after,
    last,
  ]);
}

function storedEntry({ community_uid: communityId, previous, hash, ...entry }: EntryRow): StoredEntry {
  return { ...entry, communityId, previous: hex(previous), hash: hex(hash) };
}

/** The checkpoints of the entries that are judged; those beyond an end that was cut off are among them. */
function checkpointsUpTo(db: ReadDb, last: number): StoredCheckpoint[] {
  return db
    .all<{ number: number; at: number; public_key: Uint8Array; signature: Uint8Array }>(
      `SELECT number, at, public_key, signature FROM audit_checkpoint
       WHERE number <= ? OR number > (SELECT COALESCE(MAX(number), 0) FROM audit_entry) ORDER BY number`,
      [last],
    )
    .map(({ public_key: publicKey, ...checkpoint }) => ({ ...checkpoint, publicKey: hex(publicKey) }));
}
