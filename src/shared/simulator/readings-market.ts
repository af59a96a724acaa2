/**
 * The market that meter readings imply: in every slot each member offers its surplus down to feed-in and bids its need up to retail, and
 * the slot is cleared (ARCHITECTURE.md section 8, `simulate`). No such trade took place.
 */
import type {
  ClearingRecordColumns,
  OfferColumns,
  ReadingColumns,
  SignalColumns,
  TradeColumns,
} from '../domain/change-page.ts';
import { Random } from '../domain/random.ts';
import { offerStatuses, offerTypes, settlementStatuses, signalKinds } from '../domain/records.ts';
import { MINUTE } from '../domain/slots.ts';
import { amountOf } from '../domain/units.ts';
import { putTimeUuid, uuidText } from '../domain/uuid.ts';
import { type Clearing, clearingTypes } from '../market/clearing.ts';
import { clearOrders, type Mechanism } from '../market/mechanisms.ts';
import type { MarketLimits, Order } from '../market/orders.ts';
import { emptySignals, OfferLog, TradeLog, UUID_BYTES } from './day-log.ts';
import type { Tariff } from './tariffs.ts';

/** How the readings of a community are cleared. */
export interface ReadingsMarketTerms {
  readonly communityId: string;
  /** Wire ids by the readings' member numbers. */
  readonly memberIds: readonly string[];
  readonly mechanism: Mechanism;
  /** A bid at the cap buys at any price: keep retail below the cap. */
  readonly limits: MarketLimits;
  readonly slotMinutes: number;
}

/** The readings that decide on orders; rows of a slot stand together. */
export type MarketReadings = Pick<ReadingColumns, 'count' | 'slot' | 'member' | 'producedWh' | 'consumedWh'>;

/** The market's part of a change page. */
export interface ReadingsMarketPage {
  readonly signals: SignalColumns;
  readonly clearings: ClearingRecordColumns;
  readonly offers: OfferColumns;
  readonly trades: TradeColumns;
}

const BUY = offerTypes.indexOf('buy');
const SELL = offerTypes.indexOf('sell');
const MATCHED = offerStatuses.indexOf('matched');
const EXPIRED = offerStatuses.indexOf('expired');
const SETTLED = settlementStatuses.indexOf('settled');
const NEUTRAL = signalKinds.indexOf('neutral');

/**
 * Clears every slot of `readings`, one clearing a slot, and settles its trades. The same readings give the same page to the byte, ids
 * included, in whatever order the members of a slot stand. Orders are placed and cleared at the start of the slot.
 * @param tariffOf retail and feed-in tariff of a slot, micro-currency per kWh
 * @returns one signal (neutral, without forecast) and one clearing for each slot, with its offers and trades
 */
export function clearReadings(
  terms: ReadingsMarketTerms,
  readings: MarketReadings,
  tariffOf: (slot: number) => Tariff,
): ReadingsMarketPage {
  const ranks = ranksOf(terms.memberIds);
  const log = new MarketLog(terms, readings.count, countSlots(readings));
  for (let from = 0; from < readings.count;) {
    const slot = readings.slot[from];
    let to = from + 1;
    while (to < readings.count && readings.slot[to] === slot) to++;
    const rows = Array.from({ length: to - from }, (_, at) => from + at);
    rows.sort((a, b) => ranks[readings.member[a]] - ranks[readings.member[b]]);
    log.addSlot(readings, rows, tariffOf(slot));
    from = to;
  }
  return log.take();
}

/** For each id its place in the order of the ids. */
function ranksOf(ids: readonly string[]): Int32Array {
  const order = ids.map((_, index) => index).sort((a, b) => (ids[a] < ids[b] ? -1 : 1));
  const ranks = new Int32Array(ids.length);
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  return ranks;
}

function countSlots({ count, slot }: MarketReadings): number {
  let slots = 0;
  for (let row = 0; row < count; row++) if (row === 0 || slot[row] !== slot[row - 1]) slots++;
  return slots;
}

/** An order and its row in the log of offers. */
interface LoggedOrder extends Order {
  readonly row: number;
}

class MarketLog {
  readonly #terms: ReadingsMarketTerms;
  readonly #offers: OfferLog;
  readonly #trades: TradeLog;
  readonly #signals: SignalColumns;
  readonly #clearings: ClearingRecordColumns;
  #slots = 0;

  /** @param rows readings: each makes one order at most, and a member is on one side only, so that there are fewer trades */
  constructor(terms: ReadingsMarketTerms, rows: number, slots: number) {
    this.#terms = terms;
    this.#offers = new OfferLog(rows);
    this.#trades = new TradeLog(rows);
    this.#signals = emptySignals(slots);
    this.#clearings = emptyClearings(slots);
  }

