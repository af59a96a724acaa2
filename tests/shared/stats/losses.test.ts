import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TICK } from '#shared/domain/units.ts';
import { clearedWith, pairOf } from '#shared/stats/changed-limits.ts';
import { beyond, lossCauseOf, lossesBy, type OwnRule, type WeighedTrade } from '#shared/stats/losses.ts';
import { candidatesOf, groupWith, type LosingGroup, nearestLimit } from '#shared/stats/nearest-limit.ts';
import { orders, type Short } from '../market/short-books.ts';
import { GROUP, losingGroups, memberClearing, TARIFF } from './member-clearings.ts';

const rule: OwnRule = { number: 1, id: 'rule-1', version: 2, limit: 340_000 };
/** 1 kWh bought at 0.34, where retail is 0.30. */
const trade: WeighedTrade = {
  type: 'buy',
  quantityWh: 1000,
  price: 340_000,
  tariff: TARIFF.retail,
  savings: -40_000,
  order: { limit: 340_000, rule },
  isTaker: false,
};

describe('a trade that lost', () => {
  it('is put down to what let the price be so: a rule, its lack of a limit, a breach of it, a person, or an offer that was taken', () => {
    const causeOf = (changes: Partial<WeighedTrade>) => lossCauseOf({ ...trade, ...changes });
    expect(causeOf({})).toBe('RULE_LIMIT');
    expect(causeOf({ order: { limit: null, rule: { ...rule, limit: null } } })).toBe('RULE_WITHOUT_LIMIT');
    expect(causeOf({ order: { limit: 350_000, rule } })).toBe('RULE_BREACHED');
    expect(causeOf({ order: { limit: null, rule } })).toBe('RULE_BREACHED');
    expect(causeOf({ type: 'sell', order: { limit: 330_000, rule } })).toBe('RULE_BREACHED');
    expect(causeOf({ order: { limit: 350_000, rule: { ...rule, limit: undefined } } })).toBe('RULE_LIMIT');
    expect(causeOf({ order: { limit: 340_000, rule: null } })).toBe('HAND_LIMIT');
    expect(causeOf({ order: { limit: null, rule: null } })).toBe('HAND_WITHOUT_LIMIT');
    expect(causeOf({ order: null, isTaker: true })).toBe('TAKEN');
    expect(causeOf({ order: null })).toBe('ORDER_UNKNOWN');
  });

  it('is told with all others of its cause and rule, with the limit furthest beyond the tariff and means by energy', () => {
    const other = { ...trade, quantityWh: 3000, price: 320_000, savings: -60_000, order: { limit: 330_000, rule } };
    const gain = { ...trade, price: 200_000, savings: 100_000 };
    const byHand = { ...trade, savings: -1_000_000, order: { limit: null, rule: null } };
    expect(lossesBy([trade, gain, other, byHand])).toEqual([
      expect.objectContaining({ cause: 'HAND_WITHOUT_LIMIT', rule: null, limit: null, savings: -1_000_000 }),
      {
        cause: 'RULE_LIMIT',
        type: 'buy',
        rule: { id: 'rule-1', version: 2 },
        limit: 340_000,
        trades: 2,
        quantityWh: 4000,
        savings: -100_000,
        meanPrice: 325_000,
        meanTariff: 300_000,
      },
    ]);
  });

  it('is in exactly one of the groups: losses and gains together are the savings', () => {
    const anyTrade = fc.record({
      type: fc.constantFrom('buy' as const, 'sell' as const),
      savings: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      order: fc.option(fc.record({ limit: fc.option(fc.nat(500_000)), rule: fc.option(fc.constant(rule)) })),
      isTaker: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyTrade), (changes) => {
        const trades = changes.map((change) => ({ ...trade, ...change }));
        const all = trades.reduce((sum, { savings }) => sum + savings, 0);
        const gains = trades.reduce((sum, { savings }) => sum + Math.max(savings, 0), 0);
        const losses = lossesBy(trades);
        expect(losses.reduce((sum, { savings }) => sum + savings, 0) + gains).toBe(all);
        expect(losses.reduce((sum, one) => sum + one.trades, 0)).toBe(changes.filter((one) => one.savings < 0).length);
      }),
    );
  });
});

const noChange = new Map<number, number>();

