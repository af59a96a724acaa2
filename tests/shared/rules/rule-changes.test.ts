import { describe, expect, it } from 'vitest';
import { changedFields, changedRuleFields, isSwitchingOff } from '#shared/rules/rule-changes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';

const before: RuleDraft = {
  type: 'sell',
  maxQuantityWh: 1500,
  maxPrice: 300_000,
  minPrice: 90_000,
  minBatterySoc: 40,
  timeWindows: ['Mo-Fr 06:00-09:00', '* 18:00-24:00'],
  isEnabled: true,
};
const other: RuleDraft = {
  type: 'buy',
  maxQuantityWh: null,
  maxPrice: null,
  minPrice: 0,
  minBatterySoc: 0,
  timeWindows: [],
  isEnabled: false,
};

describe('the changed fields', () => {
  it('are none of the same rule, of windows with the same texts neither', () => {
    expect(changedFields(before, { ...before, timeWindows: [...before.timeWindows] })).toEqual([]);
  });

  it.each(changedRuleFields)('are %s alone when nothing else differs', (field) => {
    expect(changedFields(before, { ...before, [field]: other[field] })).toEqual([field]);
  });

  it('come in the order in which they are told', () => {
    expect(changedFields(before, other)).toEqual(changedRuleFields);
  });

  it('tell nothing from zero', () => {
    expect(changedFields({ ...before, minPrice: null }, { ...before, minPrice: 0 })).toEqual(['minPrice']);
  });

  it('tell windows in another order, or written otherwise', () => {
    const { timeWindows } = before;
    expect(changedFields(before, { ...before, timeWindows: timeWindows.toReversed() })).toEqual(['timeWindows']);
    expect(changedFields(before, { ...before, timeWindows: [timeWindows.join(' ')] })).toEqual(['timeWindows']);
  });
});

describe('switching off', () => {
  it('is a change of nothing else', () => {
    expect(isSwitchingOff(before, { ...before, isEnabled: false })).toBe(true);
    expect(isSwitchingOff(before, { ...before, isEnabled: false, minPrice: 0 })).toBe(false);
    expect(isSwitchingOff({ ...before, isEnabled: false }, before)).toBe(false);
  });
});
