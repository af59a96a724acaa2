import { ulid } from 'ulid';
import type { ErasureRecord } from '#shared/contract/privacy-records.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

interface RecordRow extends Omit<ErasureRecord, 'counts' | 'auditEntry'> {
  readonly counts: string;
  readonly entry_number: number;
}

/** What was erased in a community (wire id), newest first. */
export function erasureRecordsOf(db: ReadDb, communityUid: string): ErasureRecord[] {
  return db
    .all<RecordRow>(
      'SELECT id, at, kind, class, cutoff, counts, entry_number FROM erasure_record WHERE community_uid = ? ORDER BY at DESC, id DESC',
      [communityUid],
    )
    .map(({ counts, entry_number, ...row }) => ({
      ...row,
      counts: JSON.parse(counts) as ErasureRecord['counts'],
      auditEntry: entry_number,
    }));
}

/** Writes a record, which stays as it is for ever; returns its id. It says how much was erased and why, and of nobody. */
export function writeErasureRecord(db: WriteDb, communityUid: string, record: Omit<ErasureRecord, 'id'>): string {
  const id = ulid(record.at);
  db.run(
    `INSERT INTO erasure_record (id, at, community_uid, kind, class, cutoff, counts, entry_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      record.at,
      communityUid,
      record.kind,
      record.class,
      record.cutoff,
      JSON.stringify(record.counts),
      record.auditEntry,
    ],
  );
  return id;
}
