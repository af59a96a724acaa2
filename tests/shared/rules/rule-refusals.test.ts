import { describe, expect, it } from 'vitest';
import { type RuleConflict, ruleConflictKinds, severityOf } from '#shared/rules/conflicts.ts';
import type { RuleDraftProblem } from '#shared/rules/rule-draft.ts';
import { firstRuleRefusal, ruleConflictRefusals, ruleDraftRefusals } from '#shared/rules/rule-refusals.ts';

const window: RuleDraftProblem = { field: 'timeWindows', code: 'WINDOW_UNREADABLE', values: { at: 1 } };
const price: RuleDraftProblem = { field: 'maxPrice', code: 'PRICE_OUT_OF_RANGE', values: {} };
const shadowed: RuleConflict = { kind: 'SHADOWED', field: null, otherRuleId: 'other', values: {} };
const crossed: RuleConflict = {
  kind: 'LIMITS_CROSSED',
  field: 'minPrice',
  otherRuleId: null,
  values: { minPrice: 200_000, maxPrice: 100_000 },
};

const enabled = { isEnabled: true };

describe('the refusal of a rule', () => {
  it('is its first problem, with the field and the facts of it', () => {
    expect(firstRuleRefusal(enabled, [window, price], [crossed])).toEqual({
      ...ruleDraftRefusals.WINDOW_UNREADABLE,
      details: { field: 'timeWindows', at: 1 },
    });
  });

  it('is without problems the first conflict that blocks it', () => {
    expect(firstRuleRefusal(enabled, [], [shadowed, crossed])).toEqual({
      code: 'RULE_CONFLICT',
      message: 'The lowest price of the rule is above its highest.',
      remedy: 'Change it, or save the rule switched off.',
      details: { field: 'minPrice', minPrice: 200_000, maxPrice: 100_000 },
    });
  });

  it('is none for conflicts of a rule that is switched off, though its problems count', () => {
    expect(firstRuleRefusal({ isEnabled: false }, [], [crossed])).toBeNull();
    expect(firstRuleRefusal({ isEnabled: false }, [price], [])).toMatchObject({ code: 'PRICE_INVALID' });
  });

  it('is none for what only warns', () => {
    expect(firstRuleRefusal(enabled, [], [shadowed])).toBeNull();
  });

  it.each(ruleConflictKinds)('is there for a %s exactly when that blocks', (kind) => {
    const refusal = ruleConflictRefusals[kind];
    expect(refusal?.code).toBe(severityOf[kind] === 'blocking' ? 'RULE_CONFLICT' : undefined);
  });
});
