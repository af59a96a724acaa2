import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { certificateOf, clearingRows } from '#engine/market/stored-clearings.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Certificate } from '#shared/market/certificate.ts';
import { sealed } from '../../shared/market/sealed.ts';
import { cacheOf, NOTHING } from '../fixtures/community-cache.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { clearings, COMMUNITY, page, SLOT, START } from '../fixtures/pages.ts';
import { recordsOf } from '../fixtures/rollups.ts';

const certificate = sealed(
  [
    { member: 0, price: 300_000, wh: 600, rule: 0 },
    { member: 1, wh: 300 },
  ],
  [{ member: 1, price: 100_000, wh: 800, offerWh: 900, end: START + 2 * SLOT }],
);

const pageOf = (changes: Partial<Certificate> = {}, parts: Partial<ChangePage> = {}): ChangePage =>
  page(2, {
    clearings: clearings([{ id: certificate.clearingId, slot: START }]),
    certificates: [{ ...certificate, ...changes }],
    ...parts,
  });

describe('a certificate', () => {
  it('is stored as it came, with the cache’s own numbers for members and rules', () => {
    const { read, write } = cacheOf(2);
    expect(applyPage(write, pageOf()).certificates).toEqual({ ...NOTHING, inserted: 1 });
    const [row] = clearingRows(read, requireCommunity(read, COMMUNITY), { from: START, to: START + 1 });
    const stored = certificateOf(row)!;
    expect({ ...stored, tradeId: [...stored.tradeId], fingerprint: [...stored.fingerprint] }).toEqual({
      ...certificate,
      orders: { ...certificate.orders, member: Int32Array.of(1, 2, 2), rule: Int32Array.of(1, -1, -1) },
      tradeId: [...certificate.tradeId],
      fingerprint: [...certificate.fingerprint],
    });
  });

  it('that comes again changes nothing, not even when it says something else now', () => {
    const cache = cacheOf(2);
    applyPage(cache.write, pageOf());
    const records = recordsOf(cache);
    expect(records['certificate']).toHaveLength(1);
    const others = [{}, { clearedAt: START + 9 }, { fingerprint: new Uint8Array(32) }];
    for (const changes of others) {
      expect(applyPage(cache.write, pageOf(changes)).certificates).toEqual({ ...NOTHING, unchanged: 1 });
      expect(recordsOf(cache)).toEqual(records);
    }
  });

  it('may come later than its clearing', () => {
    const cache = cacheOf(2);
    const { certificates, ...rest } = pageOf();
    applyPage(cache.write, rest);
    expect(applyPage(cache.write, page(2, { certificates })).certificates.inserted).toBe(1);
  });
});

describe('a page with a certificate that cannot be right writes nothing and says where', () => {
  const { orders } = certificate;

  it.each<[string, Partial<Certificate>, Partial<ChangePage>, string]>([
    [
      'a member that is no place in the page',
      { orders: { ...orders, member: Int32Array.of(0, 1, 9) } },
      {},
      'member: 9 is no place',
    ],
    [
      'a member that the cache does not have',
      {},
      { memberIds: ['m-77', 'm-78'] },
      'member: the cache has no member m-77',
    ],
    [
      'a rule that is no place in the page',
      { orders: { ...orders, rule: Int32Array.of(5, -1, -1) } },
      {},
      'rule: 5 is no place',
    ],
    ['a rule that the cache does not have', {}, { ruleIds: ['r-77'] }, 'rule: the cache has no rule r-77'],
    [
      'a fingerprint that is too short',
      { fingerprint: new Uint8Array(31) },
      {},
      'fingerprint: has 31 bytes instead of 32',
    ],
    ['a clearing that has no id', { clearingId: 'today' }, {}, 'clearingId: "today" is no UUID'],
    ['a marginal order that has no id', { marginalOrder: 'last' }, {}, 'marginalOrder: "last" is no UUID'],
    ['a time that is none', { clearedAt: Number.NaN }, {}, 'clearedAt: NaN'],
    ['a limit with a fraction', { limits: { priceFloor: 0.5, priceCap: 1 } }, {}, 'priceFloor: 0.5'],
  ])('%s', (_, changes, parts, message) => {
    const cache = cacheOf(2);
    const records = recordsOf(cache);
    const failure = failureOf(() => applyPage(cache.write, pageOf(changes, parts)));
    expect(failure.code).toBe('INPUT_INVALID');
    expect(failure.message).toContain(`certificates row 0, ${message}`);
    expect(failure.message).toContain('Nothing of this page was stored');
    expect(recordsOf(cache)).toEqual(records);
  });
});
