import { describe, expect, it } from 'vitest';
import { spreadOf } from '#shared/privacy/spread.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => (at + 1) * 1_000);

describe('how savings are spread', () => {
  it('tells nothing but their number of fewer than k members', () => {
    expect(spreadOf([5, 6, 7, 8])).toEqual({
      members: 4,
      withheld: 'few-members',
      total: null,
      median: null,
      gini: null,
      giniGap: null,
      jain: null,
      worseOff: 0,
      bins: [],
      lorenz: [],
    });
  });

  it('tells nothing but their number when one member makes up more than 80 % of the total', () => {
    expect(spreadOf([81, 5, 5, 5, 4])).toMatchObject({ members: 5, withheld: 'one-member', total: null, bins: [] });
    expect(spreadOf([80, 5, 5, 5, 5])).toMatchObject({ withheld: null, total: 100 });
  });

  it('says that there are no members, which hides nobody', () => {
    expect(spreadOf([])).toMatchObject({ members: 0, withheld: null, giniGap: 'no-members', gini: null });
  });

  it('counts losses as losses: there is no Gini then, and why is said', () => {
    const spread = spreadOf([-2, 10, 10, 10, 10]);
    expect(spread).toMatchObject({ total: 38, median: 10, gini: null, giniGap: 'losses', worseOff: 1, lorenz: [] });
    expect(spread.jain).toBeCloseTo(38 ** 2 / (5 * 404), 15);
  });

  it('shows that nobody saved anything', () => {
    expect(spreadOf([0, 0, 0, 0, 0])).toMatchObject({ total: 0, giniGap: 'no-savings', jain: null, worseOff: 0 });
  });

  it('draws the Lorenz curve in tenths, fifths or halves: k members at least in each part, or not at all', () => {
    expect(spreadOf(upTo(50)).lorenz).toHaveLength(11);
    expect(spreadOf(upTo(49)).lorenz).toHaveLength(6);
    expect(spreadOf(upTo(24)).lorenz).toHaveLength(3);
    expect(spreadOf(upTo(9)).lorenz).toEqual([]);
    expect(spreadOf(upTo(9)).gini).not.toBeNull();
  });
});
