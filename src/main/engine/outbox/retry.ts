import { Failure } from '#shared/contract/errors.ts';
import { outboxKinds } from '#shared/domain/outbox.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { WriteDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { placeOffer } from '../market/offer-drafts.ts';
import { takeOffer } from '../market/offer-taking.ts';
import { draftFields } from '../rules/rule-rows.ts';
import { saveRule } from '../rules/save-rule.ts';
import { standingRules } from '../rules/standing-rules.ts';
import { decideAgain as decideAboutCaseAgain } from '../settlement/decide.ts';
import { dismiss, notInOutbox, stateCode } from './commands.ts';
import { draftOf } from './rule-decisions.ts';
import { settlementDecisionOf } from './settlement-decisions.ts';

interface Refused {
  readonly state: number;
  readonly kind: number;
  readonly community: string;
  readonly member: string;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly offer_id: Uint8Array;
  readonly rule_uid: string;
  readonly base_version: number;
  readonly rule: string;
  readonly trade_id: Uint8Array;
  readonly trade_executed_at: number;
  readonly settlement: string;
  readonly reason: string | null;
}

/**
 * Decides once more what the hub refused, or what conflicts, with the checks of now; the old decision is taken out in the same
 * transaction. With a key that is known nothing is decided again.
 * @param now the desk's clock, epoch milliseconds
 * @returns the id of the new command
 * @throws Failure VERSION_CONFLICT when there is nothing to decide again, INPUT_INVALID when there is none of this id, and as placing and
 * taking an offer, saving a rule and deciding about a case do; the old decision then stays
 */
export function retry(db: WriteDb, uid: string, key: string, now: number): string {
  return db.transaction(() => {
    const known = db.get<{ uid: string }>('SELECT uid FROM outbox WHERE key = ?', [key]);
    if (known) return known.uid;
    const old = db.get<Refused>(
      `SELECT outbox.state, outbox.kind, community.uid AS community, member.uid AS member, outbox.type, quantity_wh, price, window_start,
              window_end, offer_id, rule_uid, base_version, rule, trade_id, trade_executed_at, settlement, reason
       FROM outbox JOIN community ON community.id = outbox.community_id JOIN member ON member.id = outbox.member_id
       WHERE outbox.uid = ?`,
      [uid],
    );
    if (!old) throw notInOutbox();
    if (old.state !== stateCode('refused') && old.state !== stateCode('conflict')) {
      throw new Failure('VERSION_CONFLICT', 'The hub has not refused this decision, so there is nothing to repeat.', {
        remedy: 'Look at its state in the outbox. Nothing was changed.',
        details: { situation: 'answered' },
      });
    }
    dismiss(db, uid);
    return decideAgain(db, old, key, now);
  });
}

function decideAgain(db: WriteDb, old: Refused, key: string, now: number): string {
  const { community: communityId, member: memberId, quantity_wh: quantityWh } = old;
  const kind = outboxKinds[old.kind];
  if (kind === 'rule') return saveAgain(db, old, key, now);
  if (kind === 'settlement') return stepAgain(db, old, key, now);
  if (kind === 'trade') {
    return takeOffer(db, { communityId, memberId, quantityWh, offerId: uuidText(old.offer_id), key }, now);
  }
  const { price, window_start: windowStart, window_end: windowEnd } = old;
  const offer = { memberId, type: offerTypes[old.type], quantityWh, price, windowStart, windowEnd };
  return placeOffer(db, { communityId, offer, key }, now);
}

/** The same draft on the version of now. A rule that was never made gets another id. */
function saveAgain(db: WriteDb, old: Refused, key: string, now: number): string {
  const { community: communityId, member: memberId, rule_uid: ruleId, base_version: oldVersion, reason } = old;
  const rule = standingRules(db, requireCommunity(db, communityId)).find(({ id }) => id === ruleId);
  return saveRule(
    db,
    {
      communityId,
      memberId,
      ruleId: rule || oldVersion > 0 ? ruleId : null,
      baseVersion: rule?.baseVersion ?? 0,
      draft: draftFields(draftOf(old.rule)),
      reason,
      key,
    },
    now,
  ).commandId;
}

function stepAgain(db: WriteDb, old: Refused, key: string, now: number): string {
  const step = {
    communityId: old.community,
    tradeId: uuidText(old.trade_id),
    executedAt: old.trade_executed_at,
    decision: settlementDecisionOf(old.settlement),
    // A step in a case always has one.
    reason: old.reason!,
  };
  return decideAboutCaseAgain(db, step, key, now);
}
