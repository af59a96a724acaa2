import type { ReadDb } from '#engine/cache/connection.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}
export interface Member {
  readonly id: number;
  readonly uid: string;
  readonly anonymized_id: string | null;
  readonly role: number;
  readonly joined_at: number;
  readonly left_at: number | null;
  readonly is_active: number;
}
export interface Reading {
  readonly slot: number;
  readonly member_id: number;
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly quality: number;
}
export interface Trade {
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly status: number;
}
interface Signal {
  readonly slot: number;
  readonly grid_import_price: number;
  readonly grid_export_price: number;
}

const QUARTER = 15 * MINUTE;

/** The sum of numbers. */
export const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Whether somebody is a member at some time of a range. */
export const isMember = ({ joined_at, left_at, is_active }: Member, { from, to }: Range): boolean =>
  joined_at < to && (left_at === null ? is_active === 1 : left_at > from);

/** The date after a date (yyyy-mm-dd). */
function nextDate(date: string): string {
  return new Date(Date.parse(date) + 24 * HOUR).toISOString().slice(0, 10);
}

/** All records of a cache with one community, and the local dates of its time zone. */
export class PlainRecords {
  readonly members: readonly Member[];
  readonly readings: readonly Reading[];
  readonly trades: readonly Trade[];
  readonly offers: readonly { readonly window_start: number; readonly member_id: number }[];
  readonly signals: ReadonlyMap<number, Signal>;
  /** g/kWh by hour. */
  readonly factors: ReadonlyMap<number, number>;
  readonly #yearFactor: number | null;
  readonly #format: Intl.DateTimeFormat;
  readonly #dates = new Map<number, string>();
  readonly #starts = new Map<string, number>();

  /** @param yearFactor g/kWh; null when it is not known */
  constructor(db: ReadDb, timeZone: string, yearFactor: number | null) {
    this.#yearFactor = yearFactor;
    this.members = db.all('SELECT * FROM member ORDER BY anonymized_id');
    this.readings = db.all('SELECT * FROM meter_reading');
    this.trades = db.all('SELECT * FROM trade');
    this.offers = db.all('SELECT window_start, member_id FROM offer');
    this.signals = new Map(db.all<Signal>('SELECT * FROM pricing_signal').map((signal) => [signal.slot, signal]));
    this.factors = new Map(
      db
        .all<{ hour: number; milligrams_per_kwh: number }>('SELECT * FROM grid_factor')
        .map((row) => [row.hour, row.milligrams_per_kwh / 1000]),
    );
    this.#format = new Intl.DateTimeFormat('en-CA', { timeZone });
  }

  /** The local date (yyyy-mm-dd) of an instant. */
  date(time: number): string {
    const quarter = Math.floor(time / QUARTER) * QUARTER;
    let date = this.#dates.get(quarter);
    if (date === undefined) this.#dates.set(quarter, (date = this.#format.format(quarter)));
    return date;
  }

  /** Its first quarter of an hour. */
  startOf(date: string): number {
    let start = this.#starts.get(date);
    if (start === undefined) {
      start = Date.parse(date) - 14 * HOUR;
      while (this.date(start) < date) start += QUARTER;
      this.#starts.set(date, start);
    }
    return start;
  }

  /** Every local date that a range touches. */
  dates({ from, to }: Range): string[] {
    const dates: string[] = [];
    for (let date = this.date(from); date <= this.date(to - 1); date = nextDate(date)) dates.push(date);
    return dates;
  }

  /** From the start of the first date to the end of the last. */
  rangeOf(dates: readonly string[]): Range {
    return { from: this.startOf(dates[0]), to: this.startOf(nextDate(dates[dates.length - 1])) };
  }

  /** Whether a factor is known for any of the hours that have readings. */
  hasFactor(readings: readonly Reading[]): boolean {
    const isCovered = ({ slot }: Reading): boolean => this.factors.has(Math.floor(slot / HOUR) * HOUR);
    return (
      this.#yearFactor !== null ||
      readings.some((reading) => reading.produced_wh + reading.consumed_wh > 0 && isCovered(reading))
    );
  }

  /** Energy x the factor of its hour, else the year's. */
  gramsOf(energy: readonly (readonly [slot: number, wh: number])[]): number {
    const factorAt = (slot: number): number =>
      this.factors.get(Math.floor(slot / HOUR) * HOUR) ?? this.#yearFactor ?? 0;
    return add(energy.map(([slot, wh]) => (wh / 1000) * factorAt(slot)));
  }

  /** What a trade saved its buyer: nothing that could be told where the slot has no tariff. */
  savedBuying({ slot, quantity_wh, amount }: Trade): number {
    const signal = this.signals.get(slot);
    return signal ? amountOf(quantity_wh, signal.grid_import_price) - amount : 0;
  }

  /** What it saved its seller. */
  savedSelling({ slot, quantity_wh, amount }: Trade): number {
    const signal = this.signals.get(slot);
    return signal ? amount - amountOf(quantity_wh, signal.grid_export_price) : 0;
  }
}
