// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { hatchingOf } from '#renderer/charts/hatching.ts';
import { lorenzOption, lorenzTable, type LorenzInput } from '#renderer/charts/lorenz-option.ts';
import {
  outcomeOf,
  savingsBinsOption,
  savingsBinsTable,
  type SavingsBinsInput,
} from '#renderer/charts/savings-bins-option.ts';
import { context, seriesById } from './fixtures.ts';

const cells = (table: { rows: number; columns: readonly { text: (row: number) => string }[] }, row: number) =>
  table.columns.map(({ text }) => text(row).replaceAll('\u00a0', ' '));
const tooltipOf = (option: object, dataIndex: number): string => {
  const { formatter } = (option as { tooltip: { formatter: (params: unknown) => HTMLElement | string } }).tooltip;
  const content = formatter({ dataIndex });
  return typeof content === 'string' ? content : (content.textContent ?? '');
};

const bins: SavingsBinsInput = {
  bins: [
    { from: null, to: 0, members: 6 },
    { from: 0, to: 2_500_000, members: 12 },
    { from: 2_500_000, to: null, members: 7 },
  ],
  worseOff: 6,
  words: {
    savings: 'Saved',
    members: 'Members',
    share: 'Share',
    axis: 'Saved per member (€)',
    range: (from, to) => `${from ?? ''}..${to ?? ''}`,
  },
};

describe('the chart of savings', () => {
  it('names the borders of its bars, but for the ends that are open', () => {
    const { axisLabel } = savingsBinsOption(bins, context()).xAxis as {
      axisLabel: { formatter: (at: number) => string };
    };
    expect([0, 1, 2, 3].map(axisLabel.formatter)).toEqual(['', '0.00', '2.50', '']);
  });

  it('tells losses from savings, and a bar with both from either', () => {
    expect(bins.bins.map((bin) => outcomeOf(bin, 6))).toEqual(['lost', 'saved', 'saved']);
    expect(outcomeOf({ from: null, to: 500_000, members: 8 }, 2)).toBe('both');
    expect(outcomeOf({ from: null, to: 500_000, members: 8 }, 0)).toBe('saved');
  });

  it('draws a line at zero where losses end', () => {
    const { zero } = seriesById(savingsBinsOption(bins, context()));
    expect(zero.data).toEqual([
      [1, 0],
      [1, 12],
    ]);
    const withoutLoss = { ...bins, bins: bins.bins.map((bin) => ({ ...bin, from: null })) };
    expect(seriesById(savingsBinsOption(withoutLoss, context())).zero.data).toEqual([]);
  });

  it('says members and their share under the pointer and in the table', () => {
    expect(tooltipOf(savingsBinsOption(bins, context()), 1)).toBe('€0.00..€2.50Members12Share48.0%');
    expect(cells(savingsBinsTable(bins, context()), 0)).toEqual(['..€0.00', '6', '24.0']);
  });
});

describe('the hatching of a bar', () => {
  it('stays inside of it', () => {
    const numbers = [...hatchingOf({ x: 10, y: 20, width: 30, height: 12 }).matchAll(/[ML]([\d.]+) ([\d.]+)/g)];
    expect(numbers.length).toBeGreaterThan(8);
    for (const [, x, y] of numbers) {
      expect(Number(x)).toBeGreaterThanOrEqual(10);
      expect(Number(x)).toBeLessThanOrEqual(40);
      expect(Number(y)).toBeGreaterThanOrEqual(20);
      expect(Number(y)).toBeLessThanOrEqual(32);
    }
  });
});

describe('the Lorenz curve', () => {
  const input: LorenzInput = {
    points: [
      { members: 0, savings: 0 },
      { members: 0.5, savings: 0.2 },
      { members: 1, savings: 1 },
    ],
    words: { members: 'Members', savings: 'Savings', equality: 'If all saved the same' },
  };

  it('lies below the line on which all have the same', () => {
    const { savings, equality } = seriesById(lorenzOption(input, context()));
    expect(savings.data).toEqual([
      [0, 0],
      [0.5, 0.2],
      [1, 1],
    ]);
    expect(equality.data).toEqual([
      [0, 0],
      [0.5, 0.5],
      [1, 1],
    ]);
  });

  it('says under the pointer and in the table what the members with the least have together', () => {
    expect(tooltipOf(lorenzOption(input, context()), 1)).toBe('Members: 50%Savings20.0%If all saved the same50.0%');
    expect(cells(lorenzTable(input, context()), 1)).toEqual(['50', '20.0']);
  });
});
