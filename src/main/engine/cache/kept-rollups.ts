import { addDays, startOfLocalDay } from '#shared/domain/slots.ts';
import type { ReadDb } from './connection.ts';
import { rawFromOf } from './raw-window.ts';

/**
 * Up to when (start of a local day, epoch ms) the rollups of a community (row id) are all that is left of readings and offers that retention
 * has cleared, that an erased member had, or whose single records this desk does not keep: they stand as they were made, and cannot be made
 * anew. 0 where everything can.
 */
export function rollupsKeptBefore(db: ReadDb, communityId: number, timeZone: string): number {
  const [cleared] = db.pluck<number | null>(
    `SELECT MAX(before) FROM retention_cleared
     WHERE class IN ('meter', 'offer') AND community_uid = (SELECT uid FROM community WHERE id = ?)`,
    [communityId],
  );
  const [lastErased] = db.pluck<number | null>(
    `SELECT MAX(day) FROM rollup_member_day
     WHERE community_id = ? AND member_id IN (SELECT id FROM member WHERE community_id = ? AND erased_at IS NOT NULL)`,
    [communityId, communityId],
  );
  const erased = lastErased === null ? 0 : startOfLocalDay(addDays(lastErased, 1), timeZone);
  return Math.max(cleared ?? 0, erased, rawFromOf(db, communityId));
}
