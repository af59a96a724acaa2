import type { Output } from '#shared/contract/contract.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import { bookClearing } from '#shared/market/book-clearing.ts';
import { explainOrder } from '#shared/market/explain.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import type { OfferDraft } from '#shared/market/offer-check.ts';
import type { Order } from '#shared/market/orders.ts';
import type { FakeCommunity } from './communities.ts';
import { fakeBook } from './market.ts';

const DRAFT_ID = 'draft';

/** The preview of `market.checkOffer`: the invented book of the window's first slot with the draft in it, cleared by the real mechanism. */
export function fakePreview(
  community: FakeCommunity,
  memberId: string,
  { type, price, quantityWh, windowStart }: OfferDraft,
  now: number,
): Output<'market.checkOffer'>['preview'] {
  const { orders, terms } = fakeBook(community, { communityId: community.id, slot: windowStart }, now);
  const sideOf = (wanted: OfferType): Order[] =>
    orders.id.flatMap((id, row) =>
      orders.type[row] === wanted
        ? [
            {
              id,
              member: orders.memberId[row] ?? id,
              price: orders.price[row],
              wh: orders.quantityWh[row],
              createdAt: orders.createdAt[row],
            },
          ]
        : [],
    );
  const draft: Order = { id: DRAFT_ID, member: memberId, price, wh: quantityWh };
  const [known, side] = [{ bids: sideOf('buy'), offers: sideOf('sell') }, type === 'buy' ? 'bid' : 'offer'] as const;
  const bids = side === 'bid' ? [...known.bids, draft] : known.bids;
  const offers = side === 'offer' ? [...known.offers, draft] : known.offers;
  const before = clearOrders('uniform-price', known.bids, known.offers, terms);
  const after = clearOrders('uniform-price', bids, offers, terms);
  const { tradedWh, reason, change } = explainOrder({
    mechanism: 'uniform-price',
    bids,
    offers,
    limits: terms,
    side,
    orderId: DRAFT_ID,
  });
  return {
    slot: windowStart,
    tradedWh,
    amount: after.trades
      .filter((trade) => trade[side] === DRAFT_ID)
      .reduce((sum, trade) => sum + amountOf(trade.wh, trade.price), 0),
    reason,
    change,
    clearing: bookClearing(after),
    priceBefore: before.price,
    quantityBeforeWh: before.quantityWh,
  };
}
