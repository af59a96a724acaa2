import type { ReadingColumns } from '#shared/domain/change-page.ts';
import { emptyReadings } from '#shared/domain/empty-columns.ts';
import { type MeterReading, readingQualities } from '#shared/domain/records.ts';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { meterReadingFields, meterReadingWire } from '#shared/wire/market.ts';
import { Instants, isCount, isUid } from './decode-columns.ts';
import { decodeRecord, type RecordContext, unknownFields } from './decode-record.ts';
import { MAX_WH } from './row-problem.ts';

type WireReading = Readonly<Record<keyof typeof meterReadingFields.shape, unknown>>;

/**
 * The readings of a page as columns, equal to what their schema gives.
 * @throws Failure INPUT_INVALID for the first one that does not fit
 */
export function decodeReadings(rows: readonly unknown[], context: RecordContext): ReadingColumns {
  const columns = emptyReadings(rows.length);
  const slots = new Instants();
  for (let row = 0; row < rows.length; row++) {
    const wire = rows[row];
    if (!putPlain(columns, row, wire, context, slots)) {
      putRecord(columns, row, decodeRecord(meterReadingWire, 'reading', wire, row, context.communityId), context);
    }
    const reading = wire as WireReading;
    if (Object.keys(reading).length !== ALL_FIELDS - Number(reading.battery_soc === undefined)) {
      const unknown = unknownFields(meterReadingFields, reading);
      if (unknown) context.unknown('reading', reading, unknown);
    }
  }
  return columns;
}

const ALL_FIELDS = Object.keys(meterReadingFields.shape).length;

/** Writes a reading whose values have the usual form; false for every other. */
function putPlain(
  columns: ReadingColumns,
  row: number,
  wire: unknown,
  { members }: RecordContext,
  slots: Instants,
): boolean {
  if (typeof wire !== 'object' || wire === null) return false;
  const reading = wire as WireReading;
  const { member_id: member, produced_wh, consumed_wh, imported_wh, exported_wh, battery_soc, revision } = reading;
  const slot = slots.read(reading.slot);
  const quality = readingQualities.indexOf(reading.quality as (typeof readingQualities)[number]);
  if (
    !isUid(member) ||
    Number.isNaN(slot) ||
    !isCount(produced_wh, MAX_ORDER_WH) ||
    !isCount(consumed_wh, MAX_ORDER_WH) ||
    !isCount(imported_wh, MAX_ORDER_WH) ||
    !isCount(exported_wh, MAX_ORDER_WH) ||
    (battery_soc != null && !isCount(battery_soc, 100)) ||
    quality < 0 ||
    !isCount(revision, MAX_WH)
  ) {
    return false;
  }
  columns.slot[row] = slot;
  columns.member[row] = members.of(member);
  columns.producedWh[row] = produced_wh;
  columns.consumedWh[row] = consumed_wh;
  columns.importedWh[row] = imported_wh;
  columns.exportedWh[row] = exported_wh;
  columns.batterySoc[row] = battery_soc ?? -1;
  columns.quality[row] = quality;
  columns.revision[row] = revision;
  return true;
}

function putRecord(columns: ReadingColumns, row: number, reading: MeterReading, { members }: RecordContext): void {
  columns.slot[row] = reading.slot;
  columns.member[row] = members.of(reading.memberId);
  columns.producedWh[row] = reading.producedWh;
  columns.consumedWh[row] = reading.consumedWh;
  columns.importedWh[row] = reading.importedWh;
  columns.exportedWh[row] = reading.exportedWh;
  columns.batterySoc[row] = reading.batterySoc ?? -1;
  columns.quality[row] = readingQualities.indexOf(reading.quality);
  columns.revision[row] = reading.revision;
}
