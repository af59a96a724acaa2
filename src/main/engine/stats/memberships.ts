import type { MemberGroup } from '#shared/contract/insight-records.ts';
import { memberRoles } from '#shared/domain/records.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { localDaysOf, type Range } from './sums.ts';

/** Since when, and until when, somebody is a member. */
export interface Membership {
  /** Row id. */
  readonly id: number;
  readonly role: number;
  readonly joined_at: number;
  readonly left_at: number | null;
  readonly is_active: number;
}

/** The members of a group who may be shown. */
export function membershipsOf(db: ReadDb, community: CommunityRow, group: MemberGroup = 'all'): Membership[] {
  const members = db.all<Membership>(
    'SELECT id, role, joined_at, left_at, is_active FROM member_view WHERE community_id = ?',
    [community.id],
  );
  return group === 'all' ? members : members.filter(({ role }) => memberRoles[role] === group);
}

/** Whether somebody was a member at some time of a range: who is one now or left only after it began, and had joined before it ended. */
export function wasMember({ joined_at, left_at, is_active }: Membership, { from, to }: Range): boolean {
  return joined_at < to && (left_at === null ? is_active === 1 : left_at > from);
}

/** How many of `members` have a trade or an offer on the local days that a range touches. */
export function participantsOf(
  db: ReadDb,
  community: CommunityRow,
  members: readonly Membership[],
  range: Range,
): number {
  const { first, last } = localDaysOf(range, community.time_zone);
  const found = new Set(
    db.pluck<number>(
      `SELECT DISTINCT member_id FROM rollup_member_day
       WHERE community_id = ? AND day BETWEEN ? AND ? AND (trade_count > 0 OR offer_count > 0)`,
      [community.id, first, last],
    ),
  );
  return members.filter(({ id }) => found.has(id)).length;
}
