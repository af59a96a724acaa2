import type { OfferType } from '../domain/records.ts';
import { amountOf } from '../domain/units.ts';
import { UUID_BYTES, uuidText } from '../domain/uuid.ts';
import {
  type Certificate,
  type CertificateNames,
  type CertifiedOutcome,
  type CertifiedTrade,
  clearAgain,
  type Sha256,
} from './certificate.ts';
import type { ClearingType } from './clearing.ts';
import { communityPrice } from './community-price.ts';
import { UnknownMechanismError } from './mechanisms.ts';
import { sealedText } from './sealed-text.ts';
import type { ComparedField } from './verdict.ts';

/** The outcome that is stored as the clearing. Units as in ClearingColumns. */
export interface StoredOutcome {
  readonly type: ClearingType | null;
  readonly price: number | null;
  readonly intervalLow: number | null;
  readonly intervalHigh: number | null;
  readonly quantityWh: number;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  /** The community price that stands in the slot's pricing signal; undefined where there is none to compare. */
  readonly p2pPrice: number | null | undefined;
}

/** An offer as it is stored now. Members and rules have the numbers of SealedOrders. */
export interface StoredOrder {
  readonly member: number;
  readonly rule: number;
  readonly ruleVersion: number;
  readonly type: OfferType | null;
  readonly price: number | null;
  readonly quantityWh: number;
  readonly remainingWh: number;
  readonly createdAt: number;
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** A trade as it is stored now; one that a resolution has adjusted as it was before (`shared/settlement/as-traded`). */
export interface StoredTrade {
  readonly id: string;
  readonly clearingId: string | null;
  readonly buyer: number;
  readonly seller: number;
  readonly buyOfferId: string | null;
  readonly sellOfferId: string | null;
  readonly slot: number;
  readonly executedAt: number;
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
}

/** A clearing with everything that is stored of it. */
export interface StoredClearing {
  readonly certificate: Certificate;
  /** The end of the slot, UTC epoch milliseconds. */
  readonly slotEnd: number;
  readonly outcome: StoredOutcome;
  /** By offer id; null when there is nothing but the certificate. */
  readonly orders: ReadonlyMap<string, StoredOrder> | null;
  /** Whether the offer of a sealed order (row) was deleted as the law demands: then it cannot be told whether it was the same. */
  readonly mayBeGone?: (row: number) => boolean;
  /** All trades that name the clearing or were executed when it was cleared. */
  readonly trades: readonly StoredTrade[];
}

/** One value that is not what it was sealed as, or not what a second computation gives. */
export interface Difference {
  readonly record: 'certificate' | 'clearing' | 'order' | 'trade';
  /** Of the order or trade. */
  readonly id: string | null;
  readonly field: ComparedField;
  /** In integer units, or a text; null where there is none. Members by `label`. */
  readonly stored: number | string | null;
  readonly expected: number | string | null;
}

export interface ReplayNames extends CertificateNames {
  /** What people call a member. */
  label(member: number): string;
}

/**
 * Computes a clearing again from its sealed orders and compares everything that is stored of it: the fingerprint, the outcome, every
 * order, every trade. What settlement and cancellation change later (status, failure code, version) is no part of a clearing.
 * @returns the differences; none means verified
 */
export function replayClearing(stored: StoredClearing, names: ReplayNames, sha256: Sha256): Difference[] {
  const found = new Differences();
  const { certificate } = stored;
  try {
    const outcome = clearAgain(certificate);
    const expected = sha256(sealedText(certificate, outcome, names, sha256));
    found.compare('certificate', null, 'fingerprint', hex(certificate.fingerprint), hex(expected));
    compareOutcome(stored, outcome, found);
    if (stored.orders !== null) compareOrders(stored, stored.orders, outcome, names, found);
    compareTrades(stored, outcome, names, found);
  } catch (error) {
    // Sealed values that no market has: it cannot have been cleared so.
    if (!(error instanceof RangeError || error instanceof UnknownMechanismError)) throw error;
    found.compare('certificate', null, 'record', error.message, null);
  }
  return found.list;
}

class Differences {
  readonly list: Difference[] = [];

