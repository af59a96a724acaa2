import { Random } from '#shared/domain/random.ts';
import { TICK } from '#shared/domain/units.ts';
import type { Book, OrderColumns } from '#shared/market/orders.ts';

const LOWEST_PRICE = 50_000;
const HIGHEST_PRICE = 350_000;
const LARGEST_WH = 5_000;
const SLOT_START = Date.UTC(2026, 5, 1, 12);

/**
 * A seeded book of a slot: as many bids as offers, prices of 0.05 to 0.35 currency/kWh on the tick grid, every member on both
 * sides. Rows are in the order in which the orders came in, an order a millisecond, as the cache keeps them.
 */
export function randomBook(ordersPerSide: number, members: number): Book {
  const random = new Random('matching');
  return {
    bids: randomSide(ordersPerSide, members, random),
    offers: randomSide(ordersPerSide, members, random),
  };
}

function randomSide(count: number, members: number, random: Random): OrderColumns {
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return {
    count,
    price: Float64Array.from(rows, () => random.integer(LOWEST_PRICE / TICK, HIGHEST_PRICE / TICK) * TICK),
    wh: Int32Array.from(rows, () => random.integer(1, LARGEST_WH)),
    member: Int32Array.from(rows, () => random.integer(0, members - 1)),
    createdAt: Float64Array.from(rows, (row) => SLOT_START + row),
    idRank: rows,
  };
}
