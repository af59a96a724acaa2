import { describe, expect, it } from 'vitest';
import type { ReadDb, WriteDb } from '#engine/cache/connection.ts';
import { openReadOnly } from '#engine/cache/open.ts';
import { KEY, temporaryCache } from '../fixtures/temporary-cache.ts';

const INSERT = "INSERT INTO import_run VALUES (?, NULL, 'f', '', 'k', 's', ?, NULL, 0, NULL, '')";

describe('reading', () => {
  it('gives rows as objects, first rows, first columns, and rows one by one', () => {
    const { read, write } = temporaryCache();
    write.run(INSERT, ['a', 1]);
    write.run(INSERT, ['b', 2]);

    expect(read.all('SELECT id, rows_done FROM import_run ORDER BY id')).toEqual([
      { id: 'a', rows_done: 1 },
      { id: 'b', rows_done: 2 },
    ]);
    expect(read.get('SELECT rows_done FROM import_run WHERE id = ?', ['b'])).toEqual({ rows_done: 2 });
    expect(read.get('SELECT rows_done FROM import_run WHERE id = @id', { id: 'none' })).toBeUndefined();
    expect(read.pluck('SELECT id FROM import_run ORDER BY id DESC')).toEqual(['b', 'a']);
    expect([...read.iterate<{ id: string }>('SELECT id FROM import_run ORDER BY id')]).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
  });

  it('gives objects again after the same text was asked for its first column', () => {
    const { read } = temporaryCache();
    expect(read.pluck('SELECT 1 AS one')).toEqual([1]);
    expect(read.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('can walk the same query twice at once, and be left half-way', () => {
    const { read, write } = temporaryCache();
    for (const id of ['a', 'b', 'c']) write.run(INSERT, [id, 0]);
    const seen: string[] = [];
    for (const outer of read.iterate<{ id: string }>('SELECT id FROM import_run ORDER BY id')) {
      for (const inner of read.iterate<{ id: string }>('SELECT id FROM import_run ORDER BY id')) {
        seen.push(outer.id + inner.id);
        if (inner.id === 'b') break;
      }
    }
    expect(seen).toEqual(['aa', 'ab', 'ba', 'bb', 'ca', 'cb']);
  });

  it('sees what is committed while the writer is in a transaction, and does not stop it', () => {
    const { read, write } = temporaryCache();
    write.run(INSERT, ['a', 0]);
    const rows = read.iterate<{ id: string }>('SELECT id FROM import_run');
    rows.next();
    write.transaction(() => {
      write.run(INSERT, ['b', 0]);
      expect(read.pluck('SELECT COUNT(*) FROM import_run')).toEqual([1]);
      expect(write.pluck('SELECT COUNT(*) FROM import_run')).toEqual([2]);
    });
    rows.return?.();
    expect(read.pluck('SELECT COUNT(*) FROM import_run')).toEqual([2]);
  });

  it.each([
    'DELETE FROM import_run RETURNING id',
    'DELETE FROM import_run',
    'CREATE TABLE t (a)',
    'PRAGMA user_version = 3',
  ])('refuses a statement that writes, on either connection: %s', (sql) => {
    const { read, write } = temporaryCache();
    write.run(INSERT, ['a', 0]);
    for (const db of [read, write]) {
      expect(() => db.all(sql)).toThrow(/statement that writes/);
      expect(() => db.get(sql)).toThrow(/statement that writes/);
      expect(() => db.iterate(sql)).toThrow(/statement that writes/);
      expect(() => db.pluck(sql)).toThrow(/statement that writes/);
    }
    expect(write.pluck('SELECT COUNT(*) FROM import_run')).toEqual([1]);
  });

  it('has no way to write: neither by type nor at run time', () => {
    const { read, file } = temporaryCache();
    const other = openReadOnly({ file, key: KEY });
    for (const db of [read, other.read]) {
      expect('run' in db || 'exec' in db || 'transaction' in db).toBe(false);
    }
    // @ts-expect-error What reads cannot be given to what writes.
    const wrong: WriteDb = read;
    expect(wrong).toBe(read);
    other.close();
  });
});

describe('writing', () => {
  it.each([1.5, Number.NaN, Infinity, 2 ** 53, -(2 ** 53)])('refuses %d, which no column can hold exactly', (value) => {
    const { write } = temporaryCache();
    expect(() => write.run(INSERT, ['a', value])).toThrow(/no safe integer/);
    expect(() => write.run('UPDATE import_run SET rows_done = @value', { value })).toThrow(/no safe integer/);
  });

  it('stores the largest safe integers exactly', () => {
    const { read, write } = temporaryCache();
    write.run(INSERT, ['max', Number.MAX_SAFE_INTEGER]);
    write.run(INSERT, ['min', Number.MIN_SAFE_INTEGER]);
    expect(read.pluck('SELECT rows_done FROM import_run ORDER BY rows_done')).toEqual([
      Number.MIN_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    ]);
    expect(read.pluck('SELECT typeof(rows_done) FROM import_run')).toEqual(['integer', 'integer']);
  });

  it('undoes all of a transaction that throws, and the inner part alone of a nested one', () => {
    const { read, write } = temporaryCache();
    expect(() =>
      write.transaction(() => {
        write.run(INSERT, ['a', 0]);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    const result = write.transaction(() => {
      write.run(INSERT, ['b', 0]);
      try {
        write.transaction(() => {
          write.run(INSERT, ['c', 0]);
          throw new Error('inner');
        });
      } catch {
        // Only the inner part is undone.
      }
      return 7;
    });
    expect(result).toBe(7);
    expect(read.pluck('SELECT id FROM import_run')).toEqual(['b']);
  });

  it('refuses a transaction that returns a promise and undoes it', () => {
    const { read, write } = temporaryCache();
    const work = async (): Promise<void> => {
      write.run(INSERT, ['a', 0]);
      await Promise.resolve();
    };
    // @ts-expect-error The types refuse it as well.
    expect(() => write.transaction(work)).toThrow(/promise/);
    expect(read.pluck('SELECT COUNT(*) FROM import_run')).toEqual([0]);
  });

  it('keeps working after more different statements than it keeps prepared', () => {
    const { write } = temporaryCache();
    for (let i = 0; i < 900; i++) expect(write.pluck(`SELECT ${i}`)).toEqual([i]);
    expect(write.pluck('SELECT 0')).toEqual([0]);
  });
});

describe('the identity table', () => {
  it.each([
    'SELECT * FROM identity',
    'select user_id from "IDENTITY"',
    'SELECT 1 FROM member JOIN [identity] USING (id)',
  ])('is refused to every reader: %s', (sql) => {
    const { read, write } = temporaryCache();
    const calls: ((db: ReadDb) => unknown)[] = [
      (db) => db.all(sql),
      (db) => db.get(sql),
      (db) => db.pluck(sql),
      (db) => db.iterate(sql),
    ];
    for (const db of [read, write]) for (const call of calls) expect(() => call(db)).toThrow(/Only the privacy area/);
  });

  it('is refused to writers', () => {
    const { write } = temporaryCache();
    expect(() => write.run("INSERT INTO identity VALUES (1, 'x')")).toThrow(/Only the privacy area/);
    expect(() => write.exec('DELETE FROM identity')).toThrow(/Only the privacy area/);
  });
});
