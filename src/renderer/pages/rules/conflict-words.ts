/** What about a rule makes no sense, as sentences. Pure. */
import type { TFunction } from 'i18next';
import { conflictSeverities, severityOf, type ConflictSeverity, type RuleConflict } from '#shared/rules/conflicts.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';

export type { RuleConflict };

/** What is wrong and, where the words leave it open, what can be done about it. */
export function conflictSentence({ kind, field, values }: RuleConflict, format: Format, t: TFunction<'rules'>): string {
  const { price } = exactly(format);
  switch (kind) {
    case 'LIMITS_CROSSED':
      return t('conflicts.LIMITS_CROSSED', { minPrice: price(values.minPrice), maxPrice: price(values.maxPrice) });
    case 'PRICE_OUTSIDE_MARKET':
      return t(field === 'minPrice' ? 'conflicts.outside.minPrice' : 'conflicts.outside.maxPrice', {
        limit: price(values.limit),
        floor: price(values.floor),
        cap: price(values.cap),
      });
    case 'NEVER_FIRES':
      return values.at === undefined
        ? t('conflicts.neverFires.none')
        : t('conflicts.neverFires.window', { number: format.number(values.at + 1) });
    case 'SOC_UNREACHABLE':
      return t('conflicts.SOC_UNREACHABLE', { least: format.percent(values.least / 100, 0) });
    case 'SELF_TRADE':
      return t('conflicts.SELF_TRADE', {
        sell:
          values.minPrice === undefined
            ? t('words.anyPrice')
            : t('words.sell.limit', { price: price(values.minPrice) }),
        buy:
          values.maxPrice === undefined ? t('words.anyPrice') : t('words.buy.limit', { price: price(values.maxPrice) }),
      });
    case 'ZERO_QUANTITY':
    case 'SHADOWED':
      return t(`conflicts.${kind}`);
  }
}

/** How many conflicts there are of each severity that occurs, the gravest first. */
export function conflictsBySeverity(
  conflicts: readonly RuleConflict[],
): readonly (readonly [ConflictSeverity, number])[] {
  return conflictSeverities
    .map((severity) => [severity, conflicts.filter(({ kind }) => severityOf[kind] === severity).length] as const)
    .filter(([, count]) => count > 0);
}

/** Whether a rule should be looked at: it may not be switched on as it is, or it does less than it says. */
export function needsAttention({ conflicts }: { readonly conflicts: readonly RuleConflict[] }): boolean {
  return conflicts.some(({ kind }) => severityOf[kind] !== 'notice');
}
