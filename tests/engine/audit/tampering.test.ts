import fc from 'fast-check';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '#engine/audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey } from '#engine/audit/device-key.ts';
import { markFileOf } from '#engine/audit/mark.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import type { SqlValue } from '#engine/cache/connection.ts';
import { KEY } from '../fixtures/keys.ts';
import { temporaryFile } from '../fixtures/temporary-cache.ts';
import { device, entry, logOf, openLog, verified, withoutTriggers } from './opened-log.ts';

const ENTRIES = 230;
let cache: Cache;
let audit: AuditLog;

beforeAll(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-audit-'));
  cache = openCache({ file: path.join(folder, 'cache.db'), key: KEY });
  const parts = { cache, device, role: () => 'admin' as const, changed: () => undefined, log: () => undefined };
  audit = new AuditLog(parts);
  // Hub names and everything else that a column can hold.
  cache.write.exec(
    "INSERT INTO hub_connection (id, address, email, name, role, connected_at) VALUES (1, 'https://hub', 'a@b', 'Jörg', 'admin', 0)",
  );
  audit.appendAll(Array.from({ length: ENTRIES }, (_, at) => entry({ of: at + 1, details: { file: `Süd ${at}` } })));
  return () => {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

/** What a verification finds while the log is changed so; afterwards it is as before. */
async function findingOf(tamper: (run: (sql: string, params?: SqlValue[]) => void) => void) {
  cache.write.exec(`BEGIN; ${withoutTriggers}`);
  try {
    tamper((sql, params = []) => void cache.write.run(sql, params));
    return (await verified(cache.write, { device, endFinding: null })).finding;
  } finally {
    cache.write.exec('ROLLBACK');
  }
}

const integers = ['number', 'at', 'of'] as const;
const texts = ['kind', 'outcome', 'method', 'actor', 'role', 'community_uid', 'details'] as const;
const blobs = ['previous', 'hash'] as const;

describe('a verification of the audit log', () => {
  it('finds nothing in a log that is as it was written, and tells its head and checkpoints', async () => {
    const head = cache.read.get<{ hash: Buffer }>('SELECT hash FROM audit_entry WHERE number = ?', [ENTRIES])!;
    expect(await verified(cache.read, audit)).toEqual({
      checked: ENTRIES,
      total: ENTRIES,
      checkpoints: 2,
      head: { number: ENTRIES, hash: head.hash.toString('hex') },
      finding: null,
      restored: null,
    });
  });

  it('names the entry of which any byte of any column was changed', async () => {
    const anything = fc.record({
      number: fc.integer({ min: 1, max: ENTRIES }),
      column: fc.constantFrom(...integers, ...texts, ...blobs),
      byte: fc.nat(),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ number, column, byte, bit }) => {
        const bytes = storedBytes(number, column);
        bytes[byte % bytes.length] ^= 1 << bit;
        const changed = (integers as readonly string[]).includes(column)
          ? `CAST('${bytes.readBigInt64BE()}' AS INTEGER)`
          : `CAST(X'${bytes.toString('hex')}' AS ${(texts as readonly string[]).includes(column) ? 'TEXT' : 'BLOB'})`;
        if (column === 'number') fc.pre(isFree(bytes.readBigInt64BE()));
        const finding = await findingOf((run) => {
          run(`UPDATE audit_entry SET ${column} = ${changed} WHERE number = ?`, [number]);
        });
        expect(finding).toMatchObject({ number });
        expect(finding?.kind).toBe(column === 'number' ? 'entry-missing' : 'entry-changed');
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [5, 6],
    [1, 230],
    [100, 17],
  ])('names the first of two entries (%i and %i) that changed places', async (one, other) => {
    const finding = await findingOf((run) => {
      run('UPDATE audit_entry SET number = 9999 WHERE number = ?', [one]);
      run('UPDATE audit_entry SET number = ? WHERE number = ?', [one, other]);
      run('UPDATE audit_entry SET number = ? WHERE number = 9999', [other]);
    });
    expect(finding).toMatchObject({ kind: 'order-broken', number: Math.min(one, other) });
  });

  it('names the entry that was taken out', async () => {
    const finding = await findingOf((run) => run('DELETE FROM audit_entry WHERE number = 42'));
    expect(finding).toMatchObject({ kind: 'entry-missing', number: 42 });
  });

  it('names the place from which the others moved up when one was taken out', async () => {
    const finding = await findingOf((run) => {
      run('DELETE FROM audit_entry WHERE number = 42');
      run('UPDATE audit_entry SET number = number + 9999 WHERE number > 42');
      run('UPDATE audit_entry SET number = number - 10000 WHERE number > 9999');
    });
    expect(finding).toMatchObject({ kind: 'order-broken', number: 42 });
  });

  it('finds an entry that was put in at the end with the hash of another', async () => {
    const finding = await findingOf((run) =>
      run(
        `INSERT INTO audit_entry SELECT ${ENTRIES + 1}, at, kind, outcome, of, method, actor, role, community_uid, details, previous, hash
         FROM audit_entry WHERE number = 7`,
      ),
    );
    expect(finding).toMatchObject({ kind: 'order-broken', number: ENTRIES + 1 });
  });

  it('finds that the end was cut off by the checkpoint that signed it', async () => {
    const finding = await findingOf((run) => run('DELETE FROM audit_entry WHERE number > 150'));
    expect(finding).toMatchObject({ kind: 'end-missing', number: 151 });
  });

  it.each(['at', 'public_key', 'signature'])('finds a checkpoint whose %s was changed', async (column) => {
    const change = column === 'at' ? 'at + 1' : `CAST(X'00' || ${column} AS BLOB)`;
    const finding = await findingOf((run) =>
      run(`UPDATE audit_checkpoint SET ${column} = ${change} WHERE number = 200`),
    );
    expect(finding).toMatchObject({ kind: 'checkpoint-broken', number: 200 });
  });

  it('does not take the signature of another device for its own', async () => {
    const stranger = deviceKeyOf(newDeviceKey());
    const finding = await findingOf((run) =>
      run('UPDATE audit_checkpoint SET public_key = ?, signature = ? WHERE number = 100', [
        stranger.publicKey,
        stranger.sign('{}'),
      ]),
    );
    expect(finding).toMatchObject({ kind: 'checkpoint-broken', number: 100 });
  });
});

describe('the mark beside the cache', () => {
  /** Opens a log after something was done to it, and verifies it. */
  async function foundAfter(file: string, sql: string) {
    const before = openCache({ file, key: KEY });
    before.write.exec(`${withoutTriggers} ${sql}`);
    before.close();
    const opened = openLog(file);
    return { ...opened, finding: (await verified(opened.cache.read, opened.audit)).finding };
  }

  it('finds that the end was cut off together with its checkpoints', async () => {
    const { finding } = await foundAfter(
      logOf(120),
      'DELETE FROM audit_entry WHERE number > 110; DELETE FROM audit_checkpoint WHERE number > 110;',
    );
    expect(finding).toMatchObject({ kind: 'end-missing', number: 111 });
  });

  it('finds that the whole log was emptied', async () => {
    const { finding } = await foundAfter(logOf(20), 'DELETE FROM audit_entry; DELETE FROM audit_checkpoint;');
    expect(finding).toMatchObject({ kind: 'end-missing', number: 1 });
  });

  it('goes on saying so when new entries have grown over the cut, in this opening and the next', async () => {
    const file = logOf(20);
    const {
      audit: grown,
      close,
      cache: opened,
    } = await foundAfter(file, 'DELETE FROM audit_entry WHERE number > 15; DELETE FROM audit_checkpoint;');
    grown.appendAll(Array.from({ length: 30 }, () => entry()));
    expect((await verified(opened.read, grown)).finding).toMatchObject({ kind: 'end-missing', number: 16 });
    close();
    const again = openLog(file);
    expect((await verified(again.cache.read, again.audit)).finding).toMatchObject({ kind: 'end-missing', number: 16 });
  });

  it('finds that it was deleted, although the next entry makes a new one', async () => {
    const file = logOf(20);
    rmSync(markFileOf(file));
    const { audit: opened, cache: reopened, close } = openLog(file);
    opened.append(entry());
    expect((await verified(reopened.read, opened)).finding).toMatchObject({ kind: 'mark-broken', number: 20 });
    close();
    const again = openLog(file);
    expect((await verified(again.cache.read, again.audit)).finding).toMatchObject({ kind: 'mark-broken', number: 20 });
  });

  it('finds that it was changed by hand', async () => {
    const file = logOf(20);
    writeFileSync(markFileOf(file), readFileSync(markFileOf(file), 'utf8').replace('"number":20', '"number":12'));
    const { audit: opened, cache: reopened } = openLog(file);
    expect((await verified(reopened.read, opened)).finding).toMatchObject({ kind: 'mark-broken', number: 20 });
  });

  it('may lie behind the first entry by a crash', async () => {
    const file = temporaryFile();
    const { audit: crashed, cache: killed } = openLog(file);
    copyFileSync(markFileOf(file), `${file}.old`);
    crashed.append(entry());
    killed.close();
    copyFileSync(`${file}.old`, markFileOf(file));
    const { audit: opened, cache: reopened } = openLog(file);
    expect(await verified(reopened.read, opened)).toMatchObject({ checked: 1, finding: null });
  });

  it('may lie behind the log by the entries of a crash', async () => {
    const file = logOf(20);
    copyFileSync(markFileOf(file), `${file}.old`);
    const { audit: crashed, cache: killed } = openLog(file);
    crashed.append(entry());
    killed.close();
    copyFileSync(`${file}.old`, markFileOf(file));
    const { audit: opened, cache: reopened } = openLog(file);
    expect(await verified(reopened.read, opened)).toMatchObject({ checked: 21, finding: null });
  });
});

/** The bytes of one value as they are stored; an integer as 64 bits. */
function storedBytes(number: number, column: string): Buffer {
  const isInteger = (integers as readonly string[]).includes(column);
  const sql = isInteger ? `CAST(${column} AS TEXT)` : `CAST(${column} AS BLOB)`;
  const { value } = cache.read.get<{ value: string | Buffer }>(
    `SELECT ${sql} AS value FROM audit_entry WHERE number = ?`,
    [number],
  )!;
  if (typeof value !== 'string') return Buffer.from(value);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

/** What the table takes for the number of one more entry. */
function isFree(number: bigint): boolean {
  return number > BigInt(ENTRIES);
}
