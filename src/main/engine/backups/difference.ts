import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { withAttached } from '../cache/attached.ts';
import { aboutBackup } from '../cache/backup.ts';
import { type FormerKeys, formerKeyOf } from '../cache/backup-key.ts';
import { type ReadDb, rawConnection } from '../cache/connection.ts';
import { withCacheErrors } from '../cache/errors.ts';
import { UNANSWERED } from '../outbox/commands.ts';
import { findBackup } from './find-backup.ts';

/** What is counted, by the name that the page has for it. Communities without generations that are being fetched. */
const counted: Readonly<Record<string, { readonly table: string; readonly where?: string }>> = {
  communities: { table: 'community', where: "substr(uid, 1, 1) <> '~'" },
  members: { table: 'member', where: "substr(uid, 1, 1) <> '~'" },
  readings: { table: 'meter_reading' },
  offers: { table: 'offer' },
  trades: { table: 'trade' },
  rules: { table: 'rule' },
  consents: { table: 'consent' },
  documents: { table: 'community_document' },
  reports: { table: 'report' },
};

/**
 * How the open cache differs from a backup of it, which is only read. A backup in an older form has fewer tables: what it could not know
 * counts as 0.
 * @throws INPUT_INVALID when there is no such backup; CACHE_CORRUPT when it cannot be read
 */
export function differenceTo(
  db: ReadDb,
  { backupId }: ParsedInput<'backups.preview'>,
  keys: FormerKeys = {},
): Output<'backups.preview'> {
  const raw = rawConnection(db);
  const { path, bytes } = findBackup(raw.name, backupId);
  return withCacheErrors(() =>
    withAttached(raw, { file: path, key: formerKeyOf(path, keys) }, (beside) => {
      const tables = new Set(db.pluck<string>(`SELECT name FROM ${beside}.sqlite_schema WHERE type = 'table'`));
      const number = (sql: string): number => db.pluck<number>(sql)[0];
      const count = (schema: string, { table, where = 'TRUE' }: (typeof counted)[string]): number =>
        number(`SELECT COUNT(*) FROM ${schema}.${table} WHERE ${where}`);
      const erasures = (kind: string, known?: string): number =>
        number(
          `SELECT COUNT(DISTINCT entry_number) FROM main.erasure_record WHERE kind = '${kind}'
           ${known ? `AND id NOT IN (SELECT id FROM ${known}.erasure_record)` : ''}`,
        );
      const dataTo = (schema: string): number | null =>
        db.pluck<number | null>(`SELECT MAX(data_to) FROM ${schema}.community`)[0];
      return {
        backup: aboutBackup(raw.name, path, bytes),
        counts: Object.entries(counted).map(([of, what]) => ({
          of,
          now: count('main', what),
          inBackup: tables.has(what.table) ? count(beside, what) : 0,
        })),
        dataTo: { now: dataTo('main'), inBackup: dataTo(beside) },
        unsentDecisions: number(
          `SELECT COUNT(*) FROM main.outbox AS outbox WHERE ${UNANSWERED}
           ${tables.has('outbox') ? `AND key NOT IN (SELECT key FROM ${beside}.outbox)` : ''}`,
        ),
        auditEntries: number(
          tables.has('audit_entry')
            ? `SELECT COUNT(*) FROM main.audit_entry AS entry WHERE NOT EXISTS
                 (SELECT 1 FROM ${beside}.audit_entry AS same WHERE same.number = entry.number AND same.hash = entry.hash)`
            : 'SELECT COUNT(*) FROM main.audit_entry',
        ),
        erased: {
          members: tables.has('erasure_record') ? erasures('member', beside) : erasures('member'),
          retentionRuns: tables.has('erasure_record') ? erasures('retention', beside) : erasures('retention'),
        },
      };
    }),
  );
}
