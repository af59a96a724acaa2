import { describe, expect, it } from 'vitest';
import {
  filterRules,
  isFilteringRules,
  readRuleFilters,
  withoutRuleFilters,
  writeRuleFilters,
  type RuleFilters,
} from '#renderer/pages/rules/list/rule-filters.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';

const none = readRuleFilters(new URLSearchParams());

const rule = (id: string, change: Partial<RuleSummary> = {}): RuleSummary => ({
  id,
  memberId: `member-of-${id}`,
  anonymizedId: `House ${id.toUpperCase()}`,
  type: 'sell',
  maxQuantityWh: null,
  maxPrice: null,
  minPrice: 100_000,
  minBatterySoc: null,
  timeWindows: ['* 00:00-24:00'],
  isEnabled: true,
  version: 1,
  createdAt: 0,
  validFrom: 0,
  lastMatchedAt: 1,
  pending: null,
  baseVersion: 1,
  unreadableWindows: [],
  conflicts: [],
  ...change,
});
const conflict = (kind: RuleSummary['conflicts'][number]['kind']): RuleSummary['conflicts'][number] => ({
  kind,
  field: null,
  otherRuleId: null,
  values: {},
});

const rules = [
  rule('a10', { conflicts: [conflict('SELF_TRADE')], minPrice: null }),
  rule('a2', { type: 'buy', minPrice: null, maxPrice: 90_000, isEnabled: false }),
  rule('b1', { pending: { commandId: 'c', state: 'waiting' }, conflicts: [conflict('SHADOWED')] }),
  rule('b2', { lastMatchedAt: null, conflicts: [conflict('ZERO_QUANTITY'), conflict('SELF_TRADE')], isEnabled: false }),
];
const left = (change: Partial<RuleFilters>) => filterRules(rules, { ...none, ...change }, 'en-GB').map(({ id }) => id);

describe('the filters of the rules', () => {
  it('come out of the address as they went into it, beside what else is there', () => {
    const filters: RuleFilters = {
      search: 'b 1',
      type: 'buy',
      state: 'off',
      marks: ['conflicts', 'never'],
      member: 'member-1',
      sort: 'lastMatch',
      descending: true,
    };
    const written = writeRuleFilters(new URLSearchParams('period=week'), filters);
    expect(readRuleFilters(new URLSearchParams(written.toString()))).toEqual(filters);
    expect(written.get('period')).toBe('week');
    expect(writeRuleFilters(written, none).toString()).toBe('period=week');
  });

  it('know nothing of what they do not know', () => {
    expect(readRuleFilters(new URLSearchParams('type=both&state=maybe&sort=age&conflicts=no'))).toEqual(none);
  });

  it('can all be taken away, which leaves the order', () => {
    const filters: RuleFilters = { ...none, marks: ['waiting'], sort: 'limit' };
    expect(isFilteringRules(filters)).toBe(true);
    expect(isFilteringRules(withoutRuleFilters(filters))).toBe(false);
    expect(withoutRuleFilters(filters).sort).toBe('limit');
  });

  it.each([
    [{ search: 'house b' }, ['b1', 'b2']],
    [{ search: 'A10' }, ['a10']],
    [{ type: 'buy' }, ['a2']],
    [{ state: 'off' }, ['a2', 'b2']],
    [{ marks: ['waiting'] }, ['b1']],
    [{ marks: ['never'] }, ['b2']],
    [{ member: 'member-of-a2' }, ['a2']],
    [{ state: 'on', marks: ['never'] }, []],
  ] as const)('leave with %j the rules %j', (change, expected) => {
    expect(left(change)).toEqual(expected);
  });

  it('count a notice as no conflict', () => {
    expect(left({ marks: ['conflicts'] })).toEqual(['b1', 'b2']);
  });
});

describe('the order of the rules', () => {
  it('is by pseudonym with its number as a number, a member\u2019s rules as they come', () => {
    expect(left({})).toEqual(['a2', 'a10', 'b1', 'b2']);
    const ofOne = ['second', 'first'].map((id) => rule(id, { anonymizedId: 'House A1' }));
    expect(filterRules(ofOne, none, 'en-GB').map(({ id }) => id)).toEqual(['second', 'first']);
  });

  it('puts one grave conflict before many small ones, and rules without any last', () => {
    expect(left({ sort: 'conflicts', descending: true })).toEqual(['b2', 'b1', 'a10', 'a2']);
  });

  it('puts rules without a limit last, whichever way round', () => {
    expect(left({ sort: 'limit' })).toEqual(['a2', 'b1', 'b2', 'a10']);
    expect(left({ sort: 'limit', descending: true })).toEqual(['b1', 'b2', 'a2', 'a10']);
  });
});
