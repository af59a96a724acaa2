import { describe, expect, it } from 'vitest';
import { pricingHandlers } from '#engine/pricing/handlers.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineWithCommunity, testEngine, UNTIL } from '../fixtures/community.ts';
import { COMMUNITY, foundingPage, page, type SignalRow, signals, SLOT, START } from '../fixtures/pages.ts';

const range = { from: UNTIL - 2 * 86_400_000, to: UNTIL };

describe('prices', () => {
  const { context, communityId } = engineWithCommunity({ members: 20, days: 4 });

  it('of an hour are the mean of its slots, whatever was traded in each', async () => {
    const hours = await pricingHandlers['pricing.series']({ communityId, range, granularity: 'hour' }, context);
    contract['pricing.series'].output.parse(hours);
    const pricesFrom = (hour: number): number[] =>
      context.cache.read.pluck<number>(
        'SELECT p2p_price FROM pricing_signal WHERE slot >= ? AND slot < ? AND p2p_price IS NOT NULL',
        [hour, hour + 3_600_000],
      );
    const at = hours.start.findIndex((hour) => new Set(pricesFrom(hour)).size > 1);
    const prices = pricesFrom(hours.start[at]);
    expect(hours.p2pPrice[at]).toBe(Math.round(prices.reduce((sum, price) => sum + price, 0) / prices.length));
  });

  it('stand between feed-in and retail in the demo', async () => {
    const slots = await pricingHandlers['pricing.series']({ communityId, range, granularity: 'slot' }, context);
    slots.p2pPrice.forEach((price, index) => {
      if (price === null) return;
      expect(price).toBeGreaterThanOrEqual(slots.gridExportPrice[index]);
      expect(price).toBeLessThanOrEqual(slots.gridImportPrice[index]);
    });
  });

  it('now are those of the latest slot', async () => {
    const current = await pricingHandlers['pricing.current']({ communityId }, context);
    expect(current?.slot).toBe(UNTIL - 900_000);
  });
});

describe('the forecast of the next hour', () => {
  const HOUR = 3_600_000;
  const DAYS_30 = 30 * 24 * HOUR;
  type Row = Omit<SignalRow, 'retail' | 'feedIn'>;

  /** What is current after these signals. */
  async function currentAfter(rows: readonly Row[]) {
    const { context } = testEngine();
    applyPage(context.cache.write, foundingPage(1));
    applyPage(
      context.cache.write,
      page(1, { signals: signals(rows.map((row) => ({ retail: 300_000, feedIn: 80_000, ...row }))) }),
    );
    const current = await pricingHandlers['pricing.current']({ communityId: COMMUNITY }, context);
    return contract['pricing.current'].output.parse(current);
  }

  it('is the one that was made in the latest slot', async () => {
    const rows = [
      { slot: START, p2p: 200_000, forecast: 210_000 },
      { slot: START + SLOT, p2p: 200_000, forecast: 220_000 },
    ];
    expect(await currentAfter(rows)).toMatchObject({ slot: START + SLOT, forecastNextHour: 220_000 });
  });

  it('has as its error the mean distance, above or below, from the prices an hour later', async () => {
    const rows = [
      { slot: START, forecast: 210_000 },
      { slot: START + SLOT, forecast: 190_000 },
      { slot: START + HOUR, p2p: 180_000, forecast: 500_000 },
      { slot: START + HOUR + SLOT, p2p: 200_000 },
    ];
    expect(await currentAfter(rows)).toMatchObject({ forecastError: 20_000, forecastsChecked: 2 });
  });

  it('has its error rounded to the even micro-currency', async () => {
    const off = (misses: readonly number[]): Row[] =>
      misses.flatMap((miss, at) => [
        { slot: START + at * SLOT, forecast: 200_000 },
        { slot: START + HOUR + at * SLOT, p2p: 200_000 + miss },
      ]);
    expect(await currentAfter(off([0, 1]))).toMatchObject({ forecastError: 0 });
    expect(await currentAfter(off([1, 2]))).toMatchObject({ forecastError: 2 });
  });

  it('is checked only where the slot has a price and the slot an hour before a forecast', async () => {
    const rows = [
      { slot: START, forecast: 200_000 },
      { slot: START + SLOT },
      // The slot START + 2 * SLOT is missing altogether.
      { slot: START + 3 * SLOT, forecast: 200_000 },
      { slot: START + HOUR },
      { slot: START + HOUR + SLOT, p2p: 250_000 },
      { slot: START + HOUR + 2 * SLOT, p2p: 250_000 },
      { slot: START + HOUR + 3 * SLOT, p2p: 200_700 },
    ];
    expect(await currentAfter(rows)).toMatchObject({ forecastError: 700, forecastsChecked: 1 });
  });

  it('is null, as is its error, where there was nothing to go by', async () => {
    expect(await currentAfter([{ slot: START, p2p: 200_000 }])).toMatchObject({
      forecastNextHour: null,
      forecastError: null,
      forecastsChecked: 0,
    });
  });

  it('is checked over the slots of the last 30 days: the one that started exactly 30 days before the latest is no more', async () => {
    const latest = START + DAYS_30;
    const rows = [
      { slot: START - HOUR, forecast: 200_000 },
      { slot: START - HOUR + SLOT, forecast: 200_000 },
      { slot: START, p2p: 290_000 },
      { slot: START + SLOT, p2p: 200_300 },
      { slot: latest - HOUR, forecast: 200_000 },
      { slot: latest, p2p: 200_500 },
    ];
    expect(await currentAfter(rows)).toMatchObject({ slot: latest, forecastError: 400, forecastsChecked: 2 });
  });

  it('of the demo is checked against what came', async () => {
    const { context, communityId } = engineWithCommunity({ members: 20, days: 4 });
    const current = await pricingHandlers['pricing.current']({ communityId }, context);
    const rows = context.cache.read.all<{ slot: number; p2p_price: number | null; forecast_next_hour: number | null }>(
      'SELECT slot, p2p_price, forecast_next_hour FROM pricing_signal',
    );
    const forecasts = new Map(rows.map((row) => [row.slot + HOUR, row.forecast_next_hour]));
    const misses = rows.flatMap(({ slot, p2p_price: price }) => {
      const forecast = forecasts.get(slot) ?? null;
      return price === null || forecast === null ? [] : [Math.abs(price - forecast)];
    });
    expect(misses.length).toBeGreaterThan(20);
    expect(current?.forecastsChecked).toBe(misses.length);
    expect(current?.forecastError).toBeCloseTo(misses.reduce((sum, miss) => sum + miss, 0) / misses.length, 0);
  });
});
