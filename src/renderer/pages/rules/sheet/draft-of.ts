import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';

/** What a rule says, without what is known of it besides. */
export function draftOf(rule: RuleSummary): RuleDraft & Pick<RuleSummary, 'timeWindows'> {
  const { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled } = rule;
  return { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled };
}
