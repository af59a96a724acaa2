import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity, type CommunityRow } from '../communities/community.ts';

export interface MemberKey {
  readonly id: number;
  readonly anonymizedId: string;
  readonly community: CommunityRow;
  readonly joinedAt: number;
}

/** The member with this wire id. Throws INPUT_INVALID when the cache has none, ANONYMISATION_FAILED when it is held back. */
export function requireMember(db: ReadDb, uid: string): MemberKey {
  const row = db.get<{ id: number; anonymized_id: string; joined_at: number; community_uid: string }>(
    `SELECT member_view.id, anonymized_id, joined_at, community.uid AS community_uid
     FROM member_view JOIN community ON community.id = member_view.community_id WHERE member_view.uid = ?`,
    [uid],
  );
  if (!row) throw memberNotShown(db, uid);
  return {
    id: row.id,
    anonymizedId: row.anonymized_id,
    joinedAt: row.joined_at,
    community: requireCommunity(db, row.community_uid),
  };
}

/** Why a member (wire id) is not among those that may be shown: there is none, or it has no pseudonym to be shown by. */
export function memberNotShown(db: ReadDb, uid: string): Failure {
  if (db.get('SELECT 1 FROM member WHERE uid = ?', [uid])) return heldBack();
  return new Failure('INPUT_INVALID', 'This member is not in the cache of this desk.', {
    remedy: 'Choose a member from the list.',
    details: { situation: 'gone' },
  });
}

/** The failure for what is about a member without a pseudonym: nothing of it is told. */
export function heldBack(): Failure {
  return new Failure('ANONYMISATION_FAILED', 'This is about a member without a pseudonym, so it is held back.', {
    remedy: 'Have whoever keeps the members give it a pseudonym, and fetch or import the data again.',
  });
}
