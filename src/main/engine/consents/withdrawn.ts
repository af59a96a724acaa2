import type { ConsentPurpose } from '#shared/privacy/consents.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** The members (row ids) of a community whose last word on a purpose is a withdrawal. The map leaves them out by itself (`member_view`). */
export function withdrawnMembers(db: ReadDb, community: CommunityRow, purpose: ConsentPurpose): ReadonlySet<number> {
  return new Set(
    db.pluck<number>(
      `SELECT member.id FROM consent_last JOIN member ON member.uid = consent_last.member_uid
       WHERE consent_last.community_uid = ? AND purpose = ? AND decision = 'withdrawn' AND member.community_id = ?`,
      [community.uid, purpose, community.id],
    ),
  );
}
