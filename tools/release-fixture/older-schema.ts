/** The content of a cache in an older form of it: what a console of that time would have had. */
import { openCache } from '#engine/cache/open.ts';
import {
  type ReadDb,
  type SqlValue,
  withIdentity,
  withIdentityForWriting,
  type WriteDb,
} from '#engine/cache/connection.ts';
import { migrations } from '#engine/cache/migrations/index.ts';

type Row = Record<string, SqlValue>;

/** Rows that the older form cannot hold, by table: decisions about rules and cases came later than the outbox. */
const tooNew: Readonly<Record<string, (row: Row, columns: ReadonlySet<string>) => boolean>> = {
  outbox: (row, columns) =>
    (row['rule'] !== null && !columns.has('rule')) || (row['settlement'] !== null && !columns.has('settlement')),
};

/**
 * Makes a cache of an older schema version with every row, of the tables and columns that it has, of a cache of this version.
 * @param file where it is made
 * @param version one of the migrations
 */
export function copyIntoOlderSchema(from: ReadDb, file: string, key: Uint8Array, version: number): void {
  const steps = migrations.filter((step) => step.version <= version);
  const older = openCache({ file, key, migrations: steps });
  try {
    const write = withIdentityForWriting(older.write);
    write.transaction(() => {
      for (const table of tablesOf(write)) copyTable(withIdentity(from), write, table);
    });
    write.exec('VACUUM');
  } finally {
    older.close();
  }
}

/** The tables of a schema, those first that others refer to. */
function tablesOf(db: ReadDb): string[] {
  return db.pluck<string>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  );
}

function copyTable(from: ReadDb, to: WriteDb, table: string): void {
  const columns = to.pluck<string>('SELECT name FROM pragma_table_info(?)', [table]);
  const known = new Set(from.pluck<string>('SELECT name FROM pragma_table_info(?)', [table]));
  const common = columns.filter((column) => known.has(column));
  const skip = tooNew[table] ?? (() => false);
  const into = `INSERT INTO ${table} (${common.join(', ')}) VALUES (${common.map((column) => `@${column}`).join(', ')})`;
  for (const row of from.iterate<Row>(`SELECT * FROM ${table}`)) {
    if (!skip(row, new Set(columns))) to.run(into, Object.fromEntries(common.map((column) => [column, row[column]])));
  }
}
