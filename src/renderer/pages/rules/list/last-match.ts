import { HOUR } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';

const RECENT = 7 * 24 * HOUR;

/** When a rule matched last: within a week as people say it ("2 hours ago"), otherwise its date. Times are epoch milliseconds. */
export function lastMatchWords(at: number, now: number, format: Format): string {
  return now - at < RECENT ? format.relative(at, now) : format.date(at);
}
