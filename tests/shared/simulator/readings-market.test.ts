import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#engine/market/sha256.ts';
import type { OfferColumns, TradeColumns } from '#shared/domain/change-page.ts';
import { offerStatuses, offerTypes, settlementStatuses } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clearReadings, type MarketReadings, type ReadingsMarketTerms } from '#shared/simulator/readings-market.ts';
import { countVerifiedClearings } from '#shared/simulator/verify-page.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const SLOT = 15 * MINUTE;
const tariff = { retail: 300_000, feedIn: 80_000 };

const terms: ReadingsMarketTerms = {
  communityId: 'community-1',
  memberIds: ['anna', 'ben', 'cleo', 'dora'],
  pseudonyms: ['House A1', 'House A2', 'House A3', 'House A4'],
  mechanism: 'uniform-price',
  limits: DEFAULT_LIMITS,
  slotMinutes: 15,
};

interface Row {
  readonly slot: number;
  readonly member: number;
  readonly produced: number;
  readonly consumed: number;
}

function columns(rows: readonly Row[]): MarketReadings {
  return {
    count: rows.length,
    slot: Float64Array.from(rows, (row) => NOON + row.slot * SLOT),
    member: Int32Array.from(rows, (row) => row.member),
    producedWh: Int32Array.from(rows, (row) => row.produced),
    consumedWh: Int32Array.from(rows, (row) => row.consumed),
  };
}

const clear = (rows: readonly Row[], prices = tariff) => clearReadings(terms, columns(rows), () => prices, sha256);

function offersOf({ count, ...offers }: OfferColumns) {
  return Array.from({ length: count }, (_, row) => ({
    member: terms.memberIds[offers.member[row]],
    type: offerTypes[offers.type[row]],
    wh: offers.quantityWh[row],
    left: offers.remainingWh[row],
    price: offers.price[row],
    status: offerStatuses[offers.status[row]],
  }));
}

function tradesOf({ count, ...trades }: TradeColumns) {
  return Array.from({ length: count }, (_, row) => ({
    buyer: terms.memberIds[trades.buyer[row]],
    seller: terms.memberIds[trades.seller[row]],
    wh: trades.quantityWh[row],
    price: trades.price[row],
  }));
}

/** Some slots of readings, grouped by slot, each member once a slot. */
const slots = fc
  .array(
    fc.uniqueArray(
      fc.record({ member: fc.nat({ max: 3 }), produced: fc.nat({ max: 900 }), consumed: fc.nat({ max: 900 }) }),
      { selector: (row) => row.member, minLength: 1, maxLength: 4 },
    ),
    { maxLength: 8 },
  )
  .map((rowsOfSlots) => rowsOfSlots.flatMap((rows, slot) => rows.map((row) => ({ slot, ...row }))));

