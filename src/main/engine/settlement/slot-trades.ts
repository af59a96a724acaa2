import { settlementStatuses } from '#shared/domain/records.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import { settlementEventKinds } from '#shared/settlement/events.ts';
import type { CaseFacts } from '#shared/settlement/case-facts.ts';
import type { MeterClaim, OtherTrades } from '#shared/settlement/metered.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { CaseRow } from './case-rows.ts';

const FAILED = settlementStatuses.indexOf('failed');
const SETTLED = settlementStatuses.indexOf('settled');
const RESOLVED = settlementEventKinds.indexOf('resolved');

interface SlotTrade {
  readonly slot: number;
  readonly executed_at: number;
  readonly id: string;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly status: number;
  readonly buy_offer_id: string;
  readonly sell_offer_id: string;
  /** Of one that failed: whether its case is resolved, so that it was voided. */
  readonly is_voided: number;
}

/**
 * What members traded in slots on one side. Trades are kept by the time of their execution; the rollup of a slot knows between which times
 * its own were executed, and a member's are found in the weeks of those (migration 0010).
 * @param side of the members
 */
function tradesOf(side: 'buyer' | 'seller'): string {
  return `
    SELECT trade.slot, trade.executed_at, hex(trade.id) AS id, trade.buyer_id, trade.seller_id, quantity_wh, price, status,
           hex(buy_offer_id) AS buy_offer_id, hex(sell_offer_id) AS sell_offer_id,
           status = ${FAILED} AND ${RESOLVED} IS (SELECT kind FROM settlement_event AS event
             WHERE event.community_id = trade.community_id AND event.executed_at = trade.executed_at AND event.trade_id = trade.id
             ORDER BY number DESC LIMIT 1) AS is_voided
    FROM (SELECT DISTINCT value ->> 0 AS slot, value ->> 1 AS member_id FROM json_each(@members)) AS wanted
    CROSS JOIN rollup_slot ON rollup_slot.community_id = @community AND rollup_slot.slot = wanted.slot
    CROSS JOIN trade INDEXED BY trade_${side} ON trade.community_id = @community
      AND trade.executed_at / 604800000 IN (first_trade_at / 604800000, last_trade_at / 604800000)
      AND trade.${side}_id = wanted.member_id AND trade.executed_at BETWEEN first_trade_at AND last_trade_at
      AND trade.slot = wanted.slot`;
}

/** What was traded beside some trades: in their slots, by their sellers and their buyers. */
export class SlotTrades {
  readonly #bySeller: ReadonlyMap<string, SlotTrade[]>;
  readonly #byBuyer: ReadonlyMap<string, SlotTrade[]>;

  constructor(db: ReadDb, community: CommunityRow, rows: readonly CaseRow[]) {
    const tradesBy = (side: 'buyer' | 'seller'): Map<string, SlotTrade[]> => {
      const members = JSON.stringify(rows.map((row) => [row.slot, row[`${side}_id`]]));
      const trades = db.all<SlotTrade>(tradesOf(side), { community: community.id, members });
      return Map.groupBy(
        trades.filter(({ is_voided }) => is_voided === 0),
        (trade) => `${trade.slot}/${trade[`${side}_id`]}`,
      );
    };
    this.#bySeller = tradesBy('seller');
    this.#byBuyer = tradesBy('buyer');
  }

  /** What else the seller of a trade sold in its slot. */
  soldBeside({ slot, seller_id, id }: CaseRow): OtherTrades {
    return othersOf(this.#bySeller.get(`${slot}/${seller_id}`), id);
  }

  /** What else the buyer of a trade bought in its slot. */
  boughtBeside({ slot, buyer_id, id }: CaseRow): OtherTrades {
    return othersOf(this.#byBuyer.get(`${slot}/${buyer_id}`), id);
  }

  /**
   * The trade that this one repeats: of the same two members at the same price for the same energy, and of the same two orders or executed
   * at the same moment. Of two that are not settled the later one is the repetition.
   */
  duplicateOf(row: CaseRow): CaseFacts['duplicateOf'] {
    const sold = this.#bySeller.get(`${row.slot}/${row.seller_id}`) ?? [];
    const twin = sold.find((other) => isTwin(row, other) && (other.status !== FAILED || isEarlier(other, row)));
    return twin ? { tradeId: uuidOfHex(twin.id), executedAt: twin.executed_at } : null;
  }
}

function othersOf(trades: readonly SlotTrade[] | undefined, id: string): OtherTrades {
  let settledWh = 0;
  const unsettled: MeterClaim[] = [];
  for (const trade of trades ?? []) {
    if (trade.id === id) continue;
    if (trade.status === SETTLED) settledWh += trade.quantity_wh;
    else unsettled.push({ id: trade.id, executedAt: trade.executed_at, quantityWh: trade.quantity_wh });
  }
  return { settledWh, unsettled };
}

function isTwin(row: CaseRow, other: SlotTrade): boolean {
  if (other.id === row.id || other.buyer_id !== row.buyer_id) return false;
  if (other.quantity_wh !== row.quantity_wh || other.price !== row.price) return false;
  const { buy_offer_id: buy, sell_offer_id: sell } = row;
  const isOfSameOrders = other.buy_offer_id === buy && other.sell_offer_id === sell;
  return isOfSameOrders && ((buy !== '' && sell !== '') || other.executed_at === row.executed_at);
}

function isEarlier(a: SlotTrade, b: CaseRow): boolean {
  return a.executed_at < b.executed_at || (a.executed_at === b.executed_at && a.id < b.id);
}
