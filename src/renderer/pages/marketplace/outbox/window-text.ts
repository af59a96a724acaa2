import { localDay } from '#shared/domain/slots.ts';
import type { OutboxOffer } from '#shared/contract/outbox.ts';
import type { Format } from '#shared/format/format.ts';

/** E.g. "22 Jul, 14:15–14:30". */
export function windowText(
  format: Format,
  { windowStart, windowEnd }: Pick<OutboxOffer, 'windowStart' | 'windowEnd'>,
): string {
  const [startDay, endDay] = [windowStart, windowEnd].map((instant) => localDay(instant, format.timeZone));
  const end = startDay === endDay ? '' : `${format.shortDate(windowEnd)}, `;
  return `${format.shortDate(windowStart)}, ${format.time(windowStart)}–${end}${format.time(windowEnd)}`;
}
