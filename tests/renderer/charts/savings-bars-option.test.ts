// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { savingsBarsOption, savingsBarsTable, type SavingsBarsInput } from '#renderer/charts/savings-bars-option.ts';
import { context, seriesById } from './fixtures.ts';

const euros = (amount: number): number => amount * 1_000_000;
const input: SavingsBarsInput = {
  bins: [
    { from: null, to: euros(0), members: [0, 6] },
    { from: euros(0), to: euros(5), members: [40, 30] },
    { from: euros(5), to: null, members: [20, 24] },
  ],
  groups: [
    { label: 'As it was', colour: '#16A596', mark: 'swatch' },
    { label: 'Pay as bid', colour: '#17202B', mark: 'area' },
  ],
  words: {
    savings: 'Saved',
    members: 'members',
    below: (to) => `under ${to}`,
    between: (from, to) => `${from} to ${to}`,
    from: (from) => `${from} and more`,
  },
};

describe('savings as bars', () => {
  it('stand side by side in each bin, with the currency at the axis', () => {
    const option = savingsBarsOption(input, context());
    expect(option.xAxis).toMatchObject({ name: 'Saved, €', data: ['under 0', '0 to 5', '5 and more'] });
    const { 'group-0': actual, 'group-1': other } = seriesById(option);
    expect([actual.data, other.data]).toEqual([
      [
        [0, 0],
        [1, 40],
        [2, 20],
      ],
      [
        [0, 6],
        [1, 30],
        [2, 24],
      ],
    ]);
  });

  it('have the labels of losses in the colour of failures', () => {
    const { axisLabel } = savingsBarsOption(input, context()).xAxis as unknown as {
      axisLabel: { color: (value: string, index: number) => string };
    };
    const { line, quietText } = context().palette;
    expect([0, 1].map((index) => axisLabel.color('', index))).toEqual([line.failure, quietText]);
  });

  it('say cents in all borders when one of them has some', () => {
    const [losses, ...others] = input.bins;
    const { columns } = savingsBarsTable(
      { ...input, bins: [{ ...losses, to: euros(-0.5) }, { from: euros(-0.5), to: 0, members: [5, 5] }, ...others] },
      context(),
    );
    expect([0, 1].map((row) => columns[0].text(row))).toEqual(['under −0.50', '−0.50 to 0.00']);
    expect(columns.map(({ text }) => text(2))).toEqual(['0.00 to 5.00', '40', '30']);
  });

  it('name the amounts and the counts of all groups under the pointer', () => {
    const { formatter } = savingsBarsOption(input, context()).tooltip as unknown as {
      formatter: (params: unknown) => HTMLElement;
    };
    expect(formatter([{ dataIndex: 1 }]).textContent).toBe('0 to 5 €As it was40Pay as bid30');
  });
});
