import type { OrderOrigin } from '#shared/contract/market-records.ts';
import { outboxKinds } from '#shared/domain/outbox.ts';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { Order } from '#shared/market/orders.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { NOT_IN_COPY } from '../outbox/commands.ts';
import { takenWh, waitingOrders } from '../outbox/waiting-orders.ts';

const ACTIVE = offerStatuses.indexOf('active');
const BUY = offerTypes.indexOf('buy');
const OFFER_COMMAND = outboxKinds.indexOf('offer');

/** An order with what the page shows of it. `member` is the cache's own number: the same for all orders of a member. */
export interface SlotOrder extends Order {
  readonly createdAt: number;
  /** Wire id and pseudonym; null for a member without a pseudonym, whose orders take part but are held back. */
  readonly memberId: string | null;
  readonly anonymizedId: string | null;
  readonly origin: OrderOrigin;
}

/** Both sides of a slot's book. */
export interface SlotOrders {
  readonly bids: readonly SlotOrder[];
  readonly offers: readonly SlotOrder[];
}

interface ActiveOffer {
  readonly id: Uint8Array;
  readonly member_id: number;
  readonly uid: string | null;
  readonly anonymized_id: string | null;
  readonly type: number;
  readonly remaining_wh: number;
  readonly price: number | null;
  readonly created_at: number;
  readonly rule_id: number | null;
}

/**
 * The orders that would enter the clearing of a slot that has not been cleared: what is left of every active offer whose window holds it,
 * less what this desk is taking of it, and the offers of this desk that still wait in the outbox.
 */
export function openOrders(db: ReadDb, community: CommunityRow, slot: number): SlotOrders {
  const rows = db.all<ActiveOffer>(
    `SELECT offer.id, offer.member_id, member_view.uid, member_view.anonymized_id, offer.type, remaining_wh, price, created_at, rule_id
     FROM offer INDEXED BY offer_active LEFT JOIN member_view ON member_view.id = offer.member_id
     WHERE offer.community_id = ? AND window_start <= ? AND window_end > ? AND status = ${ACTIVE}`,
    [community.id, slot, slot],
  );
  const waiting = waitingOrders(db, community, slot);
  const taken = takenWh(db, community);
  const bids = [...waiting.bids];
  const offers = [...waiting.offers];
  for (const row of rows) {
    const order = orderOf(row, taken);
    if (order.wh > 0) (row.type === BUY ? bids : offers).push(order);
  }
  return { bids, offers };
}

function orderOf(row: ActiveOffer, taken: ReadonlyMap<string, number>): SlotOrder {
  const id = uuidText(row.id);
  return {
    id,
    member: String(row.member_id),
    price: row.price,
    wh: Math.max(row.remaining_wh - (taken.get(id) ?? 0), 0),
    createdAt: row.created_at,
    memberId: row.uid,
    anonymizedId: row.anonymized_id,
    origin: row.rule_id === null ? 'hand' : 'rule',
  };
}

/**
 * The next slot that somebody has an order for, this desk's waiting offers included: the earliest one at or after `from`; null when there
 * is none.
 */
export function nextOpenSlot(db: ReadDb, community: CommunityRow, from: number, slotLength: number): number | null {
  const row = db.get<{ slot: number | null }>(
    `SELECT MIN(MAX(window_start, CAST(@from AS INTEGER))) AS slot FROM (
       SELECT window_start FROM offer INDEXED BY offer_active
       WHERE community_id = @community AND status = ${ACTIVE} AND window_end > @from
       UNION ALL
       SELECT window_start FROM outbox
       WHERE community_id = @community AND ${NOT_IN_COPY} AND kind = ${OFFER_COMMAND} AND window_end > @from
     )`,
    { community: community.id, from },
  );
  const slot = row?.slot ?? null;
  return slot === null ? null : Math.floor(slot / slotLength) * slotLength;
}
