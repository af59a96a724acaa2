import type { MemberGroup } from '#shared/contract/insight-records.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type Membership, membershipsOf, participantsOf, wasMember } from '../stats/memberships.ts';
import type { Range } from '../stats/sums.ts';
import { type InsightSteps, wholeDays } from './insight-steps.ts';

/** How many members of a group there are at some time of a range, and how many of the group have a trade or an offer in it. */
interface MemberCounts {
  readonly activeMembers: number;
  readonly participants: number;
}

/** Members of a group over a period and its steps. */
export interface PeriodMembers {
  readonly members: readonly Membership[];
  readonly ofSteps: readonly MemberCounts[];
  readonly inAll: MemberCounts;
}

/** Counts the members of a group over the local days of a period, and over its steps; it yields between them. */
export function* periodMembers(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  { ranges }: InsightSteps,
  group: MemberGroup,
): Generator<void, PeriodMembers> {
  const members = membershipsOf(db, community, group);
  const countsOf = (part: Range): MemberCounts => ({
    activeMembers: members.filter((member) => wasMember(member, part)).length,
    participants: participantsOf(db, community, members, part),
  });
  const ofSteps: MemberCounts[] = [];
  for (const part of ranges) {
    ofSteps.push(countsOf(part));
    yield;
  }
  return { members, ofSteps, inAll: countsOf(wholeDays(community, range)) };
}
