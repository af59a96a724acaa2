import { timeSpan } from '../../../charts/time-axis.ts';
import type { Format } from '#shared/format/format.ts';

/** A slot by its local day and time, e.g. "22 Jul 2026, 14:15–14:30". Epoch milliseconds. */
export function slotText(slot: number, slotEnd: number, format: Format): string {
  return `${format.date(slot)}, ${timeSpan(slot, slotEnd, format.locale, format.timeZone)}`;
}
