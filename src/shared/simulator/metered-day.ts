import type { ReadingColumns, TradeColumns } from '../domain/change-page.ts';
import { readingQualities, settlementStatuses } from '../domain/records.ts';
import { uuidText } from '../domain/uuid.ts';
import { type MeterClaim, type MeterShare, meteredWh, meterShare } from '../settlement/metered.ts';

const FAILED = settlementStatuses.indexOf('failed');
const MISSING = readingQualities.indexOf('missing');

/** The trades and the readings of one day. */
export interface MeteredDay {
  readonly trades: TradeColumns;
  /** Slot after slot, in each the members `active` in this order. */
  readonly readings: ReadingColumns;
  readonly active: Int32Array;
  readonly from: number;
  /** In milliseconds. */
  readonly slotLength: number;
}

/** The row of the reading of `member`, one of the active ones, in the slot that starts at `slot`. */
export function readingRow({ active, from, slotLength }: MeteredDay, member: number, slot: number): number {
  return ((slot - from) / slotLength) * active.length + active.indexOf(member);
}

/**
 * What the meters leave for the trade in row `row`, in Wh; null where one has no reading.
 * @param isVoid whether a trade that failed is settled by nobody any more and asks for nothing
 */
export function meteredFor(day: MeteredDay, row: number, isVoid: (row: number) => boolean): number | null {
  const { seller, buyer } = day.trades;
  const { exportedWh, importedWh } = day.readings;
  return meteredWh(
    shareIn(day, row, { parties: seller, metered: exportedWh }, isVoid),
    shareIn(day, row, { parties: buyer, metered: importedWh }, isVoid),
  );
}

function shareIn(
  day: MeteredDay,
  row: number,
  { parties, metered }: { readonly parties: Int32Array; readonly metered: Int32Array },
  isVoid: (row: number) => boolean,
): MeterShare | null {
  const { trades, readings, active } = day;
  const slot = trades.slot[row];
  if (!active.includes(parties[row])) return null;
  const reading = readingRow(day, parties[row], slot);
  if (readings.quality[reading] === MISSING) return null;
  let settledWh = 0;
  const unsettled: MeterClaim[] = [];
  for (let other = firstOfSlot(trades, row); trades.slot[other] === slot; other++) {
    if (other === row || parties[other] !== parties[row] || isVoid(other)) continue;
    if (trades.status[other] === FAILED) unsettled.push(claimOf(trades, other));
    else settledWh += trades.quantityWh[other];
  }
  return meterShare(claimOf(trades, row), { settledWh, unsettled }, metered[reading]);
}

function firstOfSlot({ slot }: TradeColumns, row: number): number {
  let first = row;
  while (slot[first - 1] === slot[row]) first--;
  return first;
}

function claimOf({ id, executedAt, quantityWh }: TradeColumns, row: number): MeterClaim {
  return { id: uuidText(id, row), executedAt: executedAt[row], quantityWh: quantityWh[row] };
}
