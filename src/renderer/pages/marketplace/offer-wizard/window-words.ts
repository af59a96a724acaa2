import type { TFunction } from 'i18next';
import { localDay } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';

/** A window in the community's time zone, e.g. "on Wed, 22 Jul between 14:15 and 14:30". */
export function windowWords(t: TFunction<'offers'>, format: Format, start: number, end: number): string {
  const isOneDay = localDay(start, format.timeZone) === localDay(end, format.timeZone);
  return t(isOneDay ? 'between.times' : 'between.days', {
    day: format.weekday(start),
    from: format.time(start),
    toDay: format.weekday(end),
    to: format.time(end),
  });
}
