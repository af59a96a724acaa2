import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import {
  balanceProblem,
  memberProblem,
  type OfferProblem,
  quantityProblem,
  reservedAmount,
} from '#shared/market/offer-check.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { requireCommunity, type CommunityRow } from '../communities/community.ts';
import { keep } from '../outbox/commands.ts';
import { takenWh } from '../outbox/waiting-orders.ts';
import { accountAround, findAccount, type MemberAccount } from './accounts.ts';
import { marketTime } from './market-time.ts';
import { findOffer, offerRow, type StoredOffer } from './offers.ts';
import { refuseProblems } from './refusal.ts';
import { tariffAt } from './slot-tariff.ts';

type Request = ParsedInput<'market.checkTrade'>;

const SELL = offerTypes.indexOf('sell');

/** A member of a trade, and what the trade does to what it can spend, in micro-currency. */
interface Party {
  readonly account: MemberAccount | null;
  readonly change: number;
}

/** A trade that a person is about to make. */
interface Taking {
  readonly offer: StoredOffer;
  /** What is left of the offer beside what this desk is taking already, Wh. */
  readonly leftWh: number;
  readonly takerBuys: boolean;
  readonly taker: Party;
  readonly owner: Party;
  /** 0 while the quantity is none that the offer has. */
  readonly wh: number;
  readonly amount: number;
  readonly problems: OfferProblem[];
}

/**
 * What taking an offer at its limit would do to both members (see `market.checkTrade`).
 * @param now the desk's clock, epoch milliseconds
 * @throws Failure INPUT_INVALID when the offer is not in the cache, or is held back
 */
export function checkTrade(db: ReadDb, request: Request, now: number): Output<'market.checkTrade'> {
  const community = requireCommunity(db, request.communityId);
  const { offer, leftWh, takerBuys, taker, owner, wh, amount, problems } = take(db, community, request, now);
  const [buyer, seller] = takerBuys ? [taker, owner] : [owner, taker];
  const tariff = tariffAt(db, community, offer.window_start);
  return {
    problems,
    offer: { ...offerRow(offer), remainingWh: Math.max(leftWh, 0) },
    amount,
    buyer: buyer.account && accountAround(buyer.account, buyer.change),
    seller: seller.account && accountAround(seller.account, seller.change),
    buyerSavings: tariff && amountOf(wh, tariff.retail) - amount,
    sellerSavings: tariff && amount - amountOf(wh, tariff.feedIn),
  };
}

/**
 * Keeps the taking of an offer in the outbox after checking it again: what the page was told may not hold any more.
 * @returns the id of the command
 * @throws Failure for the first problem (see refuseProblems), INPUT_INVALID when the offer is not in the cache
 */
export function takeOffer(db: WriteDb, request: ParsedInput<'market.takeOffer'>, now: number): string {
  const community = requireCommunity(db, request.communityId);
  return keep(db, request.key, now, () => {
    const { offer, takerBuys, taker, wh, problems } = take(db, community, request, now);
    refuseProblems(problems);
    return {
      kind: 'trade',
      communityId: community.id,
      memberId: taker.account!.id,
      type: takerBuys ? 'buy' : 'sell',
      quantityWh: wh,
      price: offer.price,
      windowStart: offer.window_start,
      windowEnd: offer.window_end,
      taken: { offerId: offer.id, counterpartyId: offer.member_id },
    };
  });
}

function take(db: ReadDb, community: CommunityRow, request: Request, now: number): Taking {
  const from = marketTime(db, community, now);
  const offer = findOffer(db, community, request.offerId, from);
  if (offer === null) {
    throw new Failure('INPUT_INVALID', 'This offer is not in the cache of this desk.', {
      remedy: 'Choose an offer from the list.',
      details: { situation: 'gone' },
    });
  }
  const account = findAccount(db, community, request.memberId, from);
  const leftWh = offer.remaining_wh - (takenWh(db, community).get(uuidText(offer.id)) ?? 0);
  const ofQuantity = quantityProblem(request.quantityWh, leftWh);
  const wh = ofQuantity === null ? request.quantityWh : 0;
  const ofOffer = offerProblem(offer, leftWh, from);
  const entered = [
    ofOffer,
    memberProblem(account),
    account?.id === offer.member_id ? selfTrade(offer) : null,
    // Of what cannot be taken at all there is no quantity to complain of.
    ofOffer === null ? ofQuantity : null,
  ].filter((found) => found !== null);

  const takerBuys = offer.type === SELL;
  const amount = amountOf(wh, offer.price ?? 0);
  // A buy order has held its amount back since it was placed.
  const released = reservedAmount(offerTypes[offer.type], wh, offer.price, community.price_cap);
  const taker = { account: account?.isActive ? account : null, change: takerBuys ? -amount : amount };
  const owner = {
    account: findAccount(db, community, offer.member_uid, from),
    change: (takerBuys ? amount : -amount) + released,
  };
  const problems = entered.length > 0 ? entered : [taker, owner].map(cannotPay).filter((found) => found !== null);
  return { offer, leftWh, takerBuys, taker, owner, wh, amount, problems };
}

/** Whether an offer is still there to be taken. */
function offerProblem(offer: StoredOffer, leftWh: number, from: number): OfferProblem | null {
  const status = offerStatuses[offer.status];
  if (status === 'expired' || (status === 'active' && offer.window_end <= from)) {
    return { field: 'window', code: 'OFFER_EXPIRED', values: {} };
  }
  if (status !== 'active' || leftWh <= 0) return { field: 'quantityWh', code: 'OFFER_TAKEN', values: {} };
  return offer.price === null ? { field: 'price', code: 'OFFER_WITHOUT_LIMIT', values: {} } : null;
}

function selfTrade({ price }: StoredOffer): OfferProblem {
  return { field: 'memberId', code: 'SELF_TRADE', values: price === null ? {} : { otherPrice: price } };
}

/** Either side can be the one that pays: the seller does at a negative price. */
function cannotPay({ account, change }: Party): OfferProblem | null {
  return account && balanceProblem(-change, account.available, 'quantityWh');
}
