import type { MemberSummary } from '#shared/contract/members.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { ruleFromTemplate, templateNeeds, type RuleTemplateName } from '#shared/rules/templates.ts';

/** The tariffs of the community, micro-currency per kWh; null when they are not known. */
export interface KnownTariffs {
  readonly retail: number | null;
  readonly feedIn: number | null;
}

/** A new rule that says nothing yet: it has no window, so it never fires. */
export const emptyDraft: RuleDraft & { readonly timeWindows: string[] } = {
  type: 'sell',
  maxQuantityWh: null,
  maxPrice: null,
  minPrice: null,
  minBatterySoc: null,
  timeWindows: [],
  isEnabled: true,
};

/** The rule of a template. Without tariffs it has no limit, and is switched off until a person has entered one. */
export function templateDraft(name: RuleTemplateName, { retail, feedIn }: KnownTariffs): RuleDraft {
  if (retail !== null && feedIn !== null) return ruleFromTemplate(name, { retail, feedIn });
  const draft = ruleFromTemplate(name, { retail: 0, feedIn: 0 });
  return { ...draft, minPrice: null, maxPrice: null, isEnabled: false };
}

/** What a member lacks for a template to make sense; null when it lacks nothing. */
export function lackOf(
  name: RuleTemplateName,
  member: Pick<MemberSummary, 'pvCapacityWp' | 'batteryCapacityWh'> | null,
): 'panels' | 'battery' | null {
  const need = templateNeeds[name];
  if (member === null || need === null) return null;
  const has = need === 'panels' ? member.pvCapacityWp > 0 : member.batteryCapacityWh > 0;
  return has ? null : need;
}
