import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, describe, expect, it } from 'vitest';
import { startAccessPack } from '#engine/privacy/access-pack/write-pack.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { failureOf } from '../fixtures/failure-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatt-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PASSWORD = 'correct horse battery';
const { context } = engineWithCommunity({ members: 12, days: 4 });
const { read, write } = context.cache;
const members = read.all<{ id: number; uid: string; anonymized_id: string }>(
  'SELECT id, uid, anonymized_id FROM member_view ORDER BY anonymized_id',
);
const subject = members.find(({ id }) => read.get('SELECT 1 FROM trade WHERE buyer_id = ? LIMIT 1', [id]))!;

interface Pack {
  readonly file: string;
  readonly data: { about: Record<string, Record<string, unknown>>; tables: Record<string, Record<string, unknown>[]> };
  readonly page: string;
}

async function textsOf(file: string, password?: string): Promise<Record<string, string>> {
  const zip = new ZipReader(new BlobReader(new Blob([readFileSync(file)])), password === undefined ? {} : { password });
  const entries = await zip.getEntries();
  const texts: Record<string, string> = {};
  for (const entry of entries) if (!entry.directory) texts[entry.filename] = await entry.getData(new TextWriter());
  return texts;
}

async function packOf(language: 'en' | 'de'): Promise<Pack> {
  const file = join(folder, `${language}.zip`);
  context.files.register(`pack-${language}`, { path: file, name: 'pack.zip', use: 'write' });
  const { taskId } = startAccessPack(
    context,
    {
      memberId: subject.uid,
      fileId: `pack-${language}`,
      password: PASSWORD,
      language,
      reason: 'The member asked by letter.',
    },
    UNTIL,
  );
  expect(await context.tasks.finished(taskId)).toMatchObject({ state: 'done' });
  const texts = await textsOf(file, PASSWORD);
  return { file, data: JSON.parse(texts['data.json']) as Pack['data'], page: texts['index.html'] };
}

describe('an access pack', async () => {
  write.run('UPDATE community SET name = ?', ['<b>Sun & "Hill"</b>']);
  const { file, data, page } = await packOf('en');
  const { tables } = data;

  it('is an archive that opens with its password alone', async () => {
    expect(statSync(file).size).toBeGreaterThan(1000);
    await expect(textsOf(file)).rejects.toThrow(/encrypted/);
    await expect(textsOf(file, 'wrong horse battery')).rejects.toThrow(/password/i);
  });

  it('holds every row about the member, and says who it is', () => {
    const count = (sql: string): number => read.pluck<number>(`SELECT COUNT(*) FROM ${sql}`, { id: subject.id })[0];
    expect(tables.identity).toEqual([{ user_id: userIdOf(read, subject.id) }]);
    expect(tables.meter_reading).toHaveLength(count('meter_reading WHERE member_id = @id'));
    expect(tables.offer).toHaveLength(count('offer WHERE member_id = @id'));
    expect(tables.trade).toHaveLength(count('trade WHERE buyer_id = @id OR seller_id = @id'));
    expect(tables.rule_version).toHaveLength(
      count('rule_version JOIN rule ON rule.id = rule_id WHERE member_id = @id'),
    );
    expect(tables.rollup_member_day).toHaveLength(count('rollup_member_day WHERE member_id = @id'));
    expect(tables.sealed_order.length).toBeGreaterThan(0);
    expect(tables.member).toMatchObject([{ uid: subject.uid, anonymized_id: subject.anonymized_id }]);
    expect(tables.audit_entry.map(({ kind }) => kind)).toContain('access-pack');
  });

  it('tells values as the cache holds them, in forms that are read outside', () => {
    const sums = read.get<{ wh: number; amount: number }>(
      'SELECT SUM(quantity_wh) AS wh, SUM(amount) AS amount FROM trade WHERE buyer_id = ? OR seller_id = ?',
      [subject.id, subject.id],
    )!;
    const total = (column: string): number => tables.trade.reduce((sum, row) => sum + Number(row[column]), 0);
    expect([total('quantity_wh'), total('amount')]).toEqual([sums.wh, sums.amount]);
    expect(tables.trade[0].slot).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
    expect(tables.trade[0].id).toMatch(/^[0-9a-f]{8}-/);
    expect(['pending', 'settled', 'failed']).toContain(tables.trade[0].status);
    expect(['buy', 'sell']).toContain(tables.offer[0].type);
  });

  it('says that a demo’s data are invented', () => {
    expect(data.about.community).toMatchObject({ isDemo: true, hasSimulatedTrades: false });
    expect(page).toContain('Demo – invented data');
    expect(page).not.toContain('Simulated trading');
  });

  it('names others by their pseudonym and by nothing else', () => {
    const text = JSON.stringify(data) + page;
    for (const other of members.filter(({ id }) => id !== subject.id)) {
      expect(text).not.toContain(other.uid);
      expect(text).not.toContain(userIdOf(read, other.id)!);
    }
    expect(
      tables.trade.every((row) => row.buyer_id === subject.anonymized_id || row.seller_id === subject.anonymized_id),
    ).toBe(true);
  });

  it('has a page without scripts, in which everything is text', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('&lt;b&gt;Sun &amp; &quot;Hill&quot;&lt;/b&gt;');
    expect(page).not.toMatch(/<script|<b>|https?:/i);
    expect(page).toContain(userIdOf(read, subject.id)!);
  });

  it('is written in the language that was asked for', async () => {
    const german = await packOf('de');
    expect(german.page).toContain('<html lang="de">');
    expect(german.page).toContain('Was über');
    // The second one tells of the first.
    expect(german.data.tables.audit_entry.length).toBeGreaterThan(tables.audit_entry.length);
  });

  it('stands in the audit log with its reason before anything is read, never with its password', () => {
    const entries = read.all<{ outcome: string; details: string }>(
      `SELECT outcome, details FROM audit_entry WHERE kind = 'access-pack' ORDER BY number`,
    );
    expect(entries.map(({ outcome }) => outcome)).toEqual(['asked', 'done', 'asked', 'done']);
    expect(entries[0].details).toContain('The member asked by letter.');
    expect(entries.some(({ details }) => details.includes(PASSWORD))).toBe(false);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const target = join(folder, 'stopped.zip');
    context.files.register('stopped', { path: target, name: 'stopped.zip', use: 'write' });
    const { taskId } = startAccessPack(
      context,
      {
        memberId: subject.uid,
        fileId: 'stopped',
        password: PASSWORD,
        language: 'en',
        reason: 'The member asked by letter.',
      },
      UNTIL,
    );
    context.tasks.cancel(taskId);
    expect((await context.tasks.finished(taskId))?.state).toBe('cancelled');
    expect(existsSync(target)).toBe(false);
  });

  it('is only written to a file that was chosen for it', () => {
    const failure = failureOf(() =>
      startAccessPack(
        context,
        { memberId: subject.uid, fileId: 'nobody', password: PASSWORD, language: 'en', reason: 'The member asked.' },
        UNTIL,
      ),
    );
    expect(failure.code).toBe('INPUT_INVALID');
  });
});
