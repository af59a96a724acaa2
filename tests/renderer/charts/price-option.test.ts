// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import {
  priceExtent,
  priceOption,
  priceTable,
  type PriceChartInput,
  type PriceSeries,
} from '#renderer/charts/price-option.ts';
import { BERLIN, QUARTER, context, day, seriesById, tooltipAt } from './fixtures.ts';

const range = day(20261122);
const words = {
  community: 'Community price',
  retail: 'Retail',
  feedIn: 'Feed-in',
  time: 'Time',
  noTrade: 'Nothing was traded.',
};
const prices: PriceSeries = {
  start: [0, 1, 2, 3].map((slot) => range.from + slot * QUARTER),
  p2pPrice: [150_000, null, 148_200, 160_000],
  gridImportPrice: [312_000, 312_000, 312_000, 312_000],
  gridExportPrice: [81_000, 81_000, 81_000, 81_000],
};
const input: PriceChartInput = {
  series: prices,
  clock: { granularity: 'slot', timeZone: BERLIN, slotMinutes: 15 },
  range,
  words,
};

describe('the price chart', () => {
  it('has its unit on the axis and round labels around all prices', () => {
    const option = priceOption(input, context(), 700);
    expect(option.yAxis).toMatchObject({ name: '€/kWh', min: 0, max: 0.4, interval: 0.1 });
  });

  it('finds round labels for dear, cheap and negative prices', () => {
    const flat = (price: number): PriceSeries => ({
      start: [0],
      p2pPrice: [price],
      gridImportPrice: [price + 20_000],
      gridExportPrice: [price - 20_000],
    });
    expect(priceExtent(flat(2_000_000))).toEqual({ min: 1.96, max: 2.04, interval: 0.02 });
    expect(priceExtent(flat(-50_000))).toEqual({ min: -0.08, max: -0.02, interval: 0.02 });
    expect(priceExtent({ start: [], p2pPrice: [], gridImportPrice: [], gridExportPrice: [] })).toMatchObject({
      min: 0,
    });
  });

  it('shades the band between feed-in and retail, also where prices are negative', () => {
    const { feedIn, retail } = seriesById(priceOption(input, context(), 700));
    expect(feedIn).toMatchObject({ stack: 'band', stackStrategy: 'all', lineStyle: { type: 'dotted' } });
    expect(retail).toMatchObject({ stack: 'band', lineStyle: { type: 'dashed' } });
    expect((retail.data as [number, number][])[0][1]).toBeCloseTo(0.231);
    expect(feedIn.areaStyle).toBeUndefined();
    expect(retail.areaStyle).toBeDefined();
  });

  it('draws the community price as steps with a gap where nothing was traded', () => {
    const { community } = seriesById(priceOption(input, context(), 700));
    const values = (community.data as [number, number | null][]).map(([, value]) => value);
    expect(values).toEqual([0.15, 0.15, 0.15, null, null, null, 0.1482, 0.1482, 0.1482, 0.16, 0.16, 0.16]);
  });

  it('labels both tariffs at the end of their lines', () => {
    const { feedIn, retail } = seriesById(priceOption(input, context('de-DE'), 700));
    const label = (one: Record<string, unknown>) => (one.endLabel as { formatter: () => string }).formatter();
    expect(label(retail)).toBe('Retail 0,3120');
    expect(label(feedIn)).toBe('Feed-in 0,0810');
  });

  it('says in the tooltip that nothing was traded', () => {
    const option = priceOption(input, context(), 700);
    expect(tooltipAt(option, range.from)).toContain('Community price0.1500\u00a0€/kWh');
    const quiet = tooltipAt(option, range.from + QUARTER);
    expect(quiet).toContain('Nothing was traded.');
    expect(quiet).not.toContain('Community price');
  });

  it('has a table twin with an empty field where there is no price', () => {
    const { columns } = priceTable(input, context());
    expect(columns[1]).toMatchObject({ label: 'Community price', unit: '€/kWh' });
    expect([0, 1].map(columns[1].text)).toEqual(['0.1500', '–']);
    expect([0, 1].map(columns[1].value)).toEqual([0.15, null]);
  });
});
