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
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import { compareUuids, copyUuid, putTimeUuid, UUID_BYTES, uuidText } from '../domain/uuid.ts';
import {
  type Certificate,
  type CertificateNames,
  certifiedOutcome,
  sealedBook,
  type Sha256,
} from '../market/certificate.ts';
import { type ClearingColumns, clearingTypes } from '../market/clearing.ts';
import { communityPrice } from '../market/community-price.ts';
import { clearColumns, type Mechanism } from '../market/mechanisms.ts';
import type { MarketLimits } from '../market/orders.ts';
import { CertificateLog, type SealedTerms, sealedOrders } from './certificate-log.ts';
import { emptySignals } from '../domain/empty-columns.ts';
import { OfferLog, TradeLog } from './day-log.ts';

/** How the readings of a community are cleared. */
export interface ReadingsMarketTerms {
  readonly communityId: string;
  /** Wire ids by the readings' member numbers. */
  readonly memberIds: readonly string[];
  /** What certificates call the members, by the same numbers: their pseudonyms. */
  readonly pseudonyms: readonly string[];
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
  /** One for each clearing; member numbers are those of the readings. None without a hash to seal them with. */
  readonly certificates: readonly Certificate[];
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
 * @param sha256 seals each clearing with a certificate
 * @returns one signal (neutral, without forecast) and one clearing for each slot, with its offers and trades
 */
export function clearReadings(
  terms: ReadingsMarketTerms,
  readings: MarketReadings,
  tariffOf: (slot: number) => Tariff,
  sha256: Sha256 | null = null,
): ReadingsMarketPage {
  const ranks = ranksOf(terms.memberIds);
  const log = new MarketLog(terms, readings.count, countSlots(readings), sha256);
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

class MarketLog {
  readonly #terms: ReadingsMarketTerms;
  readonly #offers: OfferLog;
  readonly #trades: TradeLog;
  readonly #signals: SignalColumns;
  readonly #clearings: ClearingRecordColumns;
  readonly #certificates: CertificateLog | null;
  #slots = 0;

  /** @param rows readings: each makes one order at most, and a member is on one side only, so that there are fewer trades */
  constructor(terms: ReadingsMarketTerms, rows: number, slots: number, sha256: Sha256 | null) {
    this.#terms = terms;
    this.#offers = new OfferLog(rows);
    this.#trades = new TradeLog(rows);
    this.#signals = emptySignals(slots);
    this.#clearings = emptyClearings(slots);
    this.#certificates = sha256 && new CertificateLog(sealedTermsOf(terms), { names: namesOf(terms), sha256 });
  }

  /** Clears the slot of the reading rows `rows`. */
  addSlot(readings: MarketReadings, rows: readonly number[], tariff: Tariff): void {
    const slot = readings.slot[rows[0]];
    const random = new Random(`${this.#terms.communityId}/${slot}`);
    const bits = (): number => random.uint32();
    const bids: number[] = [];
    const asks: number[] = [];
    for (const row of rows) {
      const surplus = readings.producedWh[row] - readings.consumedWh[row];
      if (surplus > 0) asks.push(this.#addOffer(slot, readings.member[row], SELL, surplus, tariff.feedIn, bits));
      if (surplus < 0) bids.push(this.#addOffer(slot, readings.member[row], BUY, -surplus, tariff.retail, bits));
    }
    const { id } = this.#offers;
    for (const side of [bids, asks]) side.sort((a, b) => compareUuids(id, a, b));
    const orders = sealedOrders(this.#offers, Int32Array.from(bids), Int32Array.from(asks));
    const clearing = clearColumns(this.#terms.mechanism, sealedBook(orders), this.#terms.limits);
    const row = this.#slots++;
    putTimeUuid(this.#clearings.id, row, slot, bits);
    setClearing(this.#clearings, row, slot, clearing);
    setSignal(this.#signals, row, slot, clearing, tariff);
    for (const [at, offer] of bids.entries()) this.#closeOffer(offer, clearing.unmatchedBidWh[at]);
    for (const [at, offer] of asks.entries()) this.#closeOffer(offer, clearing.unmatchedOfferWh[at]);
    const firstTrade = this.#trades.count;
    for (let trade = 0; trade < clearing.tradeCount; trade++) {
      const [bid, ask] = [bids[clearing.tradeBid[trade]], asks[clearing.tradeOffer[trade]]];
      this.#addTrade(slot, row, bid, ask, clearing.tradeWh[trade], clearing.tradePrice[trade], bits);
    }
    this.#certificates?.add({
      clearingId: uuidText(this.#clearings.id, row),
      slot,
      clearedAt: slot,
      orders,
      clearing,
      trades: this.#trades,
      firstTrade,
    });
  }

  #addOffer(slot: number, member: number, type: number, wh: number, price: number, bits: () => number): number {
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
    return row;
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
    return {
      signals: this.#signals,
      clearings: this.#clearings,
      certificates: this.#certificates?.take() ?? [],
      offers: this.#offers.take(),
      trades,
    };
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

function setClearing(columns: ClearingRecordColumns, row: number, slot: number, clearing: ClearingColumns): void {
  columns.slot[row] = slot;
  columns.type[row] = clearingTypes.indexOf(clearing.type);
  columns.price[row] = clearing.price ?? NaN;
  columns.intervalLow[row] = clearing.interval?.[0] ?? NaN;
  columns.intervalHigh[row] = clearing.interval?.[1] ?? NaN;
  columns.quantityWh[row] = clearing.quantityWh;
  columns.marginalQuantityWh[row] = clearing.marginalQuantityWh;
  columns.marginalTotalWh[row] = clearing.marginalTotalWh;
}

function setSignal(columns: SignalColumns, row: number, slot: number, clearing: ClearingColumns, tariff: Tariff): void {
  columns.slot[row] = slot;
  columns.p2pPrice[row] = communityPrice(clearing.price, certifiedOutcome(clearing, 0).trades) ?? NaN;
  columns.gridImportPrice[row] = tariff.retail;
  columns.gridExportPrice[row] = tariff.feedIn;
  columns.forecastNextHour[row] = NaN;
  columns.signal[row] = NEUTRAL;
}

/** Of pay-as-bid the cheapest acceptable offer is served first. */
function sealedTermsOf({ mechanism, limits }: ReadingsMarketTerms): SealedTerms {
  return { mechanism, limits, offerOrder: mechanism === 'pay-as-bid' ? 'ascending' : null };
}

/** Members by their pseudonyms; orders made of readings have no rules. */
export function namesOf({ communityId, pseudonyms }: ReadingsMarketTerms): CertificateNames {
  return { communityId, member: (number) => pseudonyms[number], rule: String };
}
