import type { ParsedInput } from '#shared/contract/contract.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { dayNumber, localDay, localDayRange, MINUTE } from '#shared/domain/slots.ts';
import type { HealthFacts } from '#shared/stats/health-facts.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { fairnessOf } from '../insights/fairness.ts';
import { insightSteps } from '../insights/insight-steps.ts';
import { lossesOf } from '../insights/losses.ts';
import { participationOf } from '../insights/participation.ts';
import { peaksOf } from '../insights/peaks.ts';
import { ROLLING_DAYS } from '../insights/weighed-trades.ts';
import { heldBackMembers } from '../ledger/filter-conditions.ts';
import { memberFigures, savingsOf } from '../members/figures.ts';
import { proposedDues } from '../settlement/known-cases.ts';
import { gridFactorsOf } from '../stats/co2.ts';
import { slotsWithReadings } from '../stats/coverage.ts';
import { publishedIndicators } from '../stats/indicators.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';

/** So many days and one that is not over may be held against whole ones. */
const DAYS_OF_PARTICIPATION = 6;

/** What the summary of a period goes by. A period before that the data do not reach back over is not compared with. */
export async function healthFacts(
  db: ReadDb,
  { communityId, range, compareWith }: ParsedInput<'health.findings'>,
): Promise<HealthFacts> {
  const community = requireCommunity(db, communityId);
  const known = reached(community, range);
  const before = compareWith && isReached(community, compareWith) ? compareWith : null;
  const period = { communityId, range, compareWith: before };
  const participation = await participationOf(db, { ...period, step: 'month', group: 'all' });
  const { current: spread } = await fairnessOf(db, { ...period, compareWith: null, group: 'all' });
  const { current: peaks } = peaksOf(db, { ...period, compareWith: null });
  const losses = await lossesOf(db, { communityId, until: range.to });
  const factors = gridFactorsOf(db, community);
  const { indicators, co2Factor } = await publishedIndicators(db, community, range, factors);
  return {
    failures: failedSettlements(db, community, range),
    approvals: proposedDues(db, community),
    slots: Math.round((known.to - known.from) / (community.slot_minutes * MINUTE)),
    slotsWithReadings: slotsWithReadings(db, community, known),
    staleness: stalenessOf(community, range),
    unbalanced: unbalancedReadings(db, community),
    heldBack: heldBackMembers(db, community).length,
    worseOff: worseOffMembers(db, community, range),
    rolling: {
      count: losses.members.length,
      traders: losses.traders,
      days: ROLLING_DAYS,
      isPeriod: isSameDays(community, losses.range, range),
    },
    figures: {
      now: { ...indicators, days: daysOf(community, known) },
      before: before && {
        ...(await publishedIndicators(db, community, before, factors)).indicators,
        days: daysOf(community, before),
      },
    },
    localDays: insightSteps(db, community, 'day', range).starts.length,
    price: meanPrice(db, community, range),
    spread,
    importPeak: peaks.import,
    co2Factor,
    membership: {
      now: participation.totals,
      before: before && tellsParticipation(community, before) ? (participation.previous?.totals ?? null) : null,
    },
    isFirst: community.data_from === null || community.data_from >= range.from,
  };
}

/** The part of a range that the data reach over; of no length when they do not reach into it. */
function reached({ data_from, data_to }: CommunityRow, { from, to }: Range): Range {
  const start = Math.max(from, data_from ?? to);
  return { from: start, to: Math.max(start, Math.min(to, data_to ?? start)) };
}

function isReached({ data_from, data_to }: CommunityRow, { from, to }: Range): boolean {
  return data_from !== null && data_to !== null && data_from <= from && to <= data_to;
}

/** Local days, of those at the ends so much as is in the range: a week in which the clocks change is as long as the week before it. */
function daysOf({ time_zone: timeZone }: CommunityRow, { from, to }: Range): number {
  if (from >= to) return 0;
  const [first, last] = [localDay(from, timeZone), localDay(to - 1, timeZone)];
  const partBefore = (time: number, day: { from: number; to: number }): number =>
    (time - day.from) / (day.to - day.from);
  return (
    dayNumber(last) -
    dayNumber(first) +
    partBefore(to, localDayRange(last, timeZone)) -
    partBefore(from, localDayRange(first, timeZone))
  );
}

