import { depthAt } from '#shared/market/curves.ts';
import type { BookChartInput } from './book-option.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';

const MICRO = 1_000_000;

/** The picture of a book as a table: step by step, or what is wanted and offered at every price. */
export function bookTable({ curves, view, words }: BookChartInput, { format }: ChartContext): ChartTable {
  const { demand, supply } = curves;
  const price = (of: (row: number) => number): ChartColumn => ({
    label: words.price,
    unit: format.price(0).unit,
    kind: 'number',
    value: (row) => of(row) / MICRO,
    text: (row) => format.price(of(row)).value,
  });
  const energy = (label: string, of: (row: number) => number): ChartColumn => ({
    label,
    unit: 'kWh',
    kind: 'number',
    value: (row) => of(row) / 1000,
    text: (row) => format.number(of(row) / 1000, 3),
  });
  if (view === 'depth') {
    const prices = [...new Set([...demand, ...supply].map((step) => step.price))].toSorted((a, b) => a - b);
    return {
      rows: prices.length,
      columns: [
        price((row) => prices[row]),
        energy(words.wanted, (row) => depthAt('buy', demand, prices[row])),
        energy(words.offered, (row) => depthAt('sell', supply, prices[row])),
      ],
    };
  }
  const steps = [...demand, ...supply];
  const side = (row: number): string => (row < demand.length ? words.demand : words.supply);
  return {
    rows: steps.length,
    columns: [
      { label: words.side, kind: 'text', value: side, text: side },
      price((row) => steps[row].price),
      energy(words.quantity, (row) => steps[row].toWh - steps[row].fromWh),
      energy(words.cumulative, (row) => steps[row].toWh),
    ],
  };
}
