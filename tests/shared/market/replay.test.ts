import { describe, expect, it } from 'vitest';
import { sha256 } from '#engine/market/sha256.ts';
import { UUID_BYTES } from '#shared/domain/uuid.ts';
import type { Certificate } from '#shared/market/certificate.ts';
import { type Difference, replayClearing, type StoredClearing, type StoredOrder } from '#shared/market/replay.ts';
import { memberId, SLOT, START, uuid } from '../../engine/fixtures/pages.ts';
import { names, sealed, storedOf } from './sealed.ts';

/** 900 Wh meet 1,000 Wh, 400 of them of an offer whose window began a slot earlier and ends a slot later. */
const certificate = sealed(
  [
    { member: 0, price: 300_000, wh: 600, rule: 0 },
    { member: 1, wh: 300 },
  ],
  [
    { member: 2, price: 100_000, wh: 600, rule: 2 },
    { member: 3, price: 120_000, wh: 400, offerWh: 700, start: START - SLOT, end: START + 2 * SLOT },
  ],
);
const stored = storedOf(certificate);
const [bid, , , longOffer] = [0, 1, 2, 3].map((row) => uuid('e', row));

const replay = (changes: Partial<StoredClearing>): Difference[] =>
  replayClearing({ ...stored, ...changes }, names, sha256);

const withOrder = (id: string, changes: Partial<StoredOrder>): Partial<StoredClearing> => ({
  orders: new Map([...stored.orders!, [id, { ...stored.orders!.get(id)!, ...changes }]]),
});

const withSeal = (changes: Partial<Certificate>): Partial<StoredClearing> => ({
  certificate: { ...certificate, ...changes },
});

describe('a replay', () => {
  it('finds nothing where nothing was changed', () => {
    expect(stored.trades).toHaveLength(3);
    expect(replay({})).toEqual([]);
  });

  it('tells every value that is not what the orders give', () => {
    const [trade] = stored.trades;
    const differences = replay({
      outcome: { ...stored.outcome, price: 1, quantityWh: 2, intervalLow: null },
      trades: [{ ...trade, quantityWh: 7, amount: 8 }, ...stored.trades.slice(1)],
    });
    expect(differences).toEqual([
      { record: 'clearing', id: null, field: 'clearing_price', stored: 1, expected: 120_000 },
      { record: 'clearing', id: null, field: 'interval_low', stored: null, expected: 120_000 },
      { record: 'clearing', id: null, field: 'clearing_quantity_kwh', stored: 2, expected: 900 },
      { record: 'trade', id: trade.id, field: 'quantity_kwh', stored: 7, expected: trade.quantityWh },
      { record: 'trade', id: trade.id, field: 'total_amount', stored: 8, expected: trade.amount },
    ]);
  });

  it('compares the price of the slot’s signal only where there is one to compare', () => {
    const withSignal = (p2pPrice: number | null | undefined) => replay({ outcome: { ...stored.outcome, p2pPrice } });
    expect(withSignal(undefined)).toEqual([]);
    expect(withSignal(null)).toMatchObject([{ field: 'p2p_price', stored: null, expected: 120_000 }]);
  });

  it('names members by their labels, rules by their ids, and says nothing where there is no rule', () => {
    expect(replay(withOrder(bid, { member: 3, rule: -1, ruleVersion: -1 }))).toEqual([
      { record: 'order', id: bid, field: 'member_id', stored: 'House A3', expected: 'House A0' },
      { record: 'order', id: bid, field: 'rule_id', stored: null, expected: uuid('b', 0) },
      { record: 'order', id: bid, field: 'rule_version', stored: null, expected: 1 },
    ]);
  });
});

describe('what is left of an order', () => {
  it('of the slot alone is exactly what did not trade', () => {
    expect(replay(withOrder(bid, { remainingWh: 1 }))).toEqual([
      { record: 'order', id: bid, field: 'remaining_kwh', stored: 1, expected: 0 },
    ]);
  });

  it('of a longer window may be less, because later slots took of it, and never more', () => {
    const left = stored.orders!.get(longOffer)!.remainingWh;
    expect(left).toBeGreaterThan(0);
    expect(replay(withOrder(longOffer, { remainingWh: 0 }))).toEqual([]);
    expect(replay(withOrder(longOffer, { remainingWh: left + 1 }))).toEqual([
      { record: 'order', id: longOffer, field: 'remaining_kwh', stored: left + 1, expected: left },
    ]);
  });
});

describe('records that are missing or too many', () => {
  const record = (name: Difference['record'], id: string, isStored: boolean): Difference => ({
    record: name,
    id,
    field: 'record',
    stored: isStored ? id : null,
    expected: isStored ? null : id,
  });
  const [first, ...others] = stored.trades;

  it('are told by their ids', () => {
    const orders = new Map(stored.orders);
    orders.delete(bid);
    expect(replay({ orders })).toEqual([record('order', bid, false)]);
    expect(replay({ trades: others })).toEqual([record('trade', first.id, false)]);
    const forged = { ...first, id: uuid('d', 77) };
    expect(replay({ trades: [...stored.trades, forged] })).toEqual([record('trade', forged.id, true)]);
  });

  it('are none of this clearing’s when they name another one, or none', () => {
    const elsewhere = [uuid('c', 9), null].map((clearingId, at) => ({ ...first, id: uuid('d', 70 + at), clearingId }));
    expect(replay({ trades: [...stored.trades, ...elsewhere] })).toEqual([]);
  });

  it('are trades whose ids were added to the seal or taken from it', () => {
    const { tradeId } = certificate;
    const added = Uint8Array.of(...tradeId, ...tradeId.subarray(0, UUID_BYTES - 1), 0xff);
    expect(replay(withSeal({ tradeId: added }))).toMatchObject([{ record: 'trade', field: 'record', expected: null }]);
    const taken = replay(withSeal({ tradeId: tradeId.subarray(0, -UUID_BYTES) }));
    expect(taken.map(({ record: name, field }) => [name, field])).toEqual([
      ['certificate', 'fingerprint'],
      ['trade', 'record'],
      ['trade', 'record'],
    ]);
  });
});

describe('a certificate', () => {
  it('by itself is held against its own outcome only', () => {
    expect(replay({ orders: null })).toEqual([]);
    expect(replay({ orders: null, outcome: { ...stored.outcome, type: 'EXACT' } })).toMatchObject([{ field: 'type' }]);
  });

  it('under the names of another community or of other members has another fingerprint', () => {
    for (const others of [
      { ...names, communityId: 'elsewhere' },
      { ...names, member: (member: number) => memberId(member + 1) },
    ]) {
      expect(replayClearing(stored, others, sha256)).toMatchObject([{ record: 'certificate', field: 'fingerprint' }]);
    }
  });

  it.each<[string, Partial<Certificate>, string]>([
    ['limits that no market has', { limits: { priceFloor: 2, priceCap: 1 } }, 'A market cannot have the price floor 2'],
    ['a mechanism that nobody knows', { mechanism: 'lottery' as never }, 'unknown mechanism "lottery"'],
    ['a time that is none', { clearedAt: 9e15 }, 'Invalid time value'],
  ])('with %s cannot have been cleared so', (_, changes, reason) => {
    const [difference, ...more] = replay(withSeal(changes));
    expect(more).toEqual([]);
    expect(difference).toMatchObject({ record: 'certificate', field: 'record', expected: null });
    expect(difference.stored).toContain(reason);
  });
});
