import type { Output } from '#shared/contract/contract.ts';
import { amountOf } from '#shared/domain/units.ts';
import { explainOrder } from '#shared/market/explain.ts';
import { clearOrders, toMechanism } from '#shared/market/mechanisms.ts';
import type { OfferDraft } from '#shared/market/offer-check.ts';
import type { Order } from '#shared/market/orders.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { bookClearing } from '#shared/market/book-clearing.ts';
import { slotBook } from './slot-book.ts';

type Preview = NonNullable<Output<'market.checkOffer'>['preview']>;

/** No order of a book has it: theirs are UUIDs or ULIDs. */
const DRAFT_ID = 'draft';

/**
 * What would clear in the first slot of a draft's window if nothing else changed: the open book with the draft in it, last in time.
 * @param memberId row id
 * @throws UnknownMechanismError when the community clears by none that this console knows
 */
export function previewDraft(db: ReadDb, community: CommunityRow, memberId: number, draft: OfferDraft): Preview {
  const { terms, clearing: before, ...book } = slotBook(db, community, draft.windowStart);
  const mechanism = toMechanism(terms.mechanism);
  const parameters = terms.offerOrder ? { offerOrder: terms.offerOrder } : {};
  const order: Order = { id: DRAFT_ID, member: String(memberId), price: draft.price, wh: draft.quantityWh };
  const side = draft.type === 'buy' ? 'bid' : 'offer';
  const bids = side === 'bid' ? [...book.bids, order] : book.bids;
  const offers = side === 'offer' ? [...book.offers, order] : book.offers;
  const after = clearOrders(mechanism, bids, offers, terms, parameters);
  const question = { mechanism, bids, offers, limits: terms, parameters, side, orderId: DRAFT_ID } as const;
  const { tradedWh, reason, change } = explainOrder(question);
  const trades = after.trades.filter((trade) => trade[side] === DRAFT_ID);
  return {
    slot: draft.windowStart,
    tradedWh,
    amount: trades.reduce((sum, { wh, price }) => sum + amountOf(wh, price), 0),
    reason,
    change,
    clearing: bookClearing(after),
    priceBefore: before.price,
    quantityBeforeWh: before.quantityWh,
  };
}
