/**
 * One slot as it would have been with other rules of one member: its rules fire on the real reading, and their orders are cleared with the
 * real orders of everybody else (DOMAIN.md section 7, the simulator).
 */
import type { OfferType } from '../domain/records.ts';
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import type { SealedOrders } from '../market/certificate.ts';
import { type ClearingColumns, reasonOfCode, type UnmatchedReason } from '../market/clearing.ts';
import { clearColumns, type OrderMechanism } from '../market/mechanisms.ts';
import type { MarketLimits, OfferOrder, OrderColumns } from '../market/orders.ts';
import { firedWh, type FiringCondition, type PreparedRule, unmetConditions } from './firing.ts';

/** How the community clears. */
export interface SimulatedMarket {
  readonly mechanism: OrderMechanism;
  readonly limits: MarketLimits;
  /** Of pay-as-bid only. */
  readonly offerOrder: OfferOrder | null;
}

/** A rule of the member. Its number is that of its orders in SimulatedSlot; below 0, as NEW_RULE is, when it has placed none yet. */
export interface SimulatedRule {
  readonly number: number;
  readonly prepared: PreparedRule;
}
/** The number of a rule that is being made. */
export const NEW_RULE = -1;

/** A slot that took place. */
export interface SimulatedSlot {
  readonly slot: number;
  /** Minute of the week of its start in wall time (minuteOfWeek). */
  readonly minute: number;
  /** What entered its clearing; no orders where there was none. */
  readonly orders: Pick<SealedOrders, 'count' | 'bidCount' | 'price' | 'wh' | 'member' | 'rule' | 'createdAt'>;
  /** Of the member whose rules these are. */
  readonly member: number;
  readonly surplusWh: number;
  readonly needWh: number;
  /** Percent; 0 without a battery. */
  readonly batterySoc: number;
  /** Null when the slot's tariffs are not known: then nothing can be said of savings. */
  readonly tariff: Tariff | null;
}

/** What a rule does in a slot. */
export interface RuleFiring {
  readonly number: number;
  readonly type: OfferType;
  /** What was left for it to offer, in Wh: the reading without what the member's rules before it offered. */
  readonly openWh: number;
  /** What it offers; 0 when it does not fire. */
  readonly wh: number;
  /** At which limit, micro-currency per kWh; null is a market order. */
  readonly price: number | null;
  /** Why it does not fire; none when it does. */
  readonly unmet: readonly FiringCondition[];
}

/** What came of an order. */
export interface OrderOutcome {
  readonly tradedWh: number;
  /** Paid or received, micro-currency. */
  readonly amount: number;
  /** DOMAIN.md section 4; 0 where the tariffs are not known. */
  readonly savings: number;
  /** Why what is left of it did not trade; null when nothing is. */
  readonly reason: UnmatchedReason | null;
}

/** A slot that was cleared with the orders of firings. */
export interface SlotRun {
  /** Micro-currency per kWh; null when there is no common price. */
  readonly price: number | null;
  readonly quantityWh: number;
  /** Of the firings that offer something, in their order. */
  readonly orders: readonly OrderOutcome[];
  /** Of every member who traded, micro-currency; empty where the tariffs are not known. */
  readonly savings: ReadonlyMap<number, number>;
  /** Of the member, by all its orders. */
  readonly bought: Traded;
  readonly sold: Traded;
}

interface Traded {
  readonly wh: number;
  /** Micro-currency. */
  readonly amount: number;
}

/** Lets the member's rules fire, in their order; the same Wh is never offered twice. */
export function fireRules(
  rules: readonly SimulatedRule[],
  { minute, surplusWh, needWh, batterySoc }: Pick<SimulatedSlot, 'minute' | 'surplusWh' | 'needWh' | 'batterySoc'>,
): RuleFiring[] {
  const left: Record<OfferType, number> = { sell: surplusWh, buy: needWh };
  return rules.map(({ number, prepared }): RuleFiring => {
    const { type, price } = prepared;
    const openWh = left[type];
    const wh = firedWh(prepared, minute, openWh, batterySoc);
    left[type] -= wh;
    return {
      number,
      type,
      openWh,
      wh,
      price,
      unmet: wh > 0 ? [] : unmetConditions(prepared, minute, openWh, batterySoc),
    };
  });
}

/**
 * Clears a slot with what the member's rules offer in place of the orders that its rules placed then; what it placed by hand stays. An
 * order of a rule that had one in this slot keeps its place in time; a new one comes last.
 * @throws RangeError and UnknownMechanismError as clearColumns
 */
export function runSlot(firings: readonly RuleFiring[], slot: SimulatedSlot, market: SimulatedMarket): SlotRun {
  const placed = firings.filter(({ wh }) => wh > 0);
  const bids = sideOf(slot, placed, 'buy');
  const offers = sideOf(slot, placed, 'sell');
  const { mechanism, limits, offerOrder } = market;
  const clearing = clearColumns(mechanism, { bids, offers }, limits, offerOrder ? { offerOrder } : {});
  const tally = new Tally(slot.tariff, clearing, bids, offers);
  // The orders of the rules are the last rows of their sides.
  const row: Record<OfferType, number> = { buy: bids.count, sell: offers.count };
  for (const { type } of placed) row[type]--;
  return {
    price: clearing.price,
    quantityWh: clearing.quantityWh,
    orders: placed.map(({ type }) => tally.orderAt(type, row[type]++)),
    savings: tally.savings,
    bought: tally.tradedBy('buy', slot.member),
    sold: tally.tradedBy('sell', slot.member),
  };
}

