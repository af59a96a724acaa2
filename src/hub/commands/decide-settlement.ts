import type { Transaction } from 'kysely';
import { mayApprove } from '#shared/settlement/approval.ts';
import type { Tables } from '../db/tables.ts';
import type { CommunityMarket } from '../market/community-market.ts';
import type { Principal } from '../parts.ts';
import { type Answer, refused } from './answer.ts';
import { carriedOut, caseAsSeen, type DecideSettlement, stepOf, stepTaken } from './settlement-case.ts';

/**
 * Approves what is proposed for a failed trade, and carries it out, or sends it back (PROTOCOL.md C16); behind the community's lock.
 * @param now epoch milliseconds
 */
export async function decideSettlement(
  tx: Transaction<Tables>,
  principal: Principal,
  market: CommunityMarket,
  data: DecideSettlement,
  now: number,
): Promise<Answer> {
  const found = await caseAsSeen(tx, market, data, 'proposed');
  if ('outcome' in found) return found;
  // A case is in this state by a proposal alone.
  const { byId, resolution } = found.standing.proposal!;
  const { reason } = data;
  if (data.decision === 'reject') {
    return stepTaken(tx, market, found, stepOf(found, principal, { kind: 'rejected', reason, resolution }), now);
  }
  if (!mayApprove(byId, principal.id)) {
    return refused(
      'FORBIDDEN',
      byId === null
        ? 'It is not known who has proposed this, so nobody can be told to be another person. Nothing was done.'
        : 'You have proposed this yourself, so another person has to approve it. Nothing was done.',
      byId === null
        ? 'Reject it with a reason, and propose it again.'
        : 'Ask another admin, or take it back by rejecting it.',
    );
  }
  const approved = stepOf(found, principal, { kind: 'approved', reason, resolution });
  return carriedOut(tx, market, found, resolution, [approved], now);
}
