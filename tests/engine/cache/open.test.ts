import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { applyKey, keyCheckFile } from '#engine/cache/key.ts';
import { openCache, openReadOnly } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { foundingPage, page, readings, SLOT, START } from '../fixtures/pages.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { KEY, OTHER_KEY, temporaryCache, temporaryFile, temporaryFolder } from '../fixtures/temporary-cache.ts';

/** A closed cache with some pages of data. */
function filledCache(): string {
  const file = temporaryFile();
  const cache = openCache({ file, key: KEY });
  applyPage(cache.write, foundingPage(20));
  const rows = Array.from({ length: 4000 }, (_, i) => ({
    slot: START + Math.floor(i / 20) * SLOT,
    member: i % 20,
    consumed: i,
  }));
  applyPage(cache.write, page(20, { readings: readings(rows) }));
  cache.close();
  return file;
}

const openAndRead = (file: string, key = KEY): void => {
  const cache = openCache({ file, key });
  try {
    cache.read.all('SELECT * FROM meter_reading');
  } finally {
    cache.close();
  }
};

describe('opening', () => {
  it('makes a new cache, and finds everything again', () => {
    const file = filledCache();
    const cache = openCache({ file, key: KEY });
    expect(cache.read.pluck('SELECT COUNT(*) FROM meter_reading')).toEqual([4000]);
    expect(cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
    cache.close();
  });

  it('makes the folder too', () => {
    openAndRead(join(temporaryFolder(), 'a', 'b', 'cache.db'));
  });

  it('clears away what killed processes have left half-written, and nothing of one that lives', () => {
    const file = filledCache();
    const [killed, living] = [`${file}.audit.4194305.part`, `${file}.audit.${process.ppid}.part`];
    for (const part of [killed, living]) writeFileSync(part, 'half');
    openAndRead(file);
    expect([existsSync(killed), existsSync(living)]).toEqual([false, true]);
  });

  it('leaves no log behind when closed, and closes twice without harm', () => {
    const file = filledCache();
    const cache = openCache({ file, key: KEY });
    cache.write.run("UPDATE community SET name = 'x'");
    cache.close();
    cache.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('uses a write-ahead log, full synchronisation, foreign keys, and no plain temporary files', () => {
    const { file, read, write } = temporaryCache();
    write.run('DELETE FROM import_run');
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(write.pluck('PRAGMA synchronous')).toEqual([2]);
    expect(write.pluck('PRAGMA foreign_keys')).toEqual([1]);
    for (const db of [read, write]) {
      expect(db.pluck('PRAGMA temp_store')).toEqual([2]);
      expect(db.pluck('PRAGMA mmap_size')).toEqual([0]);
    }
  });

  it('can be read beside the writer by another opener, which cannot write', () => {
    const cache = temporaryCache();
    applyPage(cache.write, foundingPage(3));
    const other = openReadOnly({ file: cache.file, key: KEY });
    expect(other.read.pluck('SELECT COUNT(*) FROM member')).toEqual([3]);
    applyPage(cache.write, foundingPage(5));
    expect(other.read.pluck('SELECT COUNT(*) FROM member')).toEqual([5]);
    other.close();
    other.close();
  });

  it('needs a cache to open for reading', () => {
    expect(failureOf(() => openReadOnly({ file: temporaryFile(), key: KEY })).message).toContain('no cache here');
  });

  it('begins anew after a crash while the cache was being made', () => {
    const file = temporaryFile();
    writeFileSync(`${file}.new`, 'half');
    writeFileSync(keyCheckFile(file), 'commonwatt-cache-check-1 00000000000000000000000000000000\n');
    openAndRead(file);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});

describe('a key that does not fit', () => {
  it('is told from a damaged file, and nothing is changed', () => {
    const file = filledCache();
    const before = readFileSync(file);
    for (const open of [openCache, openReadOnly]) {
      const failure = failureOf(() => open({ file, key: OTHER_KEY }));
      expect(failure.code).toBe('KEY_UNAVAILABLE');
      expect(failure.message).toBe('This key does not open the cache; nothing was changed.');
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    openAndRead(file);
  });

  it('cannot be told without the key check, so it is not called damage; the right key writes the check again', () => {
    const file = filledCache();
    rmSync(keyCheckFile(file));
    const failure = failureOf(() => openCache({ file, key: OTHER_KEY }));
    expect(failure.code).toBe('KEY_UNAVAILABLE');
    expect(failure.message).toContain('cannot be told which');
    expect(existsSync(keyCheckFile(file))).toBe(false);
    openAndRead(file);
    expect(failureOf(() => openCache({ file, key: OTHER_KEY })).message).toContain('nothing was changed');
  });

  it.each([new Uint8Array(0), new Uint8Array(31), new Uint8Array(33)])('is refused when it is not 32 bytes', (key) => {
    const file = temporaryFile();
    expect(failureOf(() => openCache({ file, key })).code).toBe('KEY_UNAVAILABLE');
    expect(existsSync(file)).toBe(false);
  });

  it('never stands in an error, its causes or its stack', () => {
    const file = filledCache();
    const hex = Buffer.from(OTHER_KEY).toString('hex');
    const failures = [failureOf(() => openCache({ file, key: OTHER_KEY }))];
    rmSync(keyCheckFile(file));
    failures.push(failureOf(() => openCache({ file, key: OTHER_KEY })));
    const closed = new Sqlite(':memory:');
    closed.close();
    failures.push(failureOf(() => applyKey(closed, OTHER_KEY)));
    for (const failure of failures) {
      for (let error: unknown = failure; error instanceof Error; error = error.cause) {
        const text = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
        expect(text).not.toContain(hex);
        expect(text).not.toContain(hex.slice(0, 16));
        expect(text).not.toContain('raw:');
      }
    }
  });

  it('is the raw key of the file: the library opens it with the documented pragma', () => {
    const file = filledCache();
    const db = new Sqlite(file, { readonly: true });
    db.pragma("cipher = 'aegis'");
    db.pragma(`key = 'raw:${Buffer.from(KEY).toString('hex')}'`);
    expect(db.prepare('SELECT COUNT(*) AS n FROM member').get([])).toEqual({ n: 20 });
    db.close();
  });
});

describe('a file that is damaged', () => {
  const corrupt = (damage: (file: string) => void): void => {
    const file = filledCache();
    damage(file);
    const before = readFileSync(file);
    for (const open of [() => openAndRead(file), () => openReadAll(file)]) {
      const failure = failureOf(open);
      expect(failure.code).toBe('CACHE_CORRUPT');
      expect(failure.message).toContain('The file was left as it is');
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  };
  const openReadAll = (file: string): void => {
    const cache = openReadOnly({ file, key: KEY });
    try {
      cache.read.all('SELECT * FROM meter_reading');
    } finally {
      cache.close();
    }
  };

  it('is named: garbage', () => corrupt((file) => writeFileSync(file, Buffer.alloc(50_000, 'garbage '))));
  it('is named: empty', () => corrupt((file) => truncateSync(file)));
  it('is named: cut off in the middle', () =>
    corrupt((file) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)));
  it('is named: cut off inside the first page', () => corrupt((file) => truncateSync(file, 1000)));
  it('is named: flipped bytes in a page of data', () =>
    corrupt((file) => {
      const bytes = readFileSync(file);
      for (let at = 4096 * 8 + 100; at < bytes.length; at += 4096) bytes[at] ^= 0xff;
      writeFileSync(file, bytes);
    }));
  it('is named: a plain SQLite file in its place', () =>
    corrupt((file) => {
      rmSync(file);
      const plain = new DatabaseSync(file);
      plain.exec('CREATE TABLE meter_reading (a)');
      plain.close();
    }));

  it('is named as soon as it is opened when its end is missing, before anything there is read', () => {
    const file = filledCache();
    truncateSync(file, statSync(file).size - 4096);
    for (const open of [openCache, openReadOnly]) {
      expect(failureOf(() => open({ file, key: KEY })).code).toBe('CACHE_CORRUPT');
    }
  });

  it('is named when only the log of the last changes is left, which is not thrown away', () => {
    const file = filledCache();
    rmSync(file);
    writeFileSync(`${file}-wal`, 'the last changes');
    expect(failureOf(() => openCache({ file, key: KEY })).code).toBe('CACHE_CORRUPT');
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('the last changes');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a cache that another process uses', () => {
  it('is CACHE_LOCKED after the wait, and can be written again afterwards', () => {
    const cache = temporaryCache({ busyTimeoutMs: 20 });
    const other = openCache({ file: cache.file, key: KEY });
    other.write.transaction(() => {
      const failure = failureOf(() => cache.write.run("DELETE FROM import_run WHERE id = 'x'"));
      expect(failure.code).toBe('CACHE_LOCKED');
      expect(failure.retryable).toBe(true);
      expect(failureOf(() => cache.write.transaction(() => 1)).code).toBe('CACHE_LOCKED');
      expect(cache.read.pluck('SELECT COUNT(*) FROM import_run')).toEqual([0]);
    });
    other.close();
    expect(cache.write.transaction(() => 1)).toBe(1);
  });
});

describe('a full disk', () => {
  it('is DISK_FULL, and the page that did not fit is not there in part', () => {
    const cache = temporaryCache();
    applyPage(cache.write, foundingPage(5));
    const pages = cache.write.pluck<number>('PRAGMA page_count')[0];
    cache.write.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const rows = Array.from({ length: 5000 }, (_, i) => ({ slot: START + i * SLOT, member: i % 5, consumed: i }));
    const failure = failureOf(() => applyPage(cache.write, page(5, { readings: readings(rows) })));
    expect(failure.code).toBe('DISK_FULL');
    expect(failure.message).toContain('Nothing that was saved before is lost');
    expect(cache.read.pluck('SELECT COUNT(*) FROM meter_reading')).toEqual([0]);
    expect(cache.read.pluck('SELECT COUNT(*) FROM rollup_slot')).toEqual([0]);
  });
});

it('a copy of the file and its log, taken while it is written, opens with what was committed', () => {
  const cache = temporaryCache();
  applyPage(cache.write, foundingPage(7));
  const copy = temporaryFile();
  for (const suffix of ['', '-wal', '.check']) copyFileSync(cache.file + suffix, copy + suffix);
  const opened = openCache({ file: copy, key: KEY });
  expect(opened.read.pluck('SELECT COUNT(*) FROM member')).toEqual([7]);
  opened.close();
});
