import { getRandomValues } from 'node:crypto';
import { ulid } from 'ulid';
import { Failure } from '#shared/contract/errors.ts';
import { type OutboxKind, outboxKinds, type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { type OfferType, offerTypes } from '#shared/domain/records.ts';
import { putTimeUuid, UUID_BYTES } from '#shared/domain/uuid.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import type { SqlValue, WriteDb } from '../cache/connection.ts';
import type { SettlementDecision } from './settlement-decisions.ts';

/** What a person decided, checked and ready to be kept. Members and community by row id. */
export type Decision = OfferDecision | RuleDecision | CaseDecision;

/** An offer to place, or one to take; energy, price and times as in Offer. */
interface OfferDecision {
  readonly kind: Exclude<OutboxKind, 'rule' | 'settlement'>;
  readonly communityId: number;
  readonly memberId: number;
  readonly type: OfferType;
  readonly quantityWh: number;
  readonly price: number | null;
  readonly windowStart: number;
  readonly windowEnd: number;
  /** The offer that a trade takes, and whose it is. */
  readonly taken: { readonly offerId: Uint8Array; readonly counterpartyId: number } | null;
}

/** A rule to make or to change. */
interface RuleDecision {
  readonly kind: 'rule';
  readonly communityId: number;
  readonly memberId: number;
  /** Wire id. */
  readonly ruleId: string;
  /** The version that is changed; 0 for a new rule. */
  readonly baseVersion: number;
  readonly draft: RuleDraft;
  readonly reason: string | null;
}

/** A step in the case of a failed trade. */
export interface CaseDecision {
  readonly kind: 'settlement';
  readonly communityId: number;
  /** The buyer of the trade. */
  readonly memberId: number;
  readonly sellerId: number;
  readonly tradeId: Uint8Array;
  /** Of the trade, epoch milliseconds. */
  readonly executedAt: number;
  /** What it was decided on: the version of the trade, and the last step of the case. */
  readonly tradeVersion: number;
  readonly caseNumber: number;
  readonly decision: SettlementDecision;
  readonly reason: string;
}

export function stateCode(state: OutboxState): number {
  return outboxStates.indexOf(state);
}

/** SQL over a row of `outbox`: what the hub has not answered for good. */
export const UNANSWERED = `outbox.state IN (${stateCode('waiting')}, ${stateCode('sent')})`;

/**
 * SQL over a row of `outbox`: what counts on this desk because the community's copy does not tell it yet. It takes part in the open book
 * and holds money back. That is what the hub has not answered, and what it has accepted until the pull has passed the place of its effect
 * (PROTOCOL.md C1, C5). An offer whose id is in the copy already counts there, whether or not the answer has come.
 */
export const NOT_IN_COPY = `(${UNANSWERED} OR (outbox.state = ${stateCode('accepted')}
      AND outbox.position > (SELECT position FROM sync_state WHERE sync_state.community_id = outbox.community_id)))
    AND NOT (outbox.kind = ${outboxKinds.indexOf('offer')} AND EXISTS (SELECT 1 FROM offer AS pulled
      WHERE pulled.community_id = outbox.community_id AND pulled.window_start = outbox.window_start AND pulled.id = outbox.offer_id))`;

/** States of what a person may take out of the list: nothing will come of it. */
const DISMISSABLE = (['refused', 'conflict', 'withdrawn'] as const).map(stateCode).join(', ');

/**
 * Keeps a decision until it is sent, in one transaction with the checks that `decide` makes. An offer gets the id that it will have at
 * the hub here.
 * @param key the page's idempotency key: with one that is known nothing is decided again
 * @param now epoch milliseconds
 * @returns the id of the command
 */
export function keep(db: WriteDb, key: string, now: number, decide: () => Decision): string {
  return db.transaction(() => {
    const known = db.get<{ uid: string }>('SELECT uid FROM outbox WHERE key = ?', [key]);
    if (known) return known.uid;
    const decision = decide();
    const uid = ulid(now);
    const row: Readonly<Record<string, SqlValue>> = {
      uid,
      key,
      community_id: decision.communityId,
      kind: outboxKinds.indexOf(decision.kind),
      state: stateCode('waiting'),
      created_at: now,
      changed_at: now,
      member_id: decision.memberId,
      ...ownColumns(decision, now),
    };
    const columns = Object.keys(row);
    db.run(
      `INSERT INTO outbox (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
      row,
    );
    return uid;
  });
}

/** The columns of a kind of decision. */
function ownColumns(decision: Decision, now: number): Readonly<Record<string, SqlValue>> {
  switch (decision.kind) {
    case 'rule':
      return ruleColumns(decision);
    case 'settlement':
      return caseColumns(decision);
    default:
      return offerColumns(decision, now);
  }
}

function caseColumns(decision: CaseDecision): Readonly<Record<string, SqlValue>> {
  return {
    counterparty_id: decision.sellerId,
    trade_id: decision.tradeId,
    trade_executed_at: decision.executedAt,
    base_version: decision.tradeVersion,
    case_number: decision.caseNumber,
    settlement: JSON.stringify(decision.decision),
    reason: decision.reason,
  };
}

function offerColumns(decision: OfferDecision, now: number): Readonly<Record<string, SqlValue>> {
  return {
    type: offerTypes.indexOf(decision.type),
    quantity_wh: decision.quantityWh,
    price: decision.price,
    window_start: decision.windowStart,
    window_end: decision.windowEnd,
    offer_id: decision.taken?.offerId ?? newRecordId(now),
    counterparty_id: decision.taken?.counterpartyId ?? null,
  };
}

function ruleColumns({ ruleId, baseVersion, draft, reason }: RuleDecision): Readonly<Record<string, SqlValue>> {
  return {
    type: offerTypes.indexOf(draft.type),
    rule_uid: ruleId,
    base_version: baseVersion,
    rule: JSON.stringify(draft),
    reason,
  };
}

/**
 * Takes a decision back that has not been sent; one that was taken back already stays so. Later changes of the same rule build on it and
 * go with it.
 * @throws Failure VERSION_CONFLICT when it has been sent, INPUT_INVALID when there is none of this id
 */
export function withdraw(db: WriteDb, uid: string, now: number): void {
  const isWithdrawn = db.transaction(() => {
    const withdrawn = db.run('UPDATE outbox SET state = ?, changed_at = ? WHERE uid = ? AND state = ?', [
      stateCode('withdrawn'),
      now,
      uid,
      stateCode('waiting'),
    ]);
    if (withdrawn > 0) endWhatBuildsOn(db, uid, { state: 'withdrawn', problem: null, theirs: null }, now);
    return withdrawn > 0;
  });
  if (isWithdrawn) return;
  const row = db.get<{ state: number }>('SELECT state FROM outbox WHERE uid = ?', [uid]);
  if (!row) throw notInOutbox();
  if (row.state === stateCode('withdrawn')) return;
  throw new Failure('VERSION_CONFLICT', 'This decision has been sent already and cannot be taken back here.', {
    remedy: 'Look at its state in the outbox; what the hub has carried out is undone there.',
    details: { situation: 'answered' },
  });
}

/**
 * Ends the later changes of a rule that have not been sent, when a decision about it comes to nothing: they were decided on what it would
 * have made of the rule (PROTOCOL.md C13).
 * @param uid of that decision; nothing builds on an offer, or on a step in a case
 * @param end what becomes of them, `problem` and `theirs` as JSON
 */
export function endWhatBuildsOn(
  db: WriteDb,
  uid: string,
  end: { readonly state: OutboxState; readonly problem: string | null; readonly theirs: string | null },
  now: number,
): void {
  db.run(
    `UPDATE outbox SET state = ?, problem = ?, theirs = ?, changed_at = ?, next_attempt_at = NULL
     WHERE state = ${stateCode('waiting')} AND EXISTS (
       SELECT 1 FROM outbox AS ended
       WHERE ended.uid = ? AND ended.community_id = outbox.community_id AND ended.rule_uid = outbox.rule_uid AND ended.id < outbox.id)`,
    [stateCode(end.state), end.problem, end.theirs, now, uid],
  );
}

/**
 * Takes out of the list what the hub refused, or what conflicts.
 * @throws Failure VERSION_CONFLICT when the hub has carried it out or may still do so, INPUT_INVALID when there is none of this id
 */
export function dismiss(db: WriteDb, uid: string): void {
  const gone = db.run(`DELETE FROM outbox WHERE uid = ? AND state IN (${DISMISSABLE})`, [uid]);
  if (gone > 0) return;
  if (!db.get('SELECT 1 FROM outbox WHERE uid = ?', [uid])) throw notInOutbox();
  throw new Failure('VERSION_CONFLICT', 'This decision still counts: the hub has carried it out or may do so.', {
    remedy: 'Look at its state in the outbox; take it back while it waits. Nothing was changed.',
    details: { situation: 'answered' },
  });
}

/** The failure for an id that the outbox does not have. */
export function notInOutbox(): Failure {
  return new Failure('INPUT_INVALID', 'This decision is not in the outbox of this desk.', {
    remedy: 'Choose one from the list.',
    details: { situation: 'gone' },
  });
}

/**
 * An id for a record that this desk makes (RFC 9562, version 7).
 * @param now epoch milliseconds
 */
export function newRecordId(now: number): Uint8Array {
  const id = new Uint8Array(UUID_BYTES);
  const drawn = new Uint32Array(1);
  putTimeUuid(id, 0, now, () => getRandomValues(drawn)[0]);
  return id;
}
