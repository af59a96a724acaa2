import { describe, expect, it } from 'vitest';
import { readRule, valuesOf, type RuleValues } from '#renderer/pages/rules/editor/read-rule.ts';
import { emptyDraft, lackOf, templateDraft } from '#renderer/pages/rules/editor/rule-templates.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { ruleTemplateNames } from '#shared/rules/templates.ts';

const selling: RuleDraft = {
  type: 'sell',
  maxQuantityWh: 2500,
  maxPrice: null,
  minPrice: 105_000,
  minBatterySoc: 40,
  timeWindows: ['Mo-Fr 06:00-22:00', 'Sa,Su 00:00-24:00'],
  isEnabled: true,
};
const buying: RuleDraft = { ...selling, type: 'buy', minPrice: null, maxPrice: 240_050 };

const typed = (change: Partial<RuleValues> = {}): RuleValues => ({
  ...valuesOf('member', selling, 'en-GB'),
  ...change,
});

describe('the fields of the rule editor', () => {
  it.each(['en-GB', 'de-DE'])('say in %s what the draft says, and read as the draft again', (locale) => {
    for (const draft of [selling, buying, { ...selling, maxPrice: 300_000 }, ...ruleTemplateNames.map(fromTemplate)]) {
      expect(readRule(valuesOf('member', draft, locale), locale, draft).draft).toEqual(draft);
    }
  });

  it('write prices to the tick and quantities as short as they are', () => {
    expect(valuesOf('member', selling, 'de-DE')).toMatchObject({
      limit: '0,1050',
      maxQuantity: '2,5',
      minBatterySoc: '40',
    });
    expect(valuesOf('member', buying, 'en-GB').limit).toBe('0.24005');
  });

  it('left empty are no limit, not a mistake', () => {
    const read = readRule(typed({ limit: '', maxQuantity: ' ', minBatterySoc: '', windows: '\n' }), 'en-GB', null);
    expect(read.draft).toMatchObject({ minPrice: null, maxQuantityWh: null, minBatterySoc: null, timeWindows: [] });
  });

  it('hold what is typed for the other side of the limit only when it was there', () => {
    expect(typed().otherLimit).toBeNull();
    const values = valuesOf('member', { ...selling, maxPrice: 300_000 }, 'en-GB');
    expect(readRule({ ...values, otherLimit: '0.31' }, 'en-GB', null).draft).toMatchObject({
      minPrice: 105_000,
      maxPrice: 310_000,
    });
  });

  it('of a rule that buys keep a least charge that it had, and give a new one none', () => {
    const values = valuesOf('member', buying, 'en-GB');
    expect(readRule(values, 'en-GB', buying).draft?.minBatterySoc).toBe(40);
    expect(readRule(values, 'en-GB', null).draft?.minBatterySoc).toBeNull();
  });

  it.each([
    [{ memberId: null }, { memberId: 'MISSING' }],
    [{ limit: 'dear' }, { limit: 'NOT_A_NUMBER' }],
    [{ otherLimit: '0.1234567' }, { otherLimit: 'TOO_MANY_DECIMALS' }],
    [{ maxQuantity: '-1' }, { maxQuantity: 'NEGATIVE' }],
    [{ minBatterySoc: '40.5' }, { minBatterySoc: 'NO_PERCENT' }],
    [{ minBatterySoc: '101' }, { minBatterySoc: 'NO_PERCENT' }],
    [{ windows: 'Mo 06:00-09:00\nMo 25:00-26:00' }, { windows: 'WINDOW_UNREADABLE' }],
  ])('with %j make no draft', (change, problems) => {
    const read = readRule(typed(change), 'en-GB', null);
    expect(read).toMatchObject({ draft: null, problems });
  });

  it('with a line that cannot be read are asked about without it', () => {
    expect(readRule(typed({ windows: 'Mo 06:00-09:00\nMo' }), 'en-GB', null).asked.timeWindows).toEqual([
      'Mo 06:00-09:00',
    ]);
  });
});

function fromTemplate(name: (typeof ruleTemplateNames)[number]): RuleDraft {
  return templateDraft(name, { retail: 298_700, feedIn: 78_600 });
}

describe('a template', () => {
  it('without tariffs has no limit and is switched off', () => {
    for (const name of ruleTemplateNames) {
      expect(templateDraft(name, { retail: 298_700, feedIn: null })).toMatchObject({
        minPrice: null,
        maxPrice: null,
        isEnabled: false,
      });
    }
  });

  it('that begins with nothing never fires', () => {
    expect(emptyDraft.timeWindows).toEqual([]);
  });

  it('tells what the member lacks for it', () => {
    const member = { pvCapacityWp: 5000, batteryCapacityWh: 0 };
    expect(ruleTemplateNames.map((name) => lackOf(name, member))).toEqual([null, null, 'battery', null, null, null]);
    expect(lackOf('sell-surplus', { ...member, pvCapacityWp: 0 })).toBe('panels');
    expect(lackOf('sell-surplus', null)).toBeNull();
  });
});
