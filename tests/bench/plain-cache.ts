/// <reference path="../../src/main/engine/cache/sqlite.d.ts" />
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { rawConnection, type ReadDb, readDbOver, type WriteDb, writeDbOver } from '#engine/cache/connection.ts';
import { migrate } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { KEY } from '../engine/fixtures/keys.ts';

/** What the product sets on its connections, the rest being SQLite's own. */
const set = [
  'journal_mode',
  'synchronous',
  'wal_autocheckpoint',
  'cache_size',
  'temp_store',
  'mmap_size',
  'foreign_keys',
];

/** A cache without its cipher: the same schema and the same settings, for the price of encryption. */
interface PlainCache {
  readonly read: ReadDb;
  readonly write: WriteDb;
  close(): void;
}

/** Opens one, made new when there is none. @param pattern a path where an encrypted one may be made, to look at its settings */
export function openPlain(file: string, pattern: string): PlainCache {
  const encrypted = openCache({ file: pattern, key: KEY });
  const settings = set.map((name) => [name, rawConnection(encrypted.write).pragma(name, { simple: true })] as const);
  encrypted.close();
  const raw = new Sqlite(file);
  for (const [name, value] of settings) raw.pragma(`${name} = ${String(value)}`);
  migrate(raw, () => undefined);
  return {
    read: readDbOver(raw),
    write: writeDbOver(raw),
    close: () => {
      raw.pragma('optimize');
      raw.pragma('wal_checkpoint(TRUNCATE)');
      raw.close();
    },
  };
}
