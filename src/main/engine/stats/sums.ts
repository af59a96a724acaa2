import { HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import { communitySums, type CommunitySums } from '../cache/rollup-tables.ts';
import type { CommunityRow } from '../communities/community.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const sumColumns = communitySums.join(', ');
const totalColumns = communitySums.map((name) => `COALESCE(SUM(${name}), 0) AS ${name}`).join(', ');

/** The local days [first, last] (yyyymmdd) that a range touches. */
export function localDaysOf(range: Range, timeZone: string): { first: number; last: number } {
  return { first: localDay(range.from, timeZone), last: localDay(range.to - 1, timeZone) };
}

function startsLocalDay(time: number, timeZone: string): boolean {
  return startOfLocalDay(localDay(time, timeZone), timeZone) === time;
}

/** The community's sums over a range, from the coarsest rollup that fits its borders exactly. */
export function sumsOf(db: ReadDb, community: CommunityRow, range: Range): CommunitySums {
  const zone = community.time_zone;
  if (startsLocalDay(range.from, zone) && startsLocalDay(range.to, zone)) {
    const { first, last } = localDaysOf(range, zone);
    return db.get<CommunitySums>(
      `SELECT ${totalColumns} FROM rollup_day WHERE community_id = ? AND day BETWEEN ? AND ?`,
      [community.id, first, last],
    )!;
  }
  const [table, key] =
    range.from % HOUR === 0 && range.to % HOUR === 0 ? ['rollup_hour', 'hour'] : ['rollup_slot', 'slot'];
  return db.get<CommunitySums>(
    `SELECT ${totalColumns} FROM ${table} WHERE community_id = ? AND ${key} >= ? AND ${key} < ?`,
    [community.id, range.from, range.to],
  )!;
}
