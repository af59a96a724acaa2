import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { findAccount } from '#engine/market/accounts.ts';
import { openOrders } from '#engine/market/slot-orders.ts';
import { removePulled, sendAcceptedAgain } from '#engine/outbox/sending.ts';
import { takenWh } from '#engine/outbox/waiting-orders.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { outboxStates } from '#shared/domain/outbox.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, offers, START } from '../fixtures/pages.ts';

/** A market whose community a hub keeps; what is decided is before its last clearing, so that no clock matters. */
function desk() {
  const market = openMarket(2);
  const { read, write } = market.context.cache;
  const community = requireCommunity(read, COMMUNITY);
  return {
    ...market,
    write,
    read,
    /** From now on the community is the hub's, and its copy has come this far. */
    pulled: (position: number): void =>
      writeSyncState(write, { communityId: community.id, cursor: 'c', position, completeAt: START }),
    accept: (uid: string, position: number): void =>
      void write.run('UPDATE outbox SET state = ?, position = ? WHERE uid = ?', [
        outboxStates.indexOf('accepted'),
        position,
        uid,
      ]),
    bids: () => openOrders(read, community, START).bids.map(({ id, wh }) => ({ id, wh })),
    offersWh: () => openOrders(read, community, START).offers.map(({ wh }) => wh),
    reserved: (member = 0) => findAccount(read, community, memberId(member), START)!.reserved,
    taken: () => takenWh(read, community).get(offerId(0)) ?? 0,
    states: () => read.pluck<number>('SELECT state FROM outbox ORDER BY id').map((state) => outboxStates[state]),
    offerIdOf: (uid: string) => uuidText(read.pluck<Uint8Array>('SELECT offer_id FROM outbox WHERE uid = ?', [uid])[0]),
  };
}

describe('an offer that the hub has accepted (C5)', () => {
  it('counts on this desk until the pull has passed its place', () => {
    const one = desk();
    const id = one.place();
    one.pulled(4);
    one.accept(id, 5);
    expect(one.bids()).toEqual([{ id, wh: 1000 }]);
    expect(one.reserved()).toBe(200_000);
    one.pulled(5);
    expect(one.bids()).toEqual([]);
    expect(one.reserved()).toBe(0);
  });

  it('counts once when its record has come already', () => {
    const one = desk();
    const id = one.place();
    one.pulled(4);
    one.accept(id, 5);
    one.apply({
      offers: offers([{ id: one.offerIdOf(id), member: 0, start: START, type: 'buy', quantity: 1000, price: 200_000 }]),
    });
    expect(one.bids()).toEqual([{ id: one.offerIdOf(id), wh: 1000 }]);
    expect(one.reserved()).toBe(200_000);
  });

  it('counts once also when the answer was lost and only its record came', () => {
    const one = desk();
    const id = one.place();
    one.pulled(4);
    one.write.run('UPDATE outbox SET state = ?', [outboxStates.indexOf('sent')]);
    one.apply({
      offers: offers([
        {
          id: one.offerIdOf(id),
          member: 0,
          start: START,
          type: 'buy',
          quantity: 1000,
          remaining: 0,
          price: 200_000,
          status: 1,
        },
      ]),
    });
    expect(one.bids()).toEqual([]);
    expect(one.reserved()).toBe(0);
  });

  it('stands in the way of a trade with oneself all the time', () => {
    const one = desk();
    one.pulled(4);
    const later = { windowStart: START + 100 * 900_000, windowEnd: START + 101 * 900_000 };
    const second = one.place(later);
    one.accept(second, 6);
    expect(one.check({ ...later, type: 'sell', price: 100_000 }).problems).toMatchObject([{ code: 'SELF_TRADE' }]);
    one.pulled(6);
    expect(one.check({ ...later, type: 'sell', price: 100_000 }).problems).toEqual([]);
  });
});

describe('the taking of an offer that the hub has accepted (C5)', () => {
  it('keeps its quantity and its amount until the pull has passed its place', () => {
    const one = desk();
    one.offer({ member: 0, start: START, quantity: 500, price: 100_000 });
    const id = one.take(0, 1, 200);
    one.pulled(7);
    one.accept(id, 8);
    expect([one.taken(), one.offersWh(), one.reserved(1)]).toEqual([200, [300], 20_000]);
    one.pulled(8);
    expect([one.taken(), one.offersWh(), one.reserved(1)]).toEqual([0, [500], 0]);
  });
});

describe('what the copy tells', () => {
  it('is taken out of the outbox, and nothing else is', () => {
    const one = desk();
    const [first, second] = [one.place({ quantityWh: 1 }), one.place({ quantityWh: 2 })];
    one.place({ quantityWh: 3 });
    one.pulled(5);
    one.accept(first, 5);
    one.accept(second, 6);
    expect(removePulled(one.write)).toBe(1);
    expect(one.states()).toEqual(['accepted', 'waiting']);
    one.pulled(6);
    expect(removePulled(one.write)).toBe(1);
    expect(one.states()).toEqual(['waiting']);
  });

  it('of a new generation says nothing of what was accepted before: that is sent again with its key (L12)', () => {
    const one = desk();
    const id = one.place();
    one.pulled(5);
    one.accept(id, 9);
    expect(sendAcceptedAgain(one.write, COMMUNITY, START)).toBe(1);
    expect(one.states()).toEqual(['sent']);
    expect(one.bids()).toEqual([{ id, wh: 1000 }]);
    one.pulled(9);
    expect(removePulled(one.write)).toBe(0);
  });
});