/** A losing group of one clearing per pair of books; the member is m1. */
function groupOf(from: number | null, ...books: { bids: Short[]; offers: Short[] }[]): LosingGroup {
  return {
    group: GROUP,
    type: 'buy',
    from,
    clearings: books.map(({ bids, offers }) => memberClearing('buy', orders('b', bids), orders('s', offers))),
    outside: { wh: 0, savings: 0 },
  };
}

function found(group: LosingGroup): number | null {
  const search = nearestLimit(group);
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
  }
}

describe('a clearing with stricter limits', () => {
  const clearing = memberClearing(
    'buy',
    orders('b', [
      [340_000, 1000, 'm1'],
      [200_000, 1000, 'm2'],
    ]),
    orders('s', [
      [320_000, 600, 'm3'],
      [150_000, 500, 'm4'],
    ]),
  );

  it('is as it was without a change', () => {
    // The offer at 0.32 is filled in part: it makes the price.
    expect(clearedWith(clearing, noChange)).toMatchObject({ savings: -20_000, clearing: { price: 320_000 } });
  });

  it('leaves out what the limit does not allow, and prices the rest anew', () => {
    const { groups, clearing: cleared } = clearedWith(clearing, new Map([[GROUP, 300_000]]));
    expect(cleared.price).toBe(300_000);
    expect(groups.get(GROUP)).toEqual({ wh: 500, savings: 0 });
  });

  it('does not loosen a limit that is stricter', () => {
    expect(clearedWith(clearing, new Map([[GROUP, 500_000]]))).toEqual(clearedWith(clearing, noChange));
  });

  it('lets fail again what has failed, and cuts down again what was cut down', () => {
    const settledWh = new Map([
      [pairOf(clearing.book, 0, 0), 0],
      [pairOf(clearing.book, 0, 1), 200],
    ]);
    expect(clearedWith({ ...clearing, settledWh }, noChange).groups.get(GROUP)).toEqual({ wh: 200, savings: -4000 });
  });
});

describe('the nearest limit with which nothing would have been lost', () => {
  const dear = { bids: [[340_000, 1000, 'm1']] as Short[], offers: [[320_000, 2000, 'm2']] as Short[] };
  const cheap = { bids: [[340_000, 1000, 'm1']] as Short[], offers: [[290_000, 2000, 'm2']] as Short[] };

  it('is one tick below the price of the loss, where gains are left', () => {
    expect(found(groupOf(340_000, dear, cheap))).toBe(319_900);
  });

  it('is its own where gains outweigh the losses after all', () => {
    const cheaper = { ...cheap, offers: [[200_000, 2000, 'm2']] as Short[] };
    expect(groupWith(groupOf(340_000, dear, cheaper), 340_000)).toEqual({ wh: 2000, savings: 80_000 });
  });

  it('is none where only not trading would have helped', () => {
    expect(found(groupOf(340_000, dear))).toBeNull();
  });

  it('is the tariff for orders without a limit', () => {
    const atAnyPrice = ({ offers }: typeof dear) => ({ bids: [[null, 1000, 'm1']] as Short[], offers });
    expect(found(groupOf(null, atAnyPrice(dear), atAnyPrice(cheap)))).toBe(TARIFF.retail);
  });

  it('is one with which the member would have traded without a loss, and no nearer one that was looked at is', () => {
    let searched = 0;
    fc.assert(
      fc.property(losingGroups, (group) => {
        fc.pre(group.clearings.reduce((sum, one) => sum + clearedWith(one, noChange).savings, 0) < 0);
        searched++;
        const limit = found(group);
        const helps = (one: number): boolean => {
          const { wh, savings } = groupWith(group, one);
          return wh > 0 && savings >= 0;
        };
        if (limit !== null) {
          expect(helps(limit)).toBe(true);
          if (group.from !== null) expect(beyond(group.type, limit, group.from)).toBeLessThan(0);
        }
        const nearer = candidatesOf(group).filter((one) => limit === null || beyond(group.type, one, limit) > 0);
        expect(nearer.filter(helps)).toEqual([]);
        // One tick nearer it would not do either.
        const tick = group.type === 'buy' ? TICK : -TICK;
        if (limit !== null && group.from !== null && beyond(group.type, limit + tick, group.from) < 0) {
          expect(helps(limit + tick)).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
    expect(searched).toBe(100);
  });
});
