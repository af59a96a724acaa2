import { z } from 'zod';
import { putUuid, UUID_BYTES } from '../domain/uuid.ts';
import type { Certificate, SealedOrders } from '../market/certificate.ts';
import { clearingTypes } from '../market/clearing.ts';
import { orderMechanismNames } from '../market/mechanisms.ts';
import { compareIds, offerOrders } from '../market/orders.ts';
import { instant, orderEnergy, price, totalEnergy, uid, uuid, version } from './fields.ts';

const orderFields = z.object({
  id: uuid,
  /** Its pseudonym, or its wire id where it has none. */
  member: z.string().min(1).max(64),
  /** null is a market order. */
  price_per_kwh: price.nullable(),
  /** What entered this clearing, and what the offer was placed with. */
  quantity_kwh: orderEnergy,
  offer_quantity_kwh: orderEnergy,
  created_at: instant,
  time_window_start: instant,
  time_window_end: instant,
  rule_id: uid.nullable(),
  rule_version: version.nullable(),
});

const tradeFields = z.object({ id: uuid, bid: uuid, offer: uuid, quantity_kwh: orderEnergy, price_per_kwh: price });

/** The certificate of a clearing as `certificateText` writes it. */
export const certificateFields = z.object({
  version: z.literal(1, { error: 'is no version of a certificate that this console knows' }),
  id: uuid,
  community_id: uid,
  slot: instant,
  cleared_at: instant,
  mechanism: z.enum(orderMechanismNames),
  offer_order: z.enum(offerOrders).nullable(),
  price_floor: price,
  price_cap: price,
  type: z.enum(clearingTypes),
  clearing_price: price.nullable(),
  clearing_quantity_kwh: totalEnergy,
  interval: z.tuple([price, price]).nullable(),
  marginal_order: uuid.nullable(),
  marginal_quantity_kwh: totalEnergy,
  marginal_total_kwh: totalEnergy,
  marginal_fraction: z.number().min(0).max(1),
  bids: z.array(orderFields),
  offers: z.array(orderFields),
  trades: z.array(tradeFields),
});

/** A certificate in integer units; the orders and trades in whatever order they came. */
export type CertificateDocument = z.output<typeof certificateFields>;
type CertificateOrder = CertificateDocument['bids'][number];

/** Lower-case hexadecimal of a SHA-256. */
export const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 of 64 hexadecimal digits');

/** Numbers for the members (by pseudonym) and rules that the orders name; -1 for no rule. */
export interface Numbering {
  member(pseudonym: string): number;
  rule(id: string | null): number;
}

/** The first id that comes twice among the orders of a certificate, of either side, or among its trades; null when none does. */
export function repeatedId(document: CertificateDocument): { readonly field: string; readonly id: string } | null {
  const orders = new Set<string>();
  const trades = new Set<string>();
  for (const [list, known] of [
    ['bids', orders],
    ['offers', orders],
    ['trades', trades],
  ] as const) {
    for (const { id } of document[list]) {
      if (known.has(id)) return { field: `${list}.id`, id };
      known.add(id);
    }
  }
  return null;
}

/** The certificate that a document without a `repeatedId` says. */
export function certificateOf(
  document: CertificateDocument,
  fingerprintHex: string,
  numbering: Numbering,
): Certificate {
  const bids = byId(document.bids);
  const offers = byId(document.offers);
  const place = new Map([...bids, ...offers].map(({ id }, row) => [id, row]));
  const rowOf = (id: string): number => place.get(id) ?? -1;
  const trades = byId(document.trades).sort((a, b) => rowOf(a.bid) - rowOf(b.bid) || rowOf(a.offer) - rowOf(b.offer));
  return {
    clearingId: document.id,
    slot: document.slot,
    clearedAt: document.cleared_at,
    mechanism: document.mechanism,
    offerOrder: document.offer_order,
    limits: { priceFloor: document.price_floor, priceCap: document.price_cap },
    orders: sealedOrders([...bids, ...offers], bids.length, numbering),
    marginalOrder: document.marginal_order,
    tradeId: uuidColumn(trades),
    fingerprint: Uint8Array.from(fingerprintHex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
  };
}

function byId<R extends { readonly id: string }>(records: readonly R[]): R[] {
  return records.toSorted((a, b) => compareIds(a.id, b.id));
}

function sealedOrders(
  orders: readonly CertificateOrder[],
  bidCount: number,
  { member, rule }: Numbering,
): SealedOrders {
  return {
    count: orders.length,
    bidCount,
    id: uuidColumn(orders),
    member: Int32Array.from(orders, (order) => member(order.member)),
    rule: Int32Array.from(orders, (order) => rule(order.rule_id)),
    ruleVersion: Int32Array.from(orders, (order) => order.rule_version ?? -1),
    price: Float64Array.from(orders, (order) => order.price_per_kwh ?? NaN),
    wh: Int32Array.from(orders, (order) => order.quantity_kwh),
    offerWh: Int32Array.from(orders, (order) => order.offer_quantity_kwh),
    createdAt: Float64Array.from(orders, (order) => order.created_at),
    windowStart: Float64Array.from(orders, (order) => order.time_window_start),
    windowEnd: Float64Array.from(orders, (order) => order.time_window_end),
  };
}

function uuidColumn(records: readonly { readonly id: string }[]): Uint8Array {
  const bytes = new Uint8Array(records.length * UUID_BYTES);
  for (const [row, { id }] of records.entries()) putUuid(bytes, row, id);
  return bytes;
}
