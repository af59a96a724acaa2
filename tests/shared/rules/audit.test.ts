import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import {
  type AuditCondition,
  type AuditedOrder,
  type AuditedTrade,
  type RuleFinding,
  RuleHistory,
  type RuleVerdict,
  ruleVerdicts,
} from '#shared/rules/audit.ts';

/** A Wednesday, 12:00 in Berlin. */
const NOON = Date.UTC(2026, 5, 17, 10);
const PLACED = NOON - 4 * MINUTE;

const sellRule: Rule = {
  id: 'r',
  version: 1,
  memberId: 'seller',
  type: 'sell',
  maxQuantityWh: 500,
  maxPrice: null,
  minPrice: 100_000,
  minBatterySoc: 40,
  timeWindows: ['Mo-Fr 06:00-20:00'],
  isEnabled: true,
  createdAt: 0,
  validFrom: 0,
  changedBy: null,
  changeReason: null,
  lastMatchedAt: null,
};
const buyRule: Rule = { ...sellRule, memberId: 'buyer', type: 'buy', minPrice: null, maxPrice: 280_000 };

const sellOrder: AuditedOrder = {
  memberId: 'seller',
  type: 'sell',
  slot: NOON,
  wh: 300,
  price: 100_000,
  createdAt: PLACED,
  ruleId: 'r',
  ruleVersion: 1,
  openWh: 300,
  batterySoc: 40,
  isRepeated: false,
};
const buyOrder: AuditedOrder = { ...sellOrder, memberId: 'buyer', type: 'buy', price: 280_000, batterySoc: 0 };
const trade: AuditedTrade = { price: 120_000, buyerId: 'buyer', sellerId: 'seller', isRepeated: false };

interface Case {
  readonly rules?: readonly Rule[];
  readonly order?: Partial<AuditedOrder>;
  readonly trade?: Partial<AuditedTrade>;
  /** Judges the buyer's side, of a rule that buys. */
  readonly buys?: boolean;
}

function history({ rules, buys = false }: Case): RuleHistory {
  return new RuleHistory(rules ?? [buys ? buyRule : sellRule], 'Europe/Berlin');
}

function orderOf({ order, buys = false }: Case): AuditedOrder {
  return { ...(buys ? buyOrder : sellOrder), ...order };
}

function verdictOn(one: Case = {}): RuleVerdict {
  return history(one).judge(orderOf(one), { ...trade, ...one.trade });
}

function condition(kind: RuleFinding, one: Case = {}): AuditCondition | undefined {
  const trace = history(one).trace(orderOf(one), { ...trade, ...one.trade });
  return trace.find((found) => found.verdict === kind);
}

