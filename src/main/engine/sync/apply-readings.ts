import type { ReadingColumns } from '#shared/domain/change-page.ts';
import { readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { BulkInsert } from './bulk-insert.ts';
import { mergeRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import { instantAt, integerIn, MAX_WH } from './row-problem.ts';

const MISSING = readingQualities.indexOf('missing');
const SETTLED = settlementStatuses.indexOf('settled');

interface StoredReading {
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly quality: number;
  readonly revision: number;
}

/** Stores the readings of a page; the highest revision of a member's slot stays. */
export function applyReadings(work: PageWork, readings: ReadingColumns): RowCounts {
  const { db, communityId } = work;
  const members = checkedMembers(work, readings);
  const lastStored = db.pluck<number | null>('SELECT MAX(slot) FROM meter_reading WHERE community_id = ?', [
    communityId,
  ])[0];
  const insert = new BulkInsert(db, 'meter_reading', communityId, [
    'slot',
    'member_id',
    'produced_wh',
    'consumed_wh',
    'imported_wh',
    'exported_wh',
    'battery_soc',
    'quality',
    'revision',
  ]);
  const { slot: slots, producedWh, consumedWh, importedWh, exportedWh, batterySoc, quality, revision } = readings;
  const soc = (row: number): number | null => (batterySoc[row] < 0 ? null : batterySoc[row]);
  const countRow = (row: number): void => {
    count(
      work,
      slots[row],
      members[row],
      producedWh[row],
      consumedWh[row],
      importedWh[row],
      exportedWh[row],
      quality[row],
      1,
    );
  };

  const find = (row: number): StoredReading | undefined =>
    // What lies after everything stored needs no look-up: the usual case of a sync.
    lastStored === null || slots[row] > lastStored
      ? undefined
      : db.get<StoredReading>(
          `SELECT produced_wh, consumed_wh, imported_wh, exported_wh, quality, revision FROM meter_reading
             WHERE community_id = ? AND slot = ? AND member_id = ?`,
          [communityId, slots[row], members[row]],
        );
  const isNeeded = neededReadings(work);
  const isOver = (row: number): boolean =>
    slots[row] < work.window.rawFrom && !isNeeded(slots[row], members[row]) && find(row) === undefined;

  const counts = mergeRows<StoredReading>({
    count: readings.count,
    isKeptOut: (row) => slots[row] < work.uptake.meter || isOver(row),
    compareKeys: (a, b) => slots[a] - slots[b] || members[a] - members[b],
    version: (row) => revision[row],
    versionOf: (stored) => stored.revision,
    find,
    insert: (row) => {
      insert.add([
        slots[row],
        members[row],
        producedWh[row],
        consumedWh[row],
        importedWh[row],
        exportedWh[row],
        soc(row),
        quality[row],
        revision[row],
      ]);
      countRow(row);
    },
    change: (row, old) => {
      db.run(
        `UPDATE meter_reading SET produced_wh = ?, consumed_wh = ?, imported_wh = ?, exported_wh = ?, battery_soc = ?, quality = ?,
           revision = ?
         WHERE community_id = ? AND slot = ? AND member_id = ?`,
        [
          producedWh[row],
          consumedWh[row],
          importedWh[row],
          exportedWh[row],
          soc(row),
          quality[row],
          revision[row],
          communityId,
          slots[row],
          members[row],
        ],
      );
      count(
        work,
        slots[row],
        members[row],
        old.produced_wh,
        old.consumed_wh,
        old.imported_wh,
        old.exported_wh,
        old.quality,
        -1,
      );
      countRow(row);
    },
  });
  insert.finish();
  return counts;
}

/**
 * Which readings of the time whose single records are not kept are: those of the members of trades whose cases are open (PROTOCOL.md W2).
 * @returns whether it is one of them, by slot and row id of the member
 */
function neededReadings({ db, communityId, window }: PageWork): (slot: number, member: number) => boolean {
  if (window.isSifted) return () => true;
  let needed: ReadonlySet<string> | null = null;
  return (slot, member) => {
    needed ??= new Set(
      db
        .all<{ slot: number; buyer_id: number; seller_id: number }>(
          `SELECT slot, buyer_id, seller_id FROM trade WHERE community_id = ? AND slot < ? AND status <> ${SETTLED}
             AND executed_at <= (SELECT MAX(last_trade_at) FROM rollup_slot WHERE community_id = trade.community_id AND slot < ?)`,
          [communityId, window.rawFrom, window.rawFrom],
        )
        .flatMap((trade) => [`${trade.slot}/${trade.buyer_id}`, `${trade.slot}/${trade.seller_id}`]),
    );
    return needed.has(`${slot}/${member}`);
  };
}

/** Adds (sign 1) or takes back (-1) what a reading contributes to the rollups; a missing one contributes its place alone. */
function count(
  work: PageWork,
  slot: number,
  member: number,
  produced: number,
  consumed: number,
  imported: number,
  exported: number,
  quality: number,
  sign: 1 | -1,
): void {
  const { day, sums } = work.rollups.slot(slot);
  const own = work.rollups.member(day, member);
  if (quality === MISSING) return;
  sums.produced_wh += sign * produced;
  sums.consumed_wh += sign * consumed;
  sums.imported_wh += sign * imported;
  sums.exported_wh += sign * exported;
  own.produced_wh += sign * produced;
  own.consumed_wh += sign * consumed;
  own.self_consumed_wh += sign * Math.min(produced, consumed);
  own.imported_wh += sign * imported;
  own.exported_wh += sign * exported;
}

/** The member's row id of each reading. Throws INPUT_INVALID for the first value that is not what its column holds. */
function checkedMembers(work: PageWork, readings: ReadingColumns): Int32Array {
  const members = new Int32Array(readings.count);
  for (let row = 0; row < readings.count; row++) {
    instantAt(readings.slot[row], 'readings', row, 'slot');
    members[row] = work.ids.member(readings.member[row], 'readings', row, 'member');
    integerIn(readings.producedWh[row], 0, MAX_WH, 'readings', row, 'producedWh');
    integerIn(readings.consumedWh[row], 0, MAX_WH, 'readings', row, 'consumedWh');
    integerIn(readings.importedWh[row], 0, MAX_WH, 'readings', row, 'importedWh');
    integerIn(readings.exportedWh[row], 0, MAX_WH, 'readings', row, 'exportedWh');
    integerIn(readings.batterySoc[row], -1, 100, 'readings', row, 'batterySoc');
    integerIn(readings.quality[row], 0, readingQualities.length - 1, 'readings', row, 'quality');
    integerIn(readings.revision[row], 0, MAX_WH, 'readings', row, 'revision');
  }
  return members;
}
