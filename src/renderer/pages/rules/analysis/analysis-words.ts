/** What an analysis found, in sentences. Pure. */
import type { TFunction } from 'i18next';
import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { PRICE_STEP, type SmallChangeKind } from '#shared/rules/small-changes.ts';
import type { Format } from '#shared/format/format.ts';
import { isLoss } from '../cents.ts';

/** How often the rule fired since it exists, what it traded, and what that was worth. */
export function analysisSentence(
  { asItWas, ledger, slots, slotsBefore }: RuleAnalysis,
  format: Format,
  t: TFunction<'rule-trials'>,
): string {
  const count = slots - slotsBefore;
  const values = {
    count,
    slots: format.number(count),
    fired: format.number(asItWas.firedSlots),
    share: format.percent(count === 0 ? null : asItWas.firedSlots / count, 0),
    energy: format.energy(ledger.tradedWh).text,
    amount: format.money(Math.abs(ledger.savings)).text,
  };
  if (ledger.trades === 0) return t('analysis.finding.noTrade', values);
  return t(`analysis.finding.${isLoss(ledger.savings) ? 'loss' : 'gain'}`, values);
}

/** A small change, with what the rule would say then. */
export function changeWords(
  kind: SmallChangeKind,
  draft: RuleDraft,
  format: Format,
  t: TFunction<'rule-trials'>,
): string {
  const limit = draft.type === 'sell' ? draft.minPrice : draft.maxPrice;
  switch (kind) {
    case 'LIMIT_RELAXED':
    case 'LIMIT_TIGHTENED':
      return t(`changes.kinds.${draft.type}.${kind}`, {
        step: format.money(PRICE_STEP).text,
        price: format.price(limit ?? 0).text,
      });
    case 'SOC_LOWER':
      return t('changes.kinds.SOC_LOWER', { soc: format.percent((draft.minBatterySoc ?? 0) / 100, 0) });
    case 'QUANTITY_LARGER':
      return t('changes.kinds.QUANTITY_LARGER', { energy: format.energy(draft.maxQuantityWh ?? 0).text });
    case 'WINDOWS_LONGER':
      return t('changes.kinds.WINDOWS_LONGER');
    case 'ENABLED':
      return t('changes.kinds.ENABLED');
  }
}
