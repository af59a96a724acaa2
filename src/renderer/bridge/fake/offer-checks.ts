/** What is wrong with an invented offer or trade, and what it does to the members' accounts. */
import type { Input, Output } from '#shared/contract/contract.ts';
import type { Account, OfferRow } from '#shared/contract/market-records.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { OutboxItem, OutboxOffer } from '#shared/contract/outbox.ts';
import { amountOf } from '#shared/domain/units.ts';
import {
  balanceProblem,
  checkOffer,
  memberProblem,
  quantityProblem,
  reservedAmount,
  reserveOf,
  type OfferDraft,
  type OfferProblem,
} from '#shared/market/offer-check.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS } from './curves.ts';
import { fakeBook, fakeOffers } from './market.ts';
import { fakeMembers } from './members.ts';
import { fakePreview } from './offer-preview.ts';
import { FakeProblem, type FakeState } from './state.ts';

const CREDIT_LIMIT = 20_000_000;

/** An offer or a trade that has not been sent: it holds something back. */
function waitingOffer(item: OutboxItem): OutboxOffer[] {
  return (item.kind === 'offer' || item.kind === 'trade') && item.state === 'waiting' ? [item] : [];
}

/** The first slot of a community that can still be offered in. */
function firstOpenSlot(community: FakeCommunity, now: number): number {
  return fakeBook(community, { communityId: community.id, slot: null }, now).firstSlot;
}

/** The checks over the state of one fake bridge. */
export function createFakeOfferChecks(state: FakeState, communityOf: (id: string) => FakeCommunity) {
  function memberOf(community: FakeCommunity, id: string | null): MemberSummary | null {
    const range = { from: state.now - FAKE_SLOT_MS, to: state.now };
    return fakeMembers(community, range).find((member) => member.id === id) ?? null;
  }

  /** A member's account before and after `change`, in micro-currency. */
  function accountOf({ id, anonymizedId }: MemberSummary, change: number, priceCap: number): Account {
    const balance = Math.round(chance(Number(id.split('-').at(-1)) + 2000) * 45_000) * 1000;
    const reserved = state.decisions
      .filter(({ memberId }) => memberId === id)
      .flatMap(({ item }) => waitingOffer(item))
      .reduce((sum, { type, quantityWh, price }) => sum + reservedAmount(type, quantityWh, price, priceCap), 0);
    const availableBefore = balance + CREDIT_LIMIT - reserved;
    return {
      memberId: id,
      anonymizedId,
      balance,
      creditLimit: CREDIT_LIMIT,
      reserved,
      availableBefore,
      availableAfter: availableBefore + change,
    };
  }

  function opposingLimits(community: FakeCommunity, memberId: string, { type, windowStart }: OfferDraft) {
    const { orders } = fakeBook(community, { communityId: community.id, slot: windowStart }, state.now);
    const ofBook = orders.id.flatMap((_, row) =>
      orders.memberId[row] === memberId && orders.type[row] !== type ? [orders.price[row]] : [],
    );
    const waiting = state.decisions
      .filter((decision) => decision.memberId === memberId)
      .flatMap(({ item }) => waitingOffer(item))
      .flatMap((item) => (item.type === type ? [] : [item.price]));
    return [...ofBook, ...waiting];
  }

  function checkDraft({ communityId, offer }: Input<'market.checkOffer'>): Output<'market.checkOffer'> {
    const community = communityOf(communityId);
    const member = memberOf(community, offer.memberId);
    const { terms } = fakeBook(community, { communityId, slot: offer.windowStart }, state.now);
    const account = member && accountOf(member, -reserveOf(offer, terms), terms.priceCap);
    const problems = checkOffer(offer, {
      limits: terms,
      slotMinutes: community.slotMinutes,
      earliestStart: firstOpenSlot(community, state.now),
      member: member && { isActive: member.isActive, available: account?.availableBefore ?? 0 },
      opposingLimits: member === null ? [] : opposingLimits(community, member.id, offer),
    });
    return {
      problems: problems.map((problem) => ({ ...problem, values: { ...problem.values } })),
      account: member?.isActive === true ? account : null,
      preview: member !== null && problems.length === 0 ? fakePreview(community, member.id, offer, state.now) : null,
    };
  }

  function offerOf(community: FakeCommunity, offerId: string): OfferRow {
    const slot = firstOpenSlot(community, state.now);
    const range = { from: slot, to: slot + FAKE_SLOT_MS };
    const { offers } = fakeOffers(community, { communityId: community.id, range, limit: 500 }, state.now);
    const found = offers.find(({ id }) => id === offerId);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `There is no offer ${offerId}.` });
    const takenWh = state.decisions
      .filter(({ offerId: taken }) => taken === offerId)
      .flatMap(({ item }) => waitingOffer(item))
      .reduce((sum, { quantityWh }) => sum + quantityWh, 0);
    return { ...found, remainingWh: found.remainingWh - takenWh };
  }

  function checkTaking(input: Input<'market.checkTrade'>): Output<'market.checkTrade'> {
    const community = communityOf(input.communityId);
    const offer = offerOf(community, input.offerId);
    const { terms } = fakeBook(community, { communityId: community.id, slot: offer.windowStart }, state.now);
    const taker = memberOf(community, input.memberId);
    const owner = memberOf(community, offer.memberId);
    const ofOffer: OfferProblem | null =
      offer.remainingWh <= 0
        ? { field: 'quantityWh', code: 'OFFER_TAKEN', values: {} }
        : offer.price === null
          ? { field: 'price', code: 'OFFER_WITHOUT_LIMIT', values: {} }
          : null;
    const ofQuantity = quantityProblem(input.quantityWh, offer.remainingWh);
    const selfTrade: OfferProblem | null =
      taker?.id === offer.memberId
        ? { field: 'memberId', code: 'SELF_TRADE', values: { otherPrice: offer.price ?? 0 } }
        : null;
    const wh = ofQuantity === null ? input.quantityWh : 0;
    const amount = amountOf(wh, offer.price ?? 0);
    const released = reservedAmount(offer.type, wh, offer.price, terms.priceCap);
    const takerBuys = offer.type === 'sell';
    const takerAccount =
      taker?.isActive === true ? accountOf(taker, takerBuys ? -amount : amount, terms.priceCap) : null;
    const ownerAccount = owner && accountOf(owner, (takerBuys ? amount : -amount) + released, terms.priceCap);
    const entered = [memberProblem(taker), ofOffer, selfTrade, ofOffer === null ? ofQuantity : null].filter(
      (problem) => problem !== null,
    );
    const cannotPay = [takerAccount, ownerAccount]
      .map(
        (account) =>
          account &&
          balanceProblem(account.availableBefore - account.availableAfter, account.availableBefore, 'quantityWh'),
      )
      .filter((problem) => problem != null);
    return {
      problems: (entered.length > 0 ? entered : cannotPay).map((problem) => ({
        ...problem,
        values: { ...problem.values },
      })),
      offer,
      amount,
      buyer: takerBuys ? takerAccount : ownerAccount,
      seller: takerBuys ? ownerAccount : takerAccount,
      buyerSavings: amountOf(wh, FAKE_RETAIL) - amount,
      sellerSavings: amount - amountOf(wh, FAKE_FEED_IN),
    };
  }

  return { checkDraft, checkTaking };
}
