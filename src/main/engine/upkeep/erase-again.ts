import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { eraseOnceMore } from '../privacy/erase-member.ts';

/** A member that was erased: its wire id is gone, its row stays. */
export interface ErasedMember {
  /** Row id. */
  readonly id: number;
  /** Wire id of the community. */
  readonly community: string;
  readonly joinedAt: number;
}

export function erasedMembers(db: ReadDb): readonly ErasedMember[] {
  return db.all<ErasedMember>(
    `SELECT member.id, community.uid AS community, member.joined_at AS joinedAt FROM member
     JOIN community ON community.id = member.community_id WHERE member.erased_at IS NOT NULL`,
  );
}

/**
 * Erases members again that an older copy of their community still has: who was erased stays erased.
 * @param auditEntry the entry that tells why
 * @param now epoch milliseconds
 * @returns how many there were
 */
export async function eraseAgain(
  db: WriteDb,
  erased: readonly ErasedMember[],
  auditEntry: number,
  now: number,
): Promise<number> {
  let count = 0;
  for (const { id, community: uid, joinedAt } of erased) {
    const member = db.get<{ uid: string }>(
      `SELECT member.uid FROM member JOIN community ON community.id = community_id
       WHERE member.id = ? AND community.uid = ? AND joined_at = ? AND erased_at IS NULL`,
      [id, uid, joinedAt],
    );
    if (!member) continue;
    await eraseOnceMore(db, { id, uid: member.uid, community: requireCommunity(db, uid) }, auditEntry, now);
    count += 1;
  }
  return count;
}
