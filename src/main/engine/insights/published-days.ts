import { type Measure, measures } from '#shared/contract/insight-records.ts';
import type { WithheldReason } from '#shared/contract/published-sum.ts';
import { type MemberRole, memberRoles } from '#shared/domain/records.ts';
import { addDays, localDayRange } from '#shared/domain/slots.ts';
import {
  addToDay,
  amountFor,
  type DayTally,
  emptyDay,
  type Publication,
  publishDay,
} from '#shared/privacy/published-sums.ts';
import { savings } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { MemberSums } from '../cache/rollup-tables.ts';
import type { CommunityRow } from '../communities/community.ts';
import { type Membership, wasMember } from '../stats/memberships.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';

/** A figure of the community itself for a day; null when it is withheld. */
export interface CommunityValue {
  readonly value: number | null;
  readonly reason: WithheldReason | null;
}

/** What of a local day may be shown. */
export interface PublishedDay {
  /** yyyymmdd */
  readonly day: number;
  /** By measure. `selfConsumedWh` is the members' own here. */
  readonly of: Readonly<Record<Measure, Publication>>;
  /** Community self-consumed, Wh: withheld where what was produced or consumed in all is. */
  readonly selfConsumedWh: CommunityValue;
  /** What members got from one another, Wh, and what they paid for it, micro-currency: withheld where what they bought is. */
  readonly tradedWh: CommunityValue;
  readonly tradedAmount: CommunityValue;
  /** What the day is made of: for rules to look at, never to be shown. */
  readonly community: CommunityDay;
  readonly members: readonly MemberDay[];
  /** How many members the day has in each role. */
  readonly memberCounts: Readonly<Record<MemberRole, number>>;
}

interface CommunityDay {
  readonly day: number;
  readonly self_consumed_wh: number;
  readonly traded_wh: number;
  readonly traded_amount: number;
  readonly trade_count: number;
  readonly failed_count: number;
}

/** The sums of a member's day. */
export interface MemberDay extends MemberSums {
  readonly day: number;
  readonly member_id: number;
}

/** Days that are read at once. */
const DAYS_AT_ONCE = 31;

/** What a member has of a measure on a day. */
export const valueOf: Readonly<Record<Measure, (day: MemberDay) => number>> = {
  producedWh: ({ produced_wh }) => produced_wh,
  consumedWh: ({ consumed_wh }) => consumed_wh,
  selfConsumedWh: ({ self_consumed_wh }) => self_consumed_wh,
  importedWh: ({ imported_wh }) => imported_wh,
  exportedWh: ({ exported_wh }) => exported_wh,
  boughtWh: ({ bought_wh }) => bought_wh,
  soldWh: ({ sold_wh }) => sold_wh,
  savings: (day) =>
    savings({
      bought: day.bought_amount,
      boughtAtRetail: day.bought_retail_amount,
      sold: day.sold_amount,
      soldAtFeedIn: day.sold_feed_in_amount,
    }),
};

/**
 * Every local day that a range touches and that has a reading or a trade, as far as it may be shown. Members without a pseudonym are in the
 * sums, as they are in the community's own, so that no difference of the two shows what such a member has.
 */
export function* publishedDays(db: ReadDb, community: CommunityRow, range: Range): Generator<PublishedDay> {
  const members = db.all<Membership>(
    'SELECT id, role, joined_at, left_at, is_active FROM member WHERE community_id = ?',
    [community.id],
  );
  const { first, last } = dataDaysOf(db, community, range);
  for (let from = first; from <= last; from = addDays(from, DAYS_AT_ONCE)) {
    const days = [community.id, from, Math.min(last, addDays(from, DAYS_AT_ONCE - 1))];
    const rows = Map.groupBy(
      db.all<MemberDay>('SELECT * FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ?', days),
      ({ day }) => day,
    );
    for (const own of db.all<CommunityDay>(
      `SELECT day, self_consumed_wh, traded_wh, traded_amount, trade_count, failed_count FROM rollup_day
       WHERE community_id = ? AND day BETWEEN ? AND ? ORDER BY day`,
      days,
    )) {
      const dayRange = localDayRange(own.day, community.time_zone);
      const ofMembers = rows.get(own.day) ?? [];
      yield published(own, ofMembers, tallyOf(members, ofMembers, dayRange));
    }
  }
}

/** What all members have of a measure on a day. Self-consumed is the members' own here. */
export function amountOfDay({ of }: PublishedDay, measure: Measure): CommunityValue {
  const publication = of[measure];
  const value = amountFor(publication, 'all');
  return { value, reason: publication.kind === 'withheld' ? publication.reason : null };
}

/** The first and last of the local days (yyyymmdd) that a range touches and the data reach into; last is before first without any. */
export function dataDaysOf(db: ReadDb, community: CommunityRow, range: Range): { first: number; last: number } {
  const touched = localDaysOf(range, community.time_zone);
  const data = db.get<{ first: number | null; last: number | null }>(
    `SELECT (SELECT MIN(day) FROM rollup_day WHERE community_id = ?) AS first,
            (SELECT MAX(day) FROM rollup_day WHERE community_id = ?) AS last`,
    [community.id, community.id],
  )!;
  return { first: Math.max(touched.first, data.first ?? Infinity), last: Math.min(touched.last, data.last ?? 0) };
}

function tallyOf(members: readonly Membership[], rows: readonly MemberDay[], dayRange: Range): DayTally {
  const tally = emptyDay();
  const rowOf = new Map(rows.map((row) => [row.member_id, row]));
  for (const member of members) {
    const role = memberRoles[member.role];
    const row = rowOf.get(member.id);
    let isInSums = false;
    for (const measure of measures) {
      if (row === undefined) break;
      const value = valueOf[measure](row);
      isInSums ||= value !== 0;
      addToDay(tally, role, measure, value);
    }
    // Who was no member by the books, but has energy or trades, is in the sums and so counts.
    if (isInSums || wasMember(member, dayRange)) tally.members[role]++;
  }
  return tally;
}

function published(own: CommunityDay, members: readonly MemberDay[], tally: DayTally): PublishedDay {
  const of = publishDay(tally);
  return {
    day: own.day,
    of,
    selfConsumedWh: shownWith(own.self_consumed_wh, [of.producedWh, of.consumedWh]),
    tradedWh: shownWith(own.traded_wh, [of.boughtWh]),
    tradedAmount: shownWith(own.traded_amount, [of.boughtWh]),
    community: own,
    members,
    memberCounts: tally.members,
  };
}

/** A value that is shown only where all of these are. */
function shownWith(value: number, publications: readonly Publication[]): CommunityValue {
  for (const publication of publications) {
    if (publication.kind === 'withheld') return { value: null, reason: publication.reason };
  }
  return { value, reason: null };
}
