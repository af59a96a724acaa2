// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pairSteps } from '#renderer/charts/comparison-steps.ts';
import { memberMovesOption, memberMovesTable, type MemberMovesInput } from '#renderer/charts/member-moves-option.ts';
import {
  participationOption,
  participationTable,
  type ParticipationInput,
} from '#renderer/charts/participation-option.ts';
import { achievementNumber, progressOf } from '#renderer/pages/insights/participation/achievement-words.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { BERLIN, context, seriesById, tooltipAt } from '../charts/fixtures.ts';

const at = (day: number) => startOfLocalDay(day, BERLIN);
const range = { from: at(20260716), to: at(20260718) };
const steps = pairSteps(
  {
    step: 'day',
    range,
    start: [at(20260716), at(20260717)],
    before: { from: at(20260714), start: [at(20260714), at(20260715)] },
  },
  BERLIN,
);
type Table = { readonly columns: readonly { readonly text: (row: number) => string }[] };
const cells = ({ columns }: Table, row: number) => columns.map(({ text }) => text(row));

describe('the chart of who took part', () => {
  const input: ParticipationInput = {
    step: 'day',
    range,
    steps,
    active: [20, 0],
    participants: [15, 0],
    before: [12, 13],
    words: {
      time: 'Time',
      active: 'Active',
      participants: 'Took part',
      rate: 'Rate',
      before: 'Before',
    },
  };

  it('has bars under the line of all, and the other period dashed across', () => {
    const { participants, active, before } = seriesById(participationOption(input, context(), 700));
    expect((participants.data as number[][]).map(([, value]) => value)).toEqual([15, 0]);
    expect((active.data as number[][]).map(([, value]) => value)).toEqual([20, 20, 0, 0]);
    expect(before).toMatchObject({ lineStyle: { type: 'dashed' } });
    expect((before.data as number[][]).map(([, value]) => value)).toEqual([12, 12, 13, 13]);
  });

  it('counts whole members', () => {
    expect(participationOption(input, context(), 700).yAxis).toMatchObject({ minInterval: 1 });
  });

  it('tells the rate, and none of a step without members', () => {
    const option = participationOption(input, context(), 700);
    expect(tooltipAt(option, at(20260716))).toContain('Rate75.0%');
    expect(tooltipAt(option, at(20260717))).toContain('Raten/a');
    expect(cells(participationTable(input, context()), 0)).toEqual(['Thu, 16 Jul 2026', '20', '15', '75.0', '12']);
    expect(cells(participationTable(input, context()), 1)).toEqual(['Fri, 17 Jul 2026', '0', '0', 'n/a', '13']);
  });
});

describe('the chart of joins and leaves', () => {
  const input: MemberMovesInput = {
    step: 'day',
    range,
    steps,
    joined: [3, 0],
    left: [1, 2],
    words: { time: 'Time', joined: 'Joined', left: 'Left' },
  };

  it('has joins above zero and leaves below', () => {
    const { joined, left } = seriesById(memberMovesOption(input, context(), 700));
    expect((joined.data as number[][]).map(([, value]) => value)).toEqual([3, 0]);
    expect((left.data as number[][]).map(([, value]) => value)).toEqual([-1, -2]);
  });

  it('counts both without a sign in words', () => {
    expect(tooltipAt(memberMovesOption(input, context(), 700), at(20260716))).toContain('Joined3Left1');
    expect(cells(memberMovesTable(input, context()), 1)).toEqual(['Fri, 17 Jul 2026', '0', '2']);
  });
});

describe('an achievement', () => {
  const { format } = context();
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');

  it('is told in the unit of its indicator', () => {
    expect(plain(achievementNumber('traded-10-mwh', 10_000_000, format))).toBe('10 MWh');
    expect(plain(achievementNumber('traded-10-mwh', 842_030, format))).toBe('0.84 MWh');
    expect(plain(achievementNumber('co2-1-tonne', 850_000, format))).toBe('0.85 t');
    expect(plain(achievementNumber('week-self-sufficient', 0.8, format))).toBe('80%');
    expect(plain(achievementNumber('saved-100', 100_000_000, format))).toBe('€100.00');
    expect(achievementNumber('month-of-trading', 30, format)).toBe('30');
  });

  it('has a progress between nothing and all, and none where fewer is better or nothing is known', () => {
    expect(progressOf(11, 30)).toBeCloseTo(0.367, 3);
    expect(progressOf(-5, 30)).toBe(0);
    expect(progressOf(45, 30)).toBe(1);
    expect(progressOf(3, 0)).toBeNull();
    expect(progressOf(null, 30)).toBeNull();
  });
});
