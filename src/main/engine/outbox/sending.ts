import { z } from 'zod';
import type { ErrorCode, Problem } from '#shared/contract/errors.ts';
import { instant } from '#shared/wire/fields.ts';
import { type OutboxKind, outboxKinds } from '#shared/domain/outbox.ts';
import { tradingRuleFields } from '#shared/wire/community.ts';
import { tradingOfferFields } from '#shared/wire/market.ts';
import { commandFields, type CommandResult } from '#shared/wire/sync.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { LONGEST_MS } from '../sync/backoff.ts';
import { endWhatBuildsOn, stateCode, UNANSWERED } from './commands.ts';
import { COMMAND_COLUMNS, type CommandRow, hubCommand } from './hub-command.ts';
import { keptCase } from './settlement-versions.ts';

const WAITING = stateCode('waiting');
const SENT = stateCode('sent');

/** A decision that is to be sent. */
export interface Sending {
  /** Row id: the order in which decisions were made. */
  readonly id: number;
  /** Its key at the hub, the same for every attempt. */
  readonly uid: string;
  /** Whose order must be kept. Row id. */
  readonly memberId: number;
  /** Sent before, without an answer. */
  readonly wasSent: boolean;
  readonly attempts: number;
  readonly command: object;
  readonly kind: OutboxKind;
  /** Wire id. */
  readonly communityId: string;
  /** The page's key of the wish that it was made by. */
  readonly wishKey: string;
}

interface SendingRow extends CommandRow {
  readonly id: number;
  readonly uid: string;
  readonly key: string;
  readonly state: number;
  readonly attempts: number;
  readonly community: string;
  readonly member_id: number;
  readonly created_at: number;
}

/**
 * The next decisions for the hub, in the order in which they were made: those of communities that a hub keeps, without those of a member
 * whose earlier one has to wait for another attempt (PROTOCOL.md C2, C4, C7). A second change of a rule is in no batch with the first one
 * (C13).
 * @param after row id of the last one that was tried
 * @param now epoch milliseconds
 */
export function nextToSend(db: ReadDb, after: number, now: number, limit: number): Sending[] {
  const rows = db.all<SendingRow>(
    `SELECT outbox.id, outbox.uid, outbox.key, outbox.state, attempts, community.uid AS community, outbox.member_id, outbox.created_at,
            member.uid AS member, ${COMMAND_COLUMNS}
     FROM outbox
     JOIN sync_state ON sync_state.community_id = outbox.community_id AND sync_state.replaces_id IS NULL
     JOIN community ON community.id = outbox.community_id
     JOIN member ON member.id = outbox.member_id
     WHERE ${UNANSWERED} AND outbox.id > @after AND NOT EXISTS (
       SELECT 1 FROM outbox AS held
       WHERE held.member_id = outbox.member_id AND held.id <= outbox.id AND held.state IN (${WAITING}, ${SENT})
         AND held.next_attempt_at > @now AND held.next_attempt_at <= @farthest)
     ORDER BY outbox.id LIMIT @limit`,
    // What is said to be due later than any delay was noted before the clock of this desk was put back.
    { after, now, limit, farthest: now + LONGEST_MS },
  );
  const second = rows.findIndex(
    ({ rule_uid: rule }, at) => rule !== null && rows.findIndex((row) => row.rule_uid === rule) < at,
  );
  return rows.slice(0, second < 0 ? rows.length : second).map((row) => ({
    id: row.id,
    uid: row.uid,
    memberId: row.member_id,
    wasSent: row.state === SENT,
    attempts: row.attempts,
    kind: outboxKinds[row.kind],
    communityId: row.community,
    wishKey: row.key,
    command: {
      key: row.uid,
      community_id: row.community,
      made_at: z.encode(instant, row.created_at),
      ...z.encode(commandFields, hubCommand(row)),
    },
  }));
}

/**
 * When the first of the delayed attempts is due.
 * @param after epoch milliseconds; what was due by then has been tried
 * @returns epoch milliseconds; null when none is delayed
 */
export function nextAttemptAt(db: ReadDb, after: number): number | null {
  return db.get<{ at: number | null }>(
    `SELECT MIN(next_attempt_at) AS at FROM outbox JOIN sync_state ON sync_state.community_id = outbox.community_id
     WHERE ${UNANSWERED} AND next_attempt_at > ?`,
    [after],
  )!.at;
}

/** Notes, before they leave, that decisions are sent: from now on they cannot be withdrawn (C8). */
export function noteSent(db: WriteDb, batch: readonly Sending[], now: number): void {
  db.transaction(() => {
    for (const { id } of batch) setState(db, id, { state: WAITING, next: SENT }, now);
  });
}

/**
 * Keeps what the hub has answered to one decision.
 * @param delayMs until another attempt, when this one failed
 * @returns the outcome that was kept
 */
