/** What a trial found, in sentences. Pure. */
import type { TFunction } from 'i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { dayNumber, localDay } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';
import { isGain, isLoss } from '../cents.ts';

/** Whole weeks under which nothing can be promised. */
const LEAST_WEEKS = 4;
const WEEK_DAYS = 7;

/** How long a range is, and its days, e.g. "12 weeks (1 Sept – 23 Nov 2026)". */
function spanText(range: RuleSimulationResult['range'], format: Format, t: TFunction<'rule-trials'>): string {
  const first = dayNumber(localDay(range.from, format.timeZone));
  const count = dayNumber(localDay(range.to - 1, format.timeZone)) - first + 1;
  const length =
    count >= 2 * WEEK_DAYS ? t('span.weeks', { count: Math.round(count / WEEK_DAYS) }) : t('span.days', { count });
  return `${length} (${format.days(range)})`;
}

/** The savings of the member with the draft less those without it, micro-currency. */
export function gainOf({ current, drafted }: RuleSimulationResult): number {
  return drafted.member.savings - current.member.savings;
}

/** The finding: what the draft would have been worth, and how that spreads over the weeks. */
export function findingSentences(result: RuleSimulationResult, format: Format, t: TFunction<'rule-trials'>): string[] {
  const { slots, slotsWithoutTariff, spread, trial } = result;
  if (slotsWithoutTariff === slots) return [t('finding.noTariff', { span: spanText(result.range, format, t) })];
  const gain = gainOf(result);
  const money = (amount: number): string => format.money(amount).text;
  const signed = (amount: number | null): string => format.money(amount ?? 0, format.currency, { signed: true }).text;
  const versus = trial.insteadOf === null ? 'new' : 'rule';
  const direction = isGain(gain) ? 'more' : isLoss(gain) ? 'less' : 'same';
  const sentence = t(`finding.${versus}.${direction}`, {
    span: spanText(result.range, format, t),
    amount: money(Math.abs(gain)),
  });
  if (direction === 'same' || spread.wholeWeeks === 0) return [sentence];
  return [
    sentence,
    t('finding.weeks', {
      count: spread.wholeWeeks,
      least: signed(spread.least),
      most: signed(spread.most),
      better: format.number(spread.better),
    }),
  ];
}

/** That the trial is too short to promise anything; null when it is long enough. */
export function shortnessSentence({ spread }: RuleSimulationResult, t: TFunction<'rule-trials'>): string | null {
  return spread.wholeWeeks < LEAST_WEEKS ? t('finding.short', { count: spread.wholeWeeks }) : null;
}
