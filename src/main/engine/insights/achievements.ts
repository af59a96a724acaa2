import { type Achievements, communityAchievements, memberAchievements } from '#shared/contract/achievement-records.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { addDays, dayNumber, localDay, localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';
import { amountFor } from '#shared/privacy/published-sums.ts';
import {
  CommunityProgress,
  communityTargets,
  type MemberDay,
  MemberProgress,
  memberTargets,
  sundayOf,
} from '#shared/stats/achievements.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withdrawnMembers } from '../consents/withdrawn.ts';
import { withBreaths } from '../ledger/scans.ts';
import { co2Avoided, type GridFactors, gridFactorsOf } from '../stats/co2.ts';
import { type Membership, wasMember } from '../stats/memberships.ts';
import type { Range } from '../stats/sums.ts';
import { type MemberDay as MemberDayRow, type PublishedDay, publishedDays, valueOf } from './published-days.ts';

interface MemberRow extends Membership {
  readonly uid: string;
  readonly anonymized_id: string;
}

interface Member {
  readonly row: MemberRow;
  readonly progress: MemberProgress;
  /** The Sunday (day number) of the last calendar week with a trade or an offer. */
  lastActive: number | null;
}

const EPOCH_DAY = 19700101;

/** All achievements from the first local day with data to the one that `until` ends in. */
class History {
  readonly #db: ReadDb;
  readonly #community: CommunityRow;
  readonly #range: Range;
  readonly #factors: GridFactors;
  readonly #members: ReadonlyMap<number, Member>;
  readonly #together = new CommunityProgress();
  /** Of the calendar week that is gone through. */
  #sunday: number | null = null;

  constructor(db: ReadDb, community: CommunityRow, until: number) {
    this.#db = db;
    this.#community = community;
    this.#range = { from: 0, to: until };
    this.#factors = gridFactorsOf(db, community);
    const rows = db.all<MemberRow>(
      `SELECT id, uid, anonymized_id, role, joined_at, left_at, is_active FROM member_view
       WHERE community_id = ? ORDER BY anonymized_id`,
      [community.id],
    );
    this.#members = new Map(rows.map((row) => [row.id, { row, progress: new MemberProgress(), lastActive: null }]));
  }

  /** Goes through the days; it yields between them. */
  *walk(): Generator<void, void> {
    for (const day of publishedDays(this.#db, this.#community, this.#range)) {
      this.#addDay(day);
      yield;
    }
    this.#endWeekBefore(dayNumber(localDay(this.#range.to, this.#community.time_zone)));
  }

  answer(limit: number): Achievements {
    const withdrawn = withdrawnMembers(this.#db, this.#community, 'leaderboards');
    const all = [...this.#members.values()].filter(({ progress }) => progress.reached.size > 0);
    const named = all.filter(({ row }) => !withdrawn.has(row.id));
    const reached = named.flatMap(({ row, progress }) =>
      [...progress.reached].map(([kind, day]) => ({ member: row, kind, day })),
    );
    const latest = reached.sort((a, b) => b.day - a.day).slice(0, limit);
    return {
      community: communityAchievements.map((kind) => {
        const { day, value } = this.#together.of(kind);
        return { kind, reachedAt: day === null ? null : this.#startOf(day), value, target: communityTargets[kind] };
      }),
      membersLeftOut: all.length - named.length,
      members: memberAchievements.map((kind) => ({
        kind,
        members: reached.filter((one) => one.kind === kind).length,
        target: memberTargets[kind],
      })),
      latest: latest.map(({ member, kind, day }) => ({
        kind,
        memberId: member.uid,
        anonymizedId: member.anonymized_id,
        reachedAt: this.#startOf(day),
      })),
    };
  }

  #startOf(day: number): number {
    return startOfLocalDay(addDays(EPOCH_DAY, day), this.#community.time_zone);
  }

  #addDay(published: PublishedDay): void {
    const day = dayNumber(published.day);
    this.#endWeekBefore(day);
    this.#sunday = sundayOf(day);
    const savings: (readonly [number, number])[] = [];
    let hasReadings = false;
    for (const row of published.members) {
      hasReadings ||= row.consumed_wh > 0 || row.produced_wh > 0;
      const member = this.#members.get(row.member_id);
      if (member === undefined) continue;
      if (row.trade_count > 0 || row.offer_count > 0) member.lastActive = this.#sunday;
      const ofDay = memberDay(row, day);
      if (row.trade_count > 0) savings.push([row.member_id, ofDay.savings]);
      member.progress.add(ofDay);
    }
    const selfConsumedWh = published.selfConsumedWh.value;
    this.#together.add({
      day,
      hasReadings,
      consumedWh: amountFor(published.of.consumedWh, 'all'),
      selfConsumedWh,
      tradedWh: published.tradedWh.value,
      co2AvoidedG: selfConsumedWh === null ? null : this.#co2Of(published.day, selfConsumedWh),
      trades: published.community.trade_count,
      failed: published.community.failed_count,
      savings,
    });
  }

  #co2Of(day: number, selfConsumedWh: number): number | null {
    const range = localDayRange(day, this.#community.time_zone);
    return co2Avoided(this.#db, this.#community, this.#factors, range, selfConsumedWh).grams;
  }

  /** Counts the week that was gone through, once `day` lies after it. */
  #endWeekBefore(day: number): void {
    if (this.#sunday === null || day <= this.#sunday) return;
    const week = { from: this.#startOf(this.#sunday - 6), to: this.#startOf(this.#sunday + 1) };
    const active = [...this.#members.values()].filter(({ row }) => wasMember(row, week));
    const participants = active.filter(({ lastActive }) => lastActive === this.#sunday);
    this.#together.addWeek(this.#sunday, participants.length, active.length);
    this.#sunday = null;
  }
}

function memberDay(row: MemberDayRow, day: number): MemberDay {
  return {
    day,
    hasReadings: row.consumed_wh > 0 || row.produced_wh > 0,
    consumedWh: row.consumed_wh,
    selfConsumedWh: row.self_consumed_wh,
    boughtWh: row.bought_wh,
    soldWh: row.sold_wh,
    savings: valueOf.savings(row),
    trades: row.trade_count,
  };
}

/** Who has reached what, from the first data to `until`. Throws INPUT_INVALID when there is no such community. */
export async function achievementsOf(
  db: ReadDb,
  { communityId, until, limit }: ParsedInput<'insights.achievements'>,
): Promise<Output<'insights.achievements'>> {
  const history = new History(db, requireCommunity(db, communityId), until);
  await withBreaths(history.walk());
  return history.answer(limit);
}
