import { HOUR } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { Range } from '../stats/sums.ts';
import { fromWay, paramsOfWay, partsOf } from './trade-walk.ts';
import type { WantedTrades } from './wanted-trades.ts';

/** Where a place in the order by time is found: in this range of time, behind so many trades of it. */
export interface Spot {
  readonly range: Range;
  readonly skip: number;
}

/** How many wanted trades were executed in each hour. */
export class HourCounts {
  /** Hours since 1970 that have some, in order, and how many trades there are up to the end of each. */
  readonly #hours: number[] = [];
  readonly #ends: number[] = [];

  get total(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Adds trades by their hours, which come after those that are there, or are the last of them. */
  add(trades: ReadonlyMap<number, number>): void {
    for (const [hour, count] of [...trades].sort(([a], [b]) => a - b)) {
      if (this.#hours.at(-1) === hour) this.#ends[this.#ends.length - 1] += count;
      else {
        this.#ends.push(this.total + count);
        this.#hours.push(hour);
      }
    }
  }

  /** How many trades were executed before an hour. */
  before(hour: number): number {
    const at = firstAtLeast(this.#hours, hour);
    return at === 0 ? 0 : this.#ends[at - 1];
  }

  /** Where a place is found; null past the end. */
  spotOf(place: number, descending: boolean): Spot | null {
    if (place >= this.total) return null;
    const ascending = descending ? this.total - 1 - place : place;
    const at = firstAtLeast(this.#ends, ascending + 1);
    const from = this.#hours[at] * HOUR;
    const start = at === 0 ? 0 : this.#ends[at - 1];
    return { range: { from, to: from + HOUR }, skip: descending ? this.#ends[at] - 1 - ascending : ascending - start };
  }
}

/** Counts the wanted trades, a part of the time after the other: it yields in between. */
export function* countHours(db: ReadDb, wanted: WantedTrades): Generator<void, HourCounts> {
  const counts = new HourCounts();
  for (const part of partsOf(db, wanted, wanted.range, false)) {
    addPart(db, wanted, part, counts);
    yield;
  }
  return counts;
}

/** Adds the wanted trades of a part of the time; the parts come in order. */
function addPart(db: ReadDb, wanted: WantedTrades, part: Range, counts: HourCounts): void {
  const hours = new Map<number, number>();
  for (const way of wanted.ways) {
    // By time of execution, in which the index has them: grouping by hour would sort them all.
    for (const { executed_at, trades } of db.all<{ executed_at: number; trades: number }>(
      `SELECT executed_at, COUNT(*) AS trades ${fromWay(way, wanted)} GROUP BY executed_at`,
      paramsOfWay(way, wanted, part),
    )) {
      const hour = Math.floor(executed_at / HOUR);
      hours.set(hour, (hours.get(hour) ?? 0) + trades);
    }
  }
  counts.add(hours);
}

/** How many wanted trades were executed in a range of time that lies within an hour. */
export function countTrades(db: ReadDb, wanted: WantedTrades, range: Range): number {
  return wanted.ways.reduce(
    (sum, way) => sum + db.pluck<number>(`SELECT COUNT(*) ${fromWay(way, wanted)}`, paramsOfWay(way, wanted, range))[0],
    0,
  );
}

/** The first place of an ascending list whose number is at least `wanted`; its length when there is none. */
function firstAtLeast(list: readonly number[], wanted: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
