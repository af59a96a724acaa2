import type { TradeColumns } from '#shared/domain/change-page.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { BulkInsert } from './bulk-insert.ts';
import { idOrder, mergeRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import { instantAt, integerIn, MAX_WH, moneyAt, rowProblem, uuidAt, uuidOrNull } from './row-problem.ts';
import { atTariff } from './tariffs.ts';

const FAILED = settlementStatuses.indexOf('failed');
const SETTLED = settlementStatuses.indexOf('settled');

/** What a trade contributes to the rollups comes from these of its columns. */
interface CountedTrade {
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly status: number;
}

interface StoredTrade extends CountedTrade {
  readonly version: number;
}

/**
 * Stores the trades of a page, found again by execution time and id; the highest version stays. What a resolution can change is the
 * quantity, the money and the settlement; time, slot and the two members are what the trade is.
 */
export function applyTrades(work: PageWork, trades: TradeColumns): RowCounts {
  const { db, communityId } = work;
  const { buyers, sellers } = checkedParties(work, trades);
  const lastStored = db.pluck<number | null>('SELECT MAX(executed_at) FROM trade WHERE community_id = ?', [
    communityId,
  ])[0];
  const insert = new BulkInsert(db, 'trade', communityId, [
    'executed_at',
    'id',
    'slot',
    'buyer_id',
    'seller_id',
    'quantity_wh',
    'price',
    'amount',
    'status',
    'failure_code',
    'version',
    'clearing_id',
    'buy_offer_id',
    'sell_offer_id',
  ]);
  const { executedAt, slot, quantityWh, price, amount, status, version } = trades;
  const compareIds = idOrder(trades.id, trades.count);
  const id = (row: number): Uint8Array => uuidAt(trades.id, row, 'trades', 'id');
  const failureCode = (row: number): number | null => (trades.failureCode[row] < 0 ? null : trades.failureCode[row]);
  const counted = (row: number): CountedTrade => ({
    slot: slot[row],
    buyer_id: buyers[row],
    seller_id: sellers[row],
    quantity_wh: quantityWh[row],
    amount: amount[row],
    status: status[row],
  });

  const find = (row: number): StoredTrade | undefined =>
    lastStored === null || executedAt[row] > lastStored
      ? undefined
      : db.get<StoredTrade>(
          `SELECT slot, buyer_id, seller_id, quantity_wh, amount, status, version FROM trade
             WHERE community_id = ? AND executed_at = ? AND id = ?`,
          [communityId, executedAt[row], id(row)],
        );
  // What is settled of the time whose single records are not kept is passed over, unless it was not when it came.
  const isOver = (row: number): boolean =>
    Math.max(slot[row], executedAt[row]) < work.window.rawFrom &&
    !work.window.isSifted &&
    status[row] === SETTLED &&
    find(row) === undefined;

  const counts = mergeRows<StoredTrade>({
    count: trades.count,
    isKeptOut: (row) => slot[row] < work.uptake.trade || isOver(row),
    compareKeys: (a, b) => executedAt[a] - executedAt[b] || compareIds(a, b),
    version: (row) => version[row],
    versionOf: (stored) => stored.version,
    find,
    insert: (row) => {
      insert.add([
        executedAt[row],
        id(row),
        slot[row],
        buyers[row],
        sellers[row],
        quantityWh[row],
        price[row],
        amount[row],
        status[row],
        failureCode(row),
        version[row],
        uuidOrNull(trades.clearingId, row, 'trades', 'clearingId'),
        uuidOrNull(trades.buyOfferId, row, 'trades', 'buyOfferId'),
        uuidOrNull(trades.sellOfferId, row, 'trades', 'sellOfferId'),
      ]);
      const change = work.rollups.slot(slot[row]);
      change.firstTradeAt = Math.min(change.firstTradeAt, executedAt[row]);
      change.lastTradeAt = Math.max(change.lastTradeAt, executedAt[row]);
      countTrade(work, counted(row), 1);
    },
    change: (row, old) => {
      const now = counted(row);
      for (const field of ['slot', 'buyer_id', 'seller_id'] as const) {
        if (now[field] !== old[field])
          throw rowProblem('trades', row, field, 'differs from the stored version of the trade');
      }
      db.run(
        `UPDATE trade SET quantity_wh = ?, price = ?, amount = ?, status = ?, failure_code = ?, version = ?
         WHERE community_id = ? AND executed_at = ? AND id = ?`,
        [
          quantityWh[row],
          price[row],
          amount[row],
          status[row],
          failureCode(row),
          version[row],
          communityId,
          executedAt[row],
          id(row),
        ],
      );
      countTrade(work, old, -1);
      countTrade(work, now, 1);
    },
  });
  insert.finish();
  return counts;
}

/** Adds (sign 1) or takes back (-1) what a trade contributes to the rollups. A failed one is a failure and nothing else. */
function countTrade({ rollups, tariffs }: PageWork, trade: CountedTrade, sign: 1 | -1): void {
  const { day, sums } = rollups.slot(trade.slot);
  const buyer = rollups.member(day, trade.buyer_id);
  const seller = rollups.member(day, trade.seller_id);
  // An imported trade may have one member on both sides: it is one trade of that member.
  const others = seller === buyer ? [sums, buyer] : [sums, buyer, seller];
  if (trade.status === FAILED) {
    for (const each of others) each.failed_count += sign;
    return;
  }
  for (const each of others) each.trade_count += sign;
  const wh = sign * trade.quantity_wh;
  const amount = sign * trade.amount;
  const tariff = atTariff(trade, tariffs.of(trade.slot));
  const retail = sign * tariff.retail;
  const feedIn = sign * tariff.feedIn;
  sums.traded_wh += wh;
  sums.traded_amount += amount;
  sums.retail_amount += retail;
  sums.feed_in_amount += feedIn;
  buyer.bought_wh += wh;
  buyer.bought_amount += amount;
  buyer.bought_retail_amount += retail;
  seller.sold_wh += wh;
  seller.sold_amount += amount;
  seller.sold_feed_in_amount += feedIn;
}

/** The parties' row ids of each trade. Throws INPUT_INVALID for the first value that is not what its column holds. */
function checkedParties(work: PageWork, trades: TradeColumns): { buyers: Int32Array; sellers: Int32Array } {
  const buyers = new Int32Array(trades.count);
  const sellers = new Int32Array(trades.count);
  for (let row = 0; row < trades.count; row++) {
    uuidAt(trades.id, row, 'trades', 'id');
    instantAt(trades.slot[row], 'trades', row, 'slot');
    instantAt(trades.executedAt[row], 'trades', row, 'executedAt');
    buyers[row] = work.ids.member(trades.buyer[row], 'trades', row, 'buyer');
    sellers[row] = work.ids.member(trades.seller[row], 'trades', row, 'seller');
    integerIn(trades.quantityWh[row], 0, MAX_WH, 'trades', row, 'quantityWh');
    moneyAt(trades.price[row], 'trades', row, 'price');
    moneyAt(trades.amount[row], 'trades', row, 'amount');
    integerIn(trades.status[row], 0, settlementStatuses.length - 1, 'trades', row, 'status');
    integerIn(trades.failureCode[row], -1, failureCodes.length - 1, 'trades', row, 'failureCode');
    integerIn(trades.version[row], 0, MAX_WH, 'trades', row, 'version');
  }
  return { buyers, sellers };
}
