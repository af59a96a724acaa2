import { cacheTables } from '#shared/privacy/cache-tables.ts';
import type { MemberLink } from '#shared/privacy/data-classes.ts';
import type { ReadDb, SqlValue } from '../../cache/connection.ts';
import type { CommunityRow } from '../../communities/community.ts';
import type { Row } from './readable-row.ts';

/** Whose rows are wanted. */
export interface Subject {
  /** Row id. */
  readonly id: number;
  readonly uid: string;
  readonly pseudonym: string;
  readonly community: CommunityRow;
}

/** Rows of a page: a page is all that is in memory. */
const PAGE = 1000;

/** The tables with rows about members, in the order in which a pack has them; the identity is read by the privacy area's own door. */
export const memberTables: readonly string[] = Object.keys(cacheTables).filter(
  (table) => cacheTables[table].about.length > 0 && table !== 'identity',
);

/**
 * The columns that tell something about the member: not row ids that mean nothing outside, and not what is about the people at the desk.
 */
function toldColumns(table: string): string[] {
  const left = new Set(['community_id', 'actor', 'previous', 'hash', 'key', 'theirs']);
  return Object.entries(cacheTables[table].columns)
    .filter(([column, { class: dataClass }]) => dataClass !== 'operator' && !left.has(column))
    .map(([column]) => column);
}

const conditions: Readonly<Record<MemberLink, (column: string) => string>> = {
  row: (column) => `${column} = @id`,
  uid: (column) => `${column} = @uid`,
  rule: (column) => `${column} IN (SELECT id FROM rule WHERE member_id = @id)`,
  trade: (column) => `EXISTS (
    SELECT 1 FROM trade WHERE trade.community_id = record.community_id AND trade.executed_at = record.executed_at
      AND trade.id = record.${column} AND (buyer_id = @id OR seller_id = @id))`,
  text: (column) => `(instr(${column}, @uid) > 0 OR instr(${column}, @quoted) > 0)`,
};

/** Every row of a table that is about a member, page by page in the order of the table's key. */
export function* rowsAbout(db: ReadDb, table: string, subject: Subject): Generator<Row[]> {
  const { columns, about } = cacheTables[table];
  const keys = db.pluck<string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', [table]);
  const isAbout = about.map(({ column, by }) => conditions[by](column)).join(' OR ');
  const ofCommunity = Object.hasOwn(columns, 'community_id') ? 'community_id = @community AND' : '';
  const told = toldColumns(table);
  const start = {
    id: subject.id,
    uid: subject.uid,
    quoted: JSON.stringify(subject.pseudonym),
    community: subject.community.id,
  };
  let after: Row | null = null;
  do {
    const isNext =
      after === null ? '' : `(${keys.join(', ')}) > (${keys.map((key) => `@after_${key}`).join(', ')}) AND`;
    const params: Record<string, SqlValue> = { ...start };
    for (const key of after === null ? [] : keys) params[`after_${key}`] = after![key];
    const rows: Row[] = db.all<Row>(
      `SELECT * FROM ${table} AS record WHERE ${ofCommunity} ${isNext} (${isAbout}) ORDER BY ${keys.join(', ')} LIMIT ${PAGE}`,
      params,
    );
    if (rows.length > 0) yield rows.map((row) => Object.fromEntries(told.map((column) => [column, row[column]])));
    after = rows.length < PAGE ? null : rows[rows.length - 1];
  } while (after !== null);
}
