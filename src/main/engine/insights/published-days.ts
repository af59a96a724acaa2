import { type Measure, measures } from '#shared/contract/insight-records.ts';
import type { WithheldReason } from '#shared/contract/published-sum.ts';
import { type MemberRole, memberRoles } from '#shared/domain/records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
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

/** What is read of a member's day: with many members the rows are what takes the time. */
const memberColumns = [
  'produced_wh',
  'consumed_wh',
  'self_consumed_wh',
  'imported_wh',
  'exported_wh',
  'bought_wh',
  'bought_amount',
  'bought_retail_amount',
  'sold_wh',
  'sold_amount',
  'sold_feed_in_amount',
  'trade_count',
  'offer_count',
] as const;

/** The sums of a member's day. */
export interface MemberDay extends Pick<MemberSums, (typeof memberColumns)[number]> {
  readonly member_id: number;
}

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
  const memberships = db.all<Membership>(
    'SELECT id, role, joined_at, left_at, is_active FROM member WHERE community_id = ?',
    [community.id],
  );
  const members = new Map(memberships.map((member) => [member.id, member]));
  const { first, last } = localDaysOf(range, community.time_zone);
  for (const own of db.all<CommunityDay>(
    `SELECT day, self_consumed_wh, traded_wh, traded_amount, trade_count, failed_count FROM rollup_day
     WHERE community_id = ? AND day BETWEEN ? AND ? ORDER BY day`,
    [community.id, first, last],
  )) {
    const ofMembers = db.all<MemberDay>(
      `SELECT member_id, ${memberColumns.join(', ')} FROM rollup_member_day WHERE community_id = ? AND day = ?`,
      [community.id, own.day],
    );
    yield published(own, ofMembers, tallyOf(members, ofMembers, localDayRange(own.day, community.time_zone)));
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

/** @param members by row id */
function tallyOf(members: ReadonlyMap<number, Membership>, rows: readonly MemberDay[], dayRange: Range): DayTally {
  const tally = emptyDay();
  for (const member of members.values()) {
    if (wasMember(member, dayRange)) tally.members[memberRoles[member.role]]++;
  }
  for (const row of rows) {
    const member = members.get(row.member_id);
    if (member === undefined) continue;
    const role = memberRoles[member.role];
    let isInSums = false;
    for (const measure of measures) {
      const value = valueOf[measure](row);
      isInSums ||= value !== 0;
      addToDay(tally, role, measure, value);
    }
    // Who was no member by the books, but has energy or trades, is in the sums and so counts.
    if (isInSums && !wasMember(member, dayRange)) tally.members[role]++;
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