describe('the market of readings', () => {
  it('lets members offer their surplus down to feed-in and bid their need up to retail', () => {
    const page = clear([
      { slot: 0, member: 0, produced: 500, consumed: 200 },
      { slot: 0, member: 1, produced: 0, consumed: 400 },
      { slot: 0, member: 2, produced: 250, consumed: 250 },
    ]);
    expect(offersOf(page.offers)).toEqual([
      { member: 'anna', type: 'sell', wh: 300, left: 0, price: 80_000, status: 'matched' },
      { member: 'ben', type: 'buy', wh: 400, left: 100, price: 300_000, status: 'matched' },
    ]);
    expect(tradesOf(page.trades)).toEqual([{ buyer: 'ben', seller: 'anna', wh: 300, price: 300_000 }]);
    expect(settlementStatuses[page.trades.status[0]]).toBe('settled');
    expect(page.trades.amount[0]).toBe(amountOf(300, 300_000));
    expect(Array.from(page.signals.p2pPrice)).toEqual([300_000]);
  });

  it('shares the price gap when surplus and need are equal, and gives sellers feed-in when there is more surplus', () => {
    const page = clear([
      { slot: 0, member: 0, produced: 100, consumed: 0 },
      { slot: 0, member: 1, produced: 0, consumed: 100 },
      { slot: 1, member: 0, produced: 900, consumed: 0 },
      { slot: 1, member: 1, produced: 0, consumed: 100 },
    ]);
    expect(tradesOf(page.trades).map((trade) => trade.price)).toEqual([190_000, 80_000]);
    expect(Array.from(page.clearings.type, (type) => clearingTypes[type])).toEqual([
      'MARGINAL_PRICE',
      'MARGINAL_SELLER',
    ]);
  });

  it('clears every slot, also where there is nothing to trade, and then has no community price', () => {
    const page = clear([
      { slot: 0, member: 0, produced: 100, consumed: 100 },
      { slot: 1, member: 1, produced: 0, consumed: 70 },
    ]);
    expect(page.clearings.count).toBe(2);
    expect(page.trades.count).toBe(0);
    expect(Array.from(page.signals.p2pPrice)).toEqual([Number.NaN, Number.NaN]);
    expect(offersOf(page.offers)).toMatchObject([{ member: 'ben', left: 70, status: 'expired' }]);
  });

  it('trades nothing when feed-in is above retail', () => {
    const rows = [
      { slot: 0, member: 0, produced: 100, consumed: 0 },
      { slot: 0, member: 1, produced: 0, consumed: 100 },
    ];
    expect(clear(rows, { retail: 80_000, feedIn: 300_000 }).trades.count).toBe(0);
  });

  it('gives the same page to the byte for the members of a slot in any order, with ids that are unique and grow with time', () => {
    fc.assert(
      fc.property(slots, (rows) => {
        const page = clear(rows);
        const other = clear(rows.toSorted((a, b) => a.slot - b.slot || b.member - a.member));
        expect(other).toEqual(page);
        for (const { id, count } of [page.offers, page.trades, page.clearings]) {
          const ids = Array.from({ length: count }, (_, row) => uuidText(id, row));
          expect(new Set(ids).size).toBe(count);
          expect(ids.map((text) => text.slice(0, 13))).toEqual(ids.map((text) => text.slice(0, 13)).toSorted());
        }
      }),
    );
  });

  it('trades what surplus and need have in common, and every clearing is reproduced', () => {
    fc.assert(
      fc.property(slots, (rows) => {
        const page = clear(rows);
        const expected = new Map<number, { surplus: number; need: number }>();
        for (const { slot, produced, consumed } of rows) {
          const sums = expected.get(slot) ?? { surplus: 0, need: 0 };
          sums.surplus += Math.max(0, produced - consumed);
          sums.need += Math.max(0, consumed - produced);
          expected.set(slot, sums);
        }
        expect(Array.from(page.clearings.quantityWh)).toEqual(
          [...expected.values()].map(({ surplus, need }) => Math.min(surplus, need)),
        );
        expect(countVerifiedClearings(terms, page, sha256)).toBe(page.clearings.count);
      }),
    );
  });
});

describe('the second computation of a clearing', () => {
  const rows = [
    { slot: 0, member: 0, produced: 300, consumed: 0 },
    { slot: 0, member: 1, produced: 0, consumed: 200 },
    { slot: 1, member: 2, produced: 300, consumed: 0 },
    { slot: 1, member: 3, produced: 0, consumed: 400 },
  ];

  it.each([
    ['a traded quantity', (page: ReturnType<typeof clear>) => (page.trades.quantityWh[0] += 1)],
    ['a trade price', (page: ReturnType<typeof clear>) => (page.trades.price[0] += 100)],
    ['the clearing price', (page: ReturnType<typeof clear>) => (page.clearings.price[0] += 100)],
    ['what is left of an offer', (page: ReturnType<typeof clear>) => (page.offers.remainingWh[0] += 1)],
    ['the limit of an offer', (page: ReturnType<typeof clear>) => (page.offers.price[1] = 79_999)],
    ['the type', (page: ReturnType<typeof clear>) => (page.clearings.type[0] = clearingTypes.indexOf('EXACT'))],
  ])('finds that %s was changed, and only in that slot', (_, tamper) => {
    const page = clear(rows);
    expect(countVerifiedClearings(terms, page, sha256)).toBe(2);
    tamper(page);
    expect(countVerifiedClearings(terms, page, sha256)).toBe(1);
  });
});
