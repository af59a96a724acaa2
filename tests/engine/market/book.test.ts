import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { bookOf } from '#engine/market/book.ts';
import { marketHandlers } from '#engine/market/handlers.ts';
import type { Book } from '#shared/contract/market-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const { context, communityId } = engineWithCommunity({ members: 40, days: 3 });
const { cache } = context;
const community = requireCommunity(cache.read, communityId);
const SLOT = 15 * MINUTE;
const NOW = UNTIL + 5 * 60 * MINUTE;

const book = (slot: number | null): Book => bookOf(cache.read, community, slot, NOW);

/** For each order what the trades say it traded. */
function tradedByOrder({ trades }: Book): Map<string, number> {
  const traded = new Map<string, number>();
  for (const [at, wh] of trades.quantityWh.entries()) {
    for (const id of [trades.buyOrderId[at], trades.sellOrderId[at]]) traded.set(id, (traded.get(id) ?? 0) + wh);
  }
  return traded;
}

describe('the book of the next slot', () => {
  const next = book(null);

  it('is that of the slot after the last one that was cleared, however late it is on the desk’s clock', () => {
    expect(next).toMatchObject({
      slot: UNTIL,
      slotEnd: UNTIL + SLOT,
      state: 'open',
      openSlot: UNTIL,
      certificate: null,
    });
  });

  it('holds the active offers and says what would clear now', () => {
    expect(next.orders.id.length).toBeGreaterThan(15);
    expect(next.clearing?.quantityWh).toBe(next.trades.quantityWh.reduce((sum, wh) => sum + wh, 0));
    expect(next.clearing?.tradeCount).toBe(next.trades.price.length);
  });

  it('has neighbours: the last cleared slot before it, and after it the slots of longer windows', () => {
    expect(next.previousSlot).toBe(UNTIL - SLOT);
    expect(next.nextSlot).toBe(UNTIL + SLOT);
    const after = book(next.nextSlot);
    expect(after).toMatchObject({ state: 'open', previousSlot: UNTIL });
    expect(after.orders.origin.every((origin) => origin === 'hand')).toBe(true);
  });
});

describe('the book of a slot that was cleared', () => {
  const slot = UNTIL - 3 * SLOT;
  const cleared = book(slot);

  it('shows the stored clearing with its certificate and the tariffs of the slot', () => {
    const row = cache.read.get<{ price: number; quantity_wh: number; type: number }>(
      'SELECT price, quantity_wh, type FROM clearing WHERE slot = ?',
      [slot],
    )!;
    expect(cleared.state).toBe('cleared');
    expect(cleared.clearing).toMatchObject({ price: row.price, quantityWh: row.quantity_wh });
    expect(cleared.certificate?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(cleared.tariffs?.retail).toBeGreaterThan(cleared.tariffs?.feedIn ?? Infinity);
  });

  it('says of each order what it traded and why the rest did not', () => {
    const { orders } = cleared;
    const traded = tradedByOrder(cleared);
    for (const [at, id] of orders.id.entries()) {
      expect(orders.tradedWh[at]).toBe(traded.get(id) ?? 0);
      expect(orders.reason[at] === null).toBe(orders.tradedWh[at] === orders.quantityWh[at]);
    }
    expect(new Set(orders.type)).toEqual(new Set(['buy', 'sell']));
  });

  it('names members by pseudonym, and holds back who has none', () => {
    expect(cleared.orders.anonymizedId.every((name) => name !== null)).toBe(true);
    const hidden = cleared.orders.memberId[0];
    cache.write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [hidden]);
    try {
      const { orders } = book(slot);
      expect(orders.id).toEqual(cleared.orders.id);
      expect(orders.memberId.filter((id) => id === null).length).toBeGreaterThan(0);
      expect(orders.anonymizedId.map((name) => name === null)).toEqual(orders.memberId.map((id) => id === null));
      expect(orders.memberId).not.toContain(hidden);
    } finally {
      cache.write.run('UPDATE member SET anonymized_id = ? WHERE uid = ?', [cleared.orders.anonymizedId[0], hidden]);
    }
  });

  it('shows what is stored even where it is not what the orders give: that is for a verification to find', async () => {
    cache.write.run('UPDATE clearing SET price = price + 100 WHERE slot = ?', [slot]);
    try {
      expect(book(slot).clearing?.price).toBe(cleared.clearing!.price! + 100);
      const verification = await marketHandlers['market.verify'](
        { communityId, slot, clearingId: cleared.certificate!.clearingId },
        context,
      );
      expect(verification).toMatchObject({
        verdict: 'different',
        differences: [{ record: 'clearing', field: 'clearing_price', expected: cleared.clearing!.price }],
      });
    } finally {
      cache.write.run('UPDATE clearing SET price = price - 100 WHERE slot = ?', [slot]);
    }
  });

  it('of a clearing without a certificate shows the offers of the slot', () => {
    cache.write.run('UPDATE certificate SET community_id = -1 WHERE slot = ?', [slot]);
    try {
      const uncertified = book(slot);
      expect(uncertified.certificate).toEqual({ clearingId: cleared.certificate!.clearingId, fingerprint: null });
      expect([...uncertified.orders.id].toSorted()).toEqual([...cleared.orders.id].toSorted());
      expect(uncertified.clearing).toEqual(cleared.clearing);
    } finally {
      cache.write.run('UPDATE certificate SET community_id = ? WHERE slot = ?', [community.id, slot]);
    }
  });
});

describe('the book of a clearing whose certificate is damaged', () => {
  it('is refused in words, instead of a fault', async () => {
    const slot = UNTIL - 5 * SLOT;
    const { orders } = cache.read.get<{ orders: Uint8Array }>('SELECT orders FROM certificate WHERE slot = ?', [slot])!;
    cache.write.run("UPDATE certificate SET orders = x'00' WHERE slot = ?", [slot]);
    try {
      const asked = marketHandlers['market.book']({ communityId, slot }, context);
      await expect(asked).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
    } finally {
      cache.write.run('UPDATE certificate SET orders = ? WHERE slot = ?', [orders, slot]);
    }
  });
});

describe('the book of a slot that nobody has an order for', () => {
  it('is empty, with the way back to the market', () => {
    const empty = book(UNTIL + 40 * 24 * 60 * MINUTE);
    expect(empty).toMatchObject({ state: 'empty', clearing: null, nextSlot: null, openSlot: UNTIL });
    expect(empty.orders.id).toEqual([]);
    expect(empty.previousSlot).not.toBeNull();
  });
});

describe('an explanation of an order', () => {
  it('agrees with the book, and its change really is what would have traded', async () => {
    const { orders, slot } = book(UNTIL - 2 * SLOT);
    for (const [at, orderId] of orders.id.entries()) {
      const explained = await marketHandlers['market.explain']({ communityId, slot, orderId }, context);
      expect(explained).toMatchObject({
        type: orders.type[at],
        anonymizedId: orders.anonymizedId[at],
        tradedWh: orders.tradedWh[at],
        reason: orders.reason[at],
      });
      if (explained.change) expect(explained.tradedWh).toBe(0);
    }
  });

  it('refuses an order that has no part in the slot', async () => {
    const asked = marketHandlers['market.explain']({ communityId, slot: UNTIL - SLOT, orderId: 'nobody' }, context);
    await expect(asked).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
