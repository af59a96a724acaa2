import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#engine/market/sha256.ts';
import { putUuid, UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import {
  type Certificate,
  type CertificateNames,
  certificateText,
  clearAgain,
  sealCertificate,
  type SealedOrders,
} from '#shared/market/certificate.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import { certificateFields, certificateOf } from '#shared/wire/certificate.ts';
import { z } from 'zod';
import { anyBooks, type RandomBook } from './books.ts';

const SLOT = Date.parse('2026-06-01T10:00:00Z');
const names: CertificateNames = {
  communityId: 'community "1"\n',
  member: (number) => `member ${number}`,
  rule: (number) => `rule ${number}`,
};

/** The book's orders as a clearing seals them, with ids that are UUIDs in the order of the rows. */
function sealed({ bids, offers }: RandomBook): SealedOrders {
  const orders = [...bids, ...offers];
  const id = new Uint8Array(orders.length * UUID_BYTES);
  for (const row of orders.keys()) putUuid(id, row, `00000000-0000-7000-8000-${row.toString(16).padStart(12, '0')}`);
  const members = [...new Set(orders.map(({ member }) => member))];
  return {
    count: orders.length,
    bidCount: bids.length,
    id,
    member: Int32Array.from(orders, ({ member }) => members.indexOf(member)),
    rule: Int32Array.from(orders, (_, row) => (row % 3 === 0 ? -1 : row)),
    ruleVersion: Int32Array.from(orders, (_, row) => (row % 3 === 0 ? -1 : 2)),
    price: Float64Array.from(orders, ({ price }) => price ?? NaN),
    wh: Int32Array.from(orders, ({ wh }) => wh),
    offerWh: Int32Array.from(orders, ({ wh }) => wh),
    createdAt: Float64Array.from(orders, ({ createdAt }) => SLOT - 60_000 + (createdAt ?? 9)),
    windowStart: Float64Array.from(orders, () => SLOT),
    windowEnd: Float64Array.from(orders, () => SLOT + 900_000),
  };
}

function seal(book: RandomBook): Certificate {
  const unsealed = {
    clearingId: '00000000-0000-7000-8000-00000000c1ea',
    slot: SLOT,
    clearedAt: SLOT + 2345,
    mechanism: 'uniform-price' as const,
    offerOrder: null,
    limits: book.limits,
    orders: sealed(book),
  };
  const outcome = clearAgain({
    ...unsealed,
    tradeId: new Uint8Array(),
    marginalOrder: null,
    fingerprint: new Uint8Array(),
  });
  const tradeId = new Uint8Array(outcome.trades.length * UUID_BYTES);
  for (const row of outcome.trades.keys()) {
    putUuid(tradeId, row, `00000000-0000-7000-9000-${row.toString(16).padStart(12, '0')}`);
  }
  return sealCertificate({ ...unsealed, tradeId }, outcome, names, sha256);
}

const book = anyBooks.filter(({ bids, offers }) => bids.length + offers.length < 400);

describe('a clearing certificate', () => {
  it('is canonical JSON (RFC 8785) to the byte', () => {
    fc.assert(
      fc.property(book, (random) => {
        const certificate = seal(random);
        const text = certificateText(certificate, clearAgain(certificate), names);
        expect(text).toBe(canonicalize(JSON.parse(text)));
      }),
    );
  });

  it('says what the mechanism makes of the same orders as objects', () => {
    fc.assert(
      fc.property(book, (random) => {
        const { orders, ...certificate } = seal(random);
        const idAt = (row: number): string => uuidText(orders.id, row);
        const order = (row: number) => ({
          id: idAt(row),
          member: String(orders.member[row]),
          price: Number.isNaN(orders.price[row]) ? null : orders.price[row],
          wh: orders.wh[row],
          createdAt: orders.createdAt[row],
        });
        const all = Array.from({ length: orders.count }, (_, row) => order(row));
        const [bids, offers] = [all.slice(0, orders.bidCount), all.slice(orders.bidCount)];
        const expected = clearOrders('uniform-price', bids, offers, random.limits);
        const outcome = clearAgain({ orders, ...certificate });
        expect({ ...outcome, marginalOrder: null, trades: [] }).toEqual({
          type: expected.type,
          price: expected.price,
          interval: expected.interval,
          quantityWh: expected.quantityWh,
          marginalQuantityWh: expected.marginalQuantityWh,
          marginalTotalWh: expected.marginalTotalWh,
          marginalOrder: null,
          trades: [],
        });
        expect(certificate.marginalOrder).toBe(expected.marginalOrder?.id ?? null);
        const tradesOf = (trades: readonly { bid: string; offer: string; wh: number; price: number }[]) =>
          trades.map(({ bid, offer, wh, price }) => `${bid} ${offer} ${wh} ${price}`).toSorted();
        expect(
          tradesOf(outcome.trades.map((trade) => ({ ...trade, bid: idAt(trade.bid), offer: idAt(trade.offer) }))),
        ).toEqual(tradesOf(expected.trades));
      }),
    );
  });

  it('comes back from its text unchanged, fingerprint and all', () => {
    fc.assert(
      fc.property(book, (random) => {
        const certificate = seal(random);
        const text = certificateText(certificate, clearAgain(certificate), names);
        const document = z.decode(certificateFields, JSON.parse(text) as z.input<typeof certificateFields>);
        const again = certificateOf(document, Buffer.from(certificate.fingerprint).toString('hex'), {
          member: (id) => Number(id.slice('member '.length)),
          rule: (id) => (id === null ? -1 : Number(id.slice('rule '.length))),
        });
        expect({ ...again, fingerprint: [...again.fingerprint] }).toEqual({
          ...certificate,
          fingerprint: [...certificate.fingerprint],
        });
        expect(Buffer.from(sha256(text)).equals(again.fingerprint)).toBe(true);
      }),
    );
  });
});
