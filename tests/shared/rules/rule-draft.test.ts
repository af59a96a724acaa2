import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { MAX_PRICE } from '#shared/market/orders.ts';
import { checkRuleDraft, MAX_TIME_WINDOWS, type RuleDraft, ruleDraftFields } from '#shared/rules/rule-draft.ts';
import { ruleFromTemplate, ruleTemplateNames } from '#shared/rules/templates.ts';

const active = { isActive: true };
const draft: RuleDraft = {
  type: 'sell',
  maxQuantityWh: 1500,
  maxPrice: null,
  minPrice: 90_000,
  minBatterySoc: 40,
  timeWindows: ['Mo-Fr 06:00-09:00', '* 18:00-24:00'],
  isEnabled: true,
};
const told = (changes: Partial<RuleDraft>): unknown[] =>
  checkRuleDraft({ ...draft, ...changes }, active).map(({ field, code, values }) => [field, code, values]);

describe('the check of a draft', () => {
  it.each<[string, Partial<RuleDraft>]>([
    ['limits, quantity and charge', {}],
    ['nothing but a type', { maxQuantityWh: null, minPrice: null, minBatterySoc: null, timeWindows: [] }],
    ['the edges', { maxQuantityWh: 0, minPrice: -MAX_PRICE, maxPrice: MAX_PRICE, minBatterySoc: 0 }],
    ['the other edges', { maxQuantityWh: MAX_ORDER_WH, minBatterySoc: 100 }],
    ['as many windows as there may be', { timeWindows: Array<string>(MAX_TIME_WINDOWS).fill('* 00:00-24:00') }],
  ])('lets pass a rule with %s', (_what, changes) => {
    expect(told(changes)).toEqual([]);
  });

  it.each<[Partial<RuleDraft>, unknown]>([
    [{ maxQuantityWh: -1 }, ['maxQuantityWh', 'QUANTITY_OUT_OF_RANGE', { max: MAX_ORDER_WH }]],
    [{ maxQuantityWh: MAX_ORDER_WH + 1 }, ['maxQuantityWh', 'QUANTITY_OUT_OF_RANGE', { max: MAX_ORDER_WH }]],
    [{ maxQuantityWh: Number.NaN }, ['maxQuantityWh', 'QUANTITY_OUT_OF_RANGE', { max: MAX_ORDER_WH }]],
    [{ maxQuantityWh: 1.5 }, ['maxQuantityWh', 'QUANTITY_NOT_WHOLE', {}]],
    [{ minPrice: 0.5 }, ['minPrice', 'PRICE_NOT_WHOLE', {}]],
    [{ maxPrice: MAX_PRICE + 1 }, ['maxPrice', 'PRICE_OUT_OF_RANGE', {}]],
    [{ minPrice: Number.NaN }, ['minPrice', 'PRICE_OUT_OF_RANGE', {}]],
    [{ minBatterySoc: -1 }, ['minBatterySoc', 'SOC_OUT_OF_RANGE', {}]],
    [{ minBatterySoc: 101 }, ['minBatterySoc', 'SOC_OUT_OF_RANGE', {}]],
    [{ minBatterySoc: 49.5 }, ['minBatterySoc', 'SOC_OUT_OF_RANGE', {}]],
    [{ timeWindows: ['* 00:00-24:00', 'Mo 25:00-26:00'] }, ['timeWindows', 'WINDOW_UNREADABLE', { at: 1 }]],
    [{ timeWindows: [''] }, ['timeWindows', 'WINDOW_UNREADABLE', { at: 0 }]],
    [{ timeWindows: [`*${' '.repeat(100)}00:00-24:00`] }, ['timeWindows', 'WINDOW_UNREADABLE', { at: 0 }]],
    [{ timeWindows: Array<string>(101).fill('* 00:00-24:00') }, ['timeWindows', 'TOO_MANY_WINDOWS', { max: 100 }]],
  ])('tells what is no rule: %j', (changes, problem) => {
    expect(told(changes)).toEqual([problem]);
  });

  it('misses a member, and tells one who has left unless the rule is off', () => {
    expect(checkRuleDraft(draft, null)).toMatchObject([{ field: 'memberId', code: 'MEMBER_UNKNOWN' }]);
    expect(checkRuleDraft(draft, { isActive: false })).toMatchObject([{ code: 'MEMBER_INACTIVE' }]);
    expect(checkRuleDraft({ ...draft, isEnabled: false }, { isActive: false })).toEqual([]);
  });

  it('finds at most one problem for a field, in the order of the fields, and never throws', () => {
    const numbers = fc.option(fc.double());
    const drafts = fc.record({
      type: fc.constantFrom('buy' as const, 'sell' as const),
      maxQuantityWh: numbers,
      maxPrice: numbers,
      minPrice: numbers,
      minBatterySoc: numbers,
      timeWindows: fc.array(fc.string(), { maxLength: 3 }),
      isEnabled: fc.boolean(),
    });
    fc.assert(
      fc.property(drafts, fc.option(fc.record({ isActive: fc.boolean() })), (any, member) => {
        const fields = checkRuleDraft(any, member).map(({ field }) => field);
        expect(fields).toEqual(ruleDraftFields.filter((field) => fields.includes(field)));
      }),
    );
  });

  it.each(ruleTemplateNames)('lets pass the template %s', (name) => {
    expect(checkRuleDraft(ruleFromTemplate(name, { retail: 311_900, feedIn: 79_200 }), active)).toEqual([]);
  });
});
