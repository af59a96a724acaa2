import type { Output } from '#shared/contract/contract.ts';
import { localDay } from '#shared/domain/slots.ts';
import { roundHalfEvenDiv } from '#shared/domain/units.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { millionths } from '#shared/reports/fractions.ts';
import type { AchievementsFact, MarketMonthsFact, MonthsFact } from '#shared/reports/period/period-facts.ts';
import type { ReadDb } from '../../cache/connection.ts';
import type { CommunityRow } from '../../communities/community.ts';
import { localDaysOf, type Range } from '../../stats/sums.ts';
import { type PeriodAnswers, stepsFact } from './period-figures.ts';

/**
 * The months of a period.
 * @param mayCount false where nothing about the trade may be told
 */
export function monthsFact(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  { indicators: { current }, impact, participation }: PeriodAnswers,
  mayCount: boolean,
): MonthsFact {
  return {
    energy: stepsFact(current),
    selfSufficiency: current.shares.selfSufficiency.map((share) => millionths(share)),
    savings: current.columns.savings.values,
    co2AvoidedG: impact.co2AvoidedG.map((grams) => (grams === null ? null : Math.round(grams))),
    failed: mayCount ? failedByMonth(db, community, range, current.start) : null,
    members: {
      active: participation.activeMembers,
      participants: participation.participants,
      joined: participation.joined,
      left: participation.left,
    },
  };
}

/** @param starts of local months */
function failedByMonth(db: ReadDb, community: CommunityRow, range: Range, starts: readonly number[]): number[] {
  const { first, last } = localDaysOf(range, community.time_zone);
  const rows = db.all<{ month: number; failed: number }>(
    `SELECT day / 100 AS month, SUM(failed_count) AS failed FROM rollup_day
     WHERE community_id = ? AND day BETWEEN ? AND ? GROUP BY month`,
    [community.id, first, last],
  );
  const failed = new Map(rows.map((row) => [row.month, row.failed]));
  return starts.map((start) => failed.get(monthOf(start, community)) ?? 0);
}

/** A local month as yyyymm. */
function monthOf(time: number, { time_zone }: CommunityRow): number {
  return Math.floor(localDay(time, time_zone) / 100);
}

/** Prices, tariffs, mechanisms and changes of rules in the months of a period. */
export function marketMonths(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  { indicators: { current }, impact }: PeriodAnswers,
): MarketMonthsFact {
  const { start, columns } = current;
  const months = start.map((from, at) => ({ from, to: start[at + 1] ?? range.to }));
  const tariffs = months.map((month) => tariffsIn(db, community, month));
  const changes = months.map((month) => ruleChangesIn(db, community, month));
  return {
    start,
    price: impact.moneyKept.map((amount, at) => {
      const wh = columns.boughtWh.values[at];
      return amount === null || !wh ? null : roundHalfEvenDiv(BigInt(amount) * 1000n, BigInt(wh));
    }),
    retail: tariffs.map(({ retail }) => retail),
    feedIn: tariffs.map(({ feedIn }) => feedIn),
    rulesAdded: changes.map(({ added }) => added),
    rulesChanged: changes.map(({ changed }) => changed),
    mechanisms: months.map(({ from, to }) =>
      db.pluck<string>(
        'SELECT DISTINCT mechanism FROM certificate WHERE community_id = ? AND slot >= ? AND slot < ? ORDER BY mechanism',
        [community.id, from, to],
      ),
    ),
  };
}

/** Mean over the slots that have a tariff, rounded half-even. */
function tariffsIn(
  db: ReadDb,
  community: CommunityRow,
  { from, to }: Range,
): { retail: number | null; feedIn: number | null } {
  const { slots, retail, feed_in } = db.get<{ slots: number; retail: number; feed_in: number }>(
    `SELECT COUNT(*) AS slots, COALESCE(SUM(grid_import_price), 0) AS retail, COALESCE(SUM(grid_export_price), 0) AS feed_in
     FROM pricing_signal WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, from, to],
  )!;
  if (slots === 0) return { retail: null, feedIn: null };
  return { retail: roundHalfEvenDiv(retail, slots), feedIn: roundHalfEvenDiv(feed_in, slots) };
}

/** How many rules began to hold, and how often one was changed. */
function ruleChangesIn(db: ReadDb, community: CommunityRow, { from, to }: Range): { added: number; changed: number } {
  return db.get<{ added: number; changed: number }>(
    `SELECT COUNT(CASE WHEN version = 1 THEN 1 END) AS added, COUNT(CASE WHEN version > 1 THEN 1 END) AS changed FROM rule_view
     WHERE community_id = ? AND valid_from >= ? AND valid_from < ?`,
    [community.id, from, to],
  )!;
}

/** What was reached in a period, and by how many members by its end: fewer than `k` are not told. */
export function achievementsFact(
  { community, members }: Output<'insights.achievements'>,
  { from, to }: Range,
): AchievementsFact {
  return {
    community: community
      .flatMap(({ kind, reachedAt }) =>
        reachedAt !== null && reachedAt >= from && reachedAt < to ? [{ kind, reachedAt }] : [],
      )
      .toSorted((a, b) => a.reachedAt - b.reachedAt),
    members: members.map(({ kind, members: count }) => ({
      kind,
      members: count > 0 && count < DEFAULT_K ? null : count,
    })),
  };
}
