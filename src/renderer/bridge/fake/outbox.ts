/** An invented outbox over the invented market: what is decided waits, holds back money and can be withdrawn. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { OutboxItem, OutboxOffer, OutboxRule, OutboxSettlement } from '#shared/contract/outbox.ts';
import type { OfferProblem } from '#shared/market/offer-check.ts';
import { offerRefusals } from '#shared/market/offer-refusals.ts';
import type { FakeCommunity } from './communities.ts';
import type { FakeDecision } from './decisions.ts';
import { createFakeOfferChecks } from './offer-checks.ts';
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

/** The outbox and what belongs to it, over the state of one fake bridge. */
export function createFakeOutbox(state: FakeState, communityOf: (id: string) => FakeCommunity): OutboxHandlers {
  const { checkDraft, checkTaking } = createFakeOfferChecks(state, communityOf);
  let made = state.decisions.length;

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
    state.emit('cache.changed', { areas: ['outbox', 'market', 'rules', 'settlement'] });
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

  /** Puts the same decision, made once more, in the place of the old one. */
  function replace(old: OutboxItem, again: OutboxRule | OutboxSettlement, key: string): { commandId: string } {
    made += 1;
    const id = `command-${made}`;
    const item: OutboxItem = { ...again, ...unsent, id, createdAt: state.now, changedAt: state.now };
    state.decisions = state.decisions.map((decision) =>
      decision.item === old ? { ...decision, key, item } : decision,
    );
    settle(old.id);
    return { commandId: id };
  }

  /** The same change on top of what the hub has by now. */
  function onTopOfTheirs(item: OutboxRule | OutboxSettlement): OutboxRule | OutboxSettlement {
    if (item.kind === 'settlement') return { ...item, ours: item.theirs ?? item.ours };
    const { theirs, before, baseVersion } = item;
    return { ...item, before: theirs ?? before, baseVersion: theirs?.version ?? baseVersion };
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
      if (item.kind === 'rule' || item.kind === 'settlement') return replace(item, onTopOfTheirs(item), key);
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