describe('the verdict on a trade of a rule', () => {
  it('is EXPLAINED when every condition is met, to the last Wh, percent and price', () => {
    expect(verdictOn()).toBe('EXPLAINED');
    expect(verdictOn({ buys: true })).toBe('EXPLAINED');
  });

  it.each<[RuleVerdict, string, Case]>([
    ['NO_RULE', 'an order that names a rule nobody knows', { order: { ruleId: 'unknown' } }],
    ['NO_RULE', 'an order that names none that is known', { order: { ruleId: null } }],
    ['NO_RULE', 'the rule of another member', { rules: [{ ...sellRule, memberId: 'other' }] }],
    ['NO_RULE', 'a rule that does the opposite', { rules: [{ ...buyRule, memberId: 'seller' }] }],
    ['EXPLAINED', 'an order that recorded another version than the one in force', { order: { ruleVersion: 7 } }],
    ['RULE_DISABLED', 'a rule that was switched off', { rules: [{ ...sellRule, isEnabled: false }] }],
    ['OUTSIDE_WINDOW', 'a slot at the end of a window', { rules: [{ ...sellRule, timeWindows: ['We 06:00-12:00'] }] }],
    ['EXPLAINED', 'a slot at the start of a window', { rules: [{ ...sellRule, timeWindows: ['We 12:00-12:15'] }] }],
    ['OUTSIDE_WINDOW', 'a rule without windows', { rules: [{ ...sellRule, timeWindows: [] }] }],
    ['LIMIT_BREACHED', 'an offer below the limit', { order: { price: 99_999 } }],
    ['LIMIT_BREACHED', 'a market order of a rule with a limit', { order: { price: null } }],
    ['LIMIT_BREACHED', 'a sale below the limit', { trade: { price: 99_999 } }],
    ['EXPLAINED', 'a sale at the limit', { trade: { price: 100_000 } }],
    ['LIMIT_BREACHED', 'a bid above the limit', { buys: true, order: { price: 280_001 } }],
    ['LIMIT_BREACHED', 'a purchase above the limit', { buys: true, trade: { price: 280_001 } }],
    ['EXPLAINED', 'a purchase at the limit', { buys: true, trade: { price: 280_000 } }],
    [
      'EXPLAINED',
      'any price of a rule without a limit',
      { rules: [{ ...sellRule, minPrice: null }], order: { price: null } },
    ],
    ['QUANTITY_EXCEEDED', 'more than the largest quantity', { order: { wh: 501, openWh: 900 } }],
    ['EXPLAINED', 'the largest quantity', { order: { wh: 500, openWh: 900 } }],
    ['QUANTITY_EXCEEDED', 'more than the surplus', { order: { wh: 301 } }],
    [
      'QUANTITY_EXCEEDED',
      'more than the largest quantity, whatever the reading was',
      { order: { wh: 501, openWh: null } },
    ],
    ['EXPLAINED', 'a quantity of which the reading is not known', { order: { wh: 500, openWh: null } }],
    ['SOC_TOO_LOW', 'a battery one percent below', { order: { batterySoc: 39 } }],
    ['EXPLAINED', 'a battery of which the reading is not known', { order: { batterySoc: null } }],
    ['EXPLAINED', 'an empty battery of a rule that buys', { buys: true, order: { batterySoc: 0 } }],
    ['SELF_TRADE', 'a member on both sides', { trade: { buyerId: 'seller' } }],
    ['DUPLICATE', 'a second order of the rule for the slot', { order: { isRepeated: true } }],
    ['DUPLICATE', 'the same trade once more', { trade: { isRepeated: true } }],
  ])('is %s for %s', (expected, _, one) => {
    expect(verdictOn(one)).toBe(expected);
  });

  it('is that of the first condition that is not met', () => {
    const wrong = {
      order: { price: 1, wh: 900, batterySoc: 0, isRepeated: true },
      trade: { buyerId: 'seller' },
    };
    const rule: Rule = { ...sellRule, isEnabled: false, timeWindows: [] };
    expect(verdictOn({ ...wrong, rules: [rule] })).toBe('RULE_DISABLED');
    expect(verdictOn({ ...wrong, rules: [{ ...rule, isEnabled: true }] })).toBe('OUTSIDE_WINDOW');
    expect(verdictOn({ ...wrong, rules: [sellRule] })).toBe('LIMIT_BREACHED');
    expect(verdictOn({ ...wrong, order: { ...wrong.order, price: 100_000 } })).toBe('QUANTITY_EXCEEDED');
    expect(verdictOn({ ...wrong, order: { batterySoc: 0, isRepeated: true } })).toBe('SOC_TOO_LOW');
    expect(verdictOn({ ...wrong, order: { isRepeated: true } })).toBe('SELF_TRADE');
  });
});

describe('the version that counts', () => {
  const switchedOff: Rule = { ...sellRule, version: 2, isEnabled: false, validFrom: PLACED };
  const rules = [switchedOff, sellRule];

  it('is the one in force when the order was placed: the new one from its very millisecond on', () => {
    expect(verdictOn({ rules, order: { createdAt: PLACED - 1 } })).toBe('EXPLAINED');
    expect(verdictOn({ rules })).toBe('RULE_DISABLED');
    expect(verdictOn({ rules, order: { createdAt: PLACED + 1 } })).toBe('RULE_DISABLED');
  });

  it('is none before the first', () => {
    const later = [{ ...sellRule, validFrom: PLACED + 1 }];
    expect(verdictOn({ rules: later })).toBe('NO_RULE');
    expect(history({ rules: later }).versionAt('r', PLACED)).toBeNull();
    expect(history({ rules: later }).versionAt('r', PLACED + 1)).toEqual(later[0]);
  });

  it('is the later one of two that began in the same moment', () => {
    expect(history({ rules: [{ ...sellRule, version: 2 }, sellRule] }).versionAt('r', PLACED)?.version).toBe(2);
  });
});

describe('a window on the days when the clock changes', () => {
  const atTwo: Rule = { ...sellRule, timeWindows: ['Su 02:00-03:00'] };
  const at = (slot: number): RuleVerdict =>
    verdictOn({ rules: [atTwo], order: { slot, createdAt: slot - 4 * MINUTE } });

  it('in the hour that spring skips holds no slot', () => {
    const skipped = Date.UTC(2026, 2, 29, 1);
    expect(at(skipped - 15 * MINUTE)).toBe('OUTSIDE_WINDOW');
    expect(at(skipped)).toBe('OUTSIDE_WINDOW');
  });

  it('in the hour that autumn repeats holds the slots of both', () => {
    const first = Date.UTC(2026, 9, 25, 0);
    const slots = [-15 * MINUTE, 0, HOUR - 15 * MINUTE, HOUR, 2 * HOUR - 15 * MINUTE, 2 * HOUR].map((ms) => first + ms);
    expect(slots.map(at)).toEqual([
      'OUTSIDE_WINDOW',
      'EXPLAINED',
      'EXPLAINED',
      'EXPLAINED',
      'EXPLAINED',
      'OUTSIDE_WINDOW',
    ]);
  });
});

