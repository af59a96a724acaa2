import { describe, expect, it } from 'vitest';
import { applyPage } from '#engine/sync/apply.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { cacheOf, NOTHING, slotRow } from '../fixtures/community-cache.ts';
import { clearings, offers, page, signals, SLOT, START, trades, uuid } from '../fixtures/pages.ts';
import { expectRollupsOfRecords, rollupsOf } from '../fixtures/rollups.ts';

describe('trades', () => {
  const trade = { id: uuid('d', 1), slot: START, buyer: 0, seller: 1, quantity: 1500, price: 200_000, amount: 300_000 };
  const tariff = signals([{ slot: START, retail: 300_001, feedIn: 80_000 }]);

  it('are valued at the tariff of their slot, rounded half to even', () => {
    const cache = cacheOf(2);
    applyPage(
      cache.write,
      page(2, { signals: tariff, trades: trades([trade, { ...trade, id: uuid('d', 2), quantity: 500, amount: 1 }]) }),
    );
    // 1500 Wh x 0.300001 = 450,001.5 and 500 Wh x 0.300001 = 150,000.5: to even 450,002 and 150,000.
    expect(slotRow(cache)).toMatchObject({
      traded_wh: 2000,
      traded_amount: 300_001,
      retail_amount: 600_002,
      feed_in_amount: 160_000,
      trade_count: 2,
      failed_count: 0,
      first_trade_at: START + 60_000,
      last_trade_at: START + 60_000,
    });
    expect(cache.read.all('SELECT * FROM rollup_member_day ORDER BY member_id')).toMatchObject([
      {
        member_id: 1,
        bought_wh: 2000,
        bought_amount: 300_001,
        bought_retail_amount: 600_002,
        sold_wh: 0,
        trade_count: 2,
      },
      { member_id: 2, sold_wh: 2000, sold_amount: 300_001, sold_feed_in_amount: 160_000, bought_wh: 0, trade_count: 2 },
    ]);
    expect(cache.read.get('SELECT buyer, seller, clearing_id FROM trade_view')).toEqual({
      buyer: 'House A0',
      seller: 'House A1',
      clearing_id: null,
    });
  });

  it('count in the slot and the day they are for, whenever they were executed', () => {
    const cache = cacheOf(2);
    applyPage(cache.write, page(2, { trades: trades([{ ...trade, at: START - 2 * 86_400_000 }]) }));
    expect(slotRow(cache)).toMatchObject({ traded_wh: 1500 });
    expect(cache.read.pluck('SELECT day FROM rollup_day WHERE traded_wh > 0')).toEqual([20250330]);
  });

  it('count at their own price, as neither gain nor loss, until the signal comes, and are priced anew whenever it changes', () => {
    const cache = cacheOf(3);
    const rows = [
      { ...trade, at: START - 3_600_000 },
      { ...trade, id: uuid('d', 2), buyer: 2, at: START + 7_200_000 },
      { ...trade, id: uuid('d', 3), slot: START + SLOT, at: START + 60_000 },
      { ...trade, id: uuid('d', 4), status: 2, failureCode: 0 },
    ];
    applyPage(cache.write, page(3, { trades: trades(rows) }));
    expect(slotRow(cache)).toMatchObject({
      traded_wh: 3000,
      retail_amount: 600_000,
      feed_in_amount: 600_000,
      failed_count: 1,
    });

    expect(applyPage(cache.write, page(3, { signals: tariff })).signals).toEqual({ ...NOTHING, inserted: 1 });
    expect(slotRow(cache)).toMatchObject({ retail_amount: 900_004, feed_in_amount: 240_000 });
    expect(slotRow(cache, START + SLOT)).toMatchObject({ retail_amount: 300_000, feed_in_amount: 300_000 });
    expectRollupsOfRecords(cache);

    const changed = signals([{ slot: START, retail: 100_000, feedIn: 90_000, p2p: 95_000 }]);
    expect(applyPage(cache.write, page(3, { signals: changed })).signals).toEqual({ ...NOTHING, changed: 1 });
    expect(applyPage(cache.write, page(3, { signals: changed })).signals).toEqual({ ...NOTHING, unchanged: 1 });
    expect(slotRow(cache)).toMatchObject({ retail_amount: 300_000, feed_in_amount: 270_000 });
    expect(cache.read.pluck('SELECT bought_retail_amount FROM rollup_member_day ORDER BY member_id')).toEqual([
      450_000, 0, 150_000,
    ]);
    expectRollupsOfRecords(cache);
  });

  it('that fail move out of the sums into the failures, and back again when they are settled after all', () => {
    const cache = cacheOf(2);
    const version = (number: number, status: number): ChangePage =>
      page(2, {
        signals: tariff,
        trades: trades([{ ...trade, version: number, status, failureCode: status === 2 ? 11 : -1 }]),
      });
    applyPage(cache.write, version(1, 0));
    const pending = rollupsOf(cache);
    expect(applyPage(cache.write, version(2, 2)).trades).toEqual({ ...NOTHING, changed: 1 });
    expect(slotRow(cache)).toMatchObject({
      traded_wh: 0,
      traded_amount: 0,
      retail_amount: 0,
      trade_count: 0,
      failed_count: 1,
    });
    expect(cache.read.pluck('SELECT failed_count FROM rollup_member_day')).toEqual([1, 1]);
    expect(cache.read.get('SELECT status, failure_code, version FROM trade')).toEqual({
      status: 2,
      failure_code: 11,
      version: 2,
    });
    expect(applyPage(cache.write, version(1, 0)).trades).toEqual({ ...NOTHING, ignored: 1 });
    applyPage(cache.write, version(3, 1));
    expect(rollupsOf(cache)).toEqual(pending);
    expect(cache.read.pluck('SELECT failure_code FROM trade')).toEqual([null]);
  });

  it('adjusted to another quantity move the sums by the difference', () => {
    const cache = cacheOf(2);
    applyPage(cache.write, page(2, { signals: tariff, trades: trades([trade]) }));
    applyPage(cache.write, page(2, { trades: trades([{ ...trade, version: 2, quantity: 1000, amount: 200_000 }]) }));
    expect(slotRow(cache)).toMatchObject({
      traded_wh: 1000,
      traded_amount: 200_000,
      retail_amount: 300_001,
      trade_count: 1,
    });
    expectRollupsOfRecords(cache);
  });

  it('with one member on both sides are one trade of that member', () => {
    const cache = cacheOf(1);
    applyPage(cache.write, page(1, { trades: trades([{ ...trade, seller: 0 }]) }));
    expect(cache.read.get('SELECT trade_count, bought_wh, sold_wh FROM rollup_member_day')).toEqual({
      trade_count: 1,
      bought_wh: 1500,
      sold_wh: 1500,
    });
    expectRollupsOfRecords(cache);
  });

  it('keep which clearing and offers they came from', () => {
    const { read, write } = cacheOf(2);
    const columns = trades([trade]);
    columns.clearingId[3] = 7;
    columns.buyOfferId[15] = 8;
    applyPage(write, page(2, { trades: columns }));
    const row = read.get<{ clearing_id: Buffer; buy_offer_id: Buffer; sell_offer_id: null }>('SELECT * FROM trade');
    expect([row?.clearing_id[3], row?.clearing_id.length, row?.buy_offer_id[15], row?.sell_offer_id]).toEqual([
      7,
      16,
      8,
      null,
    ]);
  });
});

