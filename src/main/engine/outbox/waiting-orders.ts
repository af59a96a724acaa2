import { outboxKinds } from '#shared/domain/outbox.ts';
import { offerTypes } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { SlotOrder, SlotOrders } from '../market/slot-orders.ts';
import { NOT_IN_COPY } from './commands.ts';

const OFFER = outboxKinds.indexOf('offer');
const TRADE = outboxKinds.indexOf('trade');
const BUY = offerTypes.indexOf('buy');

interface WaitingOffer {
  readonly uid: string;
  readonly member_id: number;
  readonly member_uid: string | null;
  readonly anonymized_id: string | null;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly created_at: number;
}

/** The offers of this desk for a slot that the copy does not tell yet; their ids are those of their commands. */
export function waitingOrders(db: ReadDb, community: CommunityRow, slot: number): SlotOrders {
  const rows = db.all<WaitingOffer>(
    `SELECT uid, member_id, member_uid, anonymized_id, type, quantity_wh, price, created_at FROM outbox_view AS outbox
     WHERE community_id = ? AND ${NOT_IN_COPY} AND kind = ${OFFER} AND window_start <= ? AND window_end > ?`,
    [community.id, slot, slot],
  );
  const bids: SlotOrder[] = [];
  const offers: SlotOrder[] = [];
  for (const row of rows) (row.type === BUY ? bids : offers).push(orderOf(row));
  return { bids, offers };
}

function orderOf(row: WaitingOffer): SlotOrder {
  return {
    id: row.uid,
    member: String(row.member_id),
    price: row.price,
    wh: row.quantity_wh,
    createdAt: row.created_at,
    memberId: row.member_uid,
    anonymizedId: row.anonymized_id,
    origin: 'waiting',
  };
}

/** By offer id, the Wh of each offer that this desk is taking: nobody else is to count on them. */
export function takenWh(db: ReadDb, community: CommunityRow): ReadonlyMap<string, number> {
  const rows = db.all<{ offer_id: Uint8Array; wh: number }>(
    `SELECT offer_id, SUM(quantity_wh) AS wh FROM outbox
     WHERE community_id = ? AND ${NOT_IN_COPY} AND kind = ${TRADE} GROUP BY offer_id`,
    [community.id],
  );
  return new Map(rows.map(({ offer_id: id, wh }) => [uuidText(id), wh]));
}
