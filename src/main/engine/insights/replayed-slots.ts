import { readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { ReplayedClearing, scenarioOf } from '#shared/counterfactual/replayed-clearing.ts';
import type { LedgerTrade, ReplayedSlot, SlotMeter } from '#shared/counterfactual/replayed-slot.ts';
import { toOrderMechanism, UnknownMechanismError } from '#shared/market/mechanisms.ts';
import type { OfferOrder } from '#shared/market/orders.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { DamagedCertificateError, unpackOrders } from '../market/sealed-orders.ts';
import { asMade, JOIN_ADJUSTMENT, MADE_COLUMNS, type MadeRow } from '../market/stored-clearings.ts';
import { simulatedMarket } from '../rules/simulated-rules.ts';
import { uncertifiedOrders } from '../rules/simulated-slots.ts';
import type { Range } from '../stats/sums.ts';

const MISSING = readingQualities.indexOf('missing');
const FAILED = settlementStatuses.indexOf('failed');

/** A slot as the cache holds it. Members have their row ids as numbers. */
export interface StoredSlot extends ReplayedSlot {
  /** Of its clearings, those without a certificate: they are made from the offers as they are stored. */
  readonly withoutCertificate: number;
  /** How many more were made that cannot be made again, because the certificate is damaged. They and their trades are left out. */
  readonly damaged: number;
}

interface SlotRow {
  readonly slot: number;
  readonly retail: number | null;
  readonly feed_in: number | null;
  readonly first_trade_at: number | null;
  readonly last_trade_at: number | null;
}

/**
 * The slots of a range that have readings, a clearing or a trade, in order and all of one state of the cache: whatever is written
 * meanwhile is not seen.
 * @throws UnknownMechanismError when there is a clearing without a certificate and the community clears by a mechanism that is unknown
 */
export function* replayedSlots(db: ReadDb, community: CommunityRow, { from, to }: Range): Generator<StoredSlot> {
  for (const row of db.iterate<SlotRow>(
    `WITH known AS (
       SELECT slot FROM rollup_slot WHERE community_id = @community AND slot >= @from AND slot < @to
       UNION SELECT slot FROM clearing WHERE community_id = @community AND slot >= @from AND slot < @to)
     SELECT known.slot, grid_import_price AS retail, grid_export_price AS feed_in, first_trade_at, last_trade_at
     FROM known
     LEFT JOIN rollup_slot ON rollup_slot.community_id = @community AND rollup_slot.slot = known.slot
     LEFT JOIN pricing_signal AS signal ON signal.community_id = @community AND signal.slot = known.slot
     ORDER BY known.slot`,
    { community: community.id, from, to },
  )) {
    yield storedSlot(db, community, row);
  }
}

function storedSlot(db: ReadDb, community: CommunityRow, row: SlotRow): StoredSlot {
  const { slot, retail, feed_in: feedIn } = row;
  const clearings = slotClearings(db, community, slot);
  return {
    slot,
    tariff: retail === null || feedIn === null ? null : { retail, feedIn },
    meters: slotMeters(db, community, slot),
    clearings: clearings.made,
    withoutCertificate: clearings.uncertified.size,
    damaged: clearings.damaged.size,
    ...slotTrades(db, community, row, clearings),
  };
}

function slotMeters(db: ReadDb, community: CommunityRow, slot: number): SlotMeter[] {
  return db.all<SlotMeter>(
    `SELECT member_id AS member, imported_wh AS needWh, exported_wh AS surplusWh FROM meter_reading
     WHERE community_id = ? AND slot = ? AND quality <> ${MISSING}`,
    [community.id, slot],
  );
}

/** Ids are hexadecimal texts: those of many rows are read in a third of the time that bytes take. */
const ID_DIGITS = 32;

interface ClearingRow {
  readonly id: string;
  readonly mechanism: string | null;
  readonly offer_order: OfferOrder | null;
  readonly price_floor: number | null;
  readonly price_cap: number | null;
  readonly orders: Uint8Array | null;
  readonly trade_ids: string | null;
}

/** The clearings of a slot, and by which ids their trades are known. */
interface SlotClearings {
  readonly made: ReplayedClearing[];
  /** Ids of trades, from the certificates. */
  readonly tradeIds: Set<string>;
  /** Ids of clearings without a certificate, and of those with a damaged one. */
  readonly uncertified: Set<string>;
  readonly damaged: Set<string>;
}

function slotClearings(db: ReadDb, community: CommunityRow, slot: number): SlotClearings {
  const clearings: SlotClearings = {
    made: [],
    tradeIds: new Set(),
    uncertified: new Set(),
    damaged: new Set(),
  };
  for (const row of db.all<ClearingRow>(
    `SELECT hex(clearing.id) AS id, mechanism, offer_order, price_floor, price_cap, orders, hex(trade_ids) AS trade_ids
     FROM clearing
     LEFT JOIN certificate ON certificate.community_id = clearing.community_id AND certificate.slot = clearing.slot
       AND certificate.clearing_id = clearing.id
     WHERE clearing.community_id = ? AND clearing.slot = ? ORDER BY clearing.id`,
    [community.id, slot],
  )) {
    if (row.orders === null) addUncertified(db, community, slot, row, clearings);
    else addCertified(row, clearings);
  }
  return clearings;
}

/** Of several without a certificate the offers of the slot are those of all together. */
function addUncertified(
  db: ReadDb,
  community: CommunityRow,
  slot: number,
  row: ClearingRow,
  clearings: SlotClearings,
): void {
  if (clearings.uncertified.size === 0) {
    const { mechanism, offerOrder, limits } = simulatedMarket(community);
    const orders = uncertifiedOrders(db, community, slot);
    clearings.made.push(new ReplayedClearing(orders, limits, scenarioOf(mechanism, offerOrder)));
  }
  clearings.uncertified.add(row.id);
}

function addCertified(row: ClearingRow, clearings: SlotClearings): void {
  const tradeIds = row.trade_ids!;
  try {
    if (tradeIds.length % ID_DIGITS !== 0) throw new DamagedCertificateError('the ids of the trades are damaged');
    const limits = { priceFloor: row.price_floor!, priceCap: row.price_cap! };
    const actual = scenarioOf(toOrderMechanism(row.mechanism!), row.offer_order);
    const clearing = new ReplayedClearing(unpackOrders(row.orders!), limits, actual);
    // Limits that no market has are found out here.
    clearing.under(actual);
    clearings.made.push(clearing);
  } catch (error) {
    const isDamaged =
      error instanceof DamagedCertificateError || error instanceof RangeError || error instanceof UnknownMechanismError;
    if (!isDamaged) throw error;
    clearings.damaged.add(row.id);
    return;
  }
  for (let at = 0; at < tradeIds.length; at += ID_DIGITS) clearings.tradeIds.add(tradeIds.slice(at, at + ID_DIGITS));
}

interface TradeRow extends MadeRow {
  readonly id: string;
  /** Empty without one. */
  readonly clearing: string;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly status: number;
}

function slotTrades(
  db: ReadDb,
  community: CommunityRow,
  { slot, first_trade_at, last_trade_at }: SlotRow,
  { tradeIds, uncertified, damaged }: SlotClearings,
): Pick<ReplayedSlot, 'clearedTrades' | 'outsideTrades'> {
  const clearedTrades: LedgerTrade[] = [];
  const outsideTrades: LedgerTrade[] = [];
  if (first_trade_at === null || last_trade_at === null) return { clearedTrades, outsideTrades };
  for (const row of db.all<TradeRow>(
    `SELECT hex(trade.id) AS id, hex(clearing_id) AS clearing, buyer_id, seller_id, status, ${MADE_COLUMNS} FROM trade ${JOIN_ADJUSTMENT}
     WHERE trade.community_id = ? AND trade.executed_at BETWEEN ? AND ? AND slot = ?`,
    [community.id, first_trade_at, last_trade_at, slot],
  )) {
    if (tradeIds.has(row.id) || uncertified.has(row.clearing)) clearedTrades.push(ledgerTrade(row));
    else if (row.status !== FAILED && !damaged.has(row.clearing)) outsideTrades.push(ledgerTrade(row));
  }
  return { clearedTrades, outsideTrades };
}

function ledgerTrade(row: TradeRow): LedgerTrade {
  const { quantityWh, amount } = asMade(row);
  return { buyer: row.buyer_id, seller: row.seller_id, wh: quantityWh, amount };
}
