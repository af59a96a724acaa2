import { problemSchema } from '#shared/contract/errors.ts';
import type { OutboxItem, OutboxOffer, OutboxRule, OutboxSettlement } from '#shared/contract/outbox.ts';
import { outboxKinds, outboxStates } from '#shared/domain/outbox.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { tradingRuleWire } from '#shared/wire/community.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { draftFields, versionsOfRule } from '../rules/rule-rows.ts';
import { stateCode } from './commands.ts';
import { draftOf } from './rule-decisions.ts';
import { ourCase, theirCase } from './settlement-versions.ts';
import { settlementDecisionOf } from './settlement-decisions.ts';

interface OutboxRow {
  readonly uid: string;
  readonly kind: number;
  readonly state: number;
  readonly created_at: number;
  readonly changed_at: number;
  readonly anonymized_id: string | null;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly counterparty: string | null;
  readonly rule_uid: string;
  readonly base_version: number;
  readonly rule: string;
  readonly trade_id: Uint8Array;
  readonly trade_executed_at: number;
  readonly settlement: string;
  readonly reason: string | null;
  readonly problem: string | null;
  readonly attempts: number;
  readonly next_attempt_at: number | null;
  readonly theirs: string | null;
}

const KEPT_IN_SIGHT = 100;
const WITHDRAWN = stateCode('withdrawn');
/** States of what the hub has carried out, or may. */
const STANDS: readonly number[] = (['waiting', 'sent', 'accepted'] as const).map(stateCode);

/** What this desk has decided for a community, newest first: all that counts or that a person has to look at, and the latest hundred that were taken back. */
export function outboxItems(db: ReadDb, community: CommunityRow): OutboxItem[] {
  const rows = db.all<OutboxRow>(
    `SELECT uid, kind, state, created_at, changed_at, anonymized_id, type, quantity_wh, price, window_start, window_end, counterparty,
            rule_uid, base_version, rule, trade_id, trade_executed_at, settlement, reason, problem, attempts, next_attempt_at, theirs
     FROM outbox_view
     WHERE community_id = @community
       AND (state <> ${WITHDRAWN}
            OR id IN (SELECT id FROM outbox WHERE community_id = @community AND state = ${WITHDRAWN} ORDER BY id DESC LIMIT ${KEPT_IN_SIGHT}))
     ORDER BY id DESC`,
    { community: community.id },
  );
  return rows.map((row) => {
    const kind = outboxKinds[row.kind];
    if (kind === 'settlement') return settlementItem(row, ourCase(db, community, row.trade_executed_at, row.trade_id));
    return kind === 'rule' ? ruleItem(row, before(db, community, row, rows)) : offerItem(row, kind);
  });
}

function offerItem(row: OutboxRow, kind: OutboxOffer['kind']): OutboxOffer {
  return {
    ...commonFields(row),
    kind,
    type: offerTypes[row.type],
    quantityWh: row.quantity_wh,
    price: row.price,
    windowStart: row.window_start,
    windowEnd: row.window_end,
    counterparty: row.counterparty,
    theirs: row.theirs === null ? null : theirOffer(row.theirs),
  };
}

function ruleItem(row: OutboxRow, changed: OutboxRule['before']): OutboxRule {
  return {
    ...commonFields(row),
    kind: 'rule',
    type: offerTypes[row.type],
    ruleId: row.rule_uid,
    baseVersion: row.base_version,
    draft: draftFields(draftOf(row.rule)),
    before: changed,
    reason: row.reason,
    theirs: row.theirs === null ? null : theirRule(row.theirs),
  };
}

function settlementItem(row: OutboxRow, ours: OutboxSettlement['ours']): OutboxSettlement {
  const { action, resolution } = settlementDecisionOf(row.settlement);
  return {
    ...commonFields(row),
    kind: 'settlement',
    action,
    tradeId: uuidText(row.trade_id),
    executedAt: row.trade_executed_at,
    counterparty: row.counterparty,
    resolution,
    // A step in a case always has one.
    reason: row.reason!,
    ours,
    theirs: row.theirs === null ? null : theirCase(row.theirs),
  };
}

function commonFields(row: OutboxRow) {
  return {
    id: row.uid,
    state: outboxStates[row.state],
    createdAt: row.created_at,
    changedAt: row.changed_at,
    anonymizedId: row.anonymized_id,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
  };
}

/** The version of a rule that a decision changes: one of the copy, or what an earlier decision of this desk makes of the rule. */
function before(
  db: ReadDb,
  community: CommunityRow,
  { rule_uid: ruleId, base_version: version }: OutboxRow,
  rows: readonly OutboxRow[],
): OutboxRule['before'] {
  const stored = versionsOfRule(db, community, ruleId).find((rule) => rule.version === version);
  if (stored) return draftFields(stored);
  const earlier = rows.find(
    (row) => row.rule_uid === ruleId && row.base_version === version - 1 && STANDS.includes(row.state),
  );
  return earlier ? draftFields(draftOf(earlier.rule)) : null;
}

/** The hub's version of an offer, from the wire form in which it was kept. */
function theirOffer(json: string): OutboxOffer['theirs'] {
  const offer = tradingOfferWire.decode(JSON.parse(json));
  if (!offer.ok) return null;
  const { status, quantityWh, remainingWh, price } = offer.record;
  return { status, quantityWh, remainingWh, price };
}

/** The hub's version of a rule, from the wire form in which it was kept. */
function theirRule(json: string): OutboxRule['theirs'] {
  const rule = tradingRuleWire.decode(JSON.parse(json));
  if (!rule.ok) return null;
  const { version, validFrom, changedBy, changeReason } = rule.record;
  return { ...draftFields(rule.record), version, validFrom, changedBy, changeReason };
}
