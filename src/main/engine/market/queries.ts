import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { checkRule } from '../rules/check-rule.ts';
import { explainTrade } from '../rules/explain-trade.ts';
import { listRules, ruleVersions } from '../rules/rule-list.ts';
import { simulatedDay } from '../rules/simulated-day.ts';
import { caseSheet } from '../settlement/case-sheet.ts';
import { previewResolution } from '../settlement/preview.ts';
import { reconcile } from '../settlement/reconcile.ts';
import { caseGroups, listCases } from '../settlement/work-list.ts';
import { bookOf } from './book.ts';
import { certificateOutput } from './certificate.ts';
import { explainSlotOrder } from './explain.ts';
import { checkDraft } from './offer-drafts.ts';
import { marketFailure } from './market-failure.ts';
import { listOffers } from './offers.ts';
import { type ClearingRow, clearingRows } from './stored-clearings.ts';
import { verifyClearings } from './verify.ts';

/** The methods whose answer takes a clearing or a long look: they are answered beside the other queries, not before them. */
export type MarketQuery =
  | 'market.book'
  | 'market.explain'
  | 'market.verify'
  | 'market.certificate'
  | 'market.offers'
  | 'market.checkOffer'
  | 'rules.list'
  | 'rules.versions'
  | 'rules.check'
  | 'rules.simulatedDay'
  | 'rules.explainTrade'
  | 'settlement.groups'
  | 'settlement.cases'
  | 'settlement.case'
  | 'settlement.preview'
  | 'settlement.reconcile';

const queries: { [M in MarketQuery]: (db: ReadDb, input: ParsedInput<M>, now: number) => Output<M> } = {
  'market.book': (db, { communityId, slot }, now) => bookOf(db, requireCommunity(db, communityId), slot, now),

  'market.explain': (db, { communityId, slot, orderId }) =>
    explainSlotOrder(db, requireCommunity(db, communityId), slot, orderId),

  'market.verify': (db, { communityId, slot, clearingId }) => {
    const community = requireCommunity(db, communityId);
    for (const verification of verifyClearings(db, community, { from: slot, to: slot + 1 })) {
      if (verification.clearingId === clearingId) return verification;
    }
    throw noSuchClearing();
  },

  'market.certificate': (db, { communityId, slot, clearingId }) => {
    const community = requireCommunity(db, communityId);
    return certificateOutput(db, community, requireClearing(db, community, slot, clearingId));
  },

  'market.offers': listOffers,

  'market.checkOffer': checkDraft,

  'rules.list': (db, { communityId }, now) => listRules(db, requireCommunity(db, communityId), now),

  'rules.versions': (db, { communityId, ruleId }) => ruleVersions(db, requireCommunity(db, communityId), ruleId),

  'rules.check': checkRule,

  'rules.simulatedDay': simulatedDay,

  'rules.explainTrade': explainTrade,

  'settlement.groups': caseGroups,

  'settlement.cases': listCases,

  'settlement.case': caseSheet,

  'settlement.preview': previewResolution,

  'settlement.reconcile': (db, { communityId, range }) => reconcile(db, requireCommunity(db, communityId), range),
};

/**
 * Answers one of them.
 * @param now the desk's clock, epoch milliseconds
 */
export function answerMarketQuery<M extends MarketQuery>(
  db: ReadDb,
  method: M,
  input: ParsedInput<M>,
  now: number,
): Output<M> {
  try {
    return queries[method](db, input, now);
  } catch (error) {
    throw marketFailure(error);
  }
}

function requireClearing(db: ReadDb, community: CommunityRow, slot: number, clearingId: string): ClearingRow {
  const rows = [...clearingRows(db, community, { from: slot, to: slot + 1 })];
  const found = rows.find(({ id }) => uuidText(id) === clearingId);
  if (!found) throw noSuchClearing();
  return found;
}

function noSuchClearing(): Failure {
  return new Failure('INPUT_INVALID', 'The cache has no such clearing.', {
    remedy: 'Look at the slot again.',
    details: { situation: 'gone' },
  });
}
