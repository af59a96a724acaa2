import type { ReplayNames } from '#shared/market/replay.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** What stands for a member without a pseudonym, who is held back. */
const HELD_BACK = '–';

/**
 * Names for the row ids of members and rules. A fingerprint needs one for every member, also for those that the views hold back, since
 * their orders were cleared too: their wire id stands in for the pseudonym that they do not have. People read pseudonyms alone.
 */
export function certificateNames(db: ReadDb, community: CommunityRow): ReplayNames {
  const members = dictionary(db, 'SELECT id, uid AS name FROM member WHERE community_id = ?', community);
  const labels = dictionary(db, 'SELECT id, anonymized_id AS name FROM member_view WHERE community_id = ?', community);
  const rules = dictionary(
    db,
    'SELECT rule.id, rule.uid AS name FROM rule JOIN member ON member.id = rule.member_id WHERE member.community_id = ?',
    community,
  );
  const former = new Map<number, string[]>();
  for (const { id, name } of db.all<{ id: number; name: string }>(
    `SELECT member.id, former_pseudonym.pseudonym AS name FROM former_pseudonym JOIN member ON member.id = member_id
     WHERE community_id = ?`,
    [community.id],
  )) {
    former.set(id, [...(former.get(id) ?? []), name]);
  }
  return {
    communityId: community.uid,
    member: (id) => labels.get(id) ?? members.get(id) ?? '',
    former: (id) => former.get(id) ?? [],
    rule: (id) => rules.get(id) ?? '',
    label: (id) => labels.get(id) ?? HELD_BACK,
  };
}

function dictionary(db: ReadDb, sql: string, { id }: CommunityRow): Map<number, string> {
  return new Map(db.all<{ id: number; name: string }>(sql, [id]).map((row) => [row.id, row.name]));
}
