import { describe, expect, it } from 'vitest';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { type SmallChangeKind, smallChanges } from '#shared/rules/small-changes.ts';

const seller: RuleDraft = {
  type: 'sell',
  maxQuantityWh: 301,
  maxPrice: null,
  minPrice: 100_000,
  minBatterySoc: 45,
  timeWindows: ['Mo-Fr 10:00-16:00'],
  isEnabled: true,
};
const buyer: RuleDraft = { ...seller, type: 'buy', minPrice: null, maxPrice: 250_000, minBatterySoc: null };
const unlimited: RuleDraft = {
  ...seller,
  minPrice: null,
  minBatterySoc: null,
  maxQuantityWh: null,
  timeWindows: ['* 00:00-24:00'],
};

/** What a change of that kind makes of a rule; undefined when there is none. */
function changed(rule: RuleDraft, kind: SmallChangeKind): RuleDraft | undefined {
  return smallChanges(rule).find((change) => change.kind === kind)?.draft;
}

describe('the small changes of a rule', () => {
  it('are one for each thing that could be otherwise', () => {
    expect(smallChanges(seller).map(({ kind }) => kind)).toEqual([
      'LIMIT_RELAXED',
      'LIMIT_TIGHTENED',
      'WINDOWS_LONGER',
      'SOC_LOWER',
      'QUANTITY_LARGER',
    ]);
    expect(smallChanges(unlimited)).toEqual([]);
  });

  it.each<[string, RuleDraft, SmallChangeKind, Partial<RuleDraft>]>([
    ['a seller asks a cent less', seller, 'LIMIT_RELAXED', { minPrice: 90_000 }],
    ['a seller asks a cent more', seller, 'LIMIT_TIGHTENED', { minPrice: 110_000 }],
    ['a buyer pays a cent more', buyer, 'LIMIT_RELAXED', { maxPrice: 260_000 }],
    ['a buyer pays a cent less', buyer, 'LIMIT_TIGHTENED', { maxPrice: 240_000 }],
    ['ten points of charge less', seller, 'SOC_LOWER', { minBatterySoc: 35 }],
    ['a charge that is not below 0', { ...seller, minBatterySoc: 4 }, 'SOC_LOWER', { minBatterySoc: 0 }],
    ['half as much again, in whole Wh', seller, 'QUANTITY_LARGER', { maxQuantityWh: 452 }],
    ['an hour longer at both ends', seller, 'WINDOWS_LONGER', { timeWindows: ['Mo-Fr 09:00-17:00'] }],
  ])('include %s', (_, rule, kind, change) => {
    expect(changed(rule, kind)).toEqual({ ...rule, ...change });
  });

  it.each([
    ['Mo 00:30-02:00', 'Su 23:30-03:00'],
    ['Mo,Sa 00:00-02:00', 'Fr,Su 23:00-03:00'],
    ['* 00:00-06:00', '* 23:00-07:00'],
    ['Fr 20:00-24:00', 'Fr 19:00-01:00'],
    ['Fr 22:00-05:00', 'Fr 21:00-06:00'],
    ['Sa 01:00-23:00', 'Sa 00:00-24:00'],
    ['Sa 12:00-11:00', 'Sa 11:00-11:00'],
  ])('make %s longer as %s', (before, after) => {
    const rule = { ...seller, timeWindows: [before, '* 00:00-24:00'] };
    expect(changed(rule, 'WINDOWS_LONGER')?.timeWindows).toEqual([after, '* 00:00-24:00']);
  });

  it('leave out what would change nothing', () => {
    expect(changed({ ...seller, minBatterySoc: 0 }, 'SOC_LOWER')).toBeUndefined();
    expect(changed({ ...buyer, minBatterySoc: 50 }, 'SOC_LOWER')).toBeUndefined();
    expect(changed({ ...seller, maxQuantityWh: 0 }, 'QUANTITY_LARGER')).toBeUndefined();
    expect(changed({ ...seller, minPrice: null }, 'LIMIT_RELAXED')).toBeUndefined();
  });

  it('of a rule that is off begin with switching it on, and go on from there', () => {
    const changes = smallChanges({ ...seller, isEnabled: false });
    expect(changes[0]).toEqual({ kind: 'ENABLED', draft: seller });
    expect(changes.slice(1)).toEqual(smallChanges(seller));
  });

  it('cannot be told of a window that cannot be read', () => {
    expect(() => smallChanges({ ...seller, timeWindows: ['always'] })).toThrow(RangeError);
  });
});
