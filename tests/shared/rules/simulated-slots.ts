/** Slots to try rules out on: the orders of a clearing as rows, and any such slots. */
import fc from 'fast-check';
import type { OfferType } from '#shared/domain/records.ts';
import { type FiringRule, prepareRule } from '#shared/rules/firing.ts';
import type { SimulatedMarket, SimulatedRule, SimulatedSlot } from '#shared/rules/slot-run.ts';
import { MINUTES_PER_WEEK } from '#shared/rules/windows.ts';

/** The member whose rules are tried out, and the numbers of its rules. */
export const MEMBER = 0;
export const RULES = [7, 8] as const;

/** Energy in Wh, price in micro-currency per kWh. */
export interface OrderRow {
  readonly type: OfferType;
  readonly member: number;
  /** Default: placed by hand. */
  readonly rule?: number;
  /** Default: a market order. */
  readonly price?: number | null;
  readonly wh: number;
  readonly createdAt?: number;
}

/** A Monday noon; the member has nothing to offer unless it is said. */
export function slotOf(rows: readonly OrderRow[], changes: Partial<SimulatedSlot> = {}): SimulatedSlot {
  const bids = rows.filter(({ type }) => type === 'buy');
  const ordered = [...bids, ...rows.filter(({ type }) => type === 'sell')];
  return {
    slot: 0,
    minute: 12 * 60,
    orders: {
      count: rows.length,
      bidCount: bids.length,
      member: Int32Array.from(ordered, ({ member }) => member),
      rule: Int32Array.from(ordered, ({ rule }) => rule ?? -1),
      price: Float64Array.from(ordered, ({ price }) => price ?? Number.NaN),
      wh: Int32Array.from(ordered, ({ wh }) => wh),
      createdAt: Float64Array.from(ordered, ({ createdAt }) => createdAt ?? 0),
    },
    member: MEMBER,
    surplusWh: 0,
    needWh: 0,
    batterySoc: 0,
    tariff: { retail: 300_000, feedIn: 80_000 },
    ...changes,
  };
}

export const market: SimulatedMarket = {
  mechanism: 'uniform-price',
  limits: { priceFloor: -500_000, priceCap: 500_000 },
  offerOrder: null,
};

export const markets = fc.constantFrom<SimulatedMarket>(market, {
  ...market,
  mechanism: 'pay-as-bid',
  offerOrder: 'ascending',
});

/** A rule that sells everything at any price, all week, unless it is said otherwise. */
export function ruleOf(number: number, changes: Partial<FiringRule> = {}): SimulatedRule {
  return {
    number,
    prepared: prepareRule({
      type: 'sell',
      isEnabled: true,
      timeWindows: ['* 00:00-24:00'],
      minBatterySoc: null,
      maxQuantityWh: null,
      minPrice: null,
      maxPrice: null,
      ...changes,
    }),
  };
}

const price = fc.option(
  fc.integer({ min: 8, max: 30 }).map((cents) => cents * 10_000),
  { freq: 8 },
);
const type = fc.constantFrom<OfferType>('buy', 'sell');

/** Any rule of a number. */
export function anyRule(number: number): fc.Arbitrary<SimulatedRule> {
  return (
    fc
      .record({
        type,
        isEnabled: fc.boolean(),
        timeWindows: fc.constantFrom(['* 00:00-24:00'], ['Mo-Th 06:00-20:00'], ['* 18:00-07:00']),
        minBatterySoc: fc.option(fc.integer({ min: 0, max: 100 })),
        maxQuantityWh: fc.option(fc.integer({ min: 0, max: 1500 })),
        minPrice: price,
        maxPrice: price,
      })
      // A failure is told by what the rule says, not by each minute of its week.
      .map((rule) => ({ ...ruleOf(number, rule), [fc.toStringMethod]: () => JSON.stringify(rule) }))
  );
}

const wh = fc.integer({ min: 1, max: 2000 });
const createdAt = fc.integer({ min: 1, max: 4 });
const otherOrder: fc.Arbitrary<OrderRow> = fc.record({
  type,
  member: fc.integer({ min: MEMBER, max: 4 }),
  price,
  wh,
  createdAt,
});
/** No rule has two orders in a slot. */
const ownOrders = fc.uniqueArray(
  fc.record({ type, member: fc.constant(MEMBER), rule: fc.constantFrom(...RULES), price, wh, createdAt }),
  { selector: ({ rule }) => rule, maxLength: RULES.length },
);

/** Any slot: orders of five members by hand, the member's own among them, and orders of its rules. */
export const anySlot: fc.Arbitrary<SimulatedSlot> = fc
  .tuple(fc.array(otherOrder, { maxLength: 12 }), ownOrders)
  .chain(([others, own]) => fc.shuffledSubarray([...others, ...own], { minLength: others.length + own.length }))
  .chain((rows) =>
    fc
      .record({
        minute: fc.integer({ min: 0, max: MINUTES_PER_WEEK / 15 - 1 }).map((quarter) => quarter * 15),
        surplusWh: fc.integer({ min: 0, max: 3000 }),
        needWh: fc.integer({ min: 0, max: 3000 }),
        batterySoc: fc.integer({ min: 0, max: 100 }),
        tariff: fc.option(fc.constant({ retail: 300_000, feedIn: 80_000 }), { freq: 8 }),
      })
      .map((changes) => slotOf(rows, changes)),
  );
