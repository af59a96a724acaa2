import { offerTypes } from '#shared/domain/records.ts';
import { uuidBytes, uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { DamagedCertificateError, unpackOrders } from '../../market/sealed-orders.ts';
import type { Subject } from './member-rows.ts';
import type { Row } from './readable-row.ts';

const PAGE = 50;
const BUY = offerTypes.indexOf('buy');
const SELL = offerTypes.indexOf('sell');

/** The orders of a member that certificates hold, also those whose offers are deleted by now, page by page. */
export function* sealedOrdersOf(db: ReadDb, { id, community }: Subject): Generator<Row[]> {
  for (let last = 0; ;) {
    const rows = db.all<{ id: number; slot: number; clearing_id: Uint8Array; orders: Uint8Array }>(
      `SELECT id, slot, clearing_id, orders FROM certificate WHERE community_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
      [community.id, last],
    );
    if (rows.length === 0) return;
    last = rows[rows.length - 1].id;
    yield rows.flatMap((row) => ordersIn(row, id));
  }
}

function ordersIn(row: { slot: number; clearing_id: Uint8Array; orders: Uint8Array }, member: number): Row[] {
  try {
    const orders = unpackOrders(row.orders);
    const own: Row[] = [];
    for (let at = orders.member.indexOf(member); at >= 0; at = orders.member.indexOf(member, at + 1)) {
      own.push({
        slot: row.slot,
        clearing_id: row.clearing_id,
        offer_id: uuidBytes(uuidText(orders.id, at)),
        type: at < orders.bidCount ? BUY : SELL,
        price: Number.isNaN(orders.price[at]) ? null : orders.price[at],
        quantity_wh: orders.wh[at],
        offered_wh: orders.offerWh[at],
        created_at: orders.createdAt[at],
        window_start: orders.windowStart[at],
        window_end: orders.windowEnd[at],
      });
    }
    return own;
  } catch (error) {
    // What cannot be read any more is found by the replay; it tells nothing about anyone.
    if (error instanceof DamagedCertificateError) return [];
    throw error;
  }
}