describe('a window that cannot be read', () => {
  const rules: Rule[] = [{ ...sellRule, timeWindows: ['noonish', 'We 18:00-20:00'] }];

  it('leaves open whether a slot was inside, unless another window holds it', () => {
    expect(condition('OUTSIDE_WINDOW', { rules })?.outcome).toBe('unknown');
    expect(verdictOn({ rules })).toBe('EXPLAINED');
    const evening = { rules, order: { slot: NOON + 6 * HOUR } };
    expect(condition('OUTSIDE_WINDOW', evening)?.outcome).toBe('met');
  });
});

describe('the trace of a trade', () => {
  it('tells every condition in the order of the verdicts, with what was asked for and what was found', () => {
    expect(history({}).trace(sellOrder, trade)).toEqual([
      { verdict: 'NO_RULE', outcome: 'met', values: { version: 1, validFrom: 0, recordedVersion: 1 } },
      { verdict: 'RULE_DISABLED', outcome: 'met', values: {} },
      { verdict: 'OUTSIDE_WINDOW', outcome: 'met', values: { minute: (2 * 24 + 12) * 60 } },
      {
        verdict: 'LIMIT_BREACHED',
        outcome: 'met',
        values: { limit: 100_000, orderPrice: 100_000, tradePrice: 120_000 },
      },
      { verdict: 'QUANTITY_EXCEEDED', outcome: 'met', values: { most: 500, open: 300, order: 300 } },
      { verdict: 'SOC_TOO_LOW', outcome: 'met', values: { least: 40, found: 40 } },
      { verdict: 'SELF_TRADE', outcome: 'met', values: {} },
      { verdict: 'DUPLICATE', outcome: 'met', values: {} },
    ]);
    expect(ruleVerdicts.slice(1)).toEqual(
      history({})
        .trace(sellOrder, trade)
        .map((one) => one.verdict),
    );
  });

  it('holds an order without a rule only against what needs none', () => {
    const trace = history({}).trace({ ...sellOrder, ruleId: null, ruleVersion: null }, trade);
    expect(trace.map(({ verdict, outcome }) => [verdict, outcome])).toEqual([
      ['NO_RULE', 'failed'],
      ['SELF_TRADE', 'met'],
      ['DUPLICATE', 'met'],
    ]);
    expect(trace[0].values).toEqual({});
  });

  it('leaves out what there is not: a limit, a largest quantity, a reading', () => {
    const rules: Rule[] = [{ ...sellRule, minPrice: null, maxQuantityWh: null }];
    const order = { price: null, openWh: null, batterySoc: null };
    expect(condition('LIMIT_BREACHED', { rules, order })?.values).toEqual({ tradePrice: 120_000 });
    expect(condition('QUANTITY_EXCEEDED', { rules, order })).toMatchObject({
      outcome: 'unknown',
      values: { order: 300 },
    });
    expect(condition('SOC_TOO_LOW', { rules, order })).toMatchObject({ outcome: 'unknown', values: { least: 40 } });
  });
});

describe('a trade that is plain', () => {
  it('is one whose trace has every condition met', () => {
    const price = fc.option(fc.constantFrom(90_000, 100_000, 280_000), { nil: null });
    const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
    fc.assert(
      fc.property(
        fc.record({
          type: oneOf('buy' as const, 'sell' as const),
          maxQuantityWh: oneOf(null, 300, 500),
          maxPrice: price,
          minPrice: price,
          minBatterySoc: oneOf(null, 0, 40),
          timeWindows: oneOf(['* 00:00-24:00'], ['Sa 00:00-24:00'], ['noonish']),
          isEnabled: fc.boolean(),
        }),
        fc.record({
          memberId: oneOf('seller', 'buyer'),
          wh: oneOf(100, 300, 400),
          price,
          createdAt: oneOf(-1, PLACED),
          ruleId: oneOf(null, 'r'),
          openWh: oneOf(null, 100, 400),
          batterySoc: oneOf(null, 0, 39, 40),
          isRepeated: fc.boolean(),
        }),
        fc.record({
          price: oneOf(90_000, 100_000, 280_000),
          buyerId: oneOf('seller', 'buyer'),
          isRepeated: fc.boolean(),
        }),
        (version, order, traded) => {
          const rules = new RuleHistory([{ ...sellRule, ...version }], 'Europe/Berlin');
          const audited: [AuditedOrder, AuditedTrade] = [
            { ...sellOrder, ...order },
            { ...trade, ...traded },
          ];
          expect(rules.isPlain(...audited)).toBe(rules.trace(...audited).every(({ outcome }) => outcome === 'met'));
        },
      ),
      { numRuns: 2000 },
    );
    expect(history({}).isPlain(sellOrder, trade)).toBe(true);
  });
});
