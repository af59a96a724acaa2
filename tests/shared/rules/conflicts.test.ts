import { describe, expect, it } from 'vitest';
import {
  findAllRuleConflicts,
  findRuleConflicts,
  type JudgedRule,
  type RuleConflict,
  type RuleConflictKind,
  ruleConflictKinds,
  type RuleSurroundings,
  severityOf,
} from '#shared/rules/conflicts.ts';
import { slotPhases } from '#shared/rules/firing-minutes.ts';

const WINTER = Date.UTC(2026, 0, 15);

const around: RuleSurroundings = {
  limits: { priceFloor: -50_000, priceCap: 400_000 },
  slotMinutes: 15,
  phases: [0],
  hasBattery: true,
};

const sell: JudgedRule = {
  id: 'mine',
  type: 'sell',
  maxQuantityWh: null,
  maxPrice: null,
  minPrice: 100_000,
  minBatterySoc: null,
  timeWindows: ['* 10:00-16:00'],
  isEnabled: true,
};
const buy: JudgedRule = { ...sell, type: 'buy', minPrice: null, maxPrice: 90_000 };
const off = { isEnabled: false };

/** The rule that is asked about, the member's other rule if there is one, and which of the two fires first. */
interface Case {
  readonly says: string;
  readonly mine?: Partial<JudgedRule>;
  readonly base?: JudgedRule;
  readonly other?: JudgedRule;
  readonly otherIs?: 'earlier' | 'later';
  readonly in?: Partial<RuleSurroundings>;
}

function conflictsOf({ base = sell, mine = {}, other, otherIs = 'earlier', in: where = {} }: Case): RuleConflict[] {
  const asked = { ...base, ...mine };
  const one = other && { ...other, id: 'other' };
  const rules = one ? (otherIs === 'earlier' ? [one, asked] : [asked, one]) : [asked];
  return findRuleConflicts(rules, rules.indexOf(asked), { ...around, ...where });
}

interface Expectation {
  readonly found: readonly Case[];
  /** Cases that are near, and are none. */
  readonly notFound: readonly Case[];
  readonly field: RuleConflict['field'];
}

const all = '* 00:00-24:00';
const hourly = { slotMinutes: 60, phases: [0] };
const nepal = { slotMinutes: 60, phases: slotPhases('Asia/Kathmandu', 60, WINTER) };

