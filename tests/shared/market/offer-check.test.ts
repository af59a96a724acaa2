import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offerTypes } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { MAX_INTEGER, MAX_ORDER_WH } from '#shared/domain/units.ts';
import {
  balanceProblem,
  checkOffer,
  MAX_WINDOW,
  memberProblem,
  type OfferDraft,
  type OfferFacts,
  offerProblemCodes,
  offerProblemFields,
  quantityProblem,
  reservedAmount,
} from '#shared/market/offer-check.ts';
import { MAX_PRICE } from '#shared/market/orders.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const SLOT = 15 * MINUTE;

/** 1 kWh at up to 0.20, from the first slot that can be entered: with these facts nothing is wrong with it. */
const draft: OfferDraft = {
  type: 'buy',
  quantityWh: 1000,
  price: 200_000,
  windowStart: NOON,
  windowEnd: NOON + SLOT,
};

const facts: OfferFacts = {
  limits: { priceFloor: -500_000, priceCap: 500_000 },
  slotMinutes: 15,
  earliestStart: NOON,
  member: { isActive: true, available: 200_000 },
  opposingLimits: [],
};

function problems(changes: Partial<OfferDraft>, factChanges: Partial<OfferFacts> = {}) {
  return checkOffer({ ...draft, ...changes }, { ...facts, ...factChanges });
}

describe('an offer that keeps all rules', () => {
  it('has no problem', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    ['a price at the floor', { price: -500_000 }],
    ['a price at the cap', { type: 'sell', price: 500_000 }],
    ['the smallest quantity', { quantityWh: 1 }],
    ['the largest quantity', { type: 'sell', quantityWh: MAX_ORDER_WH }],
    ['the longest window', { windowEnd: NOON + MAX_WINDOW }],
  ] as [string, Partial<OfferDraft>][])('may have %s', (_, changes) => {
    expect(problems(changes)).toEqual([]);
  });
});

describe('what a person entered is refused', () => {
  it.each([
    ['a price below the floor', { price: -500_001 }, 'price', 'PRICE_BELOW_FLOOR', { floor: -500_000 }],
    ['a price above the cap', { price: 500_001 }, 'price', 'PRICE_ABOVE_CAP', { cap: 500_000 }],
    ['a fraction of the smallest price unit', { price: 199_999.5 }, 'price', 'PRICE_NOT_WHOLE', {}],
    ['a quantity of 0', { quantityWh: 0 }, 'quantityWh', 'QUANTITY_NOT_POSITIVE', {}],
    ['a negative quantity', { quantityWh: -1 }, 'quantityWh', 'QUANTITY_NOT_POSITIVE', {}],
    ['a fraction of a Wh', { quantityWh: 999.5 }, 'quantityWh', 'QUANTITY_NOT_WHOLE', {}],
    [
      'a quantity that no column holds',
      { quantityWh: MAX_ORDER_WH + 1 },
      'quantityWh',
      'QUANTITY_TOO_LARGE',
      { max: MAX_ORDER_WH },
    ],
    ['a start before the first open slot', { windowStart: NOON - SLOT }, 'window', 'WINDOW_IN_PAST', { now: NOON }],
    [
      'a window that is over',
      { windowStart: NOON - 2 * SLOT, windowEnd: NOON - SLOT },
      'window',
      'WINDOW_IN_PAST',
      { now: NOON },
    ],
    ['a window without a slot', { windowEnd: NOON }, 'window', 'WINDOW_EMPTY', {}],
    ['a window that ends before it begins', { windowEnd: NOON - SLOT }, 'window', 'WINDOW_EMPTY', {}],
    ['a start between two slots', { windowStart: NOON + MINUTE }, 'window', 'WINDOW_NOT_ON_SLOTS', { slotMinutes: 15 }],
    ['an end between two slots', { windowEnd: NOON + MINUTE }, 'window', 'WINDOW_NOT_ON_SLOTS', { slotMinutes: 15 }],
    [
      'a window of more than a week',
      { windowEnd: NOON + MAX_WINDOW + SLOT },
      'window',
      'WINDOW_TOO_LONG',
      { maxHours: 168 },
    ],
  ] as const)('%s', (_, changes, field, code, values) => {
    expect(problems(changes)).toEqual([{ field, code, values }]);
  });

  it('an offer of a member that nobody knows, or that is inactive', () => {
    expect(problems({}, { member: null })).toEqual([{ field: 'memberId', code: 'MEMBER_UNKNOWN', values: {} }]);
    expect(problems({}, { member: { isActive: false, available: 1e9 } })).toEqual([
      { field: 'memberId', code: 'MEMBER_INACTIVE', values: {} },
    ]);
  });

  it('with one problem for each field that is wrong', () => {
    const found = problems({ quantityWh: -0.5, price: 1e300, windowStart: NOON + 1 }, { member: null });
    expect(found.map(({ code }) => code)).toEqual([
      'MEMBER_UNKNOWN',
      'QUANTITY_NOT_POSITIVE',
      'PRICE_ABOVE_CAP',
      'WINDOW_NOT_ON_SLOTS',
    ]);
  });
});

