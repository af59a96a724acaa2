import type { Granularity, Series } from '#shared/contract/stats.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunitySums } from '../cache/rollup-tables.ts';
import type { CommunityRow } from '../communities/community.ts';
import { localDaysOf, sumColumns, type Range } from './sums.ts';

function rowsOf(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  granularity: Granularity,
): (CommunitySums & { start: number })[] {
  if (granularity === 'day') {
    const { first, last } = localDaysOf(range, community.time_zone);
    const rows = db.all<CommunitySums & { start: number }>(
      `SELECT day AS start, ${sumColumns} FROM rollup_day WHERE community_id = ? AND day BETWEEN ? AND ? ORDER BY day`,
      [community.id, first, last],
    );
    return rows.map((row) => ({ ...row, start: startOfLocalDay(row.start, community.time_zone) }));
  }
  const [table, key] = granularity === 'hour' ? ['rollup_hour', 'hour'] : ['rollup_slot', 'slot'];
  return db.all<CommunitySums & { start: number }>(
    `SELECT ${key} AS start, ${sumColumns} FROM ${table} WHERE community_id = ? AND ${key} >= ? AND ${key} < ? ORDER BY ${key}`,
    [community.id, range.from, range.to],
  );
}

/** The community's energy, trade and savings as columns over a range; only entries that have data. */
export function seriesOf(db: ReadDb, community: CommunityRow, range: Range, granularity: Granularity): Series {
  const rows = rowsOf(db, community, range, granularity);
  return {
    granularity,
    start: rows.map((row) => row.start),
    producedWh: rows.map((row) => row.produced_wh),
    consumedWh: rows.map((row) => row.consumed_wh),
    selfConsumedWh: rows.map((row) => row.self_consumed_wh),
    importedWh: rows.map((row) => row.imported_wh),
    exportedWh: rows.map((row) => row.exported_wh),
    tradedWh: rows.map((row) => row.traded_wh),
    savings: rows.map((row) => row.retail_amount - row.feed_in_amount),
    failedCount: rows.map((row) => row.failed_count),
  };
}
