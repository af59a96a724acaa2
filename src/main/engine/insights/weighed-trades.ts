import { type OfferType, offerTypes, settlementStatuses } from '#shared/domain/records.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { OwnOrder, WeighedTrade } from '#shared/stats/losses.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';

/** How long the never-worse monitor looks back, in local days. */
export const ROLLING_DAYS = 30;

/** The local days that end with the one before `until`, or with the last one that has data where that is earlier. */
export function rollingRange({ time_zone: timeZone, data_to }: CommunityRow, until: number): Range {
  const last = localDay(Math.min(until, data_to ?? until) - 1, timeZone);
  return {
    from: startOfLocalDay(addDays(last, 1 - ROLLING_DAYS), timeZone),
    to: startOfLocalDay(addDays(last, 1), timeZone),
  };
}

/** A trade as one of its members sees it, with where it is found. */
export interface MemberTrade extends WeighedTrade {
  readonly id: string;
  readonly slot: number;
  readonly buyOfferId: string | null;
  readonly sellOfferId: string | null;
  readonly hasFailed: boolean;
}

interface TradeRow {
  readonly id: Uint8Array;
  readonly slot: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly is_cleared: number;
  readonly buy_offer_id: Uint8Array | null;
  readonly sell_offer_id: Uint8Array | null;
  readonly tariff: number;
  readonly is_placed: number;
  readonly rule_limit: number | null;
}

/** What is stored of an order and of the version of the rule that placed it. */
interface OrderRow {
  readonly offer_limit: number | null;
  readonly rule_id: number | null;
  readonly rule_uid: string | null;
  readonly version: number | null;
  readonly has_version: number;
  readonly rule_limit: number | null;
}

const FAILED = settlementStatuses.indexOf('failed');
const sides = { buy: 'buyer', sell: 'seller' } as const;
const tariffs = { buy: 'grid_import_price', sell: 'grid_export_price' } as const;

/** Of the order in `offer` its limit, and the version of the rule that placed it. */
function orderColumns(type: OfferType): string {
  return `offer.price AS offer_limit, offer.rule_id, rule.uid AS rule_uid, offer.rule_version AS version,
          rule_version.rule_id IS NOT NULL AS has_version, ${type === 'buy' ? 'max_price' : 'min_price'} AS rule_limit`;
}
const JOIN_RULE = `
  LEFT JOIN rule ON rule.id = offer.rule_id
  LEFT JOIN rule_version ON rule_version.rule_id = offer.rule_id AND rule_version.version = offer.rule_version`;

/**
 * The trades of a member (row id) with their slot in a range, a week and a side after the other: it yields in between. Those without a
 * tariff to be held against are left out.
 */
export function* memberTrades(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  slots: Range,
): Generator<void, MemberTrade[]> {
  const trades: MemberTrade[] = [];
  const { first, last } = db.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(first_trade_at) AS first, MAX(last_trade_at) AS last FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, slots.from, slots.to],
  )!;
  if (first === null || last === null) return trades;
  const earlier = new EarlierOrders(db, community, member, slots);
  for (const type of offerTypes) {
    for (let week = Math.floor(first / WEEK); week <= Math.floor(last / WEEK); week++) {
      for (const row of weekOf(db, community, member, slots, type, week)) trades.push(memberTrade(type, row, earlier));
      yield;
    }
  }
  return trades;
}

/** The buckets of the members' indexes. */
const WEEK = 604_800_000;

/** The trades come first, the tariffs are looked up (CROSS): for every slot of the range the planner would seek its trades. */
function weekOf(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  { from, to }: Range,
  type: OfferType,
  week: number,
): (TradeRow & OrderRow)[] {
  return db.all<TradeRow & OrderRow>(
    `SELECT trade.id, trade.slot, trade.quantity_wh, trade.price, amount, trade.status, clearing_id IS NOT NULL AS is_cleared,
            buy_offer_id, sell_offer_id, ${tariffs[type]} AS tariff,
            offer.id IS NOT NULL AS is_placed, ${orderColumns(type)}
     FROM trade INDEXED BY trade_${sides[type]}
     CROSS JOIN pricing_signal ON pricing_signal.community_id = trade.community_id AND pricing_signal.slot = trade.slot
     LEFT JOIN offer ON offer.community_id = trade.community_id AND offer.window_start = trade.slot AND offer.id = ${type}_offer_id
     ${JOIN_RULE}
     WHERE trade.community_id = ? AND executed_at / ${WEEK} = ? AND ${sides[type]}_id = ? AND trade.slot >= ? AND trade.slot < ?`,
    [community.id, week, member, from, to],
  );
}

function memberTrade(type: OfferType, row: TradeRow & OrderRow, earlier: EarlierOrders): MemberTrade {
  const { amount, price, tariff, quantity_wh: quantityWh } = row;
  const buyOfferId = row.buy_offer_id && uuidText(row.buy_offer_id);
  const sellOfferId = row.sell_offer_id && uuidText(row.sell_offer_id);
  const ownId = type === 'buy' ? buyOfferId : sellOfferId;
  const atTariff = amountOf(quantityWh, tariff);
  return {
    id: uuidText(row.id),
    slot: row.slot,
    type,
    quantityWh,
    price,
    tariff,
    savings: type === 'buy' ? atTariff - amount : amount - atTariff,
    order: row.is_placed === 1 ? ownOrder(row) : ownId === null ? null : earlier.find(ownId),
    isTaker: ownId === null && row.is_cleared === 0,
    buyOfferId,
    sellOfferId,
    hasFailed: row.status === FAILED,
  };
}

function ownOrder({ offer_limit, rule_id, rule_uid, version, has_version, rule_limit }: OrderRow): OwnOrder {
  return {
    limit: offer_limit,
    rule:
      rule_id === null
        ? null
        : { number: rule_id, id: rule_uid, version: version ?? 0, limit: has_version === 1 ? rule_limit : undefined },
  };
}

/** The orders of a member whose windows are longer than a slot: looked for once, when one is asked for. */
class EarlierOrders {
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #member: number;
  readonly #slots: Range;
  #orders: ReadonlyMap<string, OwnOrder> | undefined;

  constructor(db: ReadDb, community: CommunityRow, member: number, slots: Range) {
    this.#db = db;
    this.#community = community;
    this.#member = member;
    this.#slots = slots;
  }

  find(id: string): OwnOrder | null {
    this.#orders ??= this.#read();
    return this.#orders.get(id) ?? null;
  }

  #read(): ReadonlyMap<string, OwnOrder> {
    const { from, to } = this.#slots;
    const rows = offerTypes.flatMap((type, code) =>
      this.#db.all<OrderRow & { readonly id: Uint8Array }>(
        `SELECT offer.id, ${orderColumns(type)} FROM offer ${JOIN_RULE}
         WHERE offer.community_id = ? AND window_start > ? AND window_start < ? AND offer.member_id = ? AND offer.type = ?`,
        [this.#community.id, from - MAX_WINDOW, to, this.#member, code],
      ),
    );
    return new Map(rows.map((row) => [uuidText(row.id), ownOrder(row)]));
  }
}