const table: Readonly<Record<RuleConflictKind, Expectation>> = {
  LIMITS_CROSSED: {
    field: 'minPrice',
    found: [
      { says: 'the lowest price above the highest', mine: { minPrice: 100_001, maxPrice: 100_000 } },
      { says: 'the same of a rule that is off', mine: { minPrice: 100_001, maxPrice: 100_000, ...off } },
    ],
    notFound: [
      { says: 'both prices equal', mine: { minPrice: 100_000, maxPrice: 100_000 } },
      { says: 'no highest price', mine: { minPrice: 400_000, maxPrice: null } },
    ],
  },
  PRICE_OUTSIDE_MARKET: {
    field: 'minPrice',
    found: [
      { says: 'a limit below the floor', mine: { minPrice: -50_001 } },
      { says: 'a limit above the cap', mine: { minPrice: 400_001 } },
      { says: 'the same of a rule that is off', mine: { minPrice: 400_001, ...off } },
    ],
    notFound: [
      { says: 'a limit at the floor', mine: { minPrice: -50_000 } },
      { says: 'a limit at the cap', mine: { minPrice: 400_000 } },
      { says: 'any price', mine: { minPrice: null } },
    ],
  },
  ZERO_QUANTITY: {
    field: 'maxQuantityWh',
    found: [
      { says: 'a largest quantity of nothing', mine: { maxQuantityWh: 0 } },
      { says: 'the same of a rule that is off', mine: { maxQuantityWh: 0, ...off } },
    ],
    notFound: [
      { says: 'a watt-hour', mine: { maxQuantityWh: 1 } },
      { says: 'any quantity', mine: { maxQuantityWh: null } },
    ],
  },
  NEVER_FIRES: {
    field: 'timeWindows',
    found: [
      { says: 'no window', mine: { timeWindows: [] } },
      { says: 'no window that can be read', mine: { timeWindows: ['at noon'] } },
      { says: 'a window between two slots', mine: { timeWindows: ['Tu 02:01-02:15'] } },
      { says: 'one such window among others', mine: { timeWindows: [all, 'Tu 02:01-02:15'] } },
      { says: 'half an hour between slots of an hour', mine: { timeWindows: ['* 10:15-10:45'] }, in: hourly },
      {
        says: 'a full hour where slots of an hour start at a quarter to',
        mine: { timeWindows: ['* 10:00-10:45'] },
        in: nepal,
      },
      { says: 'an end of the night between slots', mine: { timeWindows: ['* 23:01-00:00'] }, in: hourly },
      { says: 'a rule that is off', mine: { timeWindows: [], ...off } },
    ],
    notFound: [
      { says: 'a window that holds the start of a slot', mine: { timeWindows: ['Tu 02:00-02:01'] } },
      { says: 'half an hour around the start of an hour', mine: { timeWindows: ['* 10:45-11:15'] }, in: hourly },
      { says: 'a quarter to where slots of an hour start then', mine: { timeWindows: ['* 10:45-10:46'] }, in: nepal },
      { says: 'a night that holds midnight', mine: { timeWindows: ['* 23:01-00:01'] }, in: hourly },
      { says: 'a window that can be read beside one that cannot', mine: { timeWindows: ['at noon', all] } },
    ],
  },
  SHADOWED: {
    field: null,
    found: [
      { says: 'an earlier rule that takes all in the same windows', other: sell },
      { says: 'an earlier rule in wider windows', other: { ...sell, timeWindows: [all] } },
      {
        says: 'an earlier rule whose two windows hold this one',
        other: { ...sell, timeWindows: ['* 09:00-12:00', '* 12:00-16:00'] },
      },
      { says: 'windows that differ between slots only', other: { ...sell, timeWindows: ['* 09:46-15:46'] } },
      {
        says: 'a night over midnight that holds an early morning',
        mine: { timeWindows: ['Tu 00:00-05:00'] },
        other: { ...sell, timeWindows: ['Mo 22:00-06:00'] },
      },
      { says: 'an earlier rule at any other price', other: { ...sell, minPrice: 390_000 } },
      {
        says: 'an earlier rule that asks for no more charge',
        mine: { minBatterySoc: 50 },
        other: { ...sell, minBatterySoc: 50 },
      },
      { says: 'an earlier rule that buys, whatever charge it names', base: buy, other: { ...buy, minBatterySoc: 80 } },
    ],
    notFound: [
      { says: 'a later rule that takes all', other: sell, otherIs: 'later' },
      { says: 'an earlier rule that takes all but is off', other: { ...sell, ...off } },
      { says: 'this one being off', mine: off, other: sell },
      { says: 'an earlier rule that takes much', other: { ...sell, maxQuantityWh: 1_000_000 } },
      { says: 'an earlier rule that leaves a slot', other: { ...sell, timeWindows: ['* 10:00-15:45'] } },
      {
        says: 'an earlier rule that asks for more charge',
        mine: { minBatterySoc: 50 },
        other: { ...sell, minBatterySoc: 51 },
      },
      { says: 'an earlier rule of the other type', other: buy },
      { says: 'a rule that never fires anyway', mine: { timeWindows: [] }, other: sell },
    ],
  },
  SOC_UNREACHABLE: {
    field: 'minBatterySoc',
    found: [
      { says: 'one percent of no battery', mine: { minBatterySoc: 1 }, in: { hasBattery: false } },
      { says: 'the same of a rule that is off', mine: { minBatterySoc: 1, ...off }, in: { hasBattery: false } },
    ],
    notFound: [
      { says: 'a full battery', mine: { minBatterySoc: 100 } },
      { says: 'nothing of no battery', mine: { minBatterySoc: 0 }, in: { hasBattery: false } },
      { says: 'no battery at all', in: { hasBattery: false } },
      { says: 'a rule that buys without a battery', base: buy, mine: { minBatterySoc: 50 }, in: { hasBattery: false } },
    ],
  },
  SELF_TRADE: {
    field: 'minPrice',
    found: [
      { says: 'a rule that buys at the same price in the same slot', other: { ...buy, maxPrice: 100_000 } },
      { says: 'the later one as well', other: { ...buy, maxPrice: 100_000 }, otherIs: 'later' },
      { says: 'a rule that buys at any price', other: { ...buy, maxPrice: null } },
      { says: 'this one selling at any price', mine: { minPrice: null }, other: { ...buy, maxPrice: -40_000 } },
      {
        says: 'windows that meet in one slot',
        other: { ...buy, maxPrice: 100_000, timeWindows: ['* 15:45-18:00'] },
      },
      {
        says: 'a night over midnight that meets the next morning',
        mine: { timeWindows: ['Mo 00:00-01:00'] },
        other: { ...buy, maxPrice: 100_000, timeWindows: ['Su 23:00-00:15'] },
      },
    ],
    notFound: [
      { says: 'a rule that buys for less', other: { ...buy, maxPrice: 99_999 } },
      { says: 'a rule that sells', other: { ...sell, minPrice: 90_000, maxQuantityWh: 1 } },
      { says: 'a rule that buys and is off', other: { ...buy, maxPrice: null, ...off } },
      { says: 'this one being off', mine: off, other: { ...buy, maxPrice: null } },
      { says: 'a rule that never buys anything', other: { ...buy, maxPrice: null, maxQuantityWh: 0 } },
      { says: 'windows one after the other', other: { ...buy, maxPrice: null, timeWindows: ['* 16:00-10:00'] } },
      {
        says: 'windows that meet between slots only',
        other: { ...buy, maxPrice: null, timeWindows: ['* 15:46-18:00'] },
      },
    ],
  },
};

