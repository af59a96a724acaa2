import { withIdentity, withIdentityForWriting, type ReadDb, type WriteDb } from '../cache/connection.ts';

/** The user id behind a member (by row id), or null when none is kept. Only the privacy area may ask. */
export function userIdOf(db: ReadDb, memberId: number): string | null {
  const row = withIdentity(db).get<{ user_id: string }>('SELECT user_id FROM identity WHERE member_id = ?', [memberId]);
  return row?.user_id ?? null;
}

/**
 * Keeps the user id behind a member (by row id) in the table that nothing else reads. An empty one, as a meter file has it, is not kept
 * and leaves a known one as it is.
 * @returns whether anything changed
 */
export function putUserId(db: WriteDb, memberId: number, userId: string): boolean {
  if (userId === '') return false;
  const changed = withIdentityForWriting(db).run(
    `INSERT INTO identity (member_id, user_id) VALUES (?, ?)
     ON CONFLICT (member_id) DO UPDATE SET user_id = excluded.user_id WHERE user_id <> excluded.user_id`,
    [memberId, userId],
  );
  return changed > 0;
}

/**
 * Removes the user ids of the members whose communities a hub keeps: they were told to an admin, which the person is not any more.
 * @returns how many there were
 */
export function forgetUserIdsOfHub(db: WriteDb): number {
  return withIdentityForWriting(db).run(
    `DELETE FROM identity WHERE member_id IN (SELECT id FROM member WHERE community_id IN (SELECT community_id FROM sync_state))`,
  );
}

/**
 * Removes the user id behind a member (by row id) that is gone at its source.
 * @returns whether there was one
 */
export function forgetUserId(db: WriteDb, memberId: number): boolean {
  return withIdentityForWriting(db).run('DELETE FROM identity WHERE member_id = ?', [memberId]) > 0;
}

const OF_LEFT = `member_id IN (SELECT id FROM member WHERE community_id = ? AND left_at < ?)`;

/** How many user ids of a community (row id) are of members who left before a time (epoch ms), and how many of these are `held` members' (row ids). */
export function countUserIdsOfLeft(
  db: ReadDb,
  communityId: number,
  before: number,
  held: readonly number[],
): { due: number; held: number } {
  return withIdentity(db).get<{ due: number; held: number }>(
    `SELECT COUNT(*) AS due, COALESCE(SUM(member_id IN (SELECT value FROM json_each(?))), 0) AS held FROM identity WHERE ${OF_LEFT}`,
    [JSON.stringify(held), communityId, before],
  )!;
}

/**
 * Removes the user ids of the members of a community (row id) who left before a time (epoch ms), but for those of `held` members (row ids).
 * @returns how many there were
 */
export function forgetUserIdsOfLeft(db: WriteDb, communityId: number, before: number, held: readonly number[]): number {
  return withIdentityForWriting(db).run(
    `DELETE FROM identity WHERE ${OF_LEFT} AND member_id NOT IN (SELECT value FROM json_each(?))`,
    [communityId, before, JSON.stringify(held)],
  );
}
