import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openCache } from '#engine/cache/open.ts';
import { migrations } from '#engine/cache/migrations/index.ts';
import type { Migration } from '#engine/cache/migrations/migration.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { putUuid } from '#shared/domain/uuid.ts';
import { foundingPage, member, memberId, page, rule, trades, START, uuid } from '../fixtures/pages.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';

const SECRETS = {
  community: 'Genossenschaft Wiesengrund',
  user: 'anneliese.musterfrau@example.org',
  pseudonym: 'House Z4711',
  cell: '881f8d4b6dfffff',
  window: 'Tu,Th 13:17-14:23',
};

/** Every form in which the secrets could stand in a file. */
function traces(): Buffer[] {
  const id = new Uint8Array(16);
  putUuid(id, 0, uuid('d', 1));
  return [
    ...Object.values(SECRETS).flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]),
    Buffer.from(memberId(0)),
    Buffer.from(id),
    Buffer.from('CREATE TABLE'),
    Buffer.from('anonymized_id'),
    Buffer.from('SQLite format 3'),
    Buffer.from(KEY),
    Buffer.from(Buffer.from(KEY).toString('hex')),
  ];
}

/** Every file under a folder, and which traces stand in it. */
function search(folder: string): { names: string[]; found: string[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return traces()
      .filter((trace) => bytes.includes(trace))
      .map((trace) => `${entry.name}: ${trace.toString()}`);
  });
  return { names: files.map((entry) => entry.name), found };
}

const later: Migration = { version: 10_000, name: 'later', sql: 'CREATE TABLE later (text TEXT) STRICT;' };

describe('what lies on the disk', () => {
  it('holds no name, id, pseudonym or schema in any file, before and after the log is moved, and in no backup', () => {
    const file = temporaryFile();
    const folder = dirname(file);
    // Opened by a later version afterwards, so that its upgrade leaves a backup too.
    const older = openCache({ file, key: KEY });
    const founding = foundingPage(3, { name: SECRETS.community });
    applyPage(older.write, {
      ...founding,
      members: [
        member(0, { userId: SECRETS.user, anonymizedId: SECRETS.pseudonym, mapCell: SECRETS.cell }),
        member(1),
        member(2),
      ],
      rules: [rule(0, { timeWindows: [SECRETS.window] })],
    });
    expect(search(folder).found).toEqual([]);
    older.close();

    const cache = openCache({ file, key: KEY, migrations: [...migrations, later] });
    const tradeRows = Array.from({ length: 500 }, (_, i) => ({
      id: uuid('d', i),
      slot: START + i,
      buyer: 0,
      seller: 1,
      quantity: 1,
    }));
    applyPage(cache.write, page(3, { trades: trades(tradeRows) }));
    // It really is in there.
    expect(userIdOf(cache.read, 1)).toBe(SECRETS.user);
    expect(cache.read.pluck('SELECT anonymized_id FROM member_view')).toContain(SECRETS.pseudonym);

    expect(search(folder).found).toEqual([]);
    expect(search(folder).names).toEqual(
      expect.arrayContaining(['cache.db', 'cache.db-wal', 'cache.db-shm', 'cache.db.check']),
    );
    cache.write.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(search(folder).found).toEqual([]);
    // A sort too large for the page cache, and a transaction that is rolled back.
    cache.write.all('SELECT a.*, b.id FROM trade a, trade b ORDER BY b.id, a.amount LIMIT 10');
    expect(() =>
      cache.write.transaction(() => {
        cache.write.run('UPDATE member SET anonymized_id = anonymized_id || uid');
        expect(search(folder).found).toEqual([]);
        throw new Error('undo');
      }),
    ).toThrow('undo');
    cache.close();
    expect(search(folder).found).toEqual([]);
    expect(search(folder).names.filter((name) => name.endsWith('.backup'))).toHaveLength(1);
  });

  it('would be found by this search in a plain database', () => {
    const file = temporaryFile();
    const plain = new DatabaseSync(file);
    plain.exec('CREATE TABLE member (anonymized_id TEXT)');
    plain.prepare('INSERT INTO member VALUES (?)').run(SECRETS.pseudonym);
    plain.close();
    expect(search(dirname(file)).found).toEqual(
      expect.arrayContaining([`cache.db: ${SECRETS.pseudonym}`, 'cache.db: CREATE TABLE', 'cache.db: SQLite format 3']),
    );
  });
});