describe.each(ruleConflictKinds)('%s', (kind) => {
  const { found, notFound, field } = table[kind];

  it.each(found)('is found: $says', (one) => {
    const told = conflictsOf(one).filter((conflict) => conflict.kind === kind);
    expect(told).toMatchObject([{ field: one.base?.type === 'buy' && field === 'minPrice' ? 'maxPrice' : field }]);
    expect(told[0].otherRuleId).toBe(one.other ? 'other' : null);
  });

  it.each(notFound)('is not found: $says', (one) => {
    expect(conflictsOf(one).map((conflict) => conflict.kind)).not.toContain(kind);
  });
});

describe('a conflict', () => {
  it('tells its facts', () => {
    const facts = (one: Omit<Case, 'says'>): object[] => conflictsOf({ says: '', ...one }).map(({ values }) => values);
    expect(facts({ mine: { minPrice: 200_000, maxPrice: 100_000 } })).toEqual([
      { minPrice: 200_000, maxPrice: 100_000 },
    ]);
    expect(facts({ mine: { minPrice: 900_000 } })).toEqual([{ limit: 900_000, floor: -50_000, cap: 400_000 }]);
    expect(facts({ mine: { timeWindows: ['nonsense', all, 'Mo 02:01-02:14'] } })).toEqual([{ at: 2 }]);
    expect(facts({ mine: { timeWindows: [] } })).toEqual([{}]);
    expect(facts({ mine: { minBatterySoc: 30 }, in: { hasBattery: false } })).toEqual([{ least: 30 }]);
    expect(facts({ other: { ...buy, maxPrice: 120_000 } })).toEqual([{ minPrice: 100_000, maxPrice: 120_000 }]);
    expect(facts({ mine: { minPrice: null }, other: { ...buy, maxPrice: null } })).toEqual([{}]);
  });

  it('of a buyer is at its highest price', () => {
    const of = (one: Omit<Case, 'says' | 'base'>) =>
      conflictsOf({ says: '', base: buy, ...one }).map(({ kind, field }) => [kind, field]);
    expect(of({ mine: { minPrice: 200_000, maxPrice: 100_000 } })).toEqual([['LIMITS_CROSSED', 'maxPrice']]);
    expect(of({ mine: { maxPrice: 900_000 } })).toEqual([['PRICE_OUTSIDE_MARKET', 'maxPrice']]);
    expect(of({ mine: { maxPrice: 100_000 }, other: sell })).toEqual([['SELF_TRADE', 'maxPrice']]);
  });

  it('blocks a rule when it can never do what it says, and not when it only may do less', () => {
    expect(ruleConflictKinds.filter((kind) => severityOf[kind] === 'blocking')).toEqual([
      'LIMITS_CROSSED',
      'PRICE_OUTSIDE_MARKET',
      'ZERO_QUANTITY',
    ]);
  });
});

describe('the conflicts of all rules of a member', () => {
  it('are those of each one', () => {
    const rules = [
      { ...sell, id: 'a' },
      { ...sell, id: 'b', minBatterySoc: 20 },
      { ...buy, id: 'c', maxPrice: null },
      { ...buy, id: 'd', maxQuantityWh: 0 },
    ];
    const every = findAllRuleConflicts(rules, around);
    expect(every).toEqual(rules.map((_, at) => findRuleConflicts(rules, at, around)));
    expect(every.map((conflicts) => conflicts.map(({ kind, otherRuleId }) => [kind, otherRuleId]))).toEqual([
      [['SELF_TRADE', 'c']],
      [
        ['SHADOWED', 'a'],
        ['SELF_TRADE', 'c'],
      ],
      [
        ['SELF_TRADE', 'a'],
        ['SELF_TRADE', 'b'],
      ],
      [
        ['ZERO_QUANTITY', null],
        ['SHADOWED', 'c'],
      ],
    ]);
  });
});
