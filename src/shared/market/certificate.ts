import { microToPrice, whToKwh } from '../domain/units.ts';
import { uuidText } from '../domain/uuid.ts';
import type { ClearingColumns, ClearingType } from './clearing.ts';
import { clearColumns, type OrderMechanism } from './mechanisms.ts';
import type { Book, MarketLimits, OfferOrder, OrderColumns } from './orders.ts';

/** SHA-256 over the UTF-8 bytes of a text: 32 bytes. Shared code has no cryptography of its own. */
export type Sha256 = (text: string) => Uint8Array;

/** The orders of a clearing as they entered it, one array per field: first the bids, then the offers, each side by id. */
export interface SealedOrders {
  readonly count: number;
  /** The first `bidCount` rows are bids. */
  readonly bidCount: number;
  /** UUIDs, 16 bytes a row. */
  readonly id: Uint8Array;
  /** A number for each member, and one for each rule (-1 without): what they stand for is said beside the certificate. */
  readonly member: Int32Array;
  readonly rule: Int32Array;
  /** -1 without a rule. */
  readonly ruleVersion: Int32Array;
  /** Micro-currency per kWh; NaN is a market order. */
  readonly price: Float64Array;
  /** What entered this clearing, and what the offer was placed with: more, where a longer window had traded before. Wh. */
  readonly wh: Int32Array;
  readonly offerWh: Int32Array;
  /** UTC epoch milliseconds. */
  readonly createdAt: Float64Array;
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;
}

/** All that a clearing was computed from, and the seal over it and its outcome (DOMAIN.md section 3, clearing certificate). */
export interface Certificate {
  readonly clearingId: string;
  readonly slot: number;
  /** When its trades were executed, UTC epoch milliseconds. */
  readonly clearedAt: number;
  readonly mechanism: OrderMechanism;
  /** Of pay-as-bid only. */
  readonly offerOrder: OfferOrder | null;
  readonly limits: MarketLimits;
  readonly orders: SealedOrders;
  /** The id of the marginal order, or null (see MarginalOrder). */
  readonly marginalOrder: string | null;
  /** UUIDs of the trades, 16 bytes a row, in the order of CertifiedOutcome. */
  readonly tradeId: Uint8Array;
  /** SHA-256 of `certificateText`: 32 bytes. */
  readonly fingerprint: Uint8Array;
}

/** What came of a clearing, by rows of its SealedOrders. The trades stand by bid, then offer. Units as in ClearingColumns. */
export interface CertifiedOutcome {
  readonly type: ClearingType;
  readonly price: number | null;
  readonly interval: readonly [number, number] | null;
  readonly quantityWh: number;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  readonly marginalOrder: number | null;
  readonly trades: readonly CertifiedTrade[];
}

export interface CertifiedTrade {
  readonly bid: number;
  readonly offer: number;
  readonly wh: number;
  /** Micro-currency per kWh. */
  readonly price: number;
}

/**
 * Names for the numbers of SealedOrders: the wire ids of the community and its rules, and of each member the pseudonym, by which a
 * certificate may leave the console (the wire id of a member that has none).
 */
export interface CertificateNames {
  readonly communityId: string;
  member(number: number): string;
  /** What a member was called before. */
  former?(member: number): readonly string[];
  rule(number: number): string;
}

/** What a mechanism reads of sealed orders. */
type ClearedOrders = Pick<SealedOrders, 'count' | 'bidCount' | 'price' | 'wh' | 'member' | 'createdAt'>;

/** The book that a mechanism clears: its rows are those of the sealed orders, the offers' from `bidCount` on. */
export function sealedBook(orders: ClearedOrders): Book {
  return {
    bids: side(orders, 0, orders.bidCount, Number.POSITIVE_INFINITY),
    offers: side(orders, orders.bidCount, orders.count, Number.NEGATIVE_INFINITY),
  };
}

function side(orders: ClearedOrders, from: number, to: number, marketPrice: number): OrderColumns {
  return {
    count: to - from,
    price: orders.price.slice(from, to).map((price) => (Number.isNaN(price) ? marketPrice : price)),
    wh: orders.wh.subarray(from, to),
    member: orders.member.subarray(from, to),
    createdAt: orders.createdAt.subarray(from, to),
    // Each side stands by id.
    idRank: Int32Array.from({ length: to - from }, (_, rank) => rank),
  };
}

/** The outcome of a clearing whose input rows were those of `sealedBook`. */
export function certifiedOutcome(clearing: ClearingColumns, bidCount: number): CertifiedOutcome {
  const { marginalOrder, tradeBid, tradeOffer, tradeWh, tradePrice } = clearing;
  const trades = Array.from(tradeWh, (wh, at): CertifiedTrade => ({
    bid: tradeBid[at],
    offer: bidCount + tradeOffer[at],
    wh,
    price: tradePrice[at],
  }));
  return {
    type: clearing.type,
    price: clearing.price,
    interval: clearing.interval,
    quantityWh: clearing.quantityWh,
    marginalQuantityWh: clearing.marginalQuantityWh,
    marginalTotalWh: clearing.marginalTotalWh,
    marginalOrder: marginalOrder && (marginalOrder.side === 'bid' ? 0 : bidCount) + marginalOrder.row,
    trades: trades.sort((a, b) => a.bid - b.bid || a.offer - b.offer),
  };
}

