import { ulid } from 'ulid';
import { Failure } from '#shared/contract/errors.ts';
import { type OutboxKind, outboxKinds, type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { type OfferType, offerTypes } from '#shared/domain/records.ts';
import type { WriteDb } from '../cache/connection.ts';

/** What a person decided, checked and ready to be kept. Members and community by row id; energy, price and times as in Offer. */
export interface Decision {
  readonly kind: OutboxKind;
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

export function stateCode(state: OutboxState): number {
  return outboxStates.indexOf(state);
}

/** SQL: what the hub may still carry out. It takes part in the open book and holds money back. */
export const UNANSWERED = `state IN (${stateCode('waiting')}, ${stateCode('sent')})`;

/**
 * Keeps a decision until it is sent, in one transaction with the checks that `decide` makes.
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
    db.run(
      `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
                           window_end, offer_id, counterparty_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        uid,
        key,
        decision.communityId,
        outboxKinds.indexOf(decision.kind),
        stateCode('waiting'),
        now,
        now,
        decision.memberId,
        offerTypes.indexOf(decision.type),
        decision.quantityWh,
        decision.price,
        decision.windowStart,
        decision.windowEnd,
        decision.taken?.offerId ?? null,
        decision.taken?.counterpartyId ?? null,
      ],
    );
    return uid;
  });
}

/**
 * Takes a decision back that has not been sent; one that was taken back already stays so.
 * @throws Failure VERSION_CONFLICT when it has been sent, INPUT_INVALID when there is none of this id
 */
export function withdraw(db: WriteDb, uid: string, now: number): void {
  const withdrawn = db.run('UPDATE outbox SET state = ?, changed_at = ? WHERE uid = ? AND state = ?', [
    stateCode('withdrawn'),
    now,
    uid,
    stateCode('waiting'),
  ]);
  if (withdrawn > 0) return;
  const row = db.get<{ state: number }>('SELECT state FROM outbox WHERE uid = ?', [uid]);
  if (!row) {
    throw new Failure('INPUT_INVALID', 'This decision is not in the outbox of this desk.', {
      remedy: 'Choose one from the list.',
    });
  }
  if (row.state === stateCode('withdrawn')) return;
  throw new Failure('VERSION_CONFLICT', 'This decision has been sent already and cannot be taken back here.', {
    remedy: 'Look at its state in the outbox; what the hub has carried out is undone there.',
  });
}
