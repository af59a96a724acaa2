import { describe, expect, it } from 'vitest';
import { changeWords } from '#renderer/pages/rules/change-words.ts';
import { conflictsBySeverity, conflictSentence } from '#renderer/pages/rules/conflict-words.ts';
import { pricesMet, scaleOf } from '#renderer/pages/rules/sheet/price-scale.ts';
import { ruleConflictKinds, type RuleConflict } from '#shared/rules/conflicts.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { formatOf, textsOf } from '../i18n/language.ts';

const t = textsOf('en', 'rules');
const format = formatOf('en');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a conflict in words', () => {
  const conflict = (kind: RuleConflict['kind'], change: Partial<RuleConflict> = {}): RuleConflict => ({
    kind,
    field: null,
    otherRuleId: null,
    values: {},
    ...change,
  });
  const sentence = (...given: Parameters<typeof conflict>) => plain(conflictSentence(conflict(...given), format, t));

  it('names the prices that cannot both be met', () => {
    expect(sentence('LIMITS_CROSSED', { values: { minPrice: 240_000, maxPrice: 180_000 } })).toBe(
      'Its lowest price of 0.2400 €/kWh is above its highest price of 0.1800 €/kWh: no trade could meet both.',
    );
  });

  it('says which limit lies outside the market', () => {
    const values = { limit: 1_400_000, floor: -1_000_000, cap: 1_000_000 };
    expect(sentence('PRICE_OUTSIDE_MARKET', { field: 'maxPrice', values })).toBe(
      'Its highest price of 1.4000 €/kWh lies outside the prices of this market, which go from −1.0000 €/kWh to 1.0000 €/kWh.',
    );
    expect(sentence('PRICE_OUTSIDE_MARKET', { field: 'minPrice', values })).toContain('Its lowest price');
  });

  it('counts windows from one, and says when there is none', () => {
    expect(sentence('NEVER_FIRES', { values: { at: 0 } })).toContain('Its time window 1 never fires');
    expect(sentence('NEVER_FIRES')).toBe('It has no time window, so it never fires.');
  });

  it('says at which prices two rules of a member meet', () => {
    expect(sentence('SELF_TRADE', { values: { minPrice: 105_000 } })).toContain(
      'one sells at 0.1050 €/kWh or more, the other buys at any price.',
    );
  });

  it.each(ruleConflictKinds)('is a whole sentence for %s in both languages', (kind) => {
    const values = { minPrice: 1, maxPrice: 1, limit: 1, floor: 1, cap: 1, least: 1, at: 1 };
    for (const language of ['en', 'de'] as const) {
      const text = conflictSentence(conflict(kind, { values }), format, textsOf(language, 'rules'));
      expect(text).toMatch(/^\p{Lu}[^{}]+\.$/u);
      expect(text).not.toContain('NaN');
    }
  });

  it('is counted by how grave it is, the gravest first', () => {
    const found = (['SELF_TRADE', 'SHADOWED', 'ZERO_QUANTITY', 'NEVER_FIRES'] as const).map((kind) => conflict(kind));
    expect(conflictsBySeverity(found)).toEqual([
      ['blocking', 1],
      ['warning', 2],
      ['notice', 1],
    ]);
  });
});

describe('the differences of two versions in words', () => {
  const before: RuleDraft = {
    type: 'sell',
    maxQuantityWh: 2500,
    maxPrice: null,
    minPrice: 105_000,
    minBatterySoc: 40,
    timeWindows: ['Mo-Fr 06:00-22:00'],
    isEnabled: true,
  };
  const words = (change: Partial<RuleDraft>) => changeWords(before, { ...before, ...change }, format, t).map(plain);

  it('say a field with both of its values', () => {
    expect(words({ minPrice: 98_000, timeWindows: ['* 00:00-24:00'] })).toEqual([
      'Lowest price: 0.1050 €/kWh → 0.0980 €/kWh',
      'When: Mon–Fri 06:00–22:00 → every day, all day',
    ]);
  });

  it('say what is no limit any more', () => {
    expect(words({ maxQuantityWh: null, minBatterySoc: null, minPrice: null })).toEqual([
      'Lowest price: 0.1050 €/kWh → any price',
      'At most per slot: 2.500 kWh → all',
      'Least charge: 40% → any charge',
    ]);
  });

  it('say that a rule was switched, and nothing when nothing differs', () => {
    expect(words({ isEnabled: false })).toEqual(['Switched off']);
    expect(words({})).toEqual([]);
  });
});

describe('a limit beside the prices', () => {
  const band = { low: 140_000, median: 180_000, high: 240_000 };

  it.each([
    ['sell', 140_000, 'most'],
    ['sell', 140_001, 'half'],
    ['sell', 180_001, 'tenth'],
    ['sell', 240_001, 'few'],
    ['buy', 240_000, 'most'],
    ['buy', 239_999, 'half'],
    ['buy', 179_999, 'tenth'],
    ['buy', 139_999, 'few'],
    ['buy', null, 'all'],
  ] as const)('of a rule that %ss at %s is met by %s', (type, limit, met) => {
    expect(pricesMet(type, limit, band)).toBe(met);
  });

  it('is compared with nothing when no price is known', () => {
    expect(pricesMet('sell', 100_000, { low: null, median: null, high: null })).toBeNull();
  });

  it('has a scale that holds every price, and none for a single one', () => {
    const placeOf = scaleOf([81_000, null, 312_000, 105_000]);
    expect(placeOf?.(81_000)).toBeGreaterThan(0);
    expect(placeOf?.(312_000)).toBeLessThan(100);
    expect(scaleOf([81_000, null])).toBeNull();
  });
});
