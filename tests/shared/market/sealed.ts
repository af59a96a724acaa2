/** Clearings of a few orders for tests: their certificates, and what a cache that nobody has touched stores of them. */
import { sha256 } from '#engine/market/sha256.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { putUuid, UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import { type Certificate, clearAgain, sealCertificate, type SealedOrders } from '#shared/market/certificate.ts';
import { communityPrice } from '#shared/market/community-price.ts';
import type { ReplayNames, StoredClearing, StoredOrder, StoredTrade } from '#shared/market/replay.ts';
import { COMMUNITY, memberId, ruleId, SLOT, START, uuid } from '../../engine/fixtures/pages.ts';

/** Energy in Wh, price in micro-currency per kWh. */
export interface SealedRow {
  readonly member: number;
  /** Default: a market order. */
  readonly price?: number;
  readonly wh: number;
  /** Default: `wh`. */
  readonly offerWh?: number;
  /** Default: the slot. */
  readonly start?: number;
  readonly end?: number;
  readonly rule?: number;
}

export const names: ReplayNames = {
  communityId: COMMUNITY,
  member: memberId,
  rule: ruleId,
  label: (member) => `House A${member}`,
};

/** Orders with the ids `uuid('e', 0)` and so on, the bids first. */
export function sealedOrders(bids: readonly SealedRow[], offers: readonly SealedRow[]): SealedOrders {
  const rows = [...bids, ...offers];
  return {
    count: rows.length,
    bidCount: bids.length,
    id: uuids(rows.length, 'e'),
    member: Int32Array.from(rows, ({ member }) => member),
    rule: Int32Array.from(rows, ({ rule }) => rule ?? -1),
    ruleVersion: Int32Array.from(rows, ({ rule }) => (rule === undefined ? -1 : 1)),
    price: Float64Array.from(rows, ({ price }) => price ?? Number.NaN),
    wh: Int32Array.from(rows, ({ wh }) => wh),
    offerWh: Int32Array.from(rows, ({ wh, offerWh }) => offerWh ?? wh),
    createdAt: Float64Array.from(rows, ({ start }) => (start ?? START) - SLOT),
    windowStart: Float64Array.from(rows, ({ start }) => start ?? START),
    windowEnd: Float64Array.from(rows, ({ end }) => end ?? START + SLOT),
  };
}

/** The certificate of a uniform-price clearing of slot START, whose trades have the ids `uuid('d', 0)` and so on. */
export function sealed(bids: readonly SealedRow[], offers: readonly SealedRow[]): Certificate {
  const unsealed = {
    clearingId: uuid('c', 1),
    slot: START,
    clearedAt: START + MINUTE,
    mechanism: 'uniform-price' as const,
    offerOrder: null,
    limits: { priceFloor: -500_000, priceCap: 500_000 },
    orders: sealedOrders(bids, offers),
    tradeId: new Uint8Array(),
  };
  const outcome = clearAgain({ ...unsealed, marginalOrder: null, fingerprint: new Uint8Array() });
  return sealCertificate({ ...unsealed, tradeId: uuids(outcome.trades.length, 'd') }, outcome, names, sha256);
}

function uuids(count: number, kind: string): Uint8Array {
  const bytes = new Uint8Array(count * UUID_BYTES);
  for (let row = 0; row < count; row++) putUuid(bytes, row, uuid(kind, row));
  return bytes;
}

/** What is stored of the clearing when nothing else has happened. */
export function storedOf(certificate: Certificate): StoredClearing {
  const { orders, clearingId, slot, clearedAt } = certificate;
  const outcome = clearAgain(certificate);
  const left = Int32Array.from(orders.wh);
  for (const { bid, offer, wh } of outcome.trades) {
    left[bid] -= wh;
    left[offer] -= wh;
  }
  const order = (row: number): StoredOrder => ({
    member: orders.member[row],
    rule: orders.rule[row],
    ruleVersion: orders.ruleVersion[row],
    type: row < orders.bidCount ? 'buy' : 'sell',
    price: Number.isNaN(orders.price[row]) ? null : orders.price[row],
    quantityWh: orders.offerWh[row],
    remainingWh: left[row],
    createdAt: orders.createdAt[row],
    windowStart: orders.windowStart[row],
    windowEnd: orders.windowEnd[row],
  });
  return {
    certificate,
    slotEnd: slot + SLOT,
    outcome: {
      type: outcome.type,
      price: outcome.price,
      intervalLow: outcome.interval?.[0] ?? null,
      intervalHigh: outcome.interval?.[1] ?? null,
      quantityWh: outcome.quantityWh,
      marginalQuantityWh: outcome.marginalQuantityWh,
      marginalTotalWh: outcome.marginalTotalWh,
      p2pPrice: communityPrice(outcome.price, outcome.trades),
    },
    orders: new Map(Array.from({ length: orders.count }, (_, row) => [uuidText(orders.id, row), order(row)])),
    trades: outcome.trades.map(({ bid, offer, wh, price }, at): StoredTrade => ({
      id: uuid('d', at),
      clearingId,
      buyer: orders.member[bid],
      seller: orders.member[offer],
      buyOfferId: uuidText(orders.id, bid),
      sellOfferId: uuidText(orders.id, offer),
      slot,
      executedAt: clearedAt,
      quantityWh: wh,
      price,
      amount: amountOf(wh, price),
    })),
  };
}
