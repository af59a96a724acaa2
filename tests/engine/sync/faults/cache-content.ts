import { rollupTables } from '#engine/cache/rollup-tables.ts';
import type { ReadDb, WriteDb } from '#engine/cache/connection.ts';
import { unpackOrders } from '#engine/market/sealed-orders.ts';

type Row = Record<string, unknown>;

export type Content = Readonly<Record<string, readonly string[]>>;

const records = [
  'member',
  'rule',
  'rule_version',
  'pricing_signal',
  'meter_reading',
  'clearing',
  'certificate',
  'offer',
  'trade',
  'settlement_event',
] as const;

/** Columns that hold a row id, and of what. */
const references: Readonly<Record<string, 'member' | 'rule'>> = {
  member_id: 'member',
  buyer_id: 'member',
  seller_id: 'member',
  rule_id: 'rule',
};

/**
 * Everything that the cache says of its communities, by table, in a form that does not depend on the order in which it came: row ids are
 * replaced by wire ids. Two caches with equal content tell a person the same.
 */
export function contentOf(db: ReadDb | WriteDb): Content {
  const names = {
    member: namesOf(db, 'SELECT id, uid FROM member'),
    rule: namesOf(db, 'SELECT id, uid FROM rule'),
  };
  const communities = namesOf(db, 'SELECT id, uid FROM community');
  const line = (table: string, row: Row): string => {
    const named = Object.entries(row).map(([column, value]): [string, unknown] => {
      const reference = references[column];
      if (column === 'community_id') return [column, communities.get(Number(value))];
      if (table === 'certificate' && column === 'orders')
        return [column, ordersText(value as Uint8Array, names.member, names.rule)];
      if (reference && value !== null) return [column, names[reference].get(Number(value)) ?? `? ${Number(value)}`];
      return [column, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value];
    });
    // Row ids; the ids of other records are bytes.
    return JSON.stringify(named.filter(([column, value]) => column !== 'id' || typeof value === 'string'));
  };
  const tables = ['community', ...records, ...rollupTables.map(({ name }) => name)];
  return Object.fromEntries(
    tables.map((table) => [
      table,
      db
        .all<Row>(`SELECT * FROM ${table}`)
        .map((row) => line(table, row))
        .toSorted(),
    ]),
  );
}

/** Where two contents differ: by table, a few lines that only one of them has. Empty when they are equal. */
export function differences(ours: Content, theirs: Content): readonly string[] {
  return Object.keys(theirs).flatMap((table) => {
    const [left, right] = [new Set(ours[table]), new Set(theirs[table])];
    return [
      ...[...left].filter((line) => !right.has(line)).map((line) => `${table} only ours: ${line}`),
      ...[...right].filter((line) => !left.has(line)).map((line) => `${table} only theirs: ${line}`),
    ].slice(0, 3);
  });
}

function namesOf(db: ReadDb | WriteDb, sql: string): Map<number, string> {
  return new Map(db.all<{ id: number; uid: string }>(sql).map(({ id, uid }) => [id, uid]));
}

function ordersText(packed: Uint8Array, members: Map<number, string>, rules: Map<number, string>): string {
  const orders = unpackOrders(packed);
  return JSON.stringify({
    ...orders,
    id: Buffer.from(orders.id).toString('hex'),
    member: [...orders.member].map((id) => members.get(id)),
    rule: [...orders.rule].map((id) => (id < 0 ? null : rules.get(id))),
  });
}
