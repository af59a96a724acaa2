import type { TradeColumns } from '#shared/domain/change-page.ts';
import { failureCodes, settlementStatuses, type Trade } from '#shared/domain/records.ts';
import { MAX_INTEGER, MAX_ORDER_WH } from '#shared/domain/units.ts';
import { putUuid } from '#shared/domain/uuid.ts';
import { tradeFields, tradeWire } from '#shared/wire/market.ts';
import { Instants, isCount, isUid, plainDecimal, putPlainUuid, putPlainUuidOrNone } from './decode-columns.ts';
import { decodeRecord, type RecordContext, unknownFields } from './decode-record.ts';
import { MAX_WH } from './row-problem.ts';

type WireTrade = Readonly<Record<keyof typeof tradeFields.shape, unknown>>;

/**
 * The trades of a page as columns, equal to what their schema gives.
 * @throws Failure INPUT_INVALID for the first one that does not fit
 */
export function decodeTrades(rows: readonly unknown[], context: RecordContext): TradeColumns {
  const columns = emptyTradeColumns(rows.length);
  const slots = new Instants();
  const executions = new Instants();
  for (let row = 0; row < rows.length; row++) {
    const wire = rows[row];
    if (!putPlain(columns, row, wire, context, slots, executions)) {
      putRecord(columns, row, decodeRecord(tradeWire, 'trade', wire, row, context.communityId), context);
    }
    const trade = wire as WireTrade;
    if (Object.keys(trade).length !== knownCount(trade)) {
      const unknown = unknownFields(tradeFields, trade);
      if (unknown) context.unknown('trade', trade, unknown);
    }
  }
  return columns;
}

const ALL_FIELDS = Object.keys(tradeFields.shape).length;

/** How many fields a trade has when it has none that is unknown. */
function knownCount({ failure_code, clearing_id, buy_offer_id, sell_offer_id }: WireTrade): number {
  return (
    ALL_FIELDS -
    Number(failure_code === undefined) -
    Number(clearing_id === undefined) -
    Number(buy_offer_id === undefined) -
    Number(sell_offer_id === undefined)
  );
}

/** Writes a trade whose values have the usual form; false for every other. */
function putPlain(
  columns: TradeColumns,
  row: number,
  wire: unknown,
  { communityId, members }: RecordContext,
  slots: Instants,
  executions: Instants,
): boolean {
  if (typeof wire !== 'object' || wire === null) return false;
  const trade = wire as WireTrade;
  const { buyer_id: buyer, seller_id: seller, failure_code: failure } = trade;
  if (trade.community_id !== communityId || !isUid(buyer) || !isUid(seller)) return false;
  const quantityWh = plainDecimal(trade.quantity_kwh, 1e3, 0, MAX_ORDER_WH);
  const price = plainDecimal(trade.price_per_kwh, 1e6, -MAX_INTEGER, MAX_INTEGER);
  const amount = plainDecimal(trade.total_amount, 1e6, -MAX_INTEGER, MAX_INTEGER);
  const slot = slots.read(trade.slot);
  const executedAt = executions.read(trade.executed_at);
  const status = settlementStatuses.indexOf(trade.settlement_status as (typeof settlementStatuses)[number]);
  const failureCode = failure == null ? -1 : failureCodes.indexOf(failure as (typeof failureCodes)[number]);
  // One sum instead of five questions: it is no number when one of them is not.
  if (Number.isNaN(quantityWh + price + amount + slot + executedAt)) return false;
  if (status < 0 || (failure != null && failureCode < 0) || !isCount(trade.version, MAX_WH)) return false;
  if (
    !putPlainUuid(columns.id, row, trade.id) ||
    !putPlainUuidOrNone(columns.clearingId, row, trade.clearing_id) ||
    !putPlainUuidOrNone(columns.buyOfferId, row, trade.buy_offer_id) ||
    !putPlainUuidOrNone(columns.sellOfferId, row, trade.sell_offer_id)
  ) {
    return false;
  }
  columns.slot[row] = slot;
  columns.executedAt[row] = executedAt;
  columns.buyer[row] = members.of(buyer);
  columns.seller[row] = members.of(seller);
  columns.quantityWh[row] = quantityWh;
  columns.price[row] = price;
  columns.amount[row] = amount;
  columns.status[row] = status;
  columns.failureCode[row] = failureCode;
  columns.version[row] = trade.version;
  return true;
}

function putRecord(columns: TradeColumns, row: number, trade: Trade, { members }: RecordContext): void {
  putUuid(columns.id, row, trade.id);
  if (trade.clearingId !== null) putUuid(columns.clearingId, row, trade.clearingId);
  if (trade.buyOfferId !== null) putUuid(columns.buyOfferId, row, trade.buyOfferId);
  if (trade.sellOfferId !== null) putUuid(columns.sellOfferId, row, trade.sellOfferId);
  columns.slot[row] = trade.slot;
  columns.executedAt[row] = trade.executedAt;
  columns.buyer[row] = members.of(trade.buyerId);
  columns.seller[row] = members.of(trade.sellerId);
  columns.quantityWh[row] = trade.quantityWh;
  columns.price[row] = trade.price;
  columns.amount[row] = trade.amount;
  columns.status[row] = settlementStatuses.indexOf(trade.settlementStatus);
  columns.failureCode[row] = trade.failureCode === null ? -1 : failureCodes.indexOf(trade.failureCode);
  columns.version[row] = trade.version;
}

/** Room for `count` trades, all of them zero. */
export function emptyTradeColumns(count: number): TradeColumns {
  return {
    count,
    id: new Uint8Array(count * 16),
    slot: new Float64Array(count),
    executedAt: new Float64Array(count),
    buyer: new Int32Array(count),
    seller: new Int32Array(count),
    quantityWh: new Int32Array(count),
    price: new Float64Array(count),
    amount: new Float64Array(count),
    status: new Uint8Array(count),
    failureCode: new Int8Array(count),
    version: new Int32Array(count),
    clearingId: new Uint8Array(count * 16),
    buyOfferId: new Uint8Array(count * 16),
    sellOfferId: new Uint8Array(count * 16),
  };
}
