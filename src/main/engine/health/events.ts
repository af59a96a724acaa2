import type { CommunityEvent } from '#shared/contract/health.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';

function failedTrades(db: ReadDb, community: CommunityRow, range: Range, limit: number): CommunityEvent[] {
  return db
    .all<{
      id: Uint8Array;
      executed_at: number;
      buyer: string;
      seller: string;
      quantity_wh: number;
      amount: number;
      failure_code: number | null;
    }>(
      `SELECT id, executed_at, buyer, seller, quantity_wh, amount, failure_code FROM trade_view
       WHERE community_id = ? AND status = 2 AND executed_at >= ? AND executed_at < ? ORDER BY executed_at DESC, id DESC LIMIT ?`,
      [community.id, range.from, range.to, limit],
    )
    .map((row) => ({
      kind: 'trade-failed',
      at: row.executed_at,
      tradeId: uuidText(row.id),
      buyer: row.buyer,
      seller: row.seller,
      quantityWh: row.quantity_wh,
      amount: row.amount,
      failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
    }));
}

function joinsAndLeaves(db: ReadDb, community: CommunityRow, range: Range, limit: number): CommunityEvent[] {
  return (['joined', 'left'] as const).flatMap((what) =>
    db
      .all<{ at: number; member: string }>(
        `SELECT ${what}_at AS at, anonymized_id AS member FROM member_view
         WHERE community_id = ? AND ${what}_at >= ? AND ${what}_at < ? ORDER BY ${what}_at DESC LIMIT ?`,
        [community.id, range.from, range.to, limit],
      )
      .map((row): CommunityEvent => ({ kind: `member-${what}`, ...row })),
  );
}

function ruleChanges(db: ReadDb, community: CommunityRow, range: Range, limit: number): CommunityEvent[] {
  return db
    .all<{ at: number; member: string; version: number }>(
      `SELECT valid_from AS at, anonymized_id AS member, version FROM rule_view
       WHERE community_id = ? AND version > 1 AND valid_from >= ? AND valid_from < ? ORDER BY valid_from DESC LIMIT ?`,
      [community.id, range.from, range.to, limit],
    )
    .map((row) => ({ kind: 'rule-changed', ...row }));
}

/** The newest events of the range, newest first, at most `limit`. */
export function eventsOf(db: ReadDb, community: CommunityRow, range: Range, limit: number): CommunityEvent[] {
  return [
    ...failedTrades(db, community, range, limit),
    ...joinsAndLeaves(db, community, range, limit),
    ...ruleChanges(db, community, range, limit),
  ]
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}
