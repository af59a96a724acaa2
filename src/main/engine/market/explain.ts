import type { ExplainedOrder } from '#shared/contract/market-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import { explainOrder } from '#shared/market/explain.ts';
import { toMechanism } from '#shared/market/mechanisms.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { slotBook } from './slot-book.ts';

/**
 * "Why not me?" of one order of a slot.
 * @throws INPUT_INVALID when the slot has no such order
 */
export function explainSlotOrder(db: ReadDb, community: CommunityRow, slot: number, orderId: string): ExplainedOrder {
  const { bids, offers, terms } = slotBook(db, community, slot);
  const isBid = bids.some(({ id }) => id === orderId);
  const order = (isBid ? bids : offers).find(({ id }) => id === orderId);
  if (order === undefined) {
    throw new Failure('INPUT_INVALID', 'This order has no part in the slot any more. Nothing was changed.', {
      remedy: 'Look at the orders of the slot again.',
      details: { field: 'orderId', situation: 'gone' },
    });
  }
  const { price, wh, tradedWh, reason, clearingPrice, change } = explainOrder({
    mechanism: toMechanism(terms.mechanism),
    bids,
    offers,
    limits: terms,
    parameters: terms.offerOrder ? { offerOrder: terms.offerOrder } : {},
    side: isBid ? 'bid' : 'offer',
    orderId,
  });
  return {
    orderId,
    type: isBid ? 'buy' : 'sell',
    anonymizedId: order.anonymizedId,
    mechanism: terms.mechanism,
    price,
    quantityWh: wh,
    tradedWh,
    reason,
    clearingPrice,
    change,
    limits: { priceFloor: terms.priceFloor, priceCap: terms.priceCap },
  };
}
