import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';

const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const FAILED = settlementStatuses.indexOf('failed');

interface TradeRow {
  readonly offer_id: Uint8Array | null;
  readonly status: number;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly tariff: number | null;
}

/** The columns of a trade that tell a member's side. */
const sides = {
  buyer: { offer: 'buy_offer_id', tariff: 'grid_import_price', sign: 1 },
  seller: { offer: 'sell_offer_id', tariff: 'grid_export_price', sign: -1 },
} as const;

/** What a rule placed for the slots of a period and what came of it, as it is stored. */
export class RuleLedger {
  readonly figures: RuleAnalysis['ledger'] = {
    orders: 0,
    offeredWh: 0,
    trades: 0,
    tradedWh: 0,
    amount: 0,
    savings: 0,
    failedTrades: 0,
    tradesWithoutTariff: 0,
  };
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #member: number;
  readonly #rule: number;
  readonly #orders = new Set<string>();

  /** @param member and `rule`: row ids */
  constructor(db: ReadDb, community: CommunityRow, member: number, rule: number) {
    this.#db = db;
    this.#community = community;
    this.#member = member;
    this.#rule = rule;
  }

  /** Reads the ledger into the figures, a piece at a time: the caller may let others have their turn in between. */
  *read({ from, to }: Range): Generator<void> {
    for (let day = from; day < to; day += DAY) {
      this.#addOrders({ from: day, to: Math.min(day + DAY, to) });
      yield;
    }
    if (this.#orders.size === 0) return;
    // An order trades when its slot is cleared, or somebody takes it: nobody does a day before or after.
    for (let week = Math.floor((from - DAY) / WEEK); week <= Math.floor((to + DAY) / WEEK); week++) {
      this.#addTrades('buyer', week);
      this.#addTrades('seller', week);
      yield;
    }
  }

  #addOrders({ from, to }: Range): void {
    for (const { id, quantity_wh } of this.#db.all<{ id: Uint8Array; quantity_wh: number }>(
      `SELECT id, quantity_wh FROM offer
       WHERE community_id = ? AND window_start >= ? AND window_start < ? AND member_id = ? AND rule_id = ?`,
      [this.#community.id, from, to, this.#member, this.#rule],
    )) {
      this.#orders.add(uuidText(id));
      this.figures.orders++;
      this.figures.offeredWh += quantity_wh;
    }
  }

  /** @param week one of the buckets by which the trades of a member are found */
  #addTrades(side: keyof typeof sides, week: number): void {
    const { offer, tariff, sign } = sides[side];
    const rows = this.#db.all<TradeRow>(
      `SELECT ${offer} AS offer_id, status, quantity_wh, amount, ${tariff} AS tariff FROM trade INDEXED BY trade_${side}
       LEFT JOIN pricing_signal ON pricing_signal.community_id = trade.community_id AND pricing_signal.slot = trade.slot
       WHERE trade.community_id = ? AND executed_at / ${WEEK} = ? AND ${side}_id = ?`,
      [this.#community.id, week, this.#member],
    );
    for (const row of rows) {
      if (row.offer_id !== null && this.#orders.has(uuidText(row.offer_id))) this.#addTrade(row, sign);
    }
  }

  #addTrade({ status, quantity_wh, amount, tariff }: TradeRow, sign: 1 | -1): void {
    const { figures } = this;
    if (status === FAILED) {
      figures.failedTrades++;
      return;
    }
    figures.trades++;
    figures.tradedWh += quantity_wh;
    figures.amount += amount;
    if (tariff === null) figures.tradesWithoutTariff++;
    else figures.savings += sign * (amountOf(quantity_wh, tariff) - amount);
  }
}
