import fc from 'fast-check';
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

/** Books of any size with many ties and members that are on both sides. */
export const anyBooks = fc.oneof(
  { arbitrary: smallBooks, weight: 2 },
  {
    arbitrary: books({
      maxOrders: 60,
      wh: fc.integer({ min: 1, max: 3000 }),
      price: fc.integer({ min: -5, max: 30 }).map((cents) => cents * 10_000),
      members: 4,
      limits: fc.constant(DEFAULT_LIMITS),
    }),
    weight: 3,
  },
  {
    arbitrary: books({
      maxOrders: 30,
      wh: fc.oneof(fc.constantFrom(0, 1, MAX_ORDER_WH - 1, MAX_ORDER_WH), fc.integer({ min: 0, max: MAX_ORDER_WH })),
      price: fc.oneof(fc.constantFrom(null, 9_999_000_000, -9_999_000_000, 0), fc.integer({ min: -50, max: 50 })),
      members: 6,
      limits: fc.constant(DEFAULT_LIMITS),
    }),
    weight: 2,
  },
  {
    arbitrary: books({
      maxOrders: 2000,
      wh: fc.integer({ min: 1, max: 5000 }),
      price: fc.oneof(
        { arbitrary: fc.integer({ min: 500, max: 3500 }).map((ticks) => ticks * 100), weight: 20 },
        { arbitrary: fc.constant(null), weight: 1 },
      ),
      members: 160,
      limits: fc.constant(DEFAULT_LIMITS),
    }),
    weight: 1,
  },
);
