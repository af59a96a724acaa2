import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { type OfferType, offerTypes } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import { type AuditedOrder, type AuditedTrade, type RuleVerdict, verdictOf } from '#shared/rules/audit.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import { earlierStarts, ordersOf, type PlacedOrder } from './audited-orders.ts';
import type { AuditedRules } from './audited-rules.ts';

/** Ids are hexadecimal, as those of orders. */
interface AuditedTradeRow {
  readonly id: string;
  readonly executed_at: number;
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  /** Empty without one. */
  readonly buy_offer_id: string;
  readonly sell_offer_id: string;
  readonly is_cleared: number;
}

/** A side of a trade whose order a rule placed, with what is to be said of it. */
export interface JudgedSide {
  readonly trade: AuditedTradeRow;
  readonly side: OfferType;
  readonly order: PlacedOrder['row'];
  readonly audited: { readonly order: AuditedOrder; readonly trade: AuditedTrade };
  readonly verdict: RuleVerdict;
  /** Whether no condition is unknown. */
  readonly isKnown: boolean;
}

/** What the slots of a range held. */
export interface AuditedSlots {
  readonly trades: readonly AuditedTradeRow[];
  readonly judged: readonly JudgedSide[];
  readonly byHand: number;
  readonly withoutOrder: number;
  readonly ruleOrders: number;
}

/** How far from its slot a trade is executed at most: nobody settles a slot a day before or after. */
const EXECUTED_WITHIN = 24 * HOUR;

const TRADES = `
  SELECT hex(trade.id) AS id, executed_at, slot, buyer_id, seller_id, quantity_wh, price, amount, hex(buy_offer_id) AS buy_offer_id,
         hex(sell_offer_id) AS sell_offer_id, clearing_id IS NOT NULL AS is_cleared
  FROM trade WHERE community_id = ? AND executed_at >= ? AND executed_at < ? AND slot >= ? AND slot < ?
  ORDER BY executed_at, trade.id`;

/** Judges the trades of a range of slots. It is held in memory whole: go day by day. */
export function auditSlots(db: ReadDb, community: CommunityRow, rules: AuditedRules, range: Range): AuditedSlots {
  const { from, to } = range;
  const trades = db.all<AuditedTradeRow>(TRADES, [
    community.id,
    from - EXECUTED_WITHIN,
    to + EXECUTED_WITHIN,
    from,
    to,
  ]);
  const book = new OrderBook(db, community, range);
  const judged: JudgedSide[] = [];
  const known = new Set<string>();
  let byHand = 0;
  let withoutOrder = 0;
  for (const trade of trades) {
    const audited = {
      price: trade.price,
      buyerId: rules.memberId(trade.buyer_id),
      sellerId: rules.memberId(trade.seller_id),
      isRepeated: hasTraded(known, trade),
    };
    for (const side of offerTypes) {
      const order = book.orderOf(side === 'buy' ? trade.buy_offer_id : trade.sell_offer_id);
      if (order === undefined && isTaker(trade, side)) byHand++;
      else if (order === undefined) withoutOrder++;
      else if (order.row.rule_id === null) byHand++;
      else judged.push(judgedSide(rules, trade, side, order, audited));
    }
  }
  return { trades, judged, byHand, withoutOrder, ruleOrders: book.ruleOrders };
}

/** Whether a side of a trade is that of a person who took the order of the other side, without a clearing. */
function isTaker({ is_cleared, buy_offer_id, sell_offer_id }: AuditedTradeRow, side: OfferType): boolean {
  const [own, other] = side === 'buy' ? [buy_offer_id, sell_offer_id] : [sell_offer_id, buy_offer_id];
  return is_cleared === 0 && own === '' && other !== '';
}

/** The orders of a range of slots by id, and those of earlier windows once one of them is asked for. */
class OrderBook {
  readonly ruleOrders: number;
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #from: number;
  readonly #orders = new Map<string, PlacedOrder>();
  #hasEarlier = false;

