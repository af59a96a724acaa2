import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { type Draft, draft, keyOf, offerId, openMarket } from '../fixtures/open-market.ts';
import { community, memberId, SLOT, START, trades, uuid } from '../fixtures/pages.ts';

type Market = ReturnType<typeof openMarket>;

function outbox({ context }: Market): unknown[] {
  return context.cache.read.all('SELECT * FROM outbox');
}

const codesOf = (market: Market, offer: Partial<Draft>): string[] =>
  market.check(offer).problems.map(({ code }) => code);

describe('the check of a draft', () => {
  it('finds nothing wrong with a right one, and writes nothing', () => {
    const market = openMarket(1);
    const answer = contract['market.checkOffer'].output.parse(market.check());
    expect(answer.problems).toEqual([]);
    expect(answer.account).toEqual({
      memberId: memberId(0),
      anonymizedId: 'House A0',
      balance: 1_000_000,
      creditLimit: 1_000_000,
      reserved: 0,
      availableBefore: 2_000_000,
      availableAfter: 1_800_000,
    });
    expect(outbox(market)).toEqual([]);
    expect(market.changed).toEqual([]);
  });

  it('takes the limits and the slots of the community', () => {
    const market = openMarket(1);
    expect(codesOf(market, { price: 500_001 })).toEqual(['PRICE_ABOVE_CAP']);
    expect(codesOf(market, { price: -500_001 })).toEqual(['PRICE_BELOW_FLOOR']);
    expect(codesOf(market, { windowEnd: START + 60_000 })).toEqual(['WINDOW_NOT_ON_SLOTS']);
  });

  it('goes by the clock of the community: its open slot is open though the desk is hours ahead', () => {
    const market = openMarket(1);
    expect(codesOf(market, {})).toEqual([]);
    expect(codesOf(market, { windowStart: START - SLOT })).toEqual(['WINDOW_IN_PAST']);
  });

  it('knows no member of another community, none that is held back, and none before one is chosen', () => {
    const market = openMarket(2);
    market.member(1, { anonymizedId: '' });
    applyPage(market.context.cache.write, {
      communityId: uuid('c', 7),
      community: community({ id: uuid('c', 7) }),
      members: [],
      memberIds: [],
      ruleIds: [],
    });
    expect(codesOf(market, { memberId: memberId(1) })).toEqual(['MEMBER_UNKNOWN']);
    // Nothing was cleared there, so that its clock is the desk's.
    const tomorrow = { windowStart: START + 96 * SLOT, windowEnd: START + 97 * SLOT };
    const elsewhere = { communityId: uuid('c', 7), offer: { ...draft, ...tomorrow } };
    const notChosen = { communityId: community().id, offer: { ...draft, memberId: null } };
    for (const input of [elsewhere, notChosen]) {
      expect(market.checkOffer(input)).toMatchObject({
        problems: [{ code: 'MEMBER_UNKNOWN' }],
        account: null,
        preview: null,
      });
    }
  });

  it('shows no account of an inactive member', () => {
    const market = openMarket(1);
    market.member(0, { isActive: false });
    expect(market.check()).toMatchObject({ problems: [{ code: 'MEMBER_INACTIVE' }], account: null, preview: null });
  });

  it('keeps the account in sight while something else is wrong, and counts only what is an amount', () => {
    const market = openMarket(1);
    expect(market.check({ windowEnd: START }).account).toMatchObject({ availableAfter: 1_800_000 });
    expect(market.check({ quantityWh: 0.5 }).account).toMatchObject({ availableAfter: 2_000_000 });
    expect(market.check({ price: 1e9 }).account).toMatchObject({ availableAfter: 2_000_000 });
    expect(market.check({ quantityWh: 10_001 })).toMatchObject({
      problems: [{ code: 'INSUFFICIENT_BALANCE', values: { needed: 2_000_200, available: 2_000_000 } }],
      account: { availableAfter: -200 },
    });
  });
});

describe('a trade with oneself', () => {
  const selling = { member: 0, start: START, type: 'sell', price: 200_000 } as const;

  it('is found in the open offers of the member on the other side', () => {
    const market = openMarket(2);
    market.offer(selling);
    expect(market.check().problems).toEqual([{ field: 'price', code: 'SELF_TRADE', values: { otherPrice: 200_000 } }]);
    expect(codesOf(market, { price: 199_999 })).toEqual([]);
    expect(codesOf(market, { type: 'sell' })).toEqual([]);
    expect(codesOf(market, { memberId: memberId(1) })).toEqual([]);
  });

  it('is possible only in a slot that both windows hold', () => {
    const market = openMarket(1);
    market.offer({ ...selling, start: START + SLOT, end: START + 3 * SLOT });
    expect(codesOf(market, {})).toEqual([]);
    expect(codesOf(market, { windowEnd: START + 2 * SLOT })).toEqual(['SELF_TRADE']);
    expect(codesOf(market, { windowStart: START + 2 * SLOT, windowEnd: START + 4 * SLOT })).toEqual(['SELF_TRADE']);
    expect(codesOf(market, { windowStart: START + 3 * SLOT, windowEnd: START + 4 * SLOT })).toEqual([]);
  });

  it('is not possible with an offer that is over', () => {
    const market = openMarket(1);
    market.offer({ ...selling, status: 2 });
    expect(codesOf(market, {})).toEqual([]);
  });

  it('is found in what waits in the outbox too', () => {
    const market = openMarket(1);
    market.place({ type: 'sell', price: 150_000 });
    expect(market.check().problems).toMatchObject([{ code: 'SELF_TRADE', values: { otherPrice: 150_000 } }]);
  });
});

