import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { isUuid, uuidBytes } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { auditedRules } from './audited-rules.ts';
import { auditSlots, findingOf } from './audited-trades.ts';

/** The verdict and the whole trace of each side of a trade that a rule placed; none where no rule did. INPUT_INVALID when there is no such trade. */
export function explainTrade(
  db: ReadDb,
  { communityId, tradeId, executedAt }: ParsedInput<'rules.explainTrade'>,
): Output<'rules.explainTrade'> {
  const community = requireCommunity(db, communityId);
  const slot = isUuid(tradeId) ? slotOf(db, community, executedAt, uuidBytes(tradeId)) : null;
  if (slot === null) {
    throw new Failure('INPUT_INVALID', 'The cache has no such trade.', {
      remedy: 'Look at the slot again.',
      details: { situation: 'gone' },
    });
  }
  const rules = auditedRules(db, community);
  // The other trades and orders of the slot are told from it: what was repeated, and what other rules had offered.
  return auditSlots(db, community, rules, { from: slot, to: slot + 1 })
    .judged.map((side) => findingOf(rules, side, side.verdict))
    .filter((finding) => finding.tradeId === tradeId.toLowerCase());
}

function slotOf(db: ReadDb, { id }: CommunityRow, executedAt: number, trade: Uint8Array): number | null {
  const row = db.get<{ slot: number }>('SELECT slot FROM trade WHERE community_id = ? AND executed_at = ? AND id = ?', [
    id,
    executedAt,
    trade,
  ]);
  return row?.slot ?? null;
}
