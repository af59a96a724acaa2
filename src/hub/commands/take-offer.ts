import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Offer, Trade } from '#shared/domain/records.ts';
import { amountOf, MAX_ORDER_WH, whToKwh } from '#shared/domain/units.ts';
import { balanceProblem, memberProblem, type OfferProblem, quantityProblem } from '#shared/market/offer-check.ts';
import { offerRefusals } from '#shared/market/offer-refusals.ts';
import { tradingOfferFields, tradingOfferWire } from '#shared/wire/market.ts';
import type { HubCommand, HubProblem } from '#shared/wire/sync.ts';
import type { Tables } from '../db/tables.ts';
import { book, findAccount, offerRecord } from '../market/accounts.ts';
import { type CommunityMarket, firstOpenSlot } from '../market/community-market.ts';
import { newRecordId } from '../market/record-id.ts';
import { insertTrades } from '../market/trades.ts';
import { wireRow } from '../market/wire-row.ts';
import { type Answer, refusalOf, refused } from './answer.ts';

export type TakeOffer = Extract<HubCommand, { kind: 'offer.take' }>['data'];

/**
 * Takes what is left of an offer, or a part of it, at its limit: a trade of both members, booked at once. Behind the community's lock,
 * so that of many who want the same the first ones get it.
 * @param now epoch milliseconds
 */
export async function takeOffer(
  tx: Transaction<Tables>,
  market: CommunityMarket,
  data: TakeOffer,
  now: number,
): Promise<Answer> {
  const { communityId } = market;
  const row = await tx
    .selectFrom('offers_pseudonymous')
    .selectAll()
    .where('id', '=', data.offer_id)
    .where('community_id', '=', communityId)
    .executeTakeFirst();
  if (!row) {
    return refused('INPUT_INVALID', 'There is no such offer in this community.', 'Choose an offer from the list.', {
      field: 'offer_id',
    });
  }
  const offer = offerRecord(row);
  const wh = data.quantity_kwh;
  const from = await firstOpenSlot(tx, market, now);
  const taker = await findAccount(tx, market, data.member_id, from);
  const entered = refusalOf([
    memberProblem(taker),
    taker?.member.id === offer.memberId ? selfTrade(offer) : null,
    quantityProblem(wh, MAX_ORDER_WH),
  ]);
  if (entered) return entered;
  const changed = changedSince(offer, data, from);
  if (changed) {
    return { outcome: 'conflict', error: changed, theirs: z.decode(tradingOfferFields, wireRow(row)) };
  }
  if (offer.price === null) return refusalOf([{ field: 'price', code: 'OFFER_WITHOUT_LIMIT', values: {} }])!;

  const takerBuys = offer.type === 'sell';
  const amount = amountOf(wh, offer.price);
  const owner = await findAccount(tx, market, offer.memberId, from);
  // A buy order has held its amount back since it was placed, so that of its owner the account itself decides.
  const [buyerCan, sellerCan] = takerBuys
    ? [taker!.available, owner?.available ?? 0]
    : [owner?.funds ?? 0, taker!.available];
  const refusal = refusalOf([
    memberProblem(owner),
    balanceProblem(amount, buyerCan, 'quantityWh'),
    // At a negative price the seller pays.
    balanceProblem(-amount, sellerCan, 'quantityWh'),
  ]);
  if (refusal) return refusal;

  const [buyerId, sellerId] = takerBuys ? [data.member_id, offer.memberId] : [offer.memberId, data.member_id];
  const remainingWh = offer.remainingWh - wh;
  const taken: Offer = { ...offer, remainingWh, status: remainingWh === 0 ? 'matched' : 'active' };
  const trade: Trade = {
    id: newRecordId(now),
    buyerId,
    sellerId,
    quantityWh: wh,
    price: offer.price,
    amount,
    executedAt: now,
    settlementStatus: 'pending',
    failureCode: null,
    slot: Math.max(offer.windowStart, from),
    clearingId: null,
    buyOfferId: takerBuys ? null : offer.id,
    sellOfferId: takerBuys ? offer.id : null,
    version: 1,
  };
  const wire = tradingOfferWire.encode(taken, communityId);
  await tx
    .updateTable('trading_offers')
    .set({ remaining_kwh: wire.remaining_kwh, status: wire.status })
    .where('id', '=', offer.id)
    .execute();
  const trades = await insertTrades(tx, communityId, [trade], 'the offer was taken at its limit');
  const members = await book(
    tx,
    communityId,
    new Map([
      [buyerId, -amount],
      [sellerId, amount],
    ]),
  );
  return {
    outcome: 'accepted',
    changes: [{ kind: 'offer', key: offer.id, body: wire }, ...trades, ...members],
    tradeId: trade.id,
  };
}

/** What about an offer is not as the person saw it; null when it can be taken. */
function changedSince(offer: Offer, data: TakeOffer, from: number): HubProblem | null {
  if (offer.status === 'expired' || (offer.status === 'active' && offer.windowEnd <= from)) {
    return conflictOf('OFFER_EXPIRED');
  }
  if (offer.status !== 'active' || offer.remainingWh === 0) return conflictOf('OFFER_TAKEN');
  if (offer.price !== null && offer.price !== data.price_per_kwh) {
    return {
      code: 'VERSION_CONFLICT',
      message: 'The price of this offer is another one. Nothing was traded.',
      remedy: 'Look at the offer as it is now and decide again.',
      details: { field: 'price' },
    };
  }
  if (data.quantity_kwh <= offer.remainingWh) return null;
  return {
    code: 'OFFER_TAKEN',
    message: `Only ${whToKwh(offer.remainingWh)} kWh are left of this offer. Nothing was traded.`,
    remedy: 'Take what is left, or choose another offer.',
    details: { field: 'quantityWh', left: offer.remainingWh },
  };
}

function conflictOf(problem: 'OFFER_EXPIRED' | 'OFFER_TAKEN'): HubProblem {
  const { code, message, remedy } = offerRefusals[problem];
  return { code, message: `${message} Nothing was traded.`, remedy };
}

function selfTrade({ price }: Offer): OfferProblem {
  return { field: 'memberId', code: 'SELF_TRADE', values: price === null ? {} : { otherPrice: price } };
}
