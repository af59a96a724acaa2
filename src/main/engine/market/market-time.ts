import { MINUTE, slotStart } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { isKeptByHub } from '../communities/kept-by-hub.ts';

/**
 * The start of the first slot that an order can still enter, by the community's own clock: the slot after the last one that was cleared.
 * The desk's clock would close every open slot of a demo or a file that ended hours ago, though nothing has been cleared since. Where
 * nothing was ever cleared there is no other clock: then it is the slot after the one that runs. So it is at the earliest where a hub keeps
 * the community: there a slot closes when it begins, whether or not its clearing has come here.
 * @param now the desk's clock, epoch milliseconds
 */
export function marketTime(db: ReadDb, community: CommunityRow, now: number): number {
  const row = db.get<{ slot: number | null }>('SELECT MAX(slot) AS slot FROM clearing WHERE community_id = ?', [
    community.id,
  ]);
  const afterCleared = afterSlot(row?.slot ?? now, community);
  return isKeptByHub(db, community.id) ? Math.max(afterCleared, afterSlot(now, community)) : afterCleared;
}

function afterSlot(time: number, { slot_minutes: minutes }: CommunityRow): number {
  return slotStart(time, minutes) + minutes * MINUTE;
}
