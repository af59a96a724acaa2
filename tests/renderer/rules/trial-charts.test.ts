// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { toCsv } from '#renderer/charts/chart-data.ts';
import { ruleDaysOption, ruleDaysTable, type RuleDaysInput } from '#renderer/charts/rule-days-option.ts';
import { weekSpreadOption, weekSpreadTable, type WeekSpreadInput } from '#renderer/charts/week-spread-option.ts';
import { context, day, seriesById, tooltipAt } from '../charts/fixtures.ts';
import { simulation } from './trial-results.ts';

const change = { label: 'Change', kind: 'money', signed: true, values: [-50_000, 250_000] } as const;
const days: RuleDaysInput = {
  days: [20261024, 20261025],
  drawn: change,
  columns: [
    change,
    { label: 'Traded', kind: 'energy', values: [900, 2400] },
    { label: 'Fired', kind: 'count', values: [6, 8] },
  ],
  dayWord: 'Day',
};

describe('the days of a rule', () => {
  it('stand in the middle of their local day, also on the 25 hours of a clock change', () => {
    const { data } = seriesById(ruleDaysOption(days, context(), 640)).days as { data: [number, number][] };
    const { from, to } = day(20261025);
    expect(data[1]).toEqual([(from + to) / 2, 0.25]);
    expect(to - from).toBe(25 * 3_600_000);
  });

  it('tell every column in the tooltip, money with its sign', () => {
    const text = tooltipAt(ruleDaysOption(days, context(), 640), day(20261024).from);
    expect(text).toMatch(/24 Oct 2026Change−€0\.05Traded0\.90\skWhFired6$/);
  });

  it('are plain numbers in one unit for a spreadsheet', () => {
    expect(toCsv(ruleDaysTable(days, context()), 'en-GB').replace('\uFEFF', '').split('\r\n')).toEqual([
      'Day,Change (€),Traded (kWh),Fired',
      '2026-10-24,-0.05,0.9,6',
      '2026-10-25,0.25,2.4,8',
      '',
    ]);
  });
});

describe('the spread over weeks', () => {
  const words = {
    week: 'Week',
    change: 'Change',
    days: 'Days',
    median: 'Median',
    quartiles: 'Middle half',
    partial: (count: number) => `Only ${count} days.`,
  };
  const input: WeekSpreadInput = { spread: simulation().spread, words };

  it('marks the median, and says of a week that is not whole how many days it has', () => {
    const option = weekSpreadOption(input, context(), 640);
    const { median, quartiles } = seriesById(option);
    expect((median.data as [number, number][]).map(([, value]) => value)).toEqual([0.3, 0.3]);
    expect(quartiles.data).toHaveLength(1);
    expect(tooltipAt(option, day(20260720).from)).toContain('Only 2 days.');
    expect(tooltipAt(option, day(20260713).from)).not.toContain('Only');
  });

  it('has neither median nor quartiles without a whole week', () => {
    const spread = { ...input.spread, wholeWeeks: 0, median: null, lowerQuartile: null, upperQuartile: null };
    const { median, quartiles } = seriesById(weekSpreadOption({ spread, words }, context(), 640));
    expect([median.data, quartiles.data]).toEqual([[], []]);
  });

  it('has a table with a row for each week', () => {
    const table = weekSpreadTable(input, context());
    expect(table.rows).toBe(5);
    expect(table.columns.map(({ text }) => text(4))).toEqual([
      expect.stringMatching(/^20.+26 Jul 2026$/),
      '2',
      '+0.20',
    ]);
  });
});
