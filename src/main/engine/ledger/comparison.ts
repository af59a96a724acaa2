import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { roundHalfEvenDiv } from '#shared/domain/units.ts';
import { savings } from '#shared/stats/indicators.ts';
import { addTrade, noTrades, savedBy } from '#shared/stats/savings.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';
import { withBreaths } from './scans.ts';
import { memberRowId, slotTrades } from './slot-trades.ts';
import { Steps } from './steps.ts';
import { heldBackMembers } from './filter-conditions.ts';

type Comparison = Output<'ledger.comparison'>;
export type Series = Comparison['current'];

/**
 * Trade over time beside the tariffs, the period before and the community, in whole steps: the first and the last may reach beyond the
 * period. Trades without a tariff are in energy and amounts, but have no savings.
 */
export async function compareTrade(
  db: ReadDb,
  { communityId, memberId, range, compareWith, step }: ParsedInput<'ledger.comparison'>,
): Promise<Comparison> {
  const community = requireCommunity(db, communityId);
  const member = memberRowId(db, community, memberId);
  const steps = new Steps(step, range, community.time_zone);
  const before = compareWith && new Steps(step, compareWith, community.time_zone);
  return {
    step,
    start: [...steps.starts],
    ...meanTariffs(db, community, steps),
    current: await seriesOf(db, community, member, step, steps),
    before: before && { start: [...before.starts], ...(await seriesOf(db, community, member, step, before)) },
    community:
      member === null
        ? null
        : {
            ...(await seriesOf(db, community, null, step, steps)),
            members: tradingMembers(db, community, steps.range),
          },
  };
}

/** From the sums that are kept of hours and days where they say the same as the trades themselves, else from the trades. */
function seriesOf(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  step: Comparison['step'],
  steps: Steps,
): Promise<Series> {
  const hasSums = step !== 'hour' || member === null;
  return hasSums && sumsAreWhole(db, community, steps.range)
    ? Promise.resolve(seriesOfSums(db, community, member, step, steps))
    : withBreaths(seriesOfTrades(db, community, member, steps));
}

/**
 * Whether the kept sums are those of the trades that are shown, and every trade has a tariff in them: they hold trades of members that are
 * held back too, and take what has no tariff at its own price.
 */
function sumsAreWhole(db: ReadDb, community: CommunityRow, { from, to }: Range): boolean {
  if (heldBackMembers(db, community).length > 0) return false;
  const [misses] = db.pluck<number>(
    `SELECT EXISTS (
       SELECT 1 FROM rollup_slot AS slots WHERE community_id = ? AND slot >= ? AND slot < ? AND trade_count > 0
         AND NOT EXISTS (SELECT 1 FROM pricing_signal AS tariff
                         WHERE tariff.community_id = slots.community_id AND tariff.slot = slots.slot))`,
    [community.id, from, to],
  );
  return misses === 0;
}

interface SumRow {
  /** An hour, or a local day as yyyymmdd. */
  readonly at: number;
  readonly bought_wh: number;
  readonly bought_amount: number;
  readonly at_retail: number;
  readonly sold_wh: number;
  readonly sold_amount: number;
  readonly at_feed_in: number;
}

const OF_ALL = `traded_wh AS bought_wh, traded_amount AS bought_amount, retail_amount AS at_retail,
  traded_wh AS sold_wh, traded_amount AS sold_amount, feed_in_amount AS at_feed_in`;
const OF_MEMBER =
  'bought_wh, bought_amount, bought_retail_amount AS at_retail, sold_wh, sold_amount, sold_feed_in_amount AS at_feed_in';

/** The series of the kept sums. */
export function seriesOfSums(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  step: Comparison['step'],
  steps: Steps,
): Series {
  const series = emptySeries(steps);
  for (const row of sumRows(db, community, member, step, steps.range)) {
    const at = step === 'hour' ? steps.placeOf(row.at) : steps.placeOfDay(row.at);
    series.boughtWh[at] += row.bought_wh;
    series.boughtAmount[at] += row.bought_amount;
    series.soldWh[at] += row.sold_wh;
    series.soldAmount[at] += row.sold_amount;
    series.savings[at] += savings({
      bought: row.bought_amount,
      boughtAtRetail: row.at_retail,
      sold: row.sold_amount,
      soldAtFeedIn: row.at_feed_in,
    });
  }
  return series;
}

