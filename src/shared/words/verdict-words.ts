/** Verdicts and their conditions in words. Pure. */
import type { AuditFinding, RuleAuditResult } from '../contract/rule-records.ts';
import { MINUTES_PER_DAY } from '../rules/windows.ts';
import type { Format } from '../format/format.ts';
import { exactly } from '../format/exact.ts';
import { windowsWords } from './rule-words.ts';
import { dayName } from '../format/day-names.ts';
import type { Say } from './say.ts';

export type TracedSide = Pick<AuditFinding, 'side' | 'orderedAt' | 'timeWindows'>;
export type TracedCondition = AuditFinding['conditions'][number];

export interface VerdictLanguage {
  readonly format: Format;
  readonly t: Say;
  readonly rules: Say;
}

/** How many sides of trades are not explained. */
export function findingsOf({ groups }: Pick<RuleAuditResult, 'groups'>): number {
  return groups.reduce((sum, { findings }) => sum + findings, 0);
}

/** What a condition asked for and what was found, e.g. "The rule sells at 0.1050 €/kWh or more; its order asked 0.0900 €/kWh." */
export function conditionWords(condition: TracedCondition, side: TracedSide, language: VerdictLanguage): string {
  const { verdict, outcome } = condition;
  const { t } = language;
  switch (verdict) {
    case 'NO_RULE':
      return ruleWords(condition, side, language);
    case 'OUTSIDE_WINDOW':
      return windowWordsOf(condition, side, language);
    case 'LIMIT_BREACHED':
      return limitWords(condition, side, language);
    case 'QUANTITY_EXCEEDED':
      return quantityWords(condition, side, language);
    case 'SOC_TOO_LOW':
      return socWords(condition, language);
    default:
      // Of these it is always known whether they are met.
      return t(`conditions.${verdict}.${outcome === 'failed' ? 'failed' : 'met'}`);
  }
}

function ruleWords({ outcome, values }: TracedCondition, side: TracedSide, { format, t }: VerdictLanguage): string {
  const { version, recordedVersion, validFrom } = values;
  const ordered = format.dateTime(side.orderedAt);
  if (outcome === 'failed') return t('conditions.NO_RULE.failed', { ordered });
  const held = t('conditions.NO_RULE.met', { version, since: format.dateTime(validFrom), ordered });
  if (recordedVersion === undefined || recordedVersion === version) return held;
  return `${held} ${t('conditions.NO_RULE.recorded', { recorded: recordedVersion })}`;
}

function windowWordsOf(
  { outcome, values }: TracedCondition,
  { timeWindows }: TracedSide,
  { format, t, rules }: VerdictLanguage,
): string {
  const windows = windowsWords(timeWindows, format.locale, rules);
  return t(`conditions.OUTSIDE_WINDOW.${outcome}`, { windows, start: minuteWords(values.minute, format.locale) });
}

/** A minute of the week in wall time, e.g. "Tue 14:15". */
function minuteWords(minute: number, locale: string): string {
  const ofDay = minute % MINUTES_PER_DAY;
  const clock = [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayName(Math.floor(minute / MINUTES_PER_DAY), locale, 'short')} ${clock}`;
}

function limitWords({ values }: TracedCondition, { side }: TracedSide, { format, t }: VerdictLanguage): string {
  const { price } = exactly(format);
  const { limit, orderPrice, tradePrice } = values;
  const asked =
    limit === undefined
      ? t('conditions.LIMIT_BREACHED.none')
      : t(`conditions.LIMIT_BREACHED.${side}`, { limit: price(limit) });
  const order =
    orderPrice === undefined
      ? t('conditions.LIMIT_BREACHED.market')
      : t('conditions.LIMIT_BREACHED.order', { price: price(orderPrice) });
  return [asked, order, t('conditions.LIMIT_BREACHED.trade', { price: price(tradePrice) })].join(' ');
}

function quantityWords(
  { outcome, values }: TracedCondition,
  { side }: TracedSide,
  { format, t }: VerdictLanguage,
): string {
  const { quantity } = exactly(format);
  const { most, open, order } = values;
  return [
    t('conditions.QUANTITY_EXCEEDED.order', { order: quantity(order) }),
    ...(most === undefined ? [] : [t('conditions.QUANTITY_EXCEEDED.most', { most: quantity(most) })]),
    outcome === 'unknown' || open === undefined
      ? t('conditions.QUANTITY_EXCEEDED.unknown')
      : t(`conditions.QUANTITY_EXCEEDED.${side}`, { open: quantity(open) }),
  ].join(' ');
}

function socWords({ outcome, values }: TracedCondition, { format, t }: VerdictLanguage): string {
  const { least, found } = values;
  const percent = (soc: number): string => format.percent(soc / 100, 0);
  if (least === 0) return t('conditions.SOC_TOO_LOW.none');
  if (outcome === 'unknown' || found === undefined)
    return t('conditions.SOC_TOO_LOW.unknown', { least: percent(least) });
  return t('conditions.SOC_TOO_LOW.known', { least: percent(least), found: percent(found) });
}
