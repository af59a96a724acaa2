import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { amountOf, roundHalfEvenDiv } from '#shared/domain/units.ts';
import { savingsShare } from '#shared/stats/indicators.ts';
import { addTrade, noTrades, savedBy } from '#shared/stats/savings.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';
import { withBreaths } from './scans.ts';
import { memberRowId, slotTrades } from './slot-trades.ts';

type Savings = Output<'ledger.savings'>;

/**
 * What trading saved a member, or all, in the slots of a period (DOMAIN.md section 4), against the tariffs of the slots or what stands for
 * them. What was needed is that of the local days that the period touches, as on the members' page.
 */
export async function savingsOf(
  db: ReadDb,
  { communityId, memberId, range, retail, feedIn }: ParsedInput<'ledger.savings'>,
): Promise<Savings> {
  const community = requireCommunity(db, communityId);
  const member = memberRowId(db, community, memberId);
  const sums = noTrades();
  const work = function* (): Generator<void, void> {
    for (const trades of slotTrades(db, community, member, range)) {
      for (const trade of trades) {
        addTrade(sums, {
          quantityWh: trade.quantity_wh,
          amount: trade.amount,
          retail: retail ?? trade.retail,
          feedIn: feedIn ?? trade.feed_in,
          isBought: trade.is_bought === 1,
          isSold: trade.is_sold === 1,
        });
      }
      yield;
    }
  };
  await withBreaths(work());
  const { buying, selling, all } = savedBy(sums);
  const needWh = neededWh(db, community, member, range);
  const baseCost = retail === null ? atMeanRetail(db, community, range, needWh) : amountOf(needWh, retail);
  return {
    ...sums,
    savingsBuying: buying,
    savingsSelling: selling,
    savings: all,
    needWh,
    baseCost,
    share: savingsShare(all, baseCost),
  };
}

/** What members needed beyond their own production on the local days that a range touches. */
function neededWh(db: ReadDb, community: CommunityRow, member: number | null, range: Range): number {
  const { first, last } = localDaysOf(range, community.time_zone);
  const [needed] = db.pluck<number | null>(
    `SELECT SUM(consumed_wh - self_consumed_wh) FROM rollup_member_day
     JOIN member_view ON member_view.id = rollup_member_day.member_id
     WHERE rollup_member_day.community_id = ? AND day BETWEEN ? AND ? ${member === null ? '' : 'AND member_id = ?'}`,
    [community.id, first, last, ...(member === null ? [] : [member])],
  );
  return needed ?? 0;
}

/** The cost of energy at the mean retail tariff of a range, micro-currency; 0 while no tariff is known. */
function atMeanRetail(db: ReadDb, community: CommunityRow, range: Range, wh: number): number {
  const { sum, slots } = db.get<{ sum: number; slots: number }>(
    `SELECT ifnull(SUM(grid_import_price), 0) AS sum, COUNT(*) AS slots FROM pricing_signal
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, range.from, range.to],
  )!;
  return slots === 0 ? 0 : roundHalfEvenDiv(BigInt(wh) * BigInt(sum), BigInt(1000 * slots));
}
