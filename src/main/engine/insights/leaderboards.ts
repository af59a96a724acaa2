import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { type Board, type BoardName, boardNames } from '#shared/contract/insight-records.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { selfSufficiency } from '#shared/stats/indicators.ts';
import { rankDescending } from '#shared/stats/ranks.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { withdrawnMembers } from '../consents/withdrawn.ts';
import { type MemberFigures, memberFigures, savingsOf } from '../members/figures.ts';
import { inGroup } from './groups.ts';

/** What each board ranks by; null for a member that has no place on it. */
const valueOn: Readonly<Record<BoardName, (member: MemberFigures) => number | null>> = {
  traded: ({ bought_wh, sold_wh }) => bought_wh + sold_wh || null,
  savings: (member) => (member.trade_count === 0 ? null : savingsOf(member)),
  selfSufficiency: (member) => selfSufficiency(member.self_consumed_wh, member.consumed_wh),
  sharedSurplus: ({ sold_wh }) => sold_wh || null,
};

interface Ranked {
  readonly member: MemberFigures;
  readonly value: number;
  readonly rank: number;
}

/** The members of a board, best first and by pseudonym among equals; null with fewer than `k`. `members` are by pseudonym. */
function ranking(name: BoardName, members: readonly MemberFigures[]): { members: number; ranked: Ranked[] | null } {
  const valued = members.flatMap((member) => {
    const value = valueOn[name](member);
    return value === null ? [] : [{ member, value }];
  });
  if (valued.length < DEFAULT_K) return { members: valued.length, ranked: null };
  const ranks = rankDescending(valued.map(({ value }) => value));
  const ranked = valued.map((one, at) => ({ ...one, rank: ranks[at] })).sort((a, b) => a.rank - b.rank);
  return { members: valued.length, ranked };
}

function boardOf(
  name: BoardName,
  current: readonly MemberFigures[],
  before: readonly MemberFigures[],
  limit: number,
): Board {
  const { members, ranked } = ranking(name, current);
  if (ranked === null) return { members, isWithheld: true, rows: [] };
  const ranksBefore = new Map(ranking(name, before).ranked?.map(({ member, rank }) => [member.id, rank]));
  return {
    members,
    isWithheld: false,
    rows: ranked.slice(0, limit).map(({ member, value, rank }) => ({
      rank,
      rankBefore: ranksBefore.get(member.id) ?? null,
      memberId: member.uid,
      anonymizedId: member.anonymized_id,
      value,
    })),
  };
}

/**
 * The leaderboards of DOMAIN.md section 5 over the local days that the range touches, without the members who have withdrawn their consent
 * to be ranked. INPUT_INVALID without such a community.
 */
export function leaderboardsOf(
  db: ReadDb,
  { communityId, range, compareWith, group, limit }: ParsedInput<'insights.leaderboards'>,
): Output<'insights.leaderboards'> {
  const community = requireCommunity(db, communityId);
  const withdrawn = withdrawnMembers(db, community, 'leaderboards');
  const isRanked = ({ id }: MemberFigures): boolean => !withdrawn.has(id);
  const all = inGroup(memberFigures(db, community, range), group);
  const current = all.filter(isRanked);
  const before = compareWith === null ? [] : inGroup(memberFigures(db, community, compareWith), group).filter(isRanked);
  const boards = Object.fromEntries(boardNames.map((name) => [name, boardOf(name, current, before, limit)])) as Record<
    BoardName,
    Board
  >;
  const hasPlace = (member: MemberFigures): boolean => boardNames.some((name) => valueOn[name](member) !== null);
  return { ...boards, membersLeftOut: all.filter((member) => !isRanked(member) && hasPlace(member)).length };
}
