import { MINUTE } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { Range } from '../stats/sums.ts';
import { fromWay, paramsOfWay, partsOf } from './trade-walk.ts';
import type { WantedTrades } from './wanted-trades.ts';

/**
 * What trades are counted by. Of an hour of a community with five million a year, hundreds would have to be walked past to a place in it:
 * its pages took 1.8 times as long as those of one million.
 */
export const QUARTER = 15 * MINUTE;

/** Where a place in the order by time is found: in this range of time, behind so many trades of it. */
export interface Spot {
  readonly range: Range;
  readonly skip: number;
}

/** How many wanted trades were executed in each quarter of an hour. */
export class QuarterCounts {
  /** Quarters of an hour since 1970 that have some, in order, and how many trades there are up to the end of each. */
  readonly #quarters: number[] = [];
  readonly #ends: number[] = [];

  get total(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Adds trades by their quarters, which come after those that are there, or are the last of them. */
  add(trades: ReadonlyMap<number, number>): void {
    for (const [quarter, count] of [...trades].sort(([a], [b]) => a - b)) {
      if (this.#quarters.at(-1) === quarter) this.#ends[this.#ends.length - 1] += count;
      else {
        this.#ends.push(this.total + count);
        this.#quarters.push(quarter);
      }
    }
  }

  /** How many trades were executed before a quarter. */
  before(quarter: number): number {
    const at = firstAtLeast(this.#quarters, quarter);
    return at === 0 ? 0 : this.#ends[at - 1];
  }

  /** Where a place is found; null past the end. */
  spotOf(place: number, descending: boolean): Spot | null {
    if (place >= this.total) return null;
    const ascending = descending ? this.total - 1 - place : place;
    const at = firstAtLeast(this.#ends, ascending + 1);
    const from = this.#quarters[at] * QUARTER;
    const start = at === 0 ? 0 : this.#ends[at - 1];
    return {
      range: { from, to: from + QUARTER },
      skip: descending ? this.#ends[at] - 1 - ascending : ascending - start,
    };
  }
}

/** Counts the wanted trades, a part of the time after the other: it yields in between. */
export function* countQuarters(db: ReadDb, wanted: WantedTrades): Generator<void, QuarterCounts> {
  const counts = new QuarterCounts();
  for (const part of partsOf(db, wanted, wanted.range, false)) {
    addPart(db, wanted, part, counts);
    yield;
  }
  return counts;
}

/** Adds the wanted trades of a part of the time; the parts come in order. */
function addPart(db: ReadDb, wanted: WantedTrades, part: Range, counts: QuarterCounts): void {
  const quarters = new Map<number, number>();
  for (const way of wanted.ways) {
    // By time of execution, in which the index has them: grouping by quarter would sort them all.
    for (const { executed_at, trades } of db.all<{ executed_at: number; trades: number }>(
      `SELECT executed_at, COUNT(*) AS trades ${fromWay(way, wanted)} GROUP BY executed_at`,
      paramsOfWay(way, wanted, part),
    )) {
      const quarter = Math.floor(executed_at / QUARTER);
      quarters.set(quarter, (quarters.get(quarter) ?? 0) + trades);
    }
  }
  counts.add(quarters);
}

/** How many wanted trades were executed in a range of time that lies within a quarter. */
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