  /** Clears the slot of the reading rows `rows`. */
  addSlot(readings: MarketReadings, rows: readonly number[], tariff: Tariff): void {
    const slot = readings.slot[rows[0]];
    const random = new Random(`${this.#terms.communityId}/${slot}`);
    const bits = (): number => random.uint32();
    const bids: LoggedOrder[] = [];
    const asks: LoggedOrder[] = [];
    for (const row of rows) {
      const surplus = readings.producedWh[row] - readings.consumedWh[row];
      if (surplus > 0) asks.push(this.#addOffer(slot, readings.member[row], SELL, surplus, tariff.feedIn, bits));
      if (surplus < 0) bids.push(this.#addOffer(slot, readings.member[row], BUY, -surplus, tariff.retail, bits));
    }
    const clearing = clearOrders(this.#terms.mechanism, bids, asks, this.#terms.limits);
    const row = this.#slots++;
    putTimeUuid(this.#clearings.id, row, slot, bits);
    setClearing(this.#clearings, row, slot, clearing);
    setSignal(this.#signals, row, slot, clearing, tariff);
    const offerRows = new Map([...bids, ...asks].map((order) => [order.id, order.row]));
    for (const { id, wh } of clearing.unmatched) this.#closeOffer(offerRows.get(id)!, wh);
    for (const { bid, offer, wh, price } of clearing.trades) {
      this.#addTrade(slot, row, offerRows.get(bid)!, offerRows.get(offer)!, wh, price, bits);
    }
  }

  #addOffer(slot: number, member: number, type: number, wh: number, price: number, bits: () => number): LoggedOrder {
    const log = this.#offers;
    const row = log.count++;
    putTimeUuid(log.id, row, slot, bits);
    log.member[row] = member;
    log.type[row] = type;
    log.quantityWh[row] = wh;
    log.price[row] = price;
    log.windowStart[row] = slot;
    log.windowEnd[row] = slot + this.#terms.slotMinutes * MINUTE;
    log.status[row] = MATCHED;
    log.createdAt[row] = slot;
    log.rule[row] = -1;
    log.ruleVersion[row] = -1;
    return { row, id: uuidText(log.id, row), member: this.#terms.memberIds[member], price, wh, createdAt: slot };
  }

  /** An offer that traded at all is matched, with what is left of it; the others expire with their slot. */
  #closeOffer(row: number, unmatchedWh: number): void {
    this.#offers.remainingWh[row] = unmatchedWh;
    if (unmatchedWh === this.#offers.quantityWh[row]) this.#offers.status[row] = EXPIRED;
  }

  #addTrade(
    slot: number,
    clearing: number,
    bid: number,
    ask: number,
    wh: number,
    price: number,
    bits: () => number,
  ): void {
    const log = this.#trades;
    const row = log.count++;
    putTimeUuid(log.id, row, slot, bits);
    log.slot[row] = slot;
    log.executedAt[row] = slot;
    log.buyer[row] = this.#offers.member[bid];
    log.seller[row] = this.#offers.member[ask];
    log.quantityWh[row] = wh;
    log.price[row] = price;
    log.amount[row] = amountOf(wh, price);
    copyUuid(this.#clearings.id, clearing, log.clearingId, row);
    copyUuid(this.#offers.id, bid, log.buyOfferId, row);
    copyUuid(this.#offers.id, ask, log.sellOfferId, row);
  }

  take(): ReadingsMarketPage {
    const trades = this.#trades.take();
    trades.status.fill(SETTLED);
    return { signals: this.#signals, clearings: this.#clearings, offers: this.#offers.take(), trades };
  }
}

function emptyClearings(count: number): ClearingRecordColumns {
  return {
    count,
    id: new Uint8Array(count * UUID_BYTES),
    slot: new Float64Array(count),
    type: new Uint8Array(count),
    price: new Float64Array(count),
    intervalLow: new Float64Array(count),
    intervalHigh: new Float64Array(count),
    quantityWh: new Float64Array(count),
    marginalQuantityWh: new Float64Array(count),
    marginalTotalWh: new Float64Array(count),
  };
}

function setClearing(columns: ClearingRecordColumns, row: number, slot: number, clearing: Clearing): void {
  columns.slot[row] = slot;
  columns.type[row] = clearingTypes.indexOf(clearing.type);
  columns.price[row] = clearing.price ?? NaN;
  columns.intervalLow[row] = clearing.interval?.[0] ?? NaN;
  columns.intervalHigh[row] = clearing.interval?.[1] ?? NaN;
  columns.quantityWh[row] = clearing.quantityWh;
  columns.marginalQuantityWh[row] = clearing.marginalQuantityWh;
  columns.marginalTotalWh[row] = clearing.marginalTotalWh;
}

function setSignal(columns: SignalColumns, row: number, slot: number, clearing: Clearing, tariff: Tariff): void {
  columns.slot[row] = slot;
  columns.p2pPrice[row] = clearing.quantityWh > 0 && clearing.price !== null ? clearing.price : NaN;
  columns.gridImportPrice[row] = tariff.retail;
  columns.gridExportPrice[row] = tariff.feedIn;
  columns.forecastNextHour[row] = NaN;
  columns.signal[row] = NEUTRAL;
}

function copyUuid(from: Uint8Array, fromRow: number, to: Uint8Array, toRow: number): void {
  to.set(from.subarray(fromRow * UUID_BYTES, (fromRow + 1) * UUID_BYTES), toRow * UUID_BYTES);
}