  compare(
    record: Difference['record'],
    id: string | null,
    field: ComparedField,
    stored: Difference['stored'],
    expected: Difference['expected'],
  ): void {
    if (stored !== expected) this.list.push({ record, id, field, stored, expected });
  }
}

function compareOutcome(
  { certificate, outcome: stored }: StoredClearing,
  outcome: CertifiedOutcome,
  found: Differences,
) {
  const clearing = (field: ComparedField, value: Difference['stored'], expected: Difference['expected']): void =>
    found.compare('clearing', null, field, value, expected);
  clearing('type', stored.type, outcome.type);
  clearing('clearing_price', stored.price, outcome.price);
  clearing('interval_low', stored.intervalLow, outcome.interval?.[0] ?? null);
  clearing('interval_high', stored.intervalHigh, outcome.interval?.[1] ?? null);
  clearing('clearing_quantity_kwh', stored.quantityWh, outcome.quantityWh);
  clearing('marginal_quantity_kwh', stored.marginalQuantityWh, outcome.marginalQuantityWh);
  clearing('marginal_total_kwh', stored.marginalTotalWh, outcome.marginalTotalWh);
  if (stored.p2pPrice !== undefined) {
    clearing('p2p_price', stored.p2pPrice, communityPrice(outcome.price, outcome.trades));
  }
  const { marginalOrder } = outcome;
  const expected = marginalOrder === null ? null : uuidText(certificate.orders.id, marginalOrder);
  found.compare('certificate', null, 'marginal_order', certificate.marginalOrder, expected);
}

function compareOrders(
  { certificate, slotEnd, mayBeGone }: StoredClearing,
  storedOrders: ReadonlyMap<string, StoredOrder>,
  outcome: CertifiedOutcome,
  names: ReplayNames,
  found: Differences,
): void {
  const { orders } = certificate;
  const tradedWh = new Float64Array(orders.count);
  for (const { bid, offer, wh } of outcome.trades) {
    tradedWh[bid] += wh;
    tradedWh[offer] += wh;
  }
  const ruleName = (rule: number): string | null => (rule < 0 ? null : names.rule(rule));
  const versionOrNull = (version: number): number | null => (version < 0 ? null : version);
  for (let row = 0; row < orders.count; row++) {
    const id = uuidText(orders.id, row);
    const stored = storedOrders.get(id);
    const order = (field: ComparedField, value: Difference['stored'], expected: Difference['expected']): void =>
      found.compare('order', id, field, value, expected);
    if (stored === undefined) {
      if (mayBeGone?.(row) !== true) order('record', null, id);
      continue;
    }
    order('side', stored.type, row < orders.bidCount ? 'buy' : 'sell');
    if (stored.member !== orders.member[row])
      order('member_id', names.label(stored.member), names.label(orders.member[row]));
    order('price_per_kwh', stored.price, Number.isNaN(orders.price[row]) ? null : orders.price[row]);
    order('quantity_kwh', stored.quantityWh, orders.offerWh[row]);
    order('created_at', stored.createdAt, orders.createdAt[row]);
    order('time_window_start', stored.windowStart, orders.windowStart[row]);
    order('time_window_end', stored.windowEnd, orders.windowEnd[row]);
    order('rule_id', ruleName(stored.rule), ruleName(orders.rule[row]));
    order('rule_version', versionOrNull(stored.ruleVersion), versionOrNull(orders.ruleVersion[row]));
    // Later slots of a longer window may have taken more of it, none can have given something back.
    const leftWh = orders.wh[row] - tradedWh[row];
    if (orders.windowEnd[row] <= slotEnd || stored.remainingWh > leftWh)
      order('remaining_kwh', stored.remainingWh, leftWh);
  }
}

function compareTrades(
  { certificate, trades: storedTrades }: StoredClearing,
  { trades }: CertifiedOutcome,
  names: ReplayNames,
  found: Differences,
): void {
  const { orders, tradeId } = certificate;
  const stored = new Map(storedTrades.map((trade) => [trade.id, trade]));
  for (const [at, trade] of trades.entries()) {
    if (at * UUID_BYTES >= tradeId.length) {
      const between = `${uuidText(orders.id, trade.bid)} with ${uuidText(orders.id, trade.offer)}`;
      found.compare('trade', null, 'record', null, between);
      continue;
    }
    const id = uuidText(tradeId, at);
    const one = stored.get(id);
    if (one === undefined) found.compare('trade', id, 'record', null, id);
    else compareTrade(certificate, one, trade, names, found);
    stored.delete(id);
  }
  const surplus = new Set<string>();
  for (let at = trades.length; at * UUID_BYTES < tradeId.length; at++) surplus.add(uuidText(tradeId, at));
  for (const { id, clearingId } of stored.values()) if (clearingId === certificate.clearingId) surplus.add(id);
  for (const id of surplus) found.compare('trade', id, 'record', id, null);
}

function compareTrade(
  { clearingId, slot, clearedAt, orders }: Certificate,
  stored: StoredTrade,
  { bid, offer, wh, price }: CertifiedTrade,
  names: ReplayNames,
  found: Differences,
): void {
  const trade = (field: ComparedField, value: Difference['stored'], expected: Difference['expected']): void =>
    found.compare('trade', stored.id, field, value, expected);
  trade('clearing_id', stored.clearingId, clearingId);
  trade('slot', stored.slot, slot);
  trade('executed_at', stored.executedAt, clearedAt);
  if (stored.buyer !== orders.member[bid])
    trade('buyer_id', names.label(stored.buyer), names.label(orders.member[bid]));
  if (stored.seller !== orders.member[offer]) {
    trade('seller_id', names.label(stored.seller), names.label(orders.member[offer]));
  }
  trade('buy_offer_id', stored.buyOfferId, uuidText(orders.id, bid));
  trade('sell_offer_id', stored.sellOfferId, uuidText(orders.id, offer));
  trade('quantity_kwh', stored.quantityWh, wh);
  trade('price_per_kwh', stored.price, price);
  trade('total_amount', stored.amount, amountOf(wh, price));
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
