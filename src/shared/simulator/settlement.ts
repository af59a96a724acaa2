/** Which trades settle, which wait, and which fail, with causes that come in clusters as real ones do. */
import type { ReadingColumns, TradeColumns } from '../domain/change-page.ts';
import type { Random } from '../domain/random.ts';
import { type FailureCode, failureCodes, readingQualities, settlementStatuses } from '../domain/records.ts';
import { type MeteredDay, readingRow } from './metered-day.ts';
import type { Mishap } from './mishaps.ts';

const PENDING = settlementStatuses.indexOf('pending');
const SETTLED = settlementStatuses.indexOf('settled');
const FAILED = settlementStatuses.indexOf('failed');
const ESTIMATED = readingQualities.indexOf('estimated');
const MISSING = readingQualities.indexOf('missing');

/** Of all trades. */
const FAILURE_SHARE = 0.015;
/** One buyer in this many now and then cannot pay. */
const WEAK_PAYER_EVERY = 12;

/**
 * What goes wrong. A trouble begins with one trade; it takes the trades of the same `party` (or of all) from that trade's
 * slot on, for at most `slots` slots.
 * - meter-missing: no reading arrives; readings of the time are rows without energy and of quality `missing`.
 * - meter-late: readings were estimated at first and came later: quality `estimated`, revision raised.
 * - meter-revised: the seller's meter turns out to have exported less, or more: revision raised. Where more was sold than
 *   is left, the trade exceeds the meter.
 */
interface Trouble {
  readonly kind: 'payment' | 'meter-missing' | 'meter-late' | 'meter-revised' | 'burst' | 'single';
  readonly code: FailureCode;
  readonly odds: number;
  readonly slots: number;
  /** Whether it shows at once, or only when the trade is settled. */
  readonly isQuick: boolean;
}

const troubles: readonly Trouble[] = [
  { kind: 'meter-missing', code: 'METER_READING_MISSING', odds: 24, slots: 32, isQuick: false },
  { kind: 'meter-late', code: 'METER_READING_LATE', odds: 13, slots: 12, isQuick: false },
  { kind: 'meter-revised', code: 'METER_READING_REVISED', odds: 13, slots: 16, isQuick: false },
  { kind: 'payment', code: 'INSUFFICIENT_BALANCE', odds: 17, slots: 40, isQuick: true },
  { kind: 'payment', code: 'BANK_RETURN', odds: 9, slots: 48, isQuick: false },
  { kind: 'payment', code: 'MANDATE_MISSING', odds: 6, slots: 96, isQuick: true },
  { kind: 'burst', code: 'NETWORK_FAILURE', odds: 8, slots: 2, isQuick: true },
  { kind: 'burst', code: 'TARIFF_MISSING', odds: 3, slots: 4, isQuick: false },
  { kind: 'single', code: 'AMOUNT_MISMATCH', odds: 3, slots: 1, isQuick: false },
  { kind: 'single', code: 'OFFER_EXPIRED', odds: 2, slots: 1, isQuick: true },
  { kind: 'single', code: 'UNKNOWN', odds: 2, slots: 1, isQuick: false },
];
const EXCEEDS_METER = failureCodes.indexOf('QUANTITY_EXCEEDS_METER');
/** Of the troubles with meters, those that the settlement reports under a code that says nothing of meters. */
const MISTAKEN_SHARE = 0.07;
const mistakenCodes: readonly FailureCode[] = ['UNKNOWN', 'NETWORK_FAILURE'];

/** One day as the settlement sees it. Its statuses, readings and versions are still to be written. */
export interface SettlementDay extends MeteredDay {
  /** Trades of slots from here on are not settled yet. */
  readonly pendingFrom: number;
  /** Trades that must not be and fail for it. */
  readonly mishaps: readonly Mishap[];
}

/** Trades that failed of one trouble. */
export interface FailedTogether {
  /** What was the matter, whatever the settlement reported. */
  readonly cause: FailureCode;
  /** Whether it showed at once, or only when the trades were settled. */
  readonly isQuick: boolean;
  readonly rows: readonly number[];
}

