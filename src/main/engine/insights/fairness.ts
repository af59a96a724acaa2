import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { MemberGroup, Spread } from '#shared/contract/insight-records.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { PublishedSum } from '#shared/privacy/published-sums.ts';
import { spreadOf, withheldSpread } from '#shared/privacy/spread.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withBreaths } from '../ledger/scans.ts';
import { memberFigures, savingsOf } from '../members/figures.ts';
import type { Range } from '../stats/sums.ts';
import { inGroup } from './groups.ts';
import { publishedDays } from './published-days.ts';

/** What a group saved over a period; null when one of its days may not be shown. */
function* totalSavings(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  group: MemberGroup,
): Generator<void, number | null> {
  const total = new PublishedSum();
  for (const { of } of publishedDays(db, community, range)) {
    total.addDay(of.savings, group);
    yield;
  }
  return total.sum.withheldDays > 0 ? null : total.sum.value;
}

/** How savings are spread over the members of a group who traded on the local days that a range touches. */
function* spreadIn(db: ReadDb, community: CommunityRow, range: Range, group: MemberGroup): Generator<void, Spread> {
  const traders = memberFigures(db, community, range).filter(({ trade_count }) => trade_count > 0);
  const spreadIf = (those: MemberGroup): Spread => spreadOf(inGroup(traders, those).map(savingsOf));
  const spread = spreadIf(group);
  if (spread.withheld !== null) return spread;
  // All less the one role would tell the other one.
  const other = group === 'all' ? undefined : memberRoles.find((role) => role !== group);
  const withheld = other === undefined ? null : spreadIf(other).withheld;
  if (withheld !== null) return withheldSpread(spread.members, withheld);
  return { ...spread, total: yield* totalSavings(db, community, range, group) };
}

/** The spread of savings (DOMAIN.md section 5), with that of the period compared with. Throws INPUT_INVALID without such a community. */
export async function fairnessOf(
  db: ReadDb,
  { communityId, range, compareWith, group }: ParsedInput<'insights.fairness'>,
): Promise<Output<'insights.fairness'>> {
  const community = requireCommunity(db, communityId);
  const of = (period: Range): Promise<Spread> => withBreaths(spreadIn(db, community, period, group));
  return { current: await of(range), previous: compareWith && (await of(compareWith)) };
}
