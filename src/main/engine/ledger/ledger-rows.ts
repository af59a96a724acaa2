import { DIRECT, type LedgerTrade } from '#shared/contract/ledger-records.ts';
import { failureCodes, type OfferType, settlementStatuses } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Selection, TradeKey } from './trade-walk.ts';
import { ruleInSlot } from './filter-conditions.ts';

/** A trade with what stands in other tables under its keys. */
export interface LedgerRow extends TradeKey {
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly failure_code: number | null;
  readonly version: number;
  readonly is_cleared: number;
  readonly mechanism: string | null;
  readonly retail: number | null;
  readonly feed_in: number | null;
  readonly has_buy_order: number;
  readonly has_sell_order: number;
  /** Row ids; that of no rule for an order by hand, null where the order is not in the slot of the trade. */
  readonly buy_rule: number | null;
  readonly sell_rule: number | null;
}

/** What a `LedgerRow` needs. */
export const ledgerRow: Selection = {
  columns: `executed_at, trade.id, trade.slot, buyer_id, seller_id, quantity_wh, price, amount, status, failure_code, version,
    clearing_id IS NOT NULL AS is_cleared,
    CASE WHEN clearing_id IS NOT NULL THEN (
      SELECT mechanism FROM certificate WHERE certificate.community_id = trade.community_id AND certificate.slot = trade.slot
        AND certificate.clearing_id = trade.clearing_id) END AS mechanism,
    tariff.grid_import_price AS retail, tariff.grid_export_price AS feed_in,
    buy_offer_id IS NOT NULL AS has_buy_order, sell_offer_id IS NOT NULL AS has_sell_order,
    ${ruleInSlot('buy_offer_id')} AS buy_rule, ${ruleInSlot('sell_offer_id')} AS sell_rule`,
  joins: 'LEFT JOIN pricing_signal AS tariff ON tariff.community_id = trade.community_id AND tariff.slot = trade.slot',
};

/** The trades of keys, in their order, without those that are not there any more. */
export function rowsOfKeys(db: ReadDb, { id: communityId }: CommunityRow, keys: readonly TradeKey[]): LedgerRow[] {
  return keys.flatMap(({ executed_at, id }) =>
    db.all<LedgerRow>(
      `SELECT ${ledgerRow.columns} FROM trade ${ledgerRow.joins} WHERE trade.community_id = ? AND executed_at = ? AND trade.id = ?`,
      [communityId, executed_at, id],
    ),
  );
}

/** Whether an order is not in the slot of its trade, but may have begun before. */
function isSought(row: LedgerRow, side: OfferType): boolean {
  return row[`${side}_rule`] === null && row[`has_${side}_order`] === 1;
}

/** Makes trades of rows; members and rules are looked up once. */
export class LedgerNames {
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #members: ReadonlyMap<number, { readonly uid: string; readonly name: string }>;
  readonly #rules: ReadonlyMap<number, string>;

  constructor(db: ReadDb, community: CommunityRow) {
    this.#db = db;
    this.#community = community;
    this.#members = new Map(
      db
        .all<{ id: number; uid: string; name: string }>(
          'SELECT id, uid, anonymized_id AS name FROM member_view WHERE community_id = ?',
          [community.id],
        )
        .map(({ id, uid, name }) => [id, { uid, name }]),
    );
    this.#rules = new Map(
      db
        .all<{ id: number; uid: string }>(
          'SELECT rule.id, rule.uid FROM rule JOIN member_view ON member_view.id = rule.member_id WHERE community_id = ?',
          [community.id],
        )
        .map(({ id, uid }) => [id, uid]),
    );
  }

  /** Whether both members of a trade may be shown. */
  knows({ buyer_id, seller_id }: LedgerRow): boolean {
    return this.#members.has(buyer_id) && this.#members.has(seller_id);
  }

  /** The rows as everybody may see them, in their order. Their members have pseudonyms. */
  tradesOf(rows: readonly LedgerRow[]): LedgerTrade[] {
    const earlier = this.#rulesOfEarlierOrders(rows);
    return rows.map((row) => this.#tradeOf(row, earlier));
  }

  #tradeOf(row: LedgerRow, earlier: ReadonlyMap<string, number>): LedgerTrade {
    const buyer = this.#members.get(row.buyer_id)!;
    const seller = this.#members.get(row.seller_id)!;
    const mechanism = row.mechanism ?? (row.is_cleared === 1 ? this.#community.mechanism : DIRECT);
    return {
      id: uuidText(row.id),
      executedAt: row.executed_at,
      slot: row.slot,
      buyerId: buyer.uid,
      buyer: buyer.name,
      sellerId: seller.uid,
      seller: seller.name,
      quantityWh: row.quantity_wh,
      price: row.price,
      amount: row.amount,
      status: settlementStatuses[row.status],
      failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
      version: row.version,
      retail: row.retail,
      feedIn: row.feed_in,
      buyerSavings: row.retail === null ? null : amountOf(row.quantity_wh, row.retail) - row.amount,
      sellerSavings: row.feed_in === null ? null : row.amount - amountOf(row.quantity_wh, row.feed_in),
      mechanism,
      buyRuleId: this.#ruleOf(row, 'buy', earlier),
      sellRuleId: this.#ruleOf(row, 'sell', earlier),
    };
  }

  #ruleOf(row: LedgerRow, side: OfferType, earlier: ReadonlyMap<string, number>): string | null {
    const inSlot = row[`${side}_rule`];
    if (inSlot !== null) return this.#rules.get(inSlot) ?? null;
    if (earlier.size === 0 || !isSought(row, side)) return null;
    const [order] = this.#db.pluck<Uint8Array>(
      `SELECT ${side}_offer_id FROM trade WHERE community_id = ? AND executed_at = ? AND id = ?`,
      [this.#community.id, row.executed_at, row.id],
    );
    const rule = earlier.get(uuidText(order));
    return rule === undefined ? null : (this.#rules.get(rule) ?? null);
  }

  /** The rules of orders whose windows began before the slot that they traded in, by the order's id. */
  #rulesOfEarlierOrders(rows: readonly LedgerRow[]): Map<string, number> {
    const slots = new Set(rows.filter((row) => isSought(row, 'buy') || isSought(row, 'sell')).map(({ slot }) => slot));
    const rules = new Map<string, number>();
    for (const slot of slots) {
      const orders = this.#db.all<{ id: Uint8Array; rule_id: number }>(
        `SELECT id, rule_id FROM offer
         WHERE community_id = ? AND window_start > ? AND window_start < ? AND window_end > ? AND rule_id IS NOT NULL`,
        [this.#community.id, slot - MAX_WINDOW, slot, slot],
      );
      for (const { id, rule_id } of orders) rules.set(uuidText(id), rule_id);
    }
    return rules;
  }
}
