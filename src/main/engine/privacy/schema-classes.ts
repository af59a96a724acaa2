import { cacheTables, type ClassColumns, columnsOfClass } from '#shared/privacy/cache-tables.ts';
import { type DataClass, dataClasses } from '#shared/privacy/data-classes.ts';
import { clockClasses, clockRules, type ClockClass } from '#shared/privacy/retention.ts';
import type { ReadDb } from '../cache/connection.ts';
import { clocksOf } from './clocks.ts';

/** On what the processing of a class rests (GDPR Art. 6(1)); the words are the page's and the report's. */
const legalBases = {
  identity: 'contract',
  member: 'contract',
  meter: 'contract',
  offer: 'contract',
  trade: 'legal-obligation',
  audit: 'legal-obligation',
  consent: 'consent',
  community: 'legitimate-interest',
  operator: 'legitimate-interest',
  technical: 'legitimate-interest',
} as const satisfies Readonly<Record<DataClass, string>>;

export interface SchemaClass {
  readonly class: DataClass;
  readonly tables: readonly ClassColumns[];
  /** Null: kept as long as what it belongs to. */
  readonly clock: { readonly length: number; readonly unit: 'months' | 'days' } | null;
  readonly legalBasis: (typeof legalBases)[DataClass];
}

/**
 * The data classes of a community (wire id) with the tables and columns that the open cache really has, and their clocks.
 * @throws Error when the schema has a column that is of no class
 */
export function schemaClasses(db: ReadDb, communityUid: string): SchemaClass[] {
  requireEveryColumn(db);
  const clocks = clocksOf(db, communityUid);
  return dataClasses.map((dataClass) => ({
    class: dataClass,
    tables: columnsOfClass(dataClass),
    clock: isClockClass(dataClass) ? { length: clocks[dataClass], unit: clockRules[dataClass].unit } : null,
    legalBasis: legalBases[dataClass],
  }));
}

/** The tables of the open cache with their columns. */
export function schemaOf(db: ReadDb): Map<string, string[]> {
  const tables = db.pluck<string>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  );
  return new Map(tables.map((table) => [table, db.pluck<string>('SELECT name FROM pragma_table_info(?)', [table])]));
}

function requireEveryColumn(db: ReadDb): void {
  for (const [table, columns] of schemaOf(db)) {
    for (const column of columns) {
      if (!Object.hasOwn(cacheTables[table]?.columns ?? {}, column))
        throw new Error(`${table}.${column} has no data class.`);
    }
  }
}

function isClockClass(dataClass: DataClass): dataClass is ClockClass {
  return (clockClasses as readonly DataClass[]).includes(dataClass);
}
