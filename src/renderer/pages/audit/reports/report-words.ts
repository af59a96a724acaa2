/** What a report is about, in words and as the choices of its fields. Pure. */
import type { TFunction } from 'i18next';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import { localDay, MINUTE } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';
import { slotText } from '../../marketplace/slot/slot-text.ts';

export interface ReportWordParts {
  readonly t: TFunction<'reports'>;
  readonly format: Format;
  /** Minutes. */
  readonly slotMinutes: number;
  /** The pseudonym of a member; undefined for one that is not known here (any more). */
  readonly pseudonym: (memberId: string) => string | undefined;
}

/** What an order asks for beside its kind: the month, the year, the days, the member, the slot. */
export function aboutWords(order: ReportOrder, { t, format, slotMinutes, pseudonym }: ReportWordParts): string {
  switch (order.kind) {
    case 'community-month':
      return monthName(order.month, format.locale);
    case 'assembly-pack':
      return String(order.year);
    case 'member-statement':
      return t('about.member', {
        member: pseudonym(order.memberId) ?? t('about.unknownMember'),
        days: format.days(order.range),
      });
    case 'clearing-certificate':
      return slotText(order.slot, order.slot + slotMinutes * MINUTE, format);
    case 'processing-record':
      return t('about.everything');
    default:
      return format.days(order.range);
  }
}

/** A month `2026-10` as people write it, e.g. "October 2026". */
export function monthName(month: string, locale: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year, number - 1, 1),
  );
}

export interface DataSpan {
  /** Epoch milliseconds; null while there is none. */
  readonly dataFrom: number | null;
  readonly dataTo: number | null;
  readonly timeZone: string;
}

/** The local months that have data, `2026-10`, the latest first. */
export function monthsOf({ dataFrom, dataTo, timeZone }: DataSpan): string[] {
  if (dataFrom === null || dataTo === null) return [];
  const first = monthNumber(dataFrom, timeZone);
  const last = monthNumber(dataTo - 1, timeZone);
  return Array.from({ length: last - first + 1 }, (_, back) => {
    const number = last - back;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  });
}

/** The local years that have data, the latest first. */
export function yearsOf(span: DataSpan): number[] {
  return [...new Set(monthsOf(span).map((month) => Number(month.slice(0, 4))))];
}

/** The last one that the data have to its end, or the latest where none is whole: what one most likely wants a report of. */
export function lastWhole<T extends string | number>(latestFirst: readonly T[], span: DataSpan): T | null {
  const { dataTo, timeZone } = span;
  if (dataTo === null) return null;
  // The month or year that the moment after the data lies in has not ended.
  const next = localDay(dataTo, timeZone);
  const open = [
    `${Math.floor(next / 10_000)}-${String(Math.floor(next / 100) % 100).padStart(2, '0')}`,
    Math.floor(next / 10_000),
  ];
  return latestFirst.find((one) => !open.includes(one)) ?? latestFirst[0] ?? null;
}

/** Months since the year 0. */
function monthNumber(time: number, timeZone: string): number {
  const day = localDay(time, timeZone);
  return Math.floor(day / 10_000) * 12 + (Math.floor(day / 100) % 100) - 1;
}