export function noteResult(
  db: WriteDb,
  sending: Sending,
  result: CommandResult,
  now: number,
  delayMs: (attempts: number) => number,
): CommandResult['outcome'] {
  const { outcome, error, position } = result;
  switch (outcome) {
    case 'accepted':
      db.run(
        `UPDATE outbox SET state = ?, changed_at = ?, position = ?, problem = NULL, next_attempt_at = NULL WHERE id = ? AND state = ${SENT}`,
        [stateCode('accepted'), now, position ?? 0, sending.id],
      );
      break;
    case 'refused':
    case 'conflict': {
      const theirs = theirsOf(result);
      db.run(
        `UPDATE outbox SET state = ?, changed_at = ?, problem = ?, theirs = ?, next_attempt_at = NULL WHERE id = ? AND state = ${SENT}`,
        [stateCode(outcome), now, JSON.stringify(problemOf(sending, error)), theirs, sending.id],
      );
      const problem = JSON.stringify(problemOf(sending, BUILDS_ON_REFUSED));
      endWhatBuildsOn(db, sending.uid, { state: 'conflict', problem, theirs }, now);
      break;
    }
    case 'failed':
      noteFailed(db, sending, problemOf(sending, error), now, delayMs);
      break;
    case 'deferred':
      // The hub has not tried it: what was never sent before can be withdrawn again.
      if (!sending.wasSent) setState(db, sending.id, { state: SENT, next: WAITING }, now);
      break;
  }
  return outcome;
}

/** What the hub has instead, as the JSON of its wire form; null when it has nothing. */
function theirsOf({ theirs, their_rule: theirRule, their_case: caseOfHub }: CommandResult): string | null {
  if (theirs) return JSON.stringify(z.encode(tradingOfferFields, theirs));
  if (caseOfHub) return keptCase(caseOfHub);
  return theirRule ? JSON.stringify(z.encode(tradingRuleFields, theirRule)) : null;
}

/** Keeps that an attempt failed: there will be another one, with the same key. */
export function noteFailed(
  db: WriteDb,
  { id, attempts }: Sending,
  problem: Problem,
  now: number,
  delayMs: (attempts: number) => number,
): void {
  db.run(
    `UPDATE outbox SET attempts = ?, changed_at = ?, problem = ?, next_attempt_at = ? WHERE id = ? AND state = ${SENT}`,
    [attempts + 1, now, JSON.stringify(problem), now + delayMs(attempts + 1), id],
  );
}

/**
 * Takes out what the hub has accepted once the copy tells its effect (C5).
 * @returns how many there were
 */
export function removePulled(db: WriteDb): number {
  return db.run(
    `DELETE FROM outbox WHERE state = ?
       AND position <= (SELECT position FROM sync_state WHERE sync_state.community_id = outbox.community_id)`,
    [stateCode('accepted')],
  );
}

/**
 * After a new generation (L12): positions of another feed say nothing in this one, and a hub that came from a backup may have lost what it
 * had accepted. So that is sent again with its key; what the hub still knows it only answers again.
 * @param communityId wire id
 * @returns how many there were
 */
export function sendAcceptedAgain(db: WriteDb, communityId: string, now: number): number {
  return db.run(
    `UPDATE outbox SET state = ${SENT}, changed_at = ?, position = NULL
     WHERE state = ? AND community_id = (SELECT id FROM community WHERE uid = ?)`,
    [now, stateCode('accepted'), communityId],
  );
}

function setState(db: WriteDb, id: number, { state, next }: { state: number; next: number }, now: number): void {
  db.run('UPDATE outbox SET state = ?, changed_at = ? WHERE id = ? AND state = ?', [next, now, id, state]);
}

/** What the hub said, as the page is told it. The decision's id is also its key in the hub's audit log. */
function problemOf(sending: Sending, error: CommandResult['error']): Problem {
  const { code, message, remedy, details: said } = error ?? UNSAID;
  const details = code === 'INTERNAL' ? { ...said, situation: 'hub' } : said;
  return { code, message, remedy, retryable: false, correlationId: sending.uid, ...(details && { details }) };
}

const BUILDS_ON_REFUSED: { code: ErrorCode; message: string; remedy: string; details?: undefined } = {
  code: 'VERSION_CONFLICT',
  message:
    'An earlier change of this rule was not carried out, and this one was decided on it. It was not sent and is kept here.',
  remedy: 'Look at the rule as it is now, then decide this again or take it out of the list.',
};

const UNSAID: { code: ErrorCode; message: string; remedy: string; details?: undefined } = {
  code: 'HUB_REFUSED',
  message: 'The hub did not carry this out and does not say why. Nothing else was lost.',
  remedy: 'Ask whoever runs the hub.',
};