  constructor(db: ReadDb, community: CommunityRow, range: Range) {
    this.#db = db;
    this.#community = community;
    this.#from = range.from;
    const orders = ordersOf(db, community, range);
    this.ruleOrders = orders.filter(({ row }) => row.rule_id !== null).length;
    this.#add(orders);
  }

  orderOf(id: string): PlacedOrder | undefined {
    const found = this.#orders.get(id);
    if (found !== undefined || id === '' || this.#hasEarlier) return found;
    this.#hasEarlier = true;
    for (const start of earlierStarts(this.#db, this.#community, this.#from)) {
      this.#add(ordersOf(this.#db, this.#community, { from: start, to: start + 1 }));
    }
    return this.#orders.get(id);
  }

  #add(orders: readonly PlacedOrder[]): void {
    for (const order of orders) this.#orders.set(order.row.id, order);
  }
}

/** Whether the same two orders had traded the same quantity in this slot before; notes that they have now. */
function hasTraded(known: Set<string>, { slot, quantity_wh, buy_offer_id, sell_offer_id }: AuditedTradeRow): boolean {
  if (buy_offer_id === '' || sell_offer_id === '') return false;
  const key = `${slot}/${quantity_wh}/${buy_offer_id}/${sell_offer_id}`;
  const isOld = known.has(key);
  known.add(key);
  return isOld;
}

function judgedSide(
  { history, ruleId, memberId }: AuditedRules,
  trade: AuditedTradeRow,
  side: OfferType,
  { row, takenWh, isRepeated }: PlacedOrder,
  auditedTrade: AuditedTrade,
): JudgedSide {
  const order = {
    memberId: memberId(row.member_id),
    type: offerTypes[row.type],
    slot: row.slot,
    wh: row.quantity_wh,
    price: row.price,
    createdAt: row.created_at,
    ruleId: row.rule_id === null ? null : ruleId(row.rule_id),
    ruleVersion: row.rule_version,
    openWh: row.meter_wh === null ? null : Math.max(row.meter_wh - takenWh, 0),
    batterySoc: row.battery_soc,
    isRepeated,
  };
  const audited = { order, trade: auditedTrade };
  if (history.isPlain(order, auditedTrade)) {
    return { trade, side, order: row, audited, verdict: 'EXPLAINED', isKnown: true };
  }
  const conditions = history.trace(order, auditedTrade);
  const isKnown = conditions.every(({ outcome }) => outcome !== 'unknown');
  return { trade, side, order: row, audited, verdict: verdictOf(conditions), isKnown };
}

/** A judged side as the page gets it; members without a pseudonym have no name. */
export function findingOf<V extends RuleVerdict>(
  { history, ruleId, memberId, pseudonym }: AuditedRules,
  { trade, side, order, audited }: JudgedSide,
  verdict: V,
): Omit<AuditFinding, 'verdict'> & { verdict: V } {
  const anonymizedId = pseudonym(order.member_id);
  const rule = order.rule_id === null ? null : ruleId(order.rule_id);
  const version = rule === null ? null : history.versionAt(rule, order.created_at);
  return {
    tradeId: uuidOfHex(trade.id),
    executedAt: trade.executed_at,
    slot: trade.slot,
    side,
    memberId: anonymizedId === null ? null : memberId(order.member_id),
    anonymizedId,
    counterparty: pseudonym(side === 'buy' ? trade.seller_id : trade.buyer_id),
    quantityWh: trade.quantity_wh,
    price: trade.price,
    amount: trade.amount,
    verdict,
    orderId: uuidOfHex(order.id),
    orderedAt: order.created_at,
    orderWh: order.quantity_wh,
    orderPrice: order.price,
    ruleId: rule,
    ruleVersion: version?.version ?? null,
    timeWindows: version ? [...version.timeWindows] : [],
    conditions: history.trace(audited.order, audited.trade).map((condition) => ({ ...condition })),
  };
}