export class Settlement {
  readonly #random: Random;
  readonly #mistakes: Random;
  /** Failures that are due so that the share of failures holds over time. */
  #due = 0;
  #nextSize = 3;

  constructor(random: Random) {
    this.#random = random;
    this.#mistakes = random.fork('mistakes');
  }

  /**
   * Decides on the trades of the next day: writes their status, failure code and version, and what troubles did to readings.
   * @returns those that failed, by trouble
   */
  settle(day: SettlementDay): FailedTogether[] {
    const { trades, pendingFrom } = day;
    for (let row = 0; row < trades.count; row++) {
      const isPending = trades.slot[row] >= pendingFrom;
      trades.status[row] = isPending ? PENDING : SETTLED;
      trades.version[row] = isPending ? 1 : 2;
    }
    const failed = day.mishaps.map(({ row, cause, code }): FailedTogether => {
      fail(trades, row, failureCodes.indexOf(code));
      return { cause, isQuick: true, rows: [row] };
    });
    this.#due += FAILURE_SHARE * trades.count - failed.length;
    // Bounded: on a day with few trades the first ones drawn may all have failed already.
    for (let attempt = 0; attempt < 40 && this.#due >= this.#nextSize && trades.count > 0; attempt++) {
      const together = this.#begin(day, this.#nextSize);
      if (together.rows.length === 0) continue;
      failed.push(together);
      this.#due -= together.rows.length;
      this.#nextSize = this.#random.integer(2, 8 + Math.min(Math.floor(trades.count / 200), 40));
    }
    return failed;
  }

  /** Lets a trouble begin somewhere on the day; about `size` trades fail of it, or fewer. */
  #begin(day: SettlementDay, size: number): FailedTogether {
    const { trades } = day;
    const random = this.#random;
    let row = random.integer(0, trades.count - 1);
    const mayWait = trades.slot[row] < day.pendingFrom;
    const trouble = troubles[random.weighted(troubles.map(({ odds, isQuick }) => (isQuick || mayWait ? odds : 0)))];
    const { kind, code: cause, isQuick } = trouble;
    if (kind === 'payment') row = this.#findWeakPayer(trades, row);
    const rows = this.#failing(day, row, trouble, size);
    return { cause, isQuick, rows };
  }

  #failing(day: SettlementDay, row: number, trouble: Trouble, size: number): number[] {
    const { trades } = day;
    const { kind } = trouble;
    if (kind === 'single') return fail(trades, row, failureCodes.indexOf(trouble.code)) ? [row] : [];
    if (kind === 'burst') return this.#burst(day, row, trouble, size);
    if (kind === 'payment') return this.#strike(day, row, trouble, size, trades.buyer[row]);
    const isBuyersMeter = kind !== 'meter-revised' && this.#random.chance(0.5);
    const rows = this.#strike(day, row, trouble, size, isBuyersMeter ? trades.buyer[row] : trades.seller[row]);
    if (rows.length > 0 && this.#mistakes.chance(MISTAKEN_SHARE)) {
      const mistaken = failureCodes.indexOf(this.#mistakes.pick(mistakenCodes));
      for (const failed of rows) trades.failureCode[failed] = mistaken;
    }
    return rows;
  }

  /** A trade near `row` whose buyer is one of those who now and then cannot pay; `row` when there is none. */
  #findWeakPayer(trades: TradeColumns, row: number): number {
    for (let step = 0; step < 60; step++) {
      const at = (row + step * 7) % trades.count;
      if (trades.buyer[at] % WEAK_PAYER_EVERY === 5) return at;
    }
    return row;
  }

  /** Some of all trades of a few slots, whoever made them. */
  #burst({ trades, slotLength }: SettlementDay, row: number, { code, slots }: Trouble, size: number): number[] {
    const end = trades.slot[row] + slots * slotLength;
    const failed: number[] = [];
    for (let at = row; at < trades.count && trades.slot[at] < end && failed.length < size; at++) {
      if (this.#random.chance(0.7) && fail(trades, at, failureCodes.indexOf(code))) failed.push(at);
    }
    return failed;
  }

  /**
   * All trades that the trouble of `member` hits, from the first of the slot of `row` on, until there are `size` of them at the
   * end of a slot or the trouble is over: a meter that is out is out for all trades of the slot.
   */
  #strike(day: SettlementDay, row: number, { kind, code, slots }: Trouble, size: number, member: number): number[] {
    const { trades } = day;
    const codeIndex = failureCodes.indexOf(code);
    const from = trades.slot[row];
    let until = from + this.#random.integer(Math.ceil(slots / 4), slots) * day.slotLength;
    const factor = this.#random.between(0.5, 1.3);
    let first = row;
    while (first > 0 && trades.slot[first - 1] === from) first--;
    const failed: number[] = [];
    let at = first;
    for (; at < trades.count && trades.slot[at] < until; at++) {
      if (failed.length >= size && trades.slot[at] !== trades.slot[at - 1]) until = trades.slot[at]!;
      else if (isHit(trades, at, kind, member) && fail(trades, at, codeIndex)) failed.push(at);
    }
    if (failed.length === 0) return failed;
    if (kind === 'meter-missing') forEachReading(day, member, from, until, clearReading);
    if (kind === 'meter-late') forEachReading(day, member, from, until, estimateReading);
    if (kind === 'meter-revised') {
      forEachReading(day, member, from, until, (readings, reading) => reviseReading(readings, reading, factor));
      nameExcess(day, member, first, at);
    }
    return failed;
  }
}

