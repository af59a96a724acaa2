import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { nextOpenSlot, openOrders, type SlotOrders } from '#engine/market/slot-orders.ts';
import { withdraw } from '#engine/outbox/commands.ts';
import { waitingOrders } from '#engine/outbox/waiting-orders.ts';
import { outboxStates } from '#shared/domain/outbox.ts';
import { offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';

type Market = ReturnType<typeof openMarket>;

function openBook({ context: { cache } }: Market, slot = START): SlotOrders {
  return openOrders(cache.read, requireCommunity(cache.read, COMMUNITY), slot);
}

const quantities = ({ bids, offers }: SlotOrders) => ({
  bids: bids.map(({ wh }) => wh),
  offers: offers.map(({ wh }) => wh),
});

describe('what waits on this desk', () => {
  it('is in the open book beside what the hub knows, and says that it waits (C1)', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START, type: 'buy', quantity: 700, price: 100_000, rule: 0 });
    const commandId = market.place({ memberId: memberId(1), type: 'sell', quantityWh: 300, price: null });
    const { bids, offers } = openBook(market);
    expect(bids).toMatchObject([{ id: offerId(0), origin: 'rule', wh: 700, anonymizedId: 'House A0' }]);
    expect(offers).toMatchObject([
      { id: commandId, origin: 'waiting', wh: 300, price: null, memberId: memberId(1), anonymizedId: 'House A1' },
    ]);
  });

  it('is one member with its other orders: a number of the cache, the same on both sides', () => {
    const market = openMarket(1);
    market.offer({ member: 0, start: START, type: 'buy', quantity: 700, price: 100_000 });
    market.place({ type: 'sell', price: 200_000 });
    const { bids, offers } = openBook(market);
    expect(offers[0].member).toBe(bids[0].member);
  });

  it('is in the slots of its window only', () => {
    const market = openMarket(1);
    market.place({ windowStart: START + SLOT, windowEnd: START + 3 * SLOT, quantityWh: 5 });
    const perSlot = [0, 1, 2, 3].map((slot) => quantities(openBook(market, START + slot * SLOT)).bids);
    expect(perSlot).toEqual([[], [5], [5], []]);
  });

  it('is in the book until the hub has answered, and not when it is withdrawn', () => {
    const market = openMarket(1);
    const commandId = market.place();
    const { read, write } = market.context.cache;
    const isThere = outboxStates.map((state) => {
      write.run('UPDATE outbox SET state = ? WHERE uid = ?', [outboxStates.indexOf(state), commandId]);
      return [state, waitingOrders(read, requireCommunity(read, COMMUNITY), START).bids.length === 1];
    });
    expect(Object.fromEntries(isThere)).toEqual({
      waiting: true,
      sent: true,
      accepted: false,
      refused: false,
      conflict: false,
      withdrawn: false,
    });
  });

  it('takes from the book what this desk is taking, until it is withdrawn', () => {
    const market = openMarket(2);
    market.offer(
      { member: 0, start: START, quantity: 500, price: 100_000 },
      { member: 0, start: START, quantity: 400, price: 100_000 },
    );
    const half = market.take(0, 1, 200);
    market.take(0, 1, 100);
    market.take(1, 1, 400);
    expect(quantities(openBook(market)).offers).toEqual([200]);
    withdraw(market.context.cache.write, half, START);
    expect(quantities(openBook(market)).offers).toEqual([400]);
  });

  it('takes part under its number when the member has no pseudonym, and is held back by name', () => {
    const market = openMarket(1);
    market.place();
    market.member(0, { anonymizedId: '' });
    expect(openBook(market).bids).toMatchObject([{ wh: 1000, memberId: null, anonymizedId: null }]);
  });
});

describe('the next open slot', () => {
  function next({ context: { cache } }: Market, from = START): number | null {
    return nextOpenSlot(cache.read, requireCommunity(cache.read, COMMUNITY), from, SLOT);
  }

  it('is that of the earliest order, one that only waits on this desk included', () => {
    const market = openMarket(1);
    expect(next(market)).toBeNull();
    market.offer({ member: 0, start: START + 5 * SLOT });
    expect(next(market)).toBe(START + 5 * SLOT);
    const commandId = market.place({ windowStart: START + 2 * SLOT, windowEnd: START + 4 * SLOT });
    expect(next(market)).toBe(START + 2 * SLOT);
    expect(next(market, START + 3 * SLOT)).toBe(START + 3 * SLOT);
    withdraw(market.context.cache.write, commandId, START);
    expect(next(market)).toBe(START + 5 * SLOT);
  });
});
