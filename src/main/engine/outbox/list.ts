import { type OutboxItem } from '#shared/contract/outbox.ts';
import { problemSchema } from '#shared/contract/errors.ts';
import { outboxKinds, outboxStates } from '#shared/domain/outbox.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { stateCode } from './commands.ts';

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
  readonly problem: string | null;
  readonly attempts: number;
  readonly next_attempt_at: number | null;
  readonly theirs: string | null;
}

const KEPT_IN_SIGHT = 100;
const WITHDRAWN = stateCode('withdrawn');

/** What this desk has decided for a community, newest first: all that counts or that a person has to look at, and the latest hundred that were taken back. */
export function outboxItems(db: ReadDb, community: CommunityRow): OutboxItem[] {
  const rows = db.all<OutboxRow>(
    `SELECT uid, kind, state, created_at, changed_at, anonymized_id, type, quantity_wh, price, window_start, window_end, counterparty,
            problem, attempts, next_attempt_at, theirs
     FROM outbox_view
     WHERE community_id = @community
       AND (state <> ${WITHDRAWN}
            OR id IN (SELECT id FROM outbox WHERE community_id = @community AND state = ${WITHDRAWN} ORDER BY id DESC LIMIT ${KEPT_IN_SIGHT}))
     ORDER BY id DESC`,
    { community: community.id },
  );
  return rows.map((row) => ({
    id: row.uid,
    kind: outboxKinds[row.kind],
    state: outboxStates[row.state],
    createdAt: row.created_at,
    changedAt: row.changed_at,
    anonymizedId: row.anonymized_id,
    type: offerTypes[row.type],
    quantityWh: row.quantity_wh,
    price: row.price,
    windowStart: row.window_start,
    windowEnd: row.window_end,
    counterparty: row.counterparty,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    theirs: row.theirs === null ? null : theirsOf(row.theirs),
  }));
}

/** The hub's version of an offer, from the wire form in which it was kept. */
function theirsOf(json: string): OutboxItem['theirs'] {
  const offer = tradingOfferWire.decode(JSON.parse(json));
  if (!offer.ok) return null;
  const { status, quantityWh, remainingWh, price } = offer.record;
  return { status, quantityWh, remainingWh, price };
}
