// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { bookCurves } from '#renderer/charts/book-curves.ts';
import { bookOption, type BookChartInput, type BookView } from '#renderer/charts/book-option.ts';
import { bookTable } from '#renderer/charts/book-table.ts';
import { paletteOf } from '#renderer/charts/palette.ts';
import type { Book, BookClearing } from '#shared/contract/market-records.ts';
import { bookOf } from '../market-book.ts';
import { context, seriesById } from './fixtures.ts';

const words = {
  demand: 'Demand',
  supply: 'Supply',
  clearing: 'Clearing',
  retail: 'Retail',
  feedIn: 'Feed-in',
  side: 'Side',
  price: 'Price',
  quantity: 'Quantity',
  cumulative: 'Cumulative',
  wanted: 'Wanted',
  offered: 'Offered',
};

const clearing: BookClearing = {
  type: 'MARGINAL_SELLER',
  price: 150_000,
  quantityWh: 2000,
  interval: [150_000, 150_000],
  marginalOrder: { type: 'sell', id: 's2' },
  marginalQuantityWh: 1000,
  marginalTotalWh: 2000,
  tradeCount: 2,
  amount: 300_000,
  reduction: null,
};

type Orders = readonly (readonly [type: 'buy' | 'sell', price: number | null, wh: number])[];
const someOrders: Orders = [
  ['buy', 250_000, 2000],
  ['buy', 100_000, 1500],
  ['sell', 90_000, 1000],
  ['sell', 150_000, 2000],
];

const book = (orders: Orders = someOrders, change: Partial<Book> = {}): Book =>
  bookOf(
    orders.map(([type, price, quantityWh], row) => ({ id: `o${row}`, type, price, quantityWh })),
    { clearing, ...change },
  );

const input = (view: BookView, of: Book = book()): BookChartInput => ({ curves: bookCurves(of), view, words });

function placesOf(id: string, view: BookView, of?: Book): number[][] {
  return seriesById(bookOption(input(view, of), context()))[id].data as number[][];
}

function tooltip(view: BookView, axisValue: number): string {
  const { formatter } = bookOption(input(view), context()).tooltip as unknown as {
    formatter: (params: unknown) => HTMLElement;
  };
  return formatter([{ axisValue }]).textContent ?? '';
}

describe('the curves of a book', () => {
  it('step through the orders from the best limit, over the cumulative quantity in kWh', () => {
    const steps = placesOf('supply', 'curves').slice(1, 5);
    expect(steps).toEqual([
      [0, 0.09],
      [1, 0.09],
      [1, 0.15],
      [3, 0.15],
    ]);
  });

  it('end upright: supply beyond the dearest price, demand below the cheapest', () => {
    const { axis } = bookCurves(book());
    expect(placesOf('supply', 'curves').at(-1)).toEqual([3, axis.max]);
    expect(placesOf('demand', 'curves').at(-1)).toEqual([3.5, axis.min]);
  });

  it('turn into depth with prices below and quantities beside', () => {
    const turned = placesOf('demand', 'curves').map(([wh, price]) => [price, wh]);
    expect(placesOf('demand', 'depth')).toEqual(turned);
    expect(bookOption(input('depth'), context())).toMatchObject({ xAxis: { name: '€/kWh' }, yAxis: { name: 'kWh' } });
  });

  it('mark the clearing point and the whole price interval', () => {
    const of = book(someOrders, { clearing: { ...clearing, interval: [100_000, 250_000] } });
    expect(placesOf('clearing', 'curves', of)).toEqual([[2, 0.15]]);
    expect(placesOf('interval', 'curves', of)).toEqual([
      [2, 0.1],
      [2, 0.25],
    ]);
  });

  it('mark the traded quantity alone where every trade has its own price', () => {
    const of = book(someOrders, { clearing: { ...clearing, type: 'PAY_AS_BID', price: null, interval: null } });
    const { axis } = bookCurves(of);
    expect(placesOf('interval', 'curves', of)).toEqual([
      [2, axis.min],
      [2, axis.max],
    ]);
    expect(seriesById(bookOption(input('curves', of), context())).clearing).toBeUndefined();
  });

  it('span the two prices of a reduced clearing', () => {
    const reduction = { buyPrice: 200_000, sellPrice: 120_000, operatorSurplus: 80_000 };
    const of = book(someOrders, {
      clearing: { ...clearing, type: 'REDUCED', price: 200_000, interval: null, reduction },
    });
    expect(placesOf('interval', 'curves', of).map(([, price]) => price)).toEqual([0.12, 0.2]);
  });

  it('mark nothing when nothing clears', () => {
    const of = book(someOrders, { clearing: { ...clearing, type: 'NULL', quantityWh: 0 } });
    expect(Object.keys(seriesById(bookOption(input('curves', of), context())))).toEqual([
      'feedIn',
      'retail',
      'supply',
      'demand',
    ]);
  });

  it('keep the axis to the prices that matter, draw orders beyond it at its edge, and count them', () => {
    const of = book([...someOrders, ['buy', null, 500], ['sell', 990_000, 400]]);
    const { axis, beyondAxis } = bookCurves(of);
    expect([axis.min, axis.max]).toEqual([0, 0.4]);
    expect(beyondAxis).toBe(2);
    const prices = [...placesOf('demand', 'curves', of), ...placesOf('supply', 'curves', of)].map(([, price]) => price);
    expect(prices.filter((price) => price < axis.min || price > axis.max)).toEqual([]);
  });

  it('have the fixed colours of demand, supply, trade and grid', () => {
    const { demand, supply, clearing: point, retail, feedIn } = seriesById(bookOption(input('curves'), context()));
    const { line } = paletteOf('light');
    expect([demand, supply, point, retail, feedIn].map(({ color }) => color)).toEqual([
      line.consumption,
      line.production,
      line.trade,
      line.grid,
      line.grid,
    ]);
  });

  it('show the demand alone at night', () => {
    const of = book([['buy', 250_000, 2000]], { clearing: { ...clearing, type: 'NULL', quantityWh: 0 } });
    expect(placesOf('supply', 'curves', of)).toEqual([]);
    expect(placesOf('demand', 'curves', of)).not.toEqual([]);
  });
});

describe('the tooltip', () => {
  it('tells the prices of the next kWh under the pointer', () => {
    expect(tooltip('curves', 1.5)).toBe('1.50\u00a0kWhDemand0.2500\u00a0€/kWhSupply0.1500\u00a0€/kWh');
    expect(tooltip('curves', 3.2)).toContain('Supply–');
  });

  it('tells what is wanted and offered at the price under the pointer', () => {
    expect(tooltip('depth', 0.1)).toBe('0.1000\u00a0€/kWhWanted3.50\u00a0kWhOffered1.00\u00a0kWh');
  });
});

describe('the table twin', () => {
  it('lists the curves step by step', () => {
    const { columns, rows } = bookTable(input('curves'), context());
    const text = (row: number) => columns.map((column) => column.text(row));
    expect(rows).toBe(4);
    expect(text(0)).toEqual(['Demand', '0.2500', '2.000', '2.000']);
    expect(text(3)).toEqual(['Supply', '0.1500', '2.000', '3.000']);
  });

  it('lists the depth at every price', () => {
    const { columns, rows } = bookTable(input('depth'), context());
    const values = Array.from({ length: rows }, (_, row) => columns.map((column) => column.value(row)));
    expect(values).toEqual([
      [0.09, 3.5, 1],
      [0.1, 3.5, 1],
      [0.15, 2, 3],
      [0.25, 2, 3],
    ]);
  });
});
