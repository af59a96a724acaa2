/** An invented outbox over the invented market: what is decided waits, holds back money and can be withdrawn. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { Account, OfferRow } from '#shared/contract/market-records.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { OutboxItem, OutboxOffer, OutboxRule } from '#shared/contract/outbox.ts';
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
import { offerRefusals } from '#shared/market/offer-refusals.ts';
import type { FakeCommunity } from './communities.ts';
import type { FakeDecision } from './decisions.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS } from './curves.ts';
import { fakeBook, fakeOffers } from './market.ts';
import { fakeMembers } from './members.ts';
import { fakePreview } from './offer-preview.ts';
import { FakeProblem, type FakeState } from './state.ts';

type OutboxMethod =
  | 'market.checkOffer'
  | 'market.placeOffer'
  | 'market.checkTrade'
  | 'market.takeOffer'
  | 'outbox.list'
  | 'outbox.withdraw'
  | 'outbox.dismiss'
  | 'outbox.retry';
type OutboxHandlers = { [M in OutboxMethod & MethodName]: (input: Input<M>) => Output<M> };

const CREDIT_LIMIT = 20_000_000;

function refuse(problems: readonly OfferProblem[]): void {
  const [first] = problems;
  if (first !== undefined)
    throw new FakeProblem({ code: offerRefusals[first.code].code, details: { field: first.field } });
}

/** What holds for a decision that has just been made; its id and times are given when it is kept. */
const unsent = {
  id: '',
  state: 'waiting',
  createdAt: 0,
  changedAt: 0,
  problem: null,
  attempts: 0,
  nextAttemptAt: null,
  theirs: null,
} as const;

/** An offer or a trade that has not been sent: it holds something back. */
function waitingOffer(item: OutboxItem): OutboxOffer[] {
  return item.kind !== 'rule' && item.state === 'waiting' ? [item] : [];
}

/** The first slot of a community that can still be offered in. */
function firstOpenSlot(community: FakeCommunity, now: number): number {
  return fakeBook(community, { communityId: community.id, slot: null }, now).firstSlot;
}

/** The outbox and what belongs to it, over the state of one fake bridge. */
export function createFakeOutbox(state: FakeState, communityOf: (id: string) => FakeCommunity): OutboxHandlers {
  let made = state.decisions.length;

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

  function keep(decision: Omit<FakeDecision, 'item'>, what: Omit<OutboxOffer, keyof typeof unsent>) {
    const known = state.decisions.find(({ key }) => key === decision.key);
    if (known !== undefined) return { commandId: known.item.id };
    made += 1;
    const id = `command-${made}`;
    const item: OutboxOffer = { ...what, ...unsent, id, createdAt: state.now, changedAt: state.now };
    state.decisions = [{ ...decision, item }, ...state.decisions];
    changed();
    return { commandId: id };
  }

  function changed(): void {
    state.emit('cache.changed', { areas: ['outbox', 'market', 'rules'] });
  }

  function place({ communityId, offer, key }: Input<'market.placeOffer'>): { commandId: string } {
    const { problems, account } = checkDraft({ communityId, offer });
    refuse(problems);
    const { memberId, ...what } = offer;
    return keep(
      { communityId, memberId, key, offerId: null },
      { kind: 'offer', anonymizedId: account?.anonymizedId ?? null, counterparty: null, ...what },
    );
  }

  function take({ key, ...input }: Input<'market.takeOffer'>): { commandId: string } {
    const { problems, offer, buyer, seller } = checkTaking(input);
    refuse(problems);
    const [taker, owner] = offer.type === 'sell' ? [buyer, seller] : [seller, buyer];
    return keep(
      { communityId: input.communityId, memberId: input.memberId, key, offerId: offer.id },
      {
        kind: 'trade',
        anonymizedId: taker?.anonymizedId ?? null,
        counterparty: owner?.anonymizedId ?? null,
        type: offer.type === 'sell' ? 'buy' : 'sell',
        quantityWh: input.quantityWh,
        price: offer.price,
        windowStart: offer.windowStart,
        windowEnd: offer.windowEnd,
      },
    );
  }

  /** The hub's answer to it has been dealt with. */
  function settle(id: string): void {
    state.decisions = state.decisions.filter(({ item }) => item.id !== id);
    const needsPerson = Math.max(state.sync.outbox.needsPerson - 1, 0);
    const isQuiet = state.sync.state === 'outbox' && needsPerson + state.sync.outbox.waiting === 0;
    state.sync = {
      ...state.sync,
      ...(isQuiet ? { state: 'up-to-date' } : {}),
      outbox: { ...state.sync.outbox, needsPerson },
    };
    changed();
  }

  function answered(id: string): FakeDecision {
    const known = state.decisions.find(({ item }) => item.id === id);
    if (known?.item.state !== 'refused' && known?.item.state !== 'conflict')
      throw new FakeProblem({ code: 'VERSION_CONFLICT' });
    return known;
  }

  /** The same change on top of what the hub has by now. */
  function decideRuleAgain(item: OutboxRule, key: string): { commandId: string } {
    made += 1;
    const { id: oldId, theirs, baseVersion } = item;
    const again: OutboxRule = {
      ...item,
      ...unsent,
      id: `command-${made}`,
      createdAt: state.now,
      changedAt: state.now,
      before: theirs ?? item.before,
      baseVersion: theirs?.version ?? baseVersion,
    };
    state.decisions = state.decisions.map((decision) =>
      decision.item.id === oldId ? { ...decision, key, item: again } : decision,
    );
    settle(oldId);
    return { commandId: again.id };
  }

  return {
    'market.checkOffer': checkDraft,
    'market.placeOffer': place,
    'market.checkTrade': checkTaking,
    'market.takeOffer': take,
    'outbox.list': ({ communityId }) =>
      state.decisions.filter((decision) => decision.communityId === communityId).map(({ item }) => item),
    'outbox.withdraw': ({ id }) => {
      const known = state.decisions.find(({ item }) => item.id === id);
      if (known?.item.state !== 'waiting') throw new FakeProblem({ code: 'VERSION_CONFLICT' });
      state.decisions = state.decisions.map((decision) =>
        decision === known ? { ...known, item: { ...known.item, state: 'withdrawn', changedAt: state.now } } : decision,
      );
      changed();
      return {};
    },
    'outbox.dismiss': ({ id }) => {
      settle(answered(id).item.id);
      return {};
    },
    'outbox.retry': ({ id, key }) => {
      const { communityId, memberId, offerId, item } = answered(id);
      if (item.kind === 'rule') return decideRuleAgain(item, key);
      const { type, quantityWh, price, windowStart, windowEnd } = item;
      const decided =
        offerId === null
          ? place({ communityId, offer: { memberId, type, quantityWh, price, windowStart, windowEnd }, key })
          : take({ communityId, offerId, memberId, quantityWh, key });
      settle(id);
      return decided;
    },
  };
}
