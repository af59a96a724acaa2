import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { DamagedCertificateError, packOrders, unpackOrders } from '#engine/market/sealed-orders.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import type { SealedOrders } from '#shared/market/certificate.ts';
import { sealedOrders } from '../../shared/market/sealed.ts';
import { engineWithCommunity } from '../fixtures/community.ts';

const rows = fc.array(
  fc.record({
    member: fc.nat(),
    price: fc.option(fc.maxSafeInteger(), { nil: undefined }),
    wh: fc.nat({ max: 2 ** 31 - 1 }),
    start: fc.maxSafeNat(),
    end: fc.maxSafeNat(),
    rule: fc.option(fc.nat(), { nil: undefined }),
  }),
  { maxLength: 40 },
);

describe('packed orders', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(rows, rows, (bids, offers) => {
        const orders = sealedOrders(bids, offers);
        expect(unpackOrders(packOrders(orders))).toEqual(orders);
      }),
    );
  });

  it('are a few bytes an order', () => {
    const many = Array.from({ length: 500 }, (_, member) => ({ member, price: 200_000, wh: 500, rule: member }));
    expect(packOrders(sealedOrders(many, many)).length).toBeLessThan(1000 * 12);
  });

  const packed = packOrders(sealedOrders([{ member: 1, wh: 5 }], [{ member: 2, wh: 5 }]));
  const plain = zstdDecompressSync(packed);
  const withCounts = (...counts: number[]): Buffer => {
    const bytes = Buffer.from(plain);
    for (const [at, count] of counts.entries()) bytes.writeUInt32LE(count, at * 4);
    return zstdCompressSync(bytes);
  };

  it.each<[string, Uint8Array]>([
    ['empty', new Uint8Array()],
    ['not compressed', plain],
    ['cut off', packed.subarray(0, -3)],
    ['shorter than their header', zstdCompressSync(plain.subarray(0, 7))],
    ['shorter than their count', zstdCompressSync(plain.subarray(0, -1))],
    ['longer than their count', zstdCompressSync(Buffer.concat([plain, Buffer.alloc(8)]))],
    ['of a count that is too high', withCounts(3, 1)],
    ['of more bids than orders', withCounts(2, 3)],
  ])('that are damaged, because they are %s, are refused', (_, bytes) => {
    expect(() => unpackOrders(bytes)).toThrow(new DamagedCertificateError('the sealed orders are damaged'));
  });
});

describe('sealed orders that were changed and packed again', () => {
  const { context, communityId } = engineWithCommunity({ members: 12, days: 1 });
  const { read, write } = context.cache;
  const community = requireCommunity(read, communityId);
  const chosen = read.get<{ id: number; slot: number; orders: Uint8Array }>(
    `SELECT certificate.id, certificate.slot, orders FROM certificate JOIN clearing ON clearing.id = clearing_id
     WHERE quantity_wh > 0 ORDER BY certificate.slot DESC LIMIT 1`,
  )!;
  const orders = unpackOrders(chosen.orders);

  function verdict(changed: SealedOrders): string {
    const seal = (packed: Uint8Array) =>
      write.run('UPDATE certificate SET orders = ? WHERE id = ?', [packed, chosen.id]);
    seal(packOrders(changed));
    try {
      return [...verifyClearings(read, community, { from: chosen.slot, to: chosen.slot + 1 })][0].verdict;
    } finally {
      seal(chosen.orders);
    }
  }

  it('are verified as long as they say the same', () => {
    expect(verdict(orders)).toBe('verified');
  });

  const columns = [
    'price',
    'createdAt',
    'windowStart',
    'windowEnd',
    'member',
    'rule',
    'ruleVersion',
    'wh',
    'offerWh',
  ] as const;

  it.each(columns)('are found out by any other value of %s', (column) => {
    const values = fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 2 ** 60),
    );
    fc.assert(
      fc.property(fc.nat({ max: orders.count - 1 }), values, (row, value) => {
        const changed = orders[column].slice();
        changed[row] = value;
        fc.pre(!Object.is(changed[row], orders[column][row]));
        expect(verdict({ ...orders, [column]: changed })).toBe('different');
      }),
      { numRuns: 40 },
    );
  });

  it('are found out by another id, another order of the rows, and another side', () => {
    const id = orders.id.slice();
    id[3] ^= 1;
    expect(verdict({ ...orders, id })).toBe('different');
    const swapped = orders.id.slice();
    swapped.copyWithin(0, 16, 32);
    swapped.set(orders.id.subarray(0, 16), 16);
    expect(verdict({ ...orders, id: swapped })).toBe('different');
    expect(verdict({ ...orders, bidCount: orders.bidCount + 1 })).toBe('different');
  });
});