describe('the account of a member', () => {
  const reservedOf = (market: Market): number => market.check().account!.reserved;

  it('holds back what open buy orders would still pay at their limit, a market order at the cap', () => {
    const market = openMarket(2);
    market.offer(
      { member: 0, start: START, type: 'buy', quantity: 900, remaining: 500, price: 100_000 },
      { member: 0, start: START, type: 'buy', quantity: 100 },
      { member: 0, start: START, type: 'buy', quantity: 100, price: -100_000 },
      { member: 0, start: START + SLOT, type: 'sell', quantity: 100, price: 400_000 },
      { member: 1, start: START, type: 'buy', quantity: 100, price: 100_000 },
    );
    expect(reservedOf(market)).toBe(50_000 + 50_000);
  });

  it('holds nothing back for orders that are over by their status or their window', () => {
    const market = openMarket(1);
    market.offer(
      { member: 0, start: START, type: 'buy', price: 100_000, status: 3 },
      { member: 0, start: START - SLOT, type: 'buy', price: 100_000 },
    );
    expect(reservedOf(market)).toBe(0);
  });

  it('holds purchases in the outbox back until they are withdrawn', () => {
    const market = openMarket(1);
    const commandId = market.place();
    market.place({ type: 'sell', price: 300_000 });
    expect(reservedOf(market)).toBe(200_000);
    market.context.cache.write.run('UPDATE outbox SET state = 5 WHERE uid = ?', [commandId]);
    expect(reservedOf(market)).toBe(0);
  });

  it('holds nothing back for trades, which are in the balance from the moment they are made', () => {
    const market = openMarket(2);
    market.apply({
      trades: trades([{ id: uuid('d', 0), slot: START - SLOT, buyer: 0, seller: 1, quantity: 500, status: 0 }]),
    });
    expect(reservedOf(market)).toBe(0);
  });
});

describe('the preview', () => {
  it('clears the first slot of the window with the draft in it', () => {
    const market = openMarket(3);
    market.offer(
      { member: 1, start: START, type: 'sell', quantity: 600, price: 100_000 },
      { member: 2, start: START, type: 'sell', quantity: 600, price: 160_000 },
      { member: 2, start: START, type: 'buy', quantity: 100, price: 120_000 },
    );
    const { preview } = contract['market.checkOffer'].output.parse(market.check());
    expect(preview).toEqual({
      slot: START,
      tradedWh: 1000,
      amount: 160_000,
      reason: null,
      change: null,
      clearing: {
        type: 'MARGINAL_SELLER',
        price: 160_000,
        quantityWh: 1000,
        interval: [160_000, 160_000],
        marginalOrder: { type: 'sell', id: offerId(1) },
        marginalQuantityWh: 400,
        marginalTotalWh: 600,
        tradeCount: 2,
        amount: 160_000,
        reduction: null,
      },
      priceBefore: 100_000,
      quantityBeforeWh: 100,
    });
  });

  it('says why a draft would not trade, and the nearest limit with which it would', () => {
    const market = openMarket(2);
    market.offer({ member: 1, start: START, type: 'sell', quantity: 600, price: 250_000 });
    expect(market.check().preview).toMatchObject({
      tradedWh: 0,
      amount: 0,
      reason: 'PRICE',
      change: { price: 250_000, by: 50_000, tradedWh: 600 },
      quantityBeforeWh: 0,
    });
  });

  it('ranks the draft behind those at the same price who came before', () => {
    const market = openMarket(3, { market: { ...community().market, mechanism: 'pay-as-bid' } });
    market.offer(
      { member: 1, start: START, type: 'sell', quantity: 600, price: 100_000 },
      { member: 2, start: START, type: 'buy', quantity: 500, price: 200_000 },
    );
    expect(market.check().preview).toMatchObject({ tradedWh: 100, amount: 20_000, reason: 'RATIONED' });
  });

  it('counts what a seller receives', () => {
    const market = openMarket(2);
    market.offer({ member: 1, start: START, type: 'buy', quantity: 300, price: 250_000 });
    expect(market.check({ type: 'sell' }).preview).toMatchObject({
      tradedWh: 300,
      amount: 60_000,
      reason: 'RATIONED',
      clearing: { marginalOrder: { type: 'sell', id: 'draft' } },
    });
  });

  it('counts the orders that wait in the outbox', () => {
    const market = openMarket(2);
    market.place({ memberId: memberId(1), type: 'sell', quantityWh: 300, price: 100_000 });
    expect(market.check().preview).toMatchObject({ tradedWh: 300 });
  });

  it('is not there while a problem stands in the way', () => {
    expect(openMarket(1).check({ quantityWh: 0 }).preview).toBeNull();
  });

  it('cannot be had where this console does not know how the community clears', () => {
    const market = openMarket(1, { market: { ...community().market, mechanism: 'lottery' } });
    expect(failureOf(() => market.check())).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('lottery') as string,
    });
  });
});

