import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { type AuditEntry, auditEntrySchema } from '#shared/contract/audit-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import { hex } from './audit-log.ts';

/** An entry as it is stored. */
export interface EntryRow {
  readonly number: number;
  readonly at: number;
  readonly kind: string;
  readonly outcome: string;
  readonly of: number | null;
  readonly method: string | null;
  readonly actor: string | null;
  readonly role: string;
  readonly community_uid: string | null;
  readonly details: string;
  /** The hash of the entry before. */
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
}

/** A page of the entries that a filter lets through, newest first. */
export function auditEntries(
  db: ReadDb,
  { filter, from, limit }: ParsedInput<'audit.entries'>,
): Output<'audit.entries'> {
  const { where, params } = conditions(filter);
  const [total] = db.pluck<number>(`SELECT COUNT(*) FROM audit_entry WHERE ${where}`, params);
  const rows = db.all<EntryRow>(
    `SELECT * FROM audit_entry WHERE ${where} ORDER BY number DESC LIMIT @limit OFFSET @from`,
    { ...params, limit, from },
  );
  return { entries: rows.map(entryOf), total };
}

function conditions({ communityId, range, kinds, text }: ParsedInput<'audit.entries'>['filter']): {
  where: string;
  params: Record<string, SqlValue>;
} {
  const parts = ['TRUE'];
  const params: Record<string, SqlValue> = {};
  if (communityId !== null) {
    parts.push('community_uid = @communityId');
    params['communityId'] = communityId;
  }
  if (range !== null) {
    parts.push('at >= @after AND at < @before');
    params['after'] = range.from;
    params['before'] = range.to;
  }
  if (kinds.length > 0) {
    parts.push('kind IN (SELECT value FROM json_each(@kinds))');
    params['kinds'] = JSON.stringify(kinds);
  }
  if (text !== '') {
    parts.push(
      String.raw`COALESCE(method, '') || char(10) || COALESCE(actor, '') || char(10) || details LIKE @text ESCAPE '\'`,
    );
    params['text'] = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  }
  return { where: parts.join(' AND '), params };
}

function entryOf({ community_uid: communityId, details, hash, ...row }: EntryRow): AuditEntry {
  const entry = auditEntrySchema.safeParse({ ...row, communityId, details: parsed(details), hash: hex(hash) });
  if (entry.success) return entry.data;
  throw new Failure('CACHE_CORRUPT', `Entry ${row.number} of the audit log is not as it was written.`, {
    remedy: 'Verify the log; it names the first entry that was changed. Nothing of it was deleted.',
    details: { entry: row.number, situation: 'entry' },
  });
}

function parsed(details: string): unknown {
  try {
    return JSON.parse(details);
  } catch {
    return null;
  }
}
