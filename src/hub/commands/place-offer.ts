import type { Transaction } from 'kysely';
import type { Offer } from '#shared/domain/records.ts';
import { checkOffer, type OfferDraft } from '#shared/market/offer-check.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';
import type { HubCommand } from '#shared/wire/sync.ts';
import type { Tables } from '../db/tables.ts';
import { findAccount, openOrdersOf } from '../market/accounts.ts';
import { type CommunityMarket, firstOpenSlot } from '../market/community-market.ts';
import { type Answer, refusalOf, refused } from './answer.ts';

export type PlaceOffer = Extract<HubCommand, { kind: 'offer.place' }>['data'];

/**
 * Places an offer of a member, by the rules that the desk checks it by; behind the community's lock.
 * @param now epoch milliseconds: when the offer counts as placed, whatever the desk's clock said
 */
export async function placeOffer(
  tx: Transaction<Tables>,
  market: CommunityMarket,
  data: PlaceOffer,
  now: number,
): Promise<Answer> {
  const { communityId, limits, slotMinutes } = market;
  const draft: OfferDraft = {
    type: data.type,
    quantityWh: data.quantity_kwh,
    price: data.price_per_kwh,
    windowStart: data.time_window_start,
    windowEnd: data.time_window_end,
  };
  const earliestStart = await firstOpenSlot(tx, market, now);
  const account = await findAccount(tx, market, data.member_id, earliestStart);
  const opposite = draft.type === 'buy' ? 'sell' : 'buy';
  const opposing = await openOrdersOf(
    tx,
    communityId,
    data.member_id,
    opposite,
    new Date(draft.windowStart),
    new Date(draft.windowEnd),
  );
  const problems = checkOffer(draft, {
    limits,
    slotMinutes,
    earliestStart,
    member: account,
    opposingLimits: opposing.map(({ price }) => price),
  });
  const refusal = refusalOf(problems);
  if (refusal) return refusal;

  const offer: Offer = {
    ...draft,
    id: data.offer_id,
    memberId: data.member_id,
    remainingWh: draft.quantityWh,
    status: 'active',
    createdAt: now,
    ruleId: null,
    ruleVersion: null,
  };
  const wire = tradingOfferWire.encode(offer, communityId);
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto('trading_offers')
    .values(wire)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  if (inserted !== 1n) {
    return refused('INPUT_INVALID', 'An offer of this id was placed before. Nothing was done.', 'Place it again.', {
      field: 'offer_id',
    });
  }
  return { outcome: 'accepted', changes: [{ kind: 'offer', key: offer.id, body: wire }] };
}