describe('the balance', () => {
  it('must cover what a buy order would pay at its limit', () => {
    expect(problems({}, { member: { isActive: true, available: 199_999 } })).toEqual([
      { field: 'quantityWh', code: 'INSUFFICIENT_BALANCE', values: { needed: 200_000, available: 199_999 } },
    ]);
  });

  it('must cover a market order at the cap', () => {
    expect(problems({ price: null }, { member: { isActive: true, available: 500_000 } })).toEqual([]);
    expect(problems({ price: null }, { member: { isActive: true, available: 499_999 } })).toMatchObject([
      { code: 'INSUFFICIENT_BALANCE', values: { needed: 500_000 } },
    ]);
  });

  it('is not asked for what costs nothing: a sale, a price of 0 or below, less than half a unit', () => {
    const member = { isActive: true, available: -1 };
    expect(problems({ type: 'sell' }, { member })).toEqual([]);
    expect(problems({ price: 0 }, { member })).toEqual([]);
    expect(problems({ price: -100_000 }, { member })).toEqual([]);
    expect(problems({ price: 1, quantityWh: 1 }, { member })).toEqual([]);
    expect(problems({ price: 1 }, { member })).toMatchObject([{ code: 'INSUFFICIENT_BALANCE' }]);
  });
});

describe('what an order reserves', () => {
  it('is its amount at the limit, rounded half to even as every amount is', () => {
    expect(reservedAmount('buy', 1500, 200_000, 500_000)).toBe(300_000);
    expect(reservedAmount('buy', 5, 500, 500_000)).toBe(2);
    expect(reservedAmount('buy', 7, 500, 500_000)).toBe(4);
  });

  it('is the amount at the cap for a market order, and nothing where the cap is not above 0', () => {
    expect(reservedAmount('buy', 1000, null, 500_000)).toBe(500_000);
    expect(reservedAmount('buy', 1000, null, -1)).toBe(0);
    expect(reservedAmount('sell', 1000, null, 500_000)).toBe(0);
  });

  it('stays a safe integer at the extremes', () => {
    expect(reservedAmount('buy', MAX_ORDER_WH, 1e15, 1e15)).toBe(MAX_INTEGER);
    expect(reservedAmount('buy', 9005, 1e15, 1e15)).toBe(9_005_000_000_000_000);
  });
});