/** Payments are the buyer's, a revised export is the seller's; a meter without readings counts on either side. */
function isHit(trades: TradeColumns, row: number, kind: Trouble['kind'], member: number): boolean {
  if (kind === 'payment') return trades.buyer[row] === member;
  return trades.seller[row] === member || (kind !== 'meter-revised' && trades.buyer[row] === member);
}

/** Marks a trade as failed; false when it had failed before. */
function fail(trades: TradeColumns, row: number, code: number): boolean {
  if (trades.status[row] === FAILED) return false;
  trades.status[row] = FAILED;
  trades.failureCode[row] = code;
  trades.version[row] = 2;
  return true;
}

function forEachReading(
  day: SettlementDay,
  member: number,
  from: number,
  until: number,
  change: (readings: ReadingColumns, row: number) => void,
): void {
  const end = Math.min(readingRow(day, member, until), day.readings.count);
  for (let row = readingRow(day, member, from); row < end; row += day.active.length) change(day.readings, row);
}

function clearReading(readings: ReadingColumns, row: number): void {
  readings.producedWh[row] = 0;
  readings.consumedWh[row] = 0;
  readings.importedWh[row] = 0;
  readings.exportedWh[row] = 0;
  readings.batterySoc[row] = -1;
  readings.quality[row] = MISSING;
}

function estimateReading(readings: ReadingColumns, row: number): void {
  if (readings.quality[row] === MISSING) return;
  readings.quality[row] = ESTIMATED;
  readings.revision[row]++;
}

/** Production and export change by the same Wh: the balance of the reading holds. */
function reviseReading(readings: ReadingColumns, row: number, factor: number): void {
  const exported = readings.exportedWh[row];
  if (readings.quality[row] === MISSING || exported === 0) return;
  const change = Math.round(exported * (factor - 1));
  readings.exportedWh[row] += change;
  readings.producedWh[row] += change;
  readings.revision[row]++;
}

/** Where a seller sold more than the revised meter says, that is the cause, rather than the revision as such. */
function nameExcess(day: SettlementDay, seller: number, firstTrade: number, endTrade: number): void {
  const { trades, readings } = day;
  const revised = failureCodes.indexOf('METER_READING_REVISED');
  for (let first = firstTrade; first < endTrade;) {
    let end = first;
    let soldWh = 0;
    for (; end < endTrade && trades.slot[end] === trades.slot[first]; end++) {
      if (trades.seller[end] === seller) soldWh += trades.quantityWh[end];
    }
    const isExcess = soldWh > readings.exportedWh[readingRow(day, seller, trades.slot[first])];
    for (; first < end; first++) {
      const isRevised = trades.seller[first] === seller && trades.failureCode[first] === revised;
      if (isExcess && isRevised) trades.failureCode[first] = EXCEEDS_METER;
    }
  }
}