function sumRows(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  step: Comparison['step'],
  range: Range,
): SumRow[] {
  if (step === 'hour') {
    return db.all<SumRow>(
      `SELECT hour AS at, ${OF_ALL} FROM rollup_hour WHERE community_id = ? AND hour >= ? AND hour < ?`,
      [community.id, range.from, range.to],
    );
  }
  const { first, last } = localDaysOf(range, community.time_zone);
  return member === null
    ? db.all<SumRow>(`SELECT day AS at, ${OF_ALL} FROM rollup_day WHERE community_id = ? AND day BETWEEN ? AND ?`, [
        community.id,
        first,
        last,
      ])
    : db.all<SumRow>(
        `SELECT day AS at, ${OF_MEMBER} FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ? AND member_id = ?`,
        [community.id, first, last, member],
      );
}

/** The series of the trades themselves; it yields between the parts of the time. */
export function* seriesOfTrades(
  db: ReadDb,
  community: CommunityRow,
  member: number | null,
  steps: Steps,
): Generator<void, Series> {
  const series = emptySeries(steps);
  for (const trades of slotTrades(db, community, member, steps.range)) {
    for (const { slot, quantity_wh: quantityWh, amount, retail, feed_in: feedIn, is_bought, is_sold } of trades) {
      const at = steps.placeOf(slot);
      const [isBought, isSold] = [is_bought === 1, is_sold === 1];
      if (isBought) {
        series.boughtWh[at] += quantityWh;
        series.boughtAmount[at] += amount;
      }
      if (isSold) {
        series.soldWh[at] += quantityWh;
        series.soldAmount[at] += amount;
      }
      const saved = noTrades();
      addTrade(saved, { quantityWh, amount, retail, feedIn, isBought, isSold });
      series.savings[at] += savedBy(saved).all;
    }
    yield;
  }
  return series;
}

function emptySeries({ starts }: Steps): Series {
  const zeros = (): number[] => starts.map(() => 0);
  return { boughtWh: zeros(), boughtAmount: zeros(), soldWh: zeros(), soldAmount: zeros(), savings: zeros() };
}

/** Mean tariffs over the slots of each step that have some, rounded half-even to the micro-currency. */
function meanTariffs(db: ReadDb, community: CommunityRow, steps: Steps): Pick<Comparison, 'retail' | 'feedIn'> {
  const slots = steps.starts.map(() => 0);
  const retail = steps.starts.map(() => 0);
  const feedIn = steps.starts.map(() => 0);
  for (const tariff of db.iterate<{ slot: number; retail: number; feed_in: number }>(
    `SELECT slot, grid_import_price AS retail, grid_export_price AS feed_in FROM pricing_signal
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, steps.range.from, steps.range.to],
  )) {
    const at = steps.placeOf(tariff.slot);
    slots[at]++;
    retail[at] += tariff.retail;
    feedIn[at] += tariff.feed_in;
  }
  const mean = (sum: number, at: number): number | null => (slots[at] === 0 ? null : roundHalfEvenDiv(sum, slots[at]));
  return { retail: retail.map(mean), feedIn: feedIn.map(mean) };
}

/** How many members traded on the local days that a range touches. */
function tradingMembers(db: ReadDb, community: CommunityRow, range: Range): number {
  const { first, last } = localDaysOf(range, community.time_zone);
  return db.pluck<number>(
    `SELECT COUNT(DISTINCT rollup_member_day.member_id) FROM rollup_member_day
     JOIN member_view ON member_view.id = rollup_member_day.member_id
     WHERE rollup_member_day.community_id = ? AND day BETWEEN ? AND ? AND trade_count > 0`,
    [community.id, first, last],
  )[0];
}