describe('a trade with oneself', () => {
  it('is possible where the own buy limit meets the own sell limit', () => {
    expect(problems({ type: 'buy' }, { opposingLimits: [200_001] })).toEqual([]);
    expect(problems({ type: 'buy' }, { opposingLimits: [200_000] })).toEqual([
      { field: 'price', code: 'SELF_TRADE', values: { otherPrice: 200_000 } },
    ]);
    expect(problems({ type: 'sell' }, { opposingLimits: [199_999] })).toEqual([]);
    expect(problems({ type: 'sell' }, { opposingLimits: [200_000] })).toEqual([
      { field: 'price', code: 'SELF_TRADE', values: { otherPrice: 200_000 } },
    ]);
  });

  it('is told with the order that meets it furthest', () => {
    const opposingLimits = [150_000, 120_000, 190_000, 300_000];
    expect(problems({ type: 'buy' }, { opposingLimits })).toMatchObject([{ values: { otherPrice: 120_000 } }]);
    expect(problems({ type: 'sell' }, { opposingLimits })).toMatchObject([{ values: { otherPrice: 300_000 } }]);
  });

  it('is possible with a market order at any limit', () => {
    expect(problems({ price: -500_000 }, { opposingLimits: [null] })).toEqual([
      { field: 'price', code: 'SELF_TRADE', values: {} },
    ]);
    expect(problems({ type: 'sell', price: null }, { opposingLimits: [-500_000] })).toMatchObject([
      { code: 'SELF_TRADE' },
    ]);
  });
});

describe('the rules that a trade shares', () => {
  it('hold the quantity to what is left of the offer', () => {
    expect(quantityProblem(500, 500)).toBeNull();
    expect(quantityProblem(501, 500)).toEqual({
      field: 'quantityWh',
      code: 'QUANTITY_TOO_LARGE',
      values: { max: 500 },
    });
  });

  it('ask for a known, active member and a balance that is enough to the last unit', () => {
    expect(memberProblem({ isActive: true })).toBeNull();
    expect(balanceProblem(10, 10, 'quantityWh')).toBeNull();
    expect(balanceProblem(11, 10, 'quantityWh')).toMatchObject({ code: 'INSUFFICIENT_BALANCE' });
    expect(balanceProblem(0, -10, 'quantityWh')).toBeNull();
  });
});

describe('the check', () => {
  const anyNumber = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.integer({ min: -2, max: 2000 }),
  );
  const orAny = (usual: number) =>
    fc.oneof({ arbitrary: fc.constant(usual), weight: 3 }, { arbitrary: anyNumber, weight: 1 });
  const anyLimit = fc.oneof(fc.constantFrom(-500_000, 500_000), fc.integer({ min: -MAX_PRICE, max: MAX_PRICE }));
  const anyDraft = fc.record({
    type: fc.constantFrom(...offerTypes),
    quantityWh: orAny(1000),
    price: fc.option(orAny(200_000), { nil: null }),
    windowStart: orAny(NOON),
    windowEnd: orAny(NOON + HOUR),
  });
  const anyFacts = fc.record({
    limits: fc.record({ priceFloor: anyLimit, priceCap: anyLimit }),
    slotMinutes: fc.constantFrom(5, 15, 60),
    earliestStart: orAny(NOON),
    member: fc.option(fc.record({ isActive: fc.boolean(), available: anyNumber }), { nil: null }),
    opposingLimits: fc.array(fc.option(anyNumber, { nil: null }), { maxLength: 4 }),
  });

  it('never throws for finite numbers, and tells at most one problem of each thing with finite values', () => {
    fc.assert(
      fc.property(anyDraft, anyFacts, (anyOne, anyOnes) => {
        const found = checkOffer(anyOne, anyOnes);
        expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
        for (const { field, code, values } of found) {
          expect(offerProblemFields).toContain(field);
          expect(offerProblemCodes).toContain(code);
          expect(Object.values(values).every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('lets only offers pass that the account covers and the market can clear', () => {
    fc.assert(
      fc.property(anyDraft, anyFacts, (passing, market) => {
        fc.pre(checkOffer(passing, market).length === 0);
        expect(Number.isSafeInteger(passing.quantityWh) && passing.quantityWh > 0).toBe(true);
        expect(passing.price === null || Number.isSafeInteger(passing.price)).toBe(true);
        const reserved = reservedAmount(passing.type, passing.quantityWh, passing.price, market.limits.priceCap);
        expect(reserved === 0 || reserved <= market.member!.available).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
