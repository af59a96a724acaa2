import type { Transaction } from 'kysely';
import { DEFAULT_APPROVAL_THRESHOLD, needsApproval } from '#shared/settlement/approval.ts';
import { toResolution } from '#shared/wire/settlement.ts';
import type { Tables } from '../db/tables.ts';
import type { CommunityMarket } from '../market/community-market.ts';
import type { Principal } from '../parts.ts';
import { type Answer, refused } from './answer.ts';
import { carriedOut, caseAsSeen, type ProposeSettlement, stepOf, stepTaken } from './settlement-case.ts';

/**
 * Proposes how a failed trade is put in order, and carries it out at once where no second person has to agree (PROTOCOL.md C15); behind the
 * community's lock.
 * @param now epoch milliseconds
 */
export async function proposeSettlement(
  tx: Transaction<Tables>,
  principal: Principal,
  market: CommunityMarket,
  data: ProposeSettlement,
  now: number,
): Promise<Answer> {
  const found = await caseAsSeen(tx, market, data, 'open');
  if ('outcome' in found) return found;
  const { trade } = found;
  const resolution = toResolution(data.resolution);
  if (resolution.kind === 'adjust' && resolution.quantityWh >= trade.quantityWh) {
    return refused(
      'INPUT_INVALID',
      'A trade is adjusted to less than was traded. Nothing was done.',
      'Look at what the meters say, or settle it again as it was agreed.',
      { field: 'quantity_kwh' },
    );
  }
  const isForTwo = data.asks_approval || needsApproval(resolution, Math.abs(trade.amount), DEFAULT_APPROVAL_THRESHOLD);
  const { reason } = data;
  const proposed = stepOf(found, principal, { kind: 'proposed', reason, resolution, needsApproval: isForTwo });
  if (isForTwo) return stepTaken(tx, market, found, proposed, now);
  const approved = { kind: 'approved', tradeVersion: trade.version, resolution } as const;
  return carriedOut(tx, market, found, resolution, [proposed, approved], now);
}
