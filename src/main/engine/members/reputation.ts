import { failureCodes } from '#shared/domain/records.ts';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import { ownFaults, reputation } from '#shared/stats/reputation.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { MemberKey } from './member.ts';

const YEAR = 365 * 24 * HOUR;
const WEEK = 7 * 24 * HOUR;
const MONTH = YEAR / 12;

interface SideCounts {
  readonly trades: number;
  readonly settled: number;
  readonly own_fault: number;
}

function sideCounts(db: ReadDb, member: MemberKey, side: 'buyer' | 'seller', from: number, to: number): SideCounts {
  const faults = ownFaults(side).map((code) => failureCodes.indexOf(code));
  // The index is bucketed by week, so the buckets are named one by one; the planner would rather read the whole year.
  return db.get<SideCounts>(
    `WITH RECURSIVE week(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM week WHERE n < ?)
     SELECT COUNT(*) AS trades, COALESCE(SUM(status = 1), 0) AS settled,
            COALESCE(SUM(status = 2 AND failure_code IN (${faults.join(', ')})), 0) AS own_fault
     FROM week CROSS JOIN trade INDEXED BY trade_${side}
       ON community_id = ? AND executed_at / 604800000 = week.n AND ${side}_id = ? AND executed_at >= ? AND executed_at < ?`,
    [Math.floor(from / WEEK), Math.floor(to / WEEK), member.community.id, member.id, from, to],
  )!;
}

/**
 * Settled trades of the time whose single records this desk does not keep: what its days count and what is not left of them, because it
 * is not settled (PROTOCOL.md W2). The first day counts as a whole.
 */
function droppedTrades(db: ReadDb, { community, id }: MemberKey, from: number): number {
  if (community.raw_from <= from) return 0;
  const days = [localDay(from, community.time_zone), localDay(community.raw_from - 1, community.time_zone)];
  const { counted } = db.get<{ counted: number }>(
    `SELECT COALESCE(SUM(trade_count + failed_count), 0) AS counted FROM rollup_member_day
     WHERE community_id = ? AND day BETWEEN ? AND ? AND member_id = ?`,
    [community.id, ...days, id],
  )!;
  const { left } = db.get<{ left: number }>(
    `SELECT COUNT(*) AS left FROM trade WHERE community_id = ? AND executed_at >= ? AND slot < ? AND (buyer_id = ? OR seller_id = ?)`,
    [community.id, from, community.raw_from, id, id],
  )!;
  return Math.max(0, counted - left);
}

/**
 * The member's reputation of DOMAIN.md section 5 over the twelve months before the newest data, with the counts behind each part.
 * An offer counts as honoured when it was matched and not cancelled afterwards (cancelled with a part already traded).
 */
export function reputationOf(db: ReadDb, member: MemberKey) {
  const to = member.community.data_to ?? Date.now();
  const from = to - YEAR;
  const bought = sideCounts(db, member, 'buyer', from, to);
  const sold = sideCounts(db, member, 'seller', from, to);
  const zone = member.community.time_zone;
  const dropped = droppedTrades(db, member, from);
  const offers = db.get<{ honoured: number; cancelled: number }>(
    `SELECT COALESCE(SUM(honoured_count), 0) AS honoured, COALESCE(SUM(cancelled_count), 0) AS cancelled
     FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ? AND member_id = ?`,
    [member.community.id, localDay(from, zone), localDay(to, zone), member.id],
  )!;
  const facts = {
    settled: bought.settled + sold.settled + dropped,
    failedByOwnFault: bought.own_fault + sold.own_fault,
    honoured: offers.honoured,
    cancelledAfterMatch: offers.cancelled,
    monthsAsMember: Math.max(0, to - member.joinedAt) / MONTH,
    trades: bought.trades + sold.trades + dropped,
  };
  const result = reputation(facts);
  return {
    score: result.score,
    settled: { share: result.settledShare, settled: facts.settled, failedByOwnFault: facts.failedByOwnFault },
    honoured: {
      share: result.honouredShare,
      honoured: facts.honoured,
      cancelledAfterMatch: facts.cancelledAfterMatch,
    },
    standing: { share: result.standingShare, months: facts.monthsAsMember },
  };
}
