// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { createFormat } from '#shared/format/format.ts';
import { barShare, boardTable, rankChange } from '#renderer/pages/insights/leaderboards/board-words.ts';
import { LeaderboardsView } from '#renderer/pages/insights/leaderboards/leaderboards-view.tsx';
import type { Output } from '#shared/contract/contract.ts';
import type { RankedMember } from '#shared/contract/insight-records.ts';
import { renderInWindow } from '../render.tsx';

const member = (number: number, rank: number, rankBefore: number | null, value: number): RankedMember => ({
  rank,
  rankBefore,
  memberId: `m${number}`,
  anonymizedId: `House A${number}`,
  value,
});
const rows = [member(1, 1, 3, 4_000_000), member(2, 2, null, 1_000_000), member(3, 3, 1, -2_000_000)];
const board = { members: 3, isWithheld: false, rows };
const nobody = { members: 0, isWithheld: true, rows: [] };
const boards: Output<'insights.leaderboards'> = {
  traded: nobody,
  savings: board,
  selfSufficiency: { members: 3, isWithheld: true, rows: [] },
  sharedSurplus: nobody,
  membersLeftOut: 2,
};

function View() {
  return useCommunityOrNull() === null ? null : <LeaderboardsView />;
}
const show = (options: FakeOptions = {}) => renderInWindow(<View />, options, '/insights/leaderboards?period=month');

describe('a leaderboard', () => {
  it('begins with the first ten, and shows all on demand', async () => {
    const { bridge } = show();
    const rowsOf = (title: string) => document.querySelectorAll(`[aria-label="${title}"] tbody tr`).length;
    await screen.findAllByRole('table');
    expect(rowsOf('Most traded')).toBe(10);
    fireEvent.click(screen.getAllByText(/^Show all \d+$/)[0]);
    await waitFor(() => expect(rowsOf('Most traded')).toBeGreaterThan(100));
    expect(rowsOf('Most saved')).toBe(10);
    expect(bridge.calls.at(-1)?.input).toMatchObject({ limit: 500 });
  });

  it('leads to the sheet of a member', async () => {
    show();
    const traded = await screen.findByRole('table', { name: 'Most traded' });
    expect(within(traded).getAllByRole('link')[0].getAttribute('href')).toMatch(/^\/members\/demo-\d+\?period=month/);
  });

  it('tells a loss, changes of rank, and why nobody is ranked', async () => {
    show({ answers: { 'insights.leaderboards': () => boards } });
    const saved = await screen.findByRole('table', { name: 'Most saved' });
    expect(within(saved).getByText('loss')).toBeDefined();
    expect(within(saved).getByText('new')).toBeDefined();
    expect(within(saved).getByRole('img', { name: 'up 2 places' })).toBeDefined();
    expect(within(saved).getByRole('img', { name: 'down 2 places' })).toBeDefined();
    expect(screen.getByText('Nobody traded in these days')).toBeDefined();
    expect(screen.getByText('Nobody sold in these days')).toBeDefined();
    expect(screen.getByText('Withheld: fewer than 5 members to rank')).toBeDefined();
    expect(screen.getByText(/2 members are left out: they have withdrawn their consent/)).toBeDefined();
  });
});

describe('the rows of a board', () => {
  it('gained places or lost them, or had no rank', () => {
    expect(rows.map(rankChange)).toEqual([2, 'new', -2]);
  });

  it('have bars by the size of their values', () => {
    expect(rows.map(({ value }) => barShare(value, rows))).toEqual([1, 0.25, 0.5]);
    expect(barShare(0, [member(1, 1, 1, 0)])).toBe(0);
  });

  it('stand in a file with numbers in the unit of the board', () => {
    const format = createFormat({
      locale: 'en-GB',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      notAvailable: 'n/a',
      points: 'pt',
    });
    const words = { rank: 'Rank', member: 'Member', value: 'Savings', rankBefore: 'Rank before' };
    const { columns } = boardTable('savings', rows, words, format);
    expect(columns.map(({ label, unit }) => [label, unit])).toEqual([
      ['Rank', undefined],
      ['Member', undefined],
      ['Savings', '€'],
      ['Rank before', undefined],
    ]);
    expect(columns.map(({ value }) => value(2))).toEqual([3, 'House A3', -2, 1]);
    expect(columns[3].value(1)).toBeNull();
    expect(boardTable('savings', rows, { ...words, rankBefore: null }, format).columns).toHaveLength(3);
  });
});