/**
 * Computes a certificate's clearing again from its orders.
 * @throws RangeError or UnknownMechanismError when the certificate holds what no market has
 */
export function clearAgain({ mechanism, orders, limits, offerOrder }: Certificate): CertifiedOutcome {
  const clearing = clearColumns(mechanism, sealedBook(orders), limits, offerOrder ? { offerOrder } : {});
  return certifiedOutcome(clearing, orders.bidCount);
}

/** Seals a clearing: `unsealed` and its outcome under a fingerprint. */
export function sealCertificate(
  unsealed: Omit<Certificate, 'marginalOrder' | 'fingerprint'>,
  outcome: CertifiedOutcome,
  names: CertificateNames,
  sha256: Sha256,
): Certificate {
  const { marginalOrder } = outcome;
  return {
    ...unsealed,
    marginalOrder: marginalOrder === null ? null : uuidText(unsealed.orders.id, marginalOrder),
    fingerprint: sha256(certificateText(unsealed, outcome, names)),
  };
}

/**
 * The certificate as canonical JSON (RFC 8785) in the names and decimals of the wire, by which it is sealed: what
 * `JSON.stringify` would make of it with sorted names and no spaces, written directly because a replay makes thousands.
 */
export function certificateText(
  certificate: Omit<Certificate, 'fingerprint' | 'marginalOrder'>,
  outcome: CertifiedOutcome,
  { communityId, member, rule }: CertificateNames,
): string {
  const { orders, limits, tradeId } = certificate;
  const ids = Array.from({ length: orders.count }, (_, row) => uuidText(orders.id, row));
  const time = timeTexts();
  const order = (row: number): string => {
    const price = orders.price[row];
    const hasRule = orders.rule[row] >= 0;
    return (
      `{"created_at":${time(orders.createdAt[row])},"id":"${ids[row]}","member":${JSON.stringify(member(orders.member[row]))}` +
      `,"offer_quantity_kwh":${whToKwh(orders.offerWh[row])},"price_per_kwh":${Number.isNaN(price) ? 'null' : microToPrice(price)}` +
      `,"quantity_kwh":${whToKwh(orders.wh[row])},"rule_id":${hasRule ? JSON.stringify(rule(orders.rule[row])) : 'null'}` +
      `,"rule_version":${hasRule ? orders.ruleVersion[row] : 'null'},"time_window_end":${time(orders.windowEnd[row])}` +
      `,"time_window_start":${time(orders.windowStart[row])}}`
    );
  };
  const trade = ({ bid, offer, wh, price }: CertifiedTrade, at: number): string =>
    `{"bid":"${ids[bid]}","id":"${uuidText(tradeId, at)}","offer":"${ids[offer]}","price_per_kwh":${microToPrice(price)},"quantity_kwh":${whToKwh(wh)}}`;
  const rows = Array.from(ids, (_, row) => order(row));
  const { type, price, interval, quantityWh, marginalQuantityWh, marginalTotalWh, marginalOrder, trades } = outcome;
  const prices = interval === null ? 'null' : `[${microToPrice(interval[0])},${microToPrice(interval[1])}]`;
  return (
    `{"bids":[${rows.slice(0, orders.bidCount).join(',')}],"cleared_at":${time(certificate.clearedAt)}` +
    `,"clearing_price":${price === null ? 'null' : microToPrice(price)},"clearing_quantity_kwh":${whToKwh(quantityWh)}` +
    `,"community_id":${JSON.stringify(communityId)},"id":"${certificate.clearingId}","interval":${prices}` +
    `,"marginal_fraction":${marginalTotalWh === 0 ? 0 : marginalQuantityWh / marginalTotalWh}` +
    `,"marginal_order":${marginalOrder === null ? 'null' : `"${ids[marginalOrder]}"`},"marginal_quantity_kwh":${whToKwh(marginalQuantityWh)}` +
    `,"marginal_total_kwh":${whToKwh(marginalTotalWh)},"mechanism":"${certificate.mechanism}"` +
    `,"offer_order":${certificate.offerOrder === null ? 'null' : `"${certificate.offerOrder}"`}` +
    `,"offers":[${rows.slice(orders.bidCount).join(',')}],"price_cap":${microToPrice(limits.priceCap)}` +
    `,"price_floor":${microToPrice(limits.priceFloor)},"slot":${time(certificate.slot)},"trades":[${trades.map(trade).join(',')}]` +
    `,"type":"${type}","version":1}`
  );
}

const MINUTE = 60_000;

/** Times as JSON texts; those of one clearing lie in a few minutes, so that most of the text has been made before. */
function timeTexts(): (time: number) => string {
  const known = new Map<number, string>();
  return (time) => {
    const minute = Math.floor(time / MINUTE);
    let start = known.get(minute);
    if (start === undefined) known.set(minute, (start = `"${new Date(minute * MINUTE).toISOString().slice(0, -7)}`));
    const milliseconds = String(100_000 + time - minute * MINUTE);
    return `${start}${milliseconds.slice(1, 3)}.${milliseconds.slice(3)}Z"`;
  };
}
