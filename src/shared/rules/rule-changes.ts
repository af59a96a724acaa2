/** What a version of a rule says otherwise than the one before. */
import type { RuleDraft } from './rule-draft.ts';

export const changedRuleFields = [
  'isEnabled',
  'type',
  'minPrice',
  'maxPrice',
  'maxQuantityWh',
  'minBatterySoc',
  'timeWindows',
] as const satisfies readonly (keyof RuleDraft)[];
export type ChangedRuleField = (typeof changedRuleFields)[number];

/** The fields that differ, in the order in which they are told. Windows differ when their texts do, in their order. */
export function changedFields(before: RuleDraft, after: RuleDraft): ChangedRuleField[] {
  return changedRuleFields.filter((field) =>
    field === 'timeWindows'
      ? before.timeWindows.join('\n') !== after.timeWindows.join('\n')
      : before[field] !== after[field],
  );
}

/** Whether a change does nothing but switch a rule off. Whatever else is wrong with the rule, that has to be possible. */
export function isSwitchingOff(before: RuleDraft, after: RuleDraft): boolean {
  return !after.isEnabled && changedFields(before, after).every((field) => field === 'isEnabled');
}
