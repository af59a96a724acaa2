import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { keyOf, offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, signals, SLOT, START } from '../fixtures/pages.ts';

type Market = ReturnType<typeof openMarket>;

/** Member 0 sells 800 Wh (offer 0) and buys 500 Wh in the slot after (offer 1), both at 0.20. */
function marketWithOffers(members = 3): Market {
  const market = openMarket(members);
  market.offer(
    { member: 0, start: START, type: 'sell', quantity: 1000, remaining: 800, price: 200_000 },
    { member: 0, start: START + SLOT, type: 'buy', quantity: 500, price: 200_000 },
  );
  return market;
}

const problemsOf = (market: Market, offer: number, taker: number, wh: number) =>
  market.checkTrade(offer, taker, wh).problems;

const outbox = ({ context }: Market): unknown[] => context.cache.read.all('SELECT * FROM outbox');

describe('the check of a trade', () => {
  it('shows both members what buying from an offer does to them, and writes nothing', () => {
    const market = marketWithOffers();
    const answer = contract['market.checkTrade'].output.parse(market.checkTrade(0, 1, 500));
    expect(answer).toMatchObject({
      problems: [],
      offer: { id: offerId(0), type: 'sell', remainingWh: 800, anonymizedId: 'House A0' },
      amount: 100_000,
      buyer: { anonymizedId: 'House A1', availableBefore: 2_000_000, availableAfter: 1_900_000 },
      seller: { anonymizedId: 'House A0', reserved: 100_000, availableBefore: 1_900_000, availableAfter: 2_000_000 },
    });
    expect(outbox(market)).toEqual([]);
    expect(market.changed).toEqual([]);
  });

  it('shows that the owner of a buy order has held the amount back already', () => {
    expect(marketWithOffers().checkTrade(1, 2, 300)).toMatchObject({
      problems: [],
      amount: 60_000,
      buyer: { anonymizedId: 'House A0', availableBefore: 1_900_000, availableAfter: 1_900_000 },
      seller: { anonymizedId: 'House A2', availableBefore: 2_000_000, availableAfter: 2_060_000 },
    });
  });

  it('says what both save against the tariffs of the slot, or of the latest before it that has some', () => {
    const market = marketWithOffers();
    expect(market.checkTrade(0, 1, 500)).toMatchObject({ buyerSavings: null, sellerSavings: null });
    market.apply({
      signals: signals([
        { slot: START - SLOT, retail: 300_000, feedIn: 80_000 },
        { slot: START + SLOT, retail: 150_000, feedIn: 90_000 },
      ]),
    });
    expect(market.checkTrade(0, 1, 500)).toMatchObject({ buyerSavings: 50_000, sellerSavings: 60_000 });
    expect(market.checkTrade(1, 1, 500)).toMatchObject({ buyerSavings: -25_000, sellerSavings: 55_000 });
  });

  it('counts nothing while the quantity is none', () => {
    expect(marketWithOffers().checkTrade(0, 1, 0.5)).toMatchObject({
      problems: [{ field: 'quantityWh', code: 'QUANTITY_NOT_WHOLE' }],
      amount: 0,
      buyer: { availableBefore: 2_000_000, availableAfter: 2_000_000 },
    });
  });

  it('still shows the offer and its owner before a member is chosen', () => {
    const { handlers, context } = marketWithOffers();
    const input = { communityId: COMMUNITY, offerId: offerId(0), memberId: null, quantityWh: 500 };
    expect(handlers['market.checkTrade'](input, context)).toMatchObject({
      problems: [{ field: 'memberId', code: 'MEMBER_UNKNOWN' }],
      offer: { id: offerId(0) },
      buyer: null,
      seller: { anonymizedId: 'House A0' },
    });
  });
});

