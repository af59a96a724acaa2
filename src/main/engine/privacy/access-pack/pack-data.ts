import type { ReadDb } from '../../cache/connection.ts';
import { userIdOf } from '../identity.ts';
import { memberTables, rowsAbout, type Subject } from './member-rows.ts';
import { readableRow, type Row, type RowNames } from './readable-row.ts';
import { sealedOrdersOf } from './sealed-orders-of.ts';

/** Beside the tables of the cache. */
const SEALED = 'sealed_order';

/** What the data file says of itself. */
export interface PackAbout {
  readonly community: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly currency: string;
    readonly isDemo: boolean;
    readonly hasSimulatedTrades: boolean;
  };
  readonly member: { readonly id: string; readonly pseudonym: string };
  /** ISO 8601. */
  readonly madeAt: string;
}

const units = {
  '*_wh': 'watt-hours',
  price: 'millionths of the currency per kWh',
  amount: 'millionths of the currency',
  balance: 'millionths of the currency',
  time: 'UTC, ISO 8601',
};

/**
 * The data file of an access pack as pieces of one JSON text: every row of every table that is about the member, driven by the data classes
 * of the schema. Others stand in it by their pseudonym.
 * @param counted told how many rows of a table a piece holds
 */
export function* packData(
  db: ReadDb,
  subject: Subject,
  about: PackAbout,
  counted: (table: string, rows: number) => void,
): Generator<string> {
  const names = rowNames(db, subject);
  yield `{"format":"commonwatt-access-pack","version":1,"about":${JSON.stringify({ ...about, units })},"tables":{`;
  const userId = userIdOf(db, subject.id);
  if (userId !== null) counted('identity', 1);
  yield `"identity":${JSON.stringify(userId === null ? [] : [{ user_id: userId }])}`;
  for (const table of memberTables) yield* tableText(table, rowsAbout(db, table, subject), names, counted);
  yield* tableText(SEALED, sealedOrdersOf(db, subject), names, counted);
  yield '}}\n';
}

function* tableText(
  table: string,
  pages: Iterable<Row[]>,
  names: RowNames,
  counted: (table: string, rows: number) => void,
): Generator<string> {
  yield `,\n${JSON.stringify(table)}:[`;
  let isFirst = true;
  for (const page of pages) {
    const texts = page.map((row) => JSON.stringify(readableRow(table, row, names)));
    counted(table, page.length);
    if (texts.length === 0) {
      yield '';
      continue;
    }
    yield `${isFirst ? '\n' : ',\n'}${texts.join(',\n')}`;
    isFirst = false;
  }
  yield ']';
}

/** What stands for a member without a pseudonym. */
const HELD_BACK = '–';

function rowNames(db: ReadDb, { community }: Subject): RowNames {
  const members = new Map(
    db
      .all<{ id: number; name: string }>('SELECT id, anonymized_id AS name FROM member_view WHERE community_id = ?', [
        community.id,
      ])
      .map(({ id, name }) => [id, name]),
  );
  return {
    member: (id) => members.get(id) ?? HELD_BACK,
    rule: (id) => db.pluck<string>('SELECT uid FROM rule WHERE id = ?', [id])[0] ?? '',
  };
}