describe('placing an offer', () => {
  it('keeps it in the outbox and tells the page', () => {
    const market = openMarket(1);
    const commandId = market.place({ price: null });
    expect(outbox(market)).toMatchObject([
      {
        uid: commandId,
        kind: 0,
        state: 0,
        type: 0,
        quantity_wh: 1000,
        price: null,
        window_start: START,
        window_end: START + SLOT,
        counterparty_id: null,
        problem: null,
      },
    ]);
    expect(market.changed).toEqual(['outbox', 'market', 'sync']);
  });

  it('gives it the id that it will have at the hub, in the order of time', () => {
    const market = openMarket(1);
    for (const quantityWh of [1, 2, 3]) market.place({ quantityWh });
    const ids = market.context.cache.read
      .pluck<Uint8Array>('SELECT offer_id FROM outbox ORDER BY id')
      .map((id) => uuidText(id));
    expect(new Set(ids).size).toBe(3);
    const now = START + 5 * 3_600_000;
    for (const id of ids) {
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now);
      expect(id[14]).toBe('7');
    }
  });

  it('again with the same key is the same command, even when the draft would now be refused', () => {
    const market = openMarket(1);
    const once = market.place({ quantityWh: 10_000 }, keyOf(1));
    expect(market.place({ quantityWh: 10_000 }, keyOf(1))).toBe(once);
    expect(outbox(market)).toHaveLength(1);
    expect(market.place({ quantityWh: 0, price: 0 }, keyOf(1))).toBe(once);
  });

  it('holds the account to the sum of all orders', () => {
    const market = openMarket(1);
    market.place({ quantityWh: 6000 });
    expect(failureOf(() => market.place({ quantityWh: 6000 })).code).toBe('INSUFFICIENT_BALANCE');
    market.place({ quantityWh: 4000 });
    expect(outbox(market)).toHaveLength(2);
  });

  it.each([
    ['a price below the floor', { price: -500_001 }, 'PRICE_INVALID', 'price'],
    ['a price above the cap', { price: 500_001 }, 'PRICE_INVALID', 'price'],
    ['a price with too many decimals', { price: 0.5 }, 'PRICE_INVALID', 'price'],
    ['no quantity', { quantityWh: 0 }, 'QUANTITY_INVALID', 'quantityWh'],
    ['a quantity with too many decimals', { quantityWh: 0.5 }, 'QUANTITY_INVALID', 'quantityWh'],
    ['too large a quantity', { quantityWh: 1e12 }, 'QUANTITY_INVALID', 'quantityWh'],
    ['a window in the past', { windowStart: START - SLOT }, 'INPUT_INVALID', 'window'],
    ['an empty window', { windowEnd: START }, 'INPUT_INVALID', 'window'],
    ['a window between slots', { windowStart: START + 1 }, 'INPUT_INVALID', 'window'],
    ['a window that is too long', { windowEnd: START + 700 * SLOT }, 'INPUT_INVALID', 'window'],
    ['an unknown member', { memberId: 'nobody' }, 'INPUT_INVALID', 'memberId'],
    ['an inactive member', { memberId: memberId(1) }, 'MEMBER_INACTIVE', 'memberId'],
    ['a trade with oneself', { type: 'sell' }, 'SELF_TRADE', 'price'],
    ['more than the account covers', { quantityWh: 9001 }, 'INSUFFICIENT_BALANCE', 'quantityWh'],
  ] as const)('is refused for %s, with code and field, and keeps nothing', (_, offer, code, field) => {
    const market = openMarket(2);
    market.member(1, { isActive: false });
    market.offer({ member: 0, start: START, type: 'buy', quantity: 1000, price: 200_000 });
    const failure = failureOf(() => market.place(offer));
    expect(failure).toMatchObject({ code, details: { field } });
    expect(failure.message).toMatch(/Nothing was placed\.$/);
    expect(failure.remedy).not.toBe('');
    expect(outbox(market)).toEqual([]);
    expect(market.changed).toEqual([]);
  });
});
