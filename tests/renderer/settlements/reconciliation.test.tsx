// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { ReconciliationView } from '#renderer/pages/settlements/reconciliation/reconciliation-view.tsx';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { renderInWindow, type RenderedWindow } from '../render.tsx';

const none = { count: 0, amountBefore: 0, amount: 0 };
const books: Reconciliation = {
  trades: 10,
  quantityWh: 8000,
  amount: 1_200_000,
  settled: { count: 8, amount: 1_000_003 },
  open: { count: 1, amount: 150_000 },
  failed: { count: 2, amount: 199_997 },
  pending: { count: 1, amount: 49_997 },
  resolved: {
    count: 1,
    byKind: { retry: none, adjust: { count: 1, amountBefore: 60_000, amount: 40_000 }, void: none, 'by-hand': none },
  },
  proof: {
    bought: 1_000_003,
    sold: 990_003,
    fees: 10_000,
    boughtByMembers: 1_000_003,
    soldByMembers: 990_003,
    holds: true,
  },
  members: [
    {
      memberId: 'demo-2',
      anonymizedId: 'House A10',
      boughtAmount: 1_000_003,
      soldAmount: 0,
      balance: -1_000_003,
      failedCount: 1,
    },
    {
      memberId: 'demo-1',
      anonymizedId: 'House A2',
      boughtAmount: 0,
      soldAmount: 990_003,
      balance: 990_003,
      failedCount: 0,
    },
  ],
  differences: [],
  differenceCount: 0,
};
const wrongAmount: Reconciliation['differences'][number] = {
  kind: 'amount',
  tradeId: 'trade-9',
  executedAt: Date.UTC(2026, 6, 21, 10),
  memberId: null,
  anonymizedId: null,
  day: null,
  expected: 60_000,
  found: 60_001,
  unit: 'money',
};
const wrongDay: Reconciliation['differences'][number] = {
  ...wrongAmount,
  kind: 'member-day',
  tradeId: null,
  executedAt: null,
  memberId: 'demo-2',
  anonymizedId: 'House A10',
  day: 20260721,
  expected: 1200,
  found: 1199,
  unit: 'energy',
};
const disagreeing: Reconciliation = {
  ...books,
  proof: { ...books.proof, boughtByMembers: 1_000_006, holds: false },
  differences: [wrongAmount, wrongDay],
  differenceCount: 1204,
};

function View() {
  return useCommunityOrNull() === null ? null : <ReconciliationView />;
}

function show(answer: Reconciliation): RenderedWindow {
  return renderInWindow(
    <View />,
    { answers: { 'settlement.reconcile': answer } },
    '/settlements/reconciliation?period=week',
  );
}

const textOf = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
const region = (name: string | RegExp) => screen.findByRole('region', { name });
const rowsOf = (part: HTMLElement) => within(part).getAllByRole('row').map(textOf);

describe('the reconciliation of a period', () => {
  it('counts what became of its trades, with the money', async () => {
    show(books);
    expect(rowsOf(await region('Trades of the period')).slice(1)).toEqual([
      'Settled8€1.00',
      'Not settled yet1€0.05',
      'Failed and open1€0.15',
      'All, 8.00 kWh10€1.20',
      'Failed at some time2€0.20',
      '… settled as metered€0.06 before1€0.04',
    ]);
  });

  it('proves to the last digit that what was paid is what was received and kept', async () => {
    show(books);
    const proof = await region('Proof');
    expect(textOf(proof)).toContain('It agrees: what buyers paid is what sellers got and the community kept.');
    expect(rowsOf(proof).slice(0, 4)).toEqual([
      'All buyers paid€1.000003',
      'All sellers got− €0.990003',
      'The community kept− €0.010000',
      'Left over= €0.000000',
    ]);
    expect(screen.queryByRole('region', { name: /difference/ })).toBeNull();
  });

  it('that does not agree lists every difference, rounds none away, and leads to where it is', async () => {
    show(disagreeing);
    expect(textOf(await region('Proof'))).toContain('It does not agree: 1204 differences');
    expect(textOf(await region('Proof'))).toContain('differs by +€0.000003');
    const differences = await region('1,204 differences');
    expect(textOf(differences)).toContain('The 2 largest are shown.');
    const [amount, day] = within(differences).getAllByRole('row').slice(1);
    expect(textOf(amount)).toContain('€0.060000€0.060001+€0.000001');
    expect(within(amount).getByRole('link').getAttribute('href')).toContain(
      `/ledger/trade/${wrongAmount.executedAt}/trade-9`,
    );
    expect(textOf(day)).toContain('1.200 kWh1.199 kWh−0.001 kWh');
    expect(within(day).getByRole('link', { name: 'House A10' }).getAttribute('href')).toContain('/members/demo-2');
  });

  it('shows what each member paid and got, in the order of their names', async () => {
    show(books);
    expect(rowsOf(await region('By member')).slice(1)).toEqual([
      'House A2€0.0000€0.9900€0.99000',
      'House A10€1.0000€0.0000−€1.00001',
    ]);
  });

  it('of a period without a trade offers all days', async () => {
    const { address } = show({ ...books, trades: 0 });
    fireEvent.click(await screen.findByRole('button', { name: 'Show all days' }));
    expect(address()).toContain('period=all');
  });
});

describe('the files of a reconciliation', () => {
  async function saved(part: string): Promise<string[]> {
    const { bridge } = show(disagreeing);
    fireEvent.click(await screen.findByRole('button', { name: 'Save as CSV' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: part }));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'files.save')).toBe(true));
    const [{ input }] = bridge.calls.filter(({ method }) => method === 'files.save');
    return (input as { content: string }).content.slice(1).trimEnd().split('\r\n');
  }

  it('hold the figures and the terms of the proof, amounts to the last digit', async () => {
    const lines = await saved('Figures and proof');
    expect(lines).toContain('Settled,8,1.000003,Demo');
    expect(lines.at(-1)).toBe('Left over,,0,Demo');
  });

  it('hold the differences with the trade, the day and the unit', async () => {
    const lines = await saved('Differences');
    expect(lines[1]).toBe('Amount of a trade,trade-9,2026-07-21T10:00:00.000Z,,,0.06,0.060001,0.000001,€,Demo');
    expect(lines[2]).toBe('Trades and a member’s day,,,House A10,2026-07-21,1.2,1.199,-0.001,kWh,Demo');
  });
});
