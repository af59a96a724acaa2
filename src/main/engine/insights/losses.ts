import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { LosingMember } from '#shared/contract/loss-records.ts';
import { lossesBy } from '#shared/stats/losses.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withdrawnMembers } from '../consents/withdrawn.ts';
import { withBreaths } from '../ledger/scans.ts';
import { memberFigures, type MemberFigures, savingsOf } from '../members/figures.ts';
import type { Range } from '../stats/sums.ts';
import { memberTrades, rollingRange } from './weighed-trades.ts';

/** Members who lost against retail over the rolling days, of those who have not withdrawn their consent; see `insights.losses`. */
export async function lossesOf(db: ReadDb, input: ParsedInput<'insights.losses'>): Promise<Output<'insights.losses'>> {
  const community = requireCommunity(db, input.communityId);
  const range = rollingRange(community, input.until);
  const withdrawn = withdrawnMembers(db, community, 'advice');
  const all = memberFigures(db, community, range).filter(({ trade_count }) => trade_count > 0);
  const traders = all.filter(({ id }) => !withdrawn.has(id));
  const members = await withBreaths(losersOf(db, community, traders, range));
  return {
    range,
    traders: traders.length,
    membersLeftOut: all.length - traders.length,
    members: members.toSorted((a, b) => a.savings - b.savings),
  };
}

/** Who lost by the rollups is looked at trade by trade: what has no tariff to be held against is no loss. */
function* losersOf(
  db: ReadDb,
  community: CommunityRow,
  traders: readonly MemberFigures[],
  range: Range,
): Generator<void, LosingMember[]> {
  const losers: LosingMember[] = [];
  for (const member of traders) {
    if (savingsOf(member) >= 0) continue;
    const trades = (yield* memberTrades(db, community, member.id, range)).filter(({ hasFailed }) => !hasFailed);
    const savings = trades.reduce((sum, trade) => sum + trade.savings, 0);
    if (savings >= 0) continue;
    losers.push({
      memberId: member.uid,
      anonymizedId: member.anonymized_id,
      savings,
      trades: member.trade_count,
      losingTrades: trades.filter((trade) => trade.savings < 0).length,
      losses: lossesBy(trades),
    });
  }
  return losers;
}
