/** What a version of a rule says otherwise than the one before, in words. Pure. */
import type { TFunction } from 'i18next';
import { changedFields, type ChangedRuleField } from '#shared/rules/rule-changes.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';
import { windowsWords } from '#shared/words/rule-words.ts';

/** One field of a rule with its unit, e.g. "0.1050 €/kWh", "at any price", "Mon–Fri 06:00–22:00". */
export function fieldWords(
  field: Exclude<ChangedRuleField, 'isEnabled' | 'type'>,
  rule: RuleDraft,
  format: Format,
  t: TFunction<'rules'>,
): string {
  const exact = exactly(format);
  switch (field) {
    case 'minPrice':
    case 'maxPrice': {
      const price = rule[field];
      return price === null ? t('anyPrice') : exact.price(price);
    }
    case 'maxQuantityWh':
      return rule.maxQuantityWh === null ? t('anyQuantity') : exact.quantity(rule.maxQuantityWh);
    case 'minBatterySoc':
      return rule.minBatterySoc === null ? t('anyCharge') : format.percent(rule.minBatterySoc / 100, 0);
    case 'timeWindows':
      return windowsWords(rule.timeWindows, format.locale, t);
  }
}

/** Each difference as a short sentence, e.g. "Lowest price: 0.1050 €/kWh → 0.0980 €/kWh"; none when both say the same. */
export function changeWords(before: RuleDraft, after: RuleDraft, format: Format, t: TFunction<'rules'>): string[] {
  return changedFields(before, after).map((field) => {
    if (field === 'isEnabled') return t(after.isEnabled ? 'changes.switchedOn' : 'changes.switchedOff');
    if (field === 'type') return t(`changes.now.${after.type}`);
    return t('changes.field', {
      name: t(`fields.${field}`),
      before: fieldWords(field, before, format, t),
      after: fieldWords(field, after, format, t),
    });
  });
}