/** One side of the book: the orders of that time without those of the member's rules, then those that the rules place now. */
function sideOf({ orders, member }: SimulatedSlot, placed: readonly RuleFiring[], type: OfferType): OrderColumns {
  const [from, to] = type === 'buy' ? [0, orders.bidCount] : [orders.bidCount, orders.count];
  const marketPrice = type === 'buy' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const isOfRules = (row: number): boolean => orders.member[row] === member && orders.rule[row] >= 0;
  const kept: number[] = [];
  /** The order that each of its rules had. */
  const before = new Map<number, number>();
  let last = 0;
  for (let row = from; row < to; row++) {
    if (!isOfRules(row)) kept.push(row);
    else if (!before.has(orders.rule[row])) before.set(orders.rule[row], row);
    if (orders.createdAt[row] > last) last = orders.createdAt[row];
  }
  const own = placed.filter((one) => one.type === type);
  const count = kept.length + own.length;
  const side = {
    count,
    price: new Float64Array(count),
    wh: new Int32Array(count),
    member: new Int32Array(count),
    createdAt: new Float64Array(count),
    idRank: new Int32Array(count),
  };
  for (const [at, row] of kept.entries()) {
    const price = orders.price[row];
    side.price[at] = Number.isNaN(price) ? marketPrice : price;
    side.wh[at] = orders.wh[row];
    side.member[at] = orders.member[row];
    side.createdAt[at] = orders.createdAt[row];
    side.idRank[at] = row;
  }
  for (const [place, { number, wh, price }] of own.entries()) {
    const at = kept.length + place;
    const row = before.get(number);
    side.price[at] = price ?? marketPrice;
    side.wh[at] = wh;
    side.member[at] = member;
    side.createdAt[at] = row === undefined ? last + 1 + place : orders.createdAt[row];
    side.idRank[at] = row ?? to + place;
  }
  return side;
}

/** What a clearing means in money, by order and by member. */
class Tally {
  readonly savings = new Map<number, number>();
  readonly #sides: Readonly<Record<OfferType, SideTally>>;

  constructor(tariff: Tariff | null, clearing: ClearingColumns, bids: OrderColumns, offers: OrderColumns) {
    this.#sides = {
      buy: new SideTally(bids, clearing.unmatchedBidWh, clearing.unmatchedBidReason),
      sell: new SideTally(offers, clearing.unmatchedOfferWh, clearing.unmatchedOfferReason),
    };
    for (let trade = 0; trade < clearing.tradeCount; trade++) {
      const wh = clearing.tradeWh[trade];
      const amount = amountOf(wh, clearing.tradePrice[trade]);
      const saved = tariff && { buy: amountOf(wh, tariff.retail) - amount, sell: amount - amountOf(wh, tariff.feedIn) };
      this.#sides.buy.add(clearing.tradeBid[trade], amount, saved?.buy ?? 0);
      this.#sides.sell.add(clearing.tradeOffer[trade], amount, saved?.sell ?? 0);
      if (saved === null) continue;
      this.#save(bids.member[clearing.tradeBid[trade]], saved.buy);
      this.#save(offers.member[clearing.tradeOffer[trade]], saved.sell);
    }
  }

  orderAt(type: OfferType, row: number): OrderOutcome {
    return this.#sides[type].orderAt(row);
  }

  tradedBy(type: OfferType, member: number): Traded {
    return this.#sides[type].tradedBy(member);
  }

  #save(member: number, saved: number): void {
    this.savings.set(member, (this.savings.get(member) ?? 0) + saved);
  }
}

class SideTally {
  readonly #orders: OrderColumns;
  readonly #leftWh: Int32Array;
  readonly #reason: Uint8Array;
  readonly #amount: Float64Array;
  readonly #savings: Float64Array;

  constructor(orders: OrderColumns, leftWh: Int32Array, reason: Uint8Array) {
    this.#orders = orders;
    this.#leftWh = leftWh;
    this.#reason = reason;
    this.#amount = new Float64Array(orders.count);
    this.#savings = new Float64Array(orders.count);
  }

  add(row: number, amount: number, savings: number): void {
    this.#amount[row] += amount;
    this.#savings[row] += savings;
  }

  orderAt(row: number): OrderOutcome {
    return {
      tradedWh: this.#orders.wh[row] - this.#leftWh[row],
      amount: this.#amount[row],
      savings: this.#savings[row],
      reason: reasonOfCode(this.#reason[row]),
    };
  }

  tradedBy(member: number): Traded {
    let wh = 0;
    let amount = 0;
    for (let row = 0; row < this.#orders.count; row++) {
      if (this.#orders.member[row] !== member) continue;
      wh += this.#orders.wh[row] - this.#leftWh[row];
      amount += this.#amount[row];
    }
    return { wh, amount };
  }
}
