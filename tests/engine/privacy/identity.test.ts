import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userIdOf } from '#engine/privacy/identity.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { foundingPage, member, page } from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

describe('user ids', () => {
  it('are kept apart from the members and found by the privacy area', () => {
    const { read, write } = temporaryCache();
    applyPage(write, foundingPage(2));
    expect([1, 2].map((id) => userIdOf(read, id))).toEqual(['user-0', 'user-1']);
    expect(userIdOf(read, 99)).toBeNull();
    expect(Object.keys(read.get<object>('SELECT * FROM member') ?? {})).not.toContain('user_id');
  });

  it('follow the source, but a source without them takes none away', () => {
    const { read, write } = temporaryCache();
    applyPage(write, foundingPage(2));
    applyPage(write, page(2, { members: [member(0, { userId: 'new' }), member(1, { userId: '' })] }));
    expect([1, 2].map((id) => userIdOf(read, id))).toEqual(['new', 'user-1']);
  });

  it('go with their member', () => {
    const { read, write } = temporaryCache();
    applyPage(write, foundingPage(2));
    write.run('DELETE FROM member WHERE id = 1');
    expect(userIdOf(read, 1)).toBeNull();
  });
});

describe('the source code', () => {
  const root = resolve(import.meta.dirname, '../../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path));
  // The hub has tables of its own; what may be read there is for its database to decide (tests/hub/db).
  const ofConsole = files.filter((path) => !path.startsWith('hub/'));
  const mayName = (path: string): boolean => /^main\/engine\/(privacy|cache\/migrations)\//.test(path);

  it('names the identity table and user_id in SQL only in the privacy area and the migrations', () => {
    expect(files.filter((path) => path.startsWith('main/engine/')).length).toBeGreaterThan(10);
    const sql =
      /\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+["'`[]?identity\b|\bidentity\.(?:member_id|user_id)|\bSELECT\b[^;`]*\buser_id\b/i;
    const naming = ofConsole.filter((path) => sql.test(readFileSync(join(root, path), 'utf8')));
    expect(naming.filter((path) => !mayName(path))).toEqual([]);
    expect(naming.filter(mayName)).toContain('main/engine/privacy/identity.ts');
  });

  it('lifts the refusal of the identity table only in the privacy area', () => {
    const lifting = files.filter((path) => /\bwithIdentity/.test(readFileSync(join(root, path), 'utf8')));
    expect(lifting.sort()).toEqual(['main/engine/cache/connection.ts', 'main/engine/privacy/identity.ts']);
  });

  it('opens the database library only in the cache', () => {
    const opening = files.filter((path) => /from 'better-sqlite3/.test(readFileSync(join(root, path), 'utf8')));
    expect(opening.filter((path) => !path.startsWith('main/engine/cache/'))).toEqual([]);
  });
});
