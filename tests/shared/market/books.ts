import fc from 'fast-check';
import { Random } from '#shared/domain/random.ts';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { DEFAULT_LIMITS, type MarketLimits, type Order } from '#shared/market/orders.ts';

export interface RandomBook {
  readonly bids: Order[];
  readonly offers: Order[];
  readonly limits: MarketLimits;
}

interface BookShape {
  readonly maxOrders: number;
  readonly wh: fc.Arbitrary<number>;
  readonly price: fc.Arbitrary<number | null>;
  readonly members: number;
  readonly limits: fc.Arbitrary<MarketLimits>;
}

/** Order books with unique ids that are in no particular order, few distinct times, and as many members as asked for. */
export function books(shape: BookShape): fc.Arbitrary<RandomBook> {
  const order = fc.record({
    member: fc.integer({ min: 1, max: shape.members }).map((member) => `m${member}`),
    price: shape.price,
    wh: shape.wh,
    createdAt: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  });
  const side = (prefix: string) =>
    fc
      .tuple(fc.array(order, { maxLength: shape.maxOrders, size: 'max' }), fc.integer({ min: 0, max: 1_000_000 }))
      .map(([orders, salt]) => orders.map((fields, row): Order => ({ id: scrambledId(prefix, row, salt), ...fields })));
  return fc.record({ bids: side('b'), offers: side('s'), limits: shape.limits });
}

/** Different for every row, and sorted differently from the rows. */
function scrambledId(prefix: string, row: number, salt: number): string {
  return `${prefix}${(Math.imul(row + 1, 2_654_435_761) ^ salt) >>> 0}`;
}

/** The same in another order. To draw a number for each of them is the business of no arbitrary: it would take longer than the clearing. */
export function shuffled(orders: readonly Order[], seed: number): Order[] {
  const random = new Random(seed);
  return orders
    .map((order) => ({ order, key: random.uint32() }))
    .sort((one, other) => one.key - other.key)
    .map(({ order }) => order);
}

const narrowLimits: MarketLimits = { priceCap: 800, priceFloor: -800 };

/** A few Wh, a few prices around zero that a tick apart or less, must-run orders on both sides: every rule's edge comes up. */
export const smallBooks = books({
  maxOrders: 7,
  wh: fc.integer({ min: 0, max: 6 }),
  price: fc.oneof(
    { arbitrary: fc.integer({ min: -8, max: 8 }).map((step) => step * 100), weight: 6 },
    { arbitrary: fc.integer({ min: -150, max: 150 }), weight: 3 },
    { arbitrary: fc.constantFrom(800, -800, null), weight: 2 },
  ),
  members: 20,
  limits: fc.constant(narrowLimits),
});

/** Few members, so that most are on both sides, few prices, and limits beyond floor and cap. */
export const crowdedBooks = books({
  maxOrders: 8,
  wh: fc.integer({ min: 0, max: 9 }),
  price: fc.oneof(
    { arbitrary: fc.integer({ min: -10, max: 10 }), weight: 5 },
    { arbitrary: fc.constant(null), weight: 1 },
  ),
  members: 3,
  limits: fc.constant({ priceCap: 8, priceFloor: -7 }),
});

/** The most orders that a side has in these tests. */
const FULL_SIZE = 5000;

const sideCount = fc.oneof(fc.constant(FULL_SIZE), fc.integer({ min: 0, max: FULL_SIZE }));

/**
 * Books of 0 to 5,000 orders a side, the full number more often than any other, that have everything at once: many ties in
 * price and time, prices around zero, market orders, members on both sides, orders of 0 Wh and of the largest quantity.
 */
export const fullSizeBooks: fc.Arbitrary<RandomBook> = fc
  .record({
    seed: fc.nat(),
    bidCount: sideCount,
    offerCount: sideCount,
    members: fc.constantFrom(2, 160, 8000),
    /** Different prices: a few, some hundred, or more than there are orders. */
    prices: fc.constantFrom(3, 400, 2_000_000),
    quantities: fc.constantFrom('usual', 'extreme'),
  })
  .map((shape) => {
    const { seed, bidCount, offerCount, members, prices, quantities } = shape;
    const random = new Random(seed);
    const salt = random.uint32();
    const wh = () => {
      if (random.chance(0.05)) return 0;
      return quantities === 'usual' ? random.integer(1, 5000) : random.pick([1, 2, MAX_ORDER_WH - 1, MAX_ORDER_WH]);
    };
    const side = (prefix: string, count: number, shift: number) =>
      Array.from({ length: count }, (_, row): Order => ({
        id: scrambledId(prefix, row, salt),
        member: `m${random.integer(1, members)}`,
        price: random.chance(0.03) ? null : (random.integer(0, prices) - Math.floor(prices / 2)) * 100 + shift,
        wh: wh(),
        ...(random.chance(0.1) ? {} : { createdAt: random.integer(0, 900) * 1000 }),
      }));
    // Bids a little above the offers or below, so that half of them cross, nearly all or nearly none.
    const shift = random.pick([0, 50, -50]) * prices;
    return {
      bids: side('b', bidCount, shift),
      offers: side('s', offerCount, 0),
      limits: random.pick([DEFAULT_LIMITS, { priceCap: prices * 30, priceFloor: prices * -40 }]),
      // A failure is told by what the book was made of, not by ten thousand orders.
      [fc.toStringMethod]: () => `fullSizeBooks of ${JSON.stringify(shape)}`,
    };
  });

/** Books of any size, up to the full one, with many ties and members that are on both sides. */
export const anyBooks = fc.oneof(
  { arbitrary: smallBooks, weight: 3 },
  {
    arbitrary: books({
      maxOrders: 60,
      wh: fc.integer({ min: 1, max: 3000 }),
      price: fc.integer({ min: -5, max: 30 }).map((cents) => cents * 10_000),
      members: 4,
      limits: fc.constant(DEFAULT_LIMITS),
    }),
    weight: 5,
  },
  {
    arbitrary: books({
      maxOrders: 30,
      wh: fc.oneof(fc.constantFrom(0, 1, MAX_ORDER_WH - 1, MAX_ORDER_WH), fc.integer({ min: 0, max: MAX_ORDER_WH })),
      price: fc.oneof(fc.constantFrom(null, 9_999_000_000, -9_999_000_000, 0), fc.integer({ min: -50, max: 50 })),
      members: 6,
      limits: fc.constant(DEFAULT_LIMITS),
    }),
    weight: 3,
  },
  { arbitrary: fullSizeBooks, weight: 1 },
);
