import type { OrderColumns } from '../market/orders.ts';
import type { OfferLog } from './day-log.ts';

/** One side of the book, filled anew for each slot. */
export class BookSide {
  count = 0;
  readonly #price: Float64Array;
  readonly #wh: Int32Array;
  readonly #member: Int32Array;
  readonly #createdAt: Float64Array;
  /** Offers are placed one after the other with ids that grow with time, so that their order is that of their ids. */
  readonly #idRank: Int32Array;
  /** Rows of the offer log. */
  readonly offer: Int32Array;

  readonly #marketPrice: number;

  /** @param marketPrice what stands for "at any price" on this side of an OrderColumns book */
  constructor(capacity: number, marketPrice: number) {
    this.#marketPrice = marketPrice;
    this.#price = new Float64Array(capacity);
    this.#wh = new Int32Array(capacity);
    this.#member = new Int32Array(capacity);
    this.#createdAt = new Float64Array(capacity);
    this.#idRank = Int32Array.from({ length: capacity }, (_, rank) => rank);
    this.offer = new Int32Array(capacity);
  }

  /** Adds row `row` of the log. */
  add(log: OfferLog, row: number): void {
    const at = this.count++;
    const price = log.price[row];
    this.#price[at] = Number.isNaN(price) ? this.#marketPrice : price;
    this.#wh[at] = log.quantityWh[row];
    this.#member[at] = log.member[row];
    this.#createdAt[at] = log.createdAt[row];
    this.offer[at] = row;
  }

  /** All that is wanted or offered, in Wh. */
  get wh(): number {
    return this.#wh.subarray(0, this.count).reduce((sum, wh) => sum + wh, 0);
  }

  /** The rows of the log, which is the order of their ids. */
  rows(): Int32Array {
    return this.offer.subarray(0, this.count);
  }

  orders(): OrderColumns {
    const { count } = this;
    return {
      count,
      price: this.#price.subarray(0, count),
      wh: this.#wh.subarray(0, count),
      member: this.#member.subarray(0, count),
      createdAt: this.#createdAt.subarray(0, count),
      idRank: this.#idRank.subarray(0, count),
    };
  }
}