describe('a trade is not possible', () => {
  it('for more than is left of the offer, to the Wh', () => {
    const market = marketWithOffers();
    expect(problemsOf(market, 0, 1, 800)).toEqual([]);
    expect(problemsOf(market, 0, 1, 801)).toEqual([
      { field: 'quantityWh', code: 'QUANTITY_TOO_LARGE', values: { max: 800 } },
    ]);
  });

  it('for no quantity', () => {
    expect(problemsOf(marketWithOffers(), 0, 1, 0)).toMatchObject([{ code: 'QUANTITY_NOT_POSITIVE' }]);
  });

  it('for a member that is unknown or inactive', () => {
    const market = marketWithOffers();
    market.member(1, { isActive: false });
    expect(market.checkTrade(0, 1, 500)).toMatchObject({ problems: [{ code: 'MEMBER_INACTIVE' }], buyer: null });
    expect(problemsOf(market, 0, 9, 500)).toMatchObject([{ field: 'memberId', code: 'MEMBER_UNKNOWN' }]);
  });

  it('with oneself', () => {
    expect(problemsOf(marketWithOffers(), 0, 0, 500)).toEqual([
      { field: 'memberId', code: 'SELF_TRADE', values: { otherPrice: 200_000 } },
    ]);
  });

  it('with an offer that others took or that was cancelled', () => {
    for (const status of [1, 3]) {
      const market = openMarket(2);
      market.offer({ member: 0, start: START, price: 200_000, status });
      expect(problemsOf(market, 0, 1, 500)).toMatchObject([{ code: 'OFFER_TAKEN' }]);
    }
  });

  it('with an offer that is over, though nobody has said so yet', () => {
    const market = openMarket(2);
    market.offer(
      { member: 0, start: START - SLOT, price: 200_000, status: 2 },
      { member: 0, start: START - SLOT, price: 200_000 },
      { member: 0, start: START - SLOT, end: START + SLOT, price: 200_000 },
    );
    expect(problemsOf(market, 0, 1, 500)).toMatchObject([{ field: 'window', code: 'OFFER_EXPIRED' }]);
    expect(problemsOf(market, 1, 1, 500)).toMatchObject([{ field: 'window', code: 'OFFER_EXPIRED' }]);
    expect(problemsOf(market, 2, 1, 500)).toEqual([]);
  });

  it('with a market order, which has no limit to be taken at', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START });
    expect(market.checkTrade(0, 1, 500)).toMatchObject({
      problems: [{ field: 'price', code: 'OFFER_WITHOUT_LIMIT' }],
      amount: 0,
    });
  });

  it('when the buyer cannot pay', () => {
    const market = marketWithOffers();
    market.member(1, { balance: 100_000, creditLimit: 0 });
    expect(problemsOf(market, 0, 1, 500)).toEqual([]);
    expect(problemsOf(market, 0, 1, 501)).toEqual([
      { field: 'quantityWh', code: 'INSUFFICIENT_BALANCE', values: { needed: 100_200, available: 100_000 } },
    ]);
  });

  it('when the seller cannot pay, who does at a negative price', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START, type: 'sell', price: -200_000 });
    expect(market.checkTrade(0, 1, 500)).toMatchObject({
      problems: [],
      amount: -100_000,
      buyer: { availableAfter: 2_100_000 },
      seller: { availableAfter: 1_900_000 },
    });
    market.member(0, { balance: 50_000, creditLimit: 0 });
    expect(problemsOf(market, 0, 1, 500)).toMatchObject([{ code: 'INSUFFICIENT_BALANCE' }]);
  });

  it('with an offer that is not here, is held back, or only waits on this desk', () => {
    const market = marketWithOffers();
    const waiting = market.place({ memberId: memberId(2), type: 'sell' });
    const input = { communityId: COMMUNITY, memberId: memberId(1), quantityWh: 1 };
    for (const id of [offerId(9), waiting]) {
      const failure = failureOf(() => market.handlers['market.checkTrade']({ ...input, offerId: id }, market.context));
      expect(failure.code).toBe('INPUT_INVALID');
    }
    market.member(0, { anonymizedId: '' });
    expect(failureOf(() => market.checkTrade(0, 1, 1)).code).toBe('INPUT_INVALID');
  });
});