describe('offers and clearings', () => {
  const offer = { id: uuid('e', 1), member: 0, start: START, quantity: 500, rule: 0 };

  it('are counted on the local day on which the window begins', () => {
    const cache = cacheOf(2);
    applyPage(cache.write, page(2, { offers: offers([offer, { ...offer, id: uuid('e', 2), start: START - SLOT }]) }));
    expect(cache.read.all('SELECT day, offer_count FROM rollup_member_day ORDER BY day')).toEqual([
      { day: 20250329, offer_count: 1 },
      { day: 20250330, offer_count: 1 },
    ]);
    expect(
      cache.read.get('SELECT price, rule_id, rule_version, type FROM offer WHERE window_start = ?', [START]),
    ).toEqual({
      price: null,
      rule_id: 1,
      rule_version: 1,
      type: 1,
    });
    expectRollupsOfRecords(cache);
  });

  it('only move on: a state that was overtaken is ignored', () => {
    const cache = cacheOf(1);
    const state = (status: number, remaining: number): object =>
      applyPage(cache.write, page(1, { offers: offers([{ ...offer, status, remaining }]) })).offers;
    expect(state(0, 500)).toEqual({ ...NOTHING, inserted: 1 });
    expect(state(0, 200)).toEqual({ ...NOTHING, changed: 1 });
    expect(state(1, 0)).toEqual({ ...NOTHING, changed: 1 });
    expect(state(0, 200)).toEqual({ ...NOTHING, ignored: 1 });
    expect(state(1, 0)).toEqual({ ...NOTHING, unchanged: 1 });
    expect(state(3, 0)).toEqual({ ...NOTHING, changed: 1 });
    expect(cache.read.get('SELECT status, remaining_wh FROM offer')).toEqual({ status: 3, remaining_wh: 0 });
    expect(cache.read.pluck('SELECT offer_count FROM rollup_member_day')).toEqual([1]);
  });

  it('of clearings stay as they came first', () => {
    const { read, write } = cacheOf(1);
    const clearing = { id: uuid('c', 1), slot: START, price: 190_000, quantity: 100 };
    expect(applyPage(write, page(1, { clearings: clearings([clearing]) })).clearings).toEqual({
      ...NOTHING,
      inserted: 1,
    });
    expect(applyPage(write, page(1, { clearings: clearings([{ ...clearing, price: 1 }]) })).clearings).toEqual({
      ...NOTHING,
      unchanged: 1,
    });
    expect(read.get('SELECT price, interval_low, quantity_wh FROM clearing')).toEqual({
      price: 190_000,
      interval_low: null,
      quantity_wh: 100,
    });
  });
});
