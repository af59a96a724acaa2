/** A rule as sentences. Pure. */
import type { RuleDraft } from '../rules/rule-draft.ts';
import { MINUTES_PER_DAY, parseTimeWindow } from '../rules/windows.ts';
import type { Format } from '../format/format.ts';
import { exactly } from '../format/exact.ts';
import { dayName } from '../format/day-names.ts';
import { listText } from '../format/locale-facts.ts';
import type { Say } from './say.ts';

/** "Mon–Fri", "Sat and Sun", "Wed": three or more days in a row become a range. */
function dayWords(days: number, locale: string): string {
  const runs: number[][] = [];
  for (let index = 0; index < 7; index++) {
    if ((days & (1 << index)) === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[last.length - 1] === index - 1) last.push(index);
    else runs.push([index]);
  }
  const words = runs.flatMap((run) =>
    run.length > 2
      ? [`${dayName(run[0], locale, 'short')}–${dayName(run[run.length - 1], locale, 'short')}`]
      : run.map((index) => dayName(index, locale, 'short')),
  );
  return listText(words, locale);
}

function clock(minutes: number): string {
  const within = minutes > MINUTES_PER_DAY ? minutes - MINUTES_PER_DAY : minutes;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** One time window of DOMAIN.md's grammar in the language's words; a text that cannot be read is shown as it is. */
export function windowWords(text: string, locale: string, t: Say): string {
  const result = parseTimeWindow(text);
  if (!result.ok) return text;
  const { days, startMinute, endMinute } = result.window;
  const everyDay = days === 0b111_1111;
  const allDay = startMinute === 0 && endMinute === MINUTES_PER_DAY;
  if (everyDay && allDay) return t('words.always');
  const dayText = everyDay ? t('words.everyDay') : dayWords(days, locale);
  if (allDay) return t('words.allDay', { days: dayText });
  const nextDay = endMinute > MINUTES_PER_DAY ? ` ${t('words.nextDay')}` : '';
  return `${dayText} ${clock(startMinute)}–${clock(endMinute)}${nextDay}`;
}

/** The windows of a rule in one line; a rule without any says that it never fires. */
export function windowsWords(windows: readonly string[], locale: string, t: Say): string {
  if (windows.length === 0) return t('words.never');
  return windows.map((text) => windowWords(text, locale, t)).join('; ');
}

/** The price that a rule offers at, micro-currency per kWh; null is at any price. */
export function limitOf({
  type,
  minPrice,
  maxPrice,
}: Pick<RuleDraft, 'type' | 'minPrice' | 'maxPrice'>): number | null {
  return type === 'sell' ? minPrice : maxPrice;
}

/** What the rule does, without its windows, e.g. "Sells up to 2.50 kWh per slot at 0.1050 €/kWh or more, while the battery holds 40% or more." */
export function ruleSentence(
  rule: Pick<RuleDraft, 'type' | 'maxQuantityWh' | 'maxPrice' | 'minPrice' | 'minBatterySoc'>,
  format: Format,
  t: Say,
): string {
  const price = limitOf(rule);
  const quantity =
    rule.maxQuantityWh === null
      ? t(`words.${rule.type}.any`)
      : t(`words.${rule.type}.upTo`, { energy: format.energy(rule.maxQuantityWh).text });
  const limit =
    price === null ? t('words.anyPrice') : t(`words.${rule.type}.limit`, { price: exactly(format).price(price) });
  const battery =
    rule.type === 'sell' && rule.minBatterySoc !== null && rule.minBatterySoc > 0
      ? `, ${t('words.battery', { soc: format.percent(rule.minBatterySoc / 100, 0) })}`
      : '';
  return `${quantity} ${limit}${battery}.`;
}
