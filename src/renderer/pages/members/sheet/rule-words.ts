/** A member's rules as sentences. Pure. */
import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import { parseTimeWindow } from '#shared/rules/windows.ts';
import type { Format } from '../../../i18n/format.ts';

export type MemberRule = Output<'members.get'>['rules'][number];

/** 2026-01-05 was a Monday; names of days depend on the language only. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const MINUTES_PER_DAY = 1440;

function dayName(index: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + index * DAY);
}

/** "Mon–Fri", "Sat, Sun", "Wed": three or more days in a row become a range. */
function dayWords(days: number, locale: string): string {
  const runs: number[][] = [];
  for (let index = 0; index < 7; index++) {
    if ((days & (1 << index)) === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[last.length - 1] === index - 1) last.push(index);
    else runs.push([index]);
  }
  return runs
    .flatMap((run) =>
      run.length > 2
        ? [`${dayName(run[0], locale)}–${dayName(run[run.length - 1], locale)}`]
        : run.map((index) => dayName(index, locale)),
    )
    .join(', ');
}

function clock(minutes: number): string {
  const within = minutes > MINUTES_PER_DAY ? minutes - MINUTES_PER_DAY : minutes;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** One time window of DOMAIN.md's grammar in the language's words; a text that cannot be read is shown as it is. */
export function windowWords(text: string, locale: string, t: TFunction<'members'>): string {
  const result = parseTimeWindow(text);
  if (!result.ok) return text;
  const { days, startMinute, endMinute } = result.window;
  const everyDay = days === 0b111_1111;
  const allDay = startMinute === 0 && endMinute === MINUTES_PER_DAY;
  if (everyDay && allDay) return t('rules.always');
  const dayText = everyDay ? t('rules.everyDay') : dayWords(days, locale);
  if (allDay) return t('rules.allDay', { days: dayText });
  const nextDay = endMinute > MINUTES_PER_DAY ? ` ${t('rules.nextDay')}` : '';
  return `${dayText} ${clock(startMinute)}–${clock(endMinute)}${nextDay}`;
}

/** What the rule does, without its windows, e.g. "Sells up to 2.50 kWh per slot at 0.1050 €/kWh or more, while the battery holds 40 % or more." */
export function ruleSentence(rule: MemberRule, format: Format, t: TFunction<'members'>): string {
  const price = rule.type === 'sell' ? rule.minPrice : rule.maxPrice;
  const quantity =
    rule.maxQuantityWh === null
      ? t(`rules.${rule.type}.any`)
      : t(`rules.${rule.type}.upTo`, { energy: format.energy(rule.maxQuantityWh).text });
  const limit =
    price === null ? t('rules.anyPrice') : t(`rules.${rule.type}.limit`, { price: format.price(price).text });
  const battery =
    rule.type === 'sell' && rule.minBatterySoc !== null && rule.minBatterySoc > 0
      ? `, ${t('rules.battery', { soc: format.percent(rule.minBatterySoc / 100, 0) })}`
      : '';
  return `${quantity} ${limit}${battery}.`;
}
