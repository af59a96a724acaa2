/** The files of the audit log: a table for people, and the entries as they are for machines. Pure. */
import type { TFunction } from 'i18next';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import type { AuditFilter } from '#shared/contract/audit.ts';
import type { CommunityMark } from '#shared/desk/community-mark.ts';
import type { ChartColumn, ChartTable } from '../../../charts/chart-data.ts';

export interface EntryFileParts {
  readonly t: TFunction<'audit-log'>;
  readonly sentence: (entry: AuditEntry) => string;
}

/** A row for each entry: its sentence, its facts as they are written, and the hash that proves it. */
export function entriesTable(entries: readonly AuditEntry[], { t, sentence }: EntryFileParts): ChartTable {
  const column = (
    key:
      | 'number'
      | 'at'
      | 'kind'
      | 'outcome'
      | 'of'
      | 'sentence'
      | 'who'
      | 'role'
      | 'community'
      | 'method'
      | 'details'
      | 'hash',
    value: (entry: AuditEntry) => number | string | null,
    kind: ChartColumn['kind'] = 'text',
  ): ChartColumn => ({
    label: t(`files.columns.${key}`),
    kind,
    value: (row) => value(entries[row]),
    text: (row) => String(value(entries[row]) ?? ''),
  });
  return {
    rows: entries.length,
    columns: [
      column('number', ({ number }) => number, 'number'),
      column('at', ({ at }) => new Date(at).toISOString()),
      column('kind', ({ kind }) => kind),
      column('outcome', ({ outcome }) => outcome),
      column('of', ({ of }) => of, 'number'),
      column('sentence', sentence),
      column('who', ({ actor }) => actor),
      column('role', ({ role }) => role),
      column('community', ({ communityId }) => communityId),
      column('method', ({ method }) => method),
      column('details', ({ details }) => JSON.stringify(details)),
      column('hash', ({ hash }) => hash),
    ],
  };
}

/** What a file of entries says of itself. */
export interface AboutEntries {
  readonly filter: AuditFilter;
  /** Of the community that was open. */
  readonly marks: readonly CommunityMark[];
  /** Epoch milliseconds. */
  readonly exportedAt: number;
}

/** The entries as they are. */
export function entriesJson(entries: readonly AuditEntry[], { filter, marks, exportedAt }: AboutEntries): string {
  const whole = {
    exportedAt: new Date(exportedAt).toISOString(),
    marks,
    filter,
    entries: entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