/** Who took part is known of whole days only: of a few days, one of which is not over, that tells nothing beside as many whole ones. */
function tellsParticipation(community: CommunityRow, before: Range): boolean {
  const days = daysOf(community, before);
  return Number.isInteger(days) || days >= DAYS_OF_PARTICIPATION;
}

function isSameDays({ time_zone: timeZone }: CommunityRow, a: Range, b: Range): boolean {
  const [one, other] = [localDaysOf(a, timeZone), localDaysOf(b, timeZone)];
  return one.first === other.first && one.last === other.last;
}

function failedSettlements(db: ReadDb, community: CommunityRow, range: Range): HealthFacts['failures'] {
  const causes = db.all<{ failure_code: number | null; trades: number; amount: number }>(
    `SELECT failure_code, COUNT(*) AS trades, SUM(amount) AS amount FROM trade_view
     WHERE community_id = ? AND status = 2 AND executed_at >= ? AND executed_at < ?
     GROUP BY failure_code ORDER BY trades DESC, failure_code`,
    [community.id, range.from, range.to],
  );
  if (causes.length === 0) return null;
  return {
    count: causes.reduce((sum, cause) => sum + cause.trades, 0),
    amount: causes.reduce((sum, cause) => sum + cause.amount, 0),
    topCode: causes[0].failure_code === null ? 'UNKNOWN' : failureCodes[causes[0].failure_code],
    topCount: causes[0].trades,
  };
}

function stalenessOf({ data_to, time_zone }: CommunityRow, range: Range): HealthFacts['staleness'] {
  if (data_to === null) return null;
  const dayOf = (time: number): number => dayNumber(localDay(time, time_zone));
  // The day that the period ends in is whole only where the period ends with the day before.
  const days = dayOf(range.to) - dayOf(data_to - 1) - 1;
  return { days: Math.max(days, 0), dataTo: data_to };
}

/** Counted when the file was read; the balance of a single reading does not change afterwards. */
function unbalancedReadings(db: ReadDb, community: CommunityRow): HealthFacts['unbalanced'] {
  const row = db.get<{ rows: number | null; total: number | null }>(
    `SELECT json_extract(report, '$.unbalancedRows') AS rows, json_extract(report, '$.rows') AS total FROM import_run
     WHERE community_id = ? AND kind = 'readings' AND state = 'done' ORDER BY started_at DESC LIMIT 1`,
    [community.id],
  );
  return row?.rows ? { rows: row.rows, total: row.total ?? 0 } : null;
}

function worseOffMembers(db: ReadDb, community: CommunityRow, range: Range): HealthFacts['worseOff'] {
  const traders = memberFigures(db, community, range).filter((member) => member.trade_count > 0);
  return { count: traders.filter((member) => savingsOf(member) < 0).length, traders: traders.length };
}

/** What a kWh was traded at, and would have cost and earned at the tariffs of its slot. */
function meanPrice(db: ReadDb, community: CommunityRow, range: Range): HealthFacts['price'] {
  const sums = db.get<{ wh: number | null; amount: number; retail: number; feed_in: number }>(
    `SELECT SUM(traded_wh) AS wh, SUM(traded_amount) AS amount, SUM(retail_amount) AS retail, SUM(feed_in_amount) AS feed_in
     FROM rollup_slot JOIN pricing_signal USING (community_id, slot)
     WHERE community_id = ? AND slot >= ? AND slot < ? AND traded_wh > 0`,
    [community.id, range.from, range.to],
  );
  if (!sums?.wh) return null;
  const perKwh = (amount: number): number => Math.round((amount * 1000) / sums.wh!);
  return { price: perKwh(sums.amount), retail: perKwh(sums.retail), feedIn: perKwh(sums.feed_in) };
}