describe('taking an offer', () => {
  it('keeps it in the outbox as what the taker does, with the offer and its owner, and tells the page', () => {
    const market = marketWithOffers();
    const commandId = market.take(0, 1, 300);
    const idOf = (number: number) =>
      market.context.cache.read.pluck<number>('SELECT id FROM member WHERE uid = ?', [memberId(number)])[0];
    expect(outbox(market)).toMatchObject([
      {
        uid: commandId,
        kind: 1,
        state: 0,
        type: 0,
        quantity_wh: 300,
        price: 200_000,
        window_start: START,
        window_end: START + SLOT,
        member_id: idOf(1),
        counterparty_id: idOf(0),
      },
    ]);
    expect(market.changed).toEqual(['outbox', 'market', 'sync']);
    market.take(1, 1, 200);
    expect(outbox(market)).toMatchObject([{ type: 0 }, { type: 1, window_start: START + SLOT }]);
  });

  it('again with the same key is the same command', () => {
    const market = marketWithOffers();
    const once = market.take(0, 1, 800, keyOf(1));
    expect(market.take(0, 1, 800, keyOf(1))).toBe(once);
    expect(outbox(market)).toHaveLength(1);
  });

  it('leaves only the rest of the offer to others, and nothing when all of it is taken', () => {
    const market = marketWithOffers();
    market.take(0, 1, 500);
    expect(failureOf(() => market.take(0, 2, 301)).code).toBe('QUANTITY_INVALID');
    market.take(0, 2, 300);
    expect(problemsOf(market, 0, 2, 1)).toEqual([{ field: 'quantityWh', code: 'OFFER_TAKEN', values: {} }]);
    expect(failureOf(() => market.take(0, 2, 1)).code).toBe('OFFER_TAKEN');
  });

  it('leaves the offer as it was when it is withdrawn', () => {
    const market = marketWithOffers();
    const commandId = market.take(0, 1, 800);
    market.context.cache.write.run('UPDATE outbox SET state = 5 WHERE uid = ?', [commandId]);
    expect(problemsOf(market, 0, 2, 800)).toEqual([]);
  });

  it('holds back on the account of the buyer what it costs', () => {
    const market = marketWithOffers();
    market.take(0, 1, 500);
    expect(market.check({ memberId: memberId(1) }).account).toMatchObject({ reserved: 100_000 });
  });

  it.each([
    ['what others took', { status: 1, price: 200_000 }, 500, 'OFFER_TAKEN', 'quantityWh'],
    ['what is over', { status: 2, price: 200_000 }, 500, 'OFFER_EXPIRED', 'window'],
    ['a market order', {}, 500, 'PRICE_INVALID', 'price'],
    ['more than there is', { price: 200_000 }, 501, 'QUANTITY_INVALID', 'quantityWh'],
    ['more than the buyer can pay', { price: 500_000, quantity: 5000 }, 4001, 'INSUFFICIENT_BALANCE', 'quantityWh'],
  ] as const)('is refused for %s, with code and field, and keeps nothing', (_, offer, wh, code, field) => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START, ...offer });
    expect(failureOf(() => market.take(0, 1, wh))).toMatchObject({ code, details: { field } });
    expect(outbox(market)).toEqual([]);
    expect(market.changed).toEqual([]);
  });

  it('is refused for the member itself and for one that is inactive', () => {
    const market = marketWithOffers();
    market.member(1, { isActive: false });
    expect(failureOf(() => market.take(0, 0, 1)).code).toBe('SELF_TRADE');
    expect(failureOf(() => market.take(0, 1, 1)).code).toBe('MEMBER_INACTIVE');
  });
});
