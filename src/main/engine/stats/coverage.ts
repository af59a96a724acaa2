import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from './sums.ts';

/** How many slots of the range have readings at all. */
export function slotsWithReadings(db: ReadDb, community: CommunityRow, range: Range): number {
  return db.get<{ slots: number }>(
    `SELECT COUNT(*) AS slots FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ? AND (consumed_wh > 0 OR produced_wh > 0)`,
    [community.id, range.from, range.to],
  )!.slots;
}
