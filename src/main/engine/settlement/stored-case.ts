import type { CaseRef } from '#shared/contract/settlement-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { isUuid, uuidBytes } from '#shared/domain/uuid.ts';
import { caseOf, type SettlementCase } from '#shared/settlement/case.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { eventsOfTrade } from './event-rows.ts';

/** A trade and its case as the copy has them. */
export interface StoredCase {
  readonly tradeId: Uint8Array;
  /** Epoch milliseconds. */
  readonly executedAt: number;
  /** Row ids. */
  readonly buyerId: number;
  readonly sellerId: number;
  /** Micro-currency. */
  readonly amount: number;
  readonly tradeVersion: number;
  /** Null for a trade that has not failed. */
  readonly standing: SettlementCase | null;
}

interface TradeRow {
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly amount: number;
  readonly status: number;
  readonly version: number;
}

/** Null when the copy has no such trade that may be shown. */
export function findStoredCase(
  db: ReadDb,
  community: CommunityRow,
  { tradeId, executedAt }: Pick<CaseRef, 'tradeId' | 'executedAt'>,
): StoredCase | null {
  if (!isUuid(tradeId)) return null;
  const id = uuidBytes(tradeId);
  const row = db.get<TradeRow>(
    `SELECT buyer_id, seller_id, amount, status, version FROM trade_view
     WHERE community_id = ? AND executed_at = ? AND id = ?`,
    [community.id, executedAt, id],
  );
  if (!row) return null;
  return {
    tradeId: id,
    executedAt,
    buyerId: row.buyer_id,
    sellerId: row.seller_id,
    amount: row.amount,
    tradeVersion: row.version,
    standing: caseOf(settlementStatuses[row.status], eventsOfTrade(db, community.id, executedAt, id)),
  };
}
