import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type {
  InsightStep,
  MemberGroup,
  ParticipationPeriod,
  ParticipationTotals,
} from '#shared/contract/insight-records.ts';
import { participationRate } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withBreaths } from '../ledger/scans.ts';
import type { Membership } from '../stats/memberships.ts';
import type { Range } from '../stats/sums.ts';
import { insightSteps, wholeDays } from './insight-steps.ts';
import { periodMembers, type PeriodMembers } from './member-counts.ts';

/** Who takes part, joined and left over the local days of a period, step by step and in all. INPUT_INVALID without such a community. */
export async function participationOf(
  db: ReadDb,
  { communityId, range, compareWith, step, group }: ParsedInput<'insights.participation'>,
): Promise<Output<'insights.participation'>> {
  const community = requireCommunity(db, communityId);
  const of = (period: Range): Promise<ParticipationPeriod> => participationIn(db, community, period, step, group);
  return { ...(await of(range)), previous: compareWith && (await of(compareWith)) };
}

async function participationIn(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  step: InsightStep,
  group: MemberGroup,
): Promise<ParticipationPeriod> {
  const steps = insightSteps(db, community, step, range);
  const period = await withBreaths(periodMembers(db, community, range, steps, group));
  return {
    start: [...steps.starts],
    activeMembers: period.ofSteps.map(({ activeMembers }) => activeMembers),
    participants: period.ofSteps.map(({ participants }) => participants),
    joined: steps.ranges.map((part) => joinedIn(period.members, part)),
    left: steps.ranges.map((part) => leftIn(period.members, part)),
    totals: totalsOf(community, range, period),
  };
}

function totalsOf(community: CommunityRow, range: Range, { members, inAll }: PeriodMembers): ParticipationTotals {
  const days = wholeDays(community, range);
  return {
    ...inAll,
    rate: participationRate(inAll.participants, inAll.activeMembers),
    joined: joinedIn(members, days),
    left: leftIn(members, days),
  };
}

function joinedIn(members: readonly Membership[], { from, to }: Range): number {
  return members.filter(({ joined_at }) => joined_at >= from && joined_at < to).length;
}

function leftIn(members: readonly Membership[], { from, to }: Range): number {
  return members.filter(({ left_at }) => left_at !== null && left_at >= from && left_at < to).length;
}
