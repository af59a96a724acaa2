/** Clearings that took place, as they would have been with stricter limits of one member's orders in them. */
import type { OfferType } from '../domain/records.ts';
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import type { ClearingColumns } from '../market/clearing.ts';
import { clearColumns, type OrderMechanism } from '../market/mechanisms.ts';
import type { Book, MarketLimits, OfferOrder, OrderColumns } from '../market/orders.ts';
import { beyond } from './losses.ts';

/** An order of the member: its row on its side of the book, and the group of orders whose limit is changed together; -1 in none. */
export interface OwnRow {
  readonly type: OfferType;
  readonly row: number;
  readonly group: number;
}

/** A clearing with orders of the member in it. */
export interface MemberClearing {
  readonly book: Book;
  readonly mechanism: OrderMechanism;
  readonly offerOrder: OfferOrder | null;
  readonly limits: MarketLimits;
  readonly tariff: Tariff;
  readonly own: readonly OwnRow[];
  /** By `pairOf`: to how many Wh the settlement cut down what two orders traded; 0 when it failed. */
  readonly settledWh: ReadonlyMap<number, number>;
}

/** What trades came to for the member: Wh, and micro-currency (DOMAIN.md section 4). */
export interface Tally {
  readonly wh: number;
  readonly savings: number;
}

/** What a clearing came to for the member. */
export interface MemberOutcome {
  readonly savings: number;
  readonly groups: ReadonlyMap<number, Tally>;
  readonly clearing: ClearingColumns;
}

/** A new limit for each group that gets one, micro-currency per kWh. */
export type ChangedLimits = ReadonlyMap<number, number>;

/** Two orders that trade with each other, as one number. */
export function pairOf({ offers }: Book, bid: number, offer: number): number {
  return bid * offers.count + offer;
}

/**
 * Clears again, with limits that no order of a group goes beyond. What the settlement cut down of two orders' trade then, it cuts down again.
 * @throws RangeError and UnknownMechanismError as clearColumns
 */
export function clearedWith(member: MemberClearing, changed: ChangedLimits): MemberOutcome {
  const { book, mechanism, offerOrder, limits, tariff, own, settledWh } = member;
  const bids = withLimits(book.bids, 'buy', own, changed);
  const offers = withLimits(book.offers, 'sell', own, changed);
  const clearing = clearColumns(mechanism, { bids, offers }, limits, offerOrder ? { offerOrder } : {});
  const groupOf = {
    buy: new Map(own.flatMap(({ type, row, group }) => (type === 'buy' ? [[row, group]] : []))),
    sell: new Map(own.flatMap(({ type, row, group }) => (type === 'sell' ? [[row, group]] : []))),
  };
  const groups = new Map<number, Tally>();
  let savings = 0;
  const add = (group: number | undefined, wh: number, saved: number): void => {
    if (group === undefined) return;
    savings += saved;
    const tally = groups.get(group);
    groups.set(group, { wh: (tally?.wh ?? 0) + wh, savings: (tally?.savings ?? 0) + saved });
  };
  const { tradeCount, tradeBid, tradeOffer, tradeWh, tradePrice, reduction } = clearing;
  for (let trade = 0; trade < tradeCount; trade++) {
    const bid = tradeBid[trade];
    const offer = tradeOffer[trade];
    const buys = groupOf.buy.get(bid);
    const sells = groupOf.sell.get(offer);
    if (buys === undefined && sells === undefined) continue;
    const wh = Math.min(tradeWh[trade], settledWh.get(pairOf(book, bid, offer)) ?? Number.POSITIVE_INFINITY);
    const price = tradePrice[trade];
    add(buys, wh, amountOf(wh, tariff.retail) - amountOf(wh, price));
    add(sells, wh, amountOf(wh, reduction?.sellPrice ?? price) - amountOf(wh, tariff.feedIn));
  }
  return { savings, groups, clearing };
}

function withLimits(side: OrderColumns, type: OfferType, own: readonly OwnRow[], changed: ChangedLimits): OrderColumns {
  const rows = own.filter((one) => one.type === type && changed.has(one.group));
  if (rows.length === 0) return side;
  const price = side.price.slice();
  for (const { row, group } of rows) {
    const limit = changed.get(group)!;
    if (beyond(type, price[row], limit) > 0) price[row] = limit;
  }
  return { ...side, price };
}
