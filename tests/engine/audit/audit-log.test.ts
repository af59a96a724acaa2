import canonicalize from 'canonicalize';
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditEntries } from '#engine/audit/entries.ts';
import { readMark } from '#engine/audit/mark.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { NO_HASH } from '#shared/audit/chain.ts';
import { temporaryFile } from '../fixtures/temporary-cache.ts';
import { device, entry, FIRST_AT, logOf, openLog, verified } from './opened-log.ts';

const everything = { filter: { communityId: null, range: null, kinds: [], text: '' }, from: 0, limit: 500 };

describe('the audit log', () => {
  it('numbers its entries without a gap and puts each on the hash of the one before', () => {
    const { cache, audit } = openLog(temporaryFile());
    expect([audit.append(entry()), audit.append(entry({ of: 1, outcome: 'done' }))]).toEqual([1, 2]);
    const [second, first] = auditEntries(cache.read, everything).entries;
    const { hash: firstHash, ...firstContent } = first;
    const { hash: secondHash, ...secondContent } = second;
    expect(firstContent).toEqual({ ...entry(), number: 1, of: null, at: FIRST_AT + 1_000, actor: null, role: 'admin' });
    // DOMAIN.md section 8, to the letter.
    expect(firstHash).toBe(hash('sha256', NO_HASH + canonicalize(firstContent)!));
    expect(secondHash).toBe(hash('sha256', firstHash + canonicalize(secondContent)!));
  });

  it('names the operator of the hub while one is connected', () => {
    const { cache, audit } = openLog(temporaryFile());
    audit.append(entry());
    cache.write.exec(
      "INSERT INTO hub_connection (id, address, email, name, role, connected_at) VALUES (1, 'https://hub', 'j@hub', 'Jo', 'admin', 0)",
    );
    audit.append(entry());
    const { entries } = auditEntries(cache.read, everything);
    expect(entries.map(({ actor }) => actor)).toEqual(['Jo', null]);
    expect(JSON.stringify(entries)).not.toContain('j@hub');
  });

  it('cuts a text that is no fact', () => {
    const { cache, audit } = openLog(temporaryFile());
    audit.append(entry({ details: { reason: 'x'.repeat(5_000) } }));
    const [{ details }] = auditEntries(cache.read, everything).entries;
    expect(details['reason']).toBe(`${'x'.repeat(1_999)}…`);
  });

  it('keeps a text that ends in half a character so that the entry still gives its hash', async () => {
    const { cache, audit } = openLog(temporaryFile());
    audit.append(
      entry({ communityId: 'half \ud83d', details: { reason: `${'x'.repeat(1_998)}😀😀`, source: '\udc00' } }),
    );
    expect((await verified(cache.read, audit)).finding).toBeNull();
  });

  it('refuses to write inside a transaction, which could take the entry back', () => {
    const { cache, audit } = openLog(temporaryFile());
    expect(() => cache.write.transaction(() => audit.append(entry()))).toThrow(/before or after a transaction/);
    expect(audit.append(entry())).toBe(1);
  });

  it.each([
    ['UPDATE audit_entry SET at = 0 WHERE number = 1', /an entry is never changed/],
    ['DELETE FROM audit_entry WHERE number = 2', /an entry is never deleted/],
    ['UPDATE audit_checkpoint SET at = 0', /a checkpoint is never changed/],
    ['DELETE FROM audit_checkpoint', /a checkpoint is never deleted/],
    ['REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 2', /takes the next number/],
    [
      'INSERT INTO audit_entry SELECT 9, at, kind, outcome, of, method, actor, role, community_uid, details, previous, hash FROM audit_entry WHERE number = 2',
      /takes the next number/,
    ],
    [
      'INSERT INTO audit_checkpoint SELECT 1, at, public_key, signature FROM audit_checkpoint',
      /after the last one signed/,
    ],
    [
      'INSERT INTO audit_checkpoint SELECT 7, at, public_key, signature FROM audit_checkpoint',
      /after the last one signed/,
    ],
  ])('is append-only: %s is refused by the database itself', (sql, message) => {
    const { cache } = openLog(logOf(2));
    expect(() => cache.write.run(sql)).toThrow(message);
  });

  it('is signed every hundred entries and when the cache is closed', () => {
    const { cache } = openLog(logOf(250));
    expect(cache.read.pluck('SELECT number FROM audit_checkpoint')).toEqual([100, 200, 250]);
  });

  it('is signed at the next opening when the console was killed', async () => {
    const { cache, audit } = openLog(logOf(3, 'killed'));
    expect(cache.read.pluck('SELECT number FROM audit_checkpoint')).toEqual([3]);
    expect((await verified(cache.read, audit)).finding).toBeNull();
  });

  it('is marked as empty and has nothing to find before its first entry', async () => {
    const file = temporaryFile();
    const { cache, audit } = openLog(file);
    expect(readMark(file, device)).toMatchObject({ number: 0, finding: null });
    expect(await verified(cache.read, audit)).toEqual({
      checked: 0,
      total: 0,
      checkpoints: 0,
      head: null,
      finding: null,
      restored: null,
    });
    expect(audit.device.fingerprint).toBe(hash('sha256', Buffer.from(device.publicKey)));
  });

  it('tells of progress, and stops in between when it is told to', async () => {
    const { cache, audit } = openLog(logOf(1_200));
    const told: number[] = [];
    const stopped = verifyLog(cache.read, audit, ({ checked }) => told.push(checked) === 2);
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(told).toEqual([500, 1_000]);
  });
});

describe('the entries of the audit log', () => {
  /** Five entries, a second apart. */
  function someDay() {
    const { cache, audit } = openLog(temporaryFile());
    audit.appendAll([
      entry(),
      entry({ kind: 'offer', method: 'market.placeOffer', details: { quantityWh: 500 } }),
      entry({ kind: 'lock', method: 'session.lock', communityId: null, details: { reason: 'idle' } }),
      entry({ details: { file: '100%_of.csv' } }),
      entry({ communityId: 'seeblick', details: { file: '1000 of.csv' } }),
    ]);
    return cache.read;
  }

  it.each([
    ['everything, newest first', {}, [5, 4, 3, 2, 1]],
    ['a community', { communityId: 'sonnental' }, [4, 2, 1]],
    ['a period', { range: { from: FIRST_AT + 2_000, to: FIRST_AT + 4_000 } }, [3, 2]],
    ['some kinds', { kinds: ['lock', 'offer'] as const }, [3, 2]],
    ['a text in the method, whatever its case', { text: 'PLACEoffer' }, [2]],
    ['a text among the facts', { text: 'jänner' }, [1]],
    ['a text that would be a pattern elsewhere', { text: '100%_' }, [4]],
    ['all of that', { communityId: 'sonnental', kinds: ['export'] as const, text: '%' }, [4]],
  ])('are found by %s', (_what, filter, numbers) => {
    const { entries, total } = auditEntries(someDay(), {
      ...everything,
      filter: { ...everything.filter, ...filter, kinds: 'kinds' in filter ? [...filter.kinds] : [] },
    });
    expect(entries.map(({ number }) => number)).toEqual(numbers);
    expect(total).toBe(numbers.length);
  });

  it('come page by page', () => {
    const { entries, total } = auditEntries(someDay(), { ...everything, from: 2, limit: 2 });
    expect(entries.map(({ number }) => number)).toEqual([3, 2]);
    expect(total).toBe(5);
  });
});
