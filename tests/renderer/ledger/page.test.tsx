// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input } from '#shared/contract/contract.ts';
import type { LedgerTotals, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeTrade } from '#renderer/bridge/fake/trades.ts';
import LedgerPage from '#renderer/pages/ledger/page.tsx';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

beforeEach(() => {
  // The grid shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(366);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <LedgerPage />;
}

function show(search = '?period=today', options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <Routes>
        <Route path="/ledger/*" element={<WhenOpen />} />
      </Routes>
    </ModalsProvider>,
    options,
    `/ledger${search}`,
  );
}

const grid = () => screen.findByRole('grid', { name: 'Trades' });
const places = async (): Promise<number[]> =>
  [...(await grid()).querySelectorAll('[role=rowgroup] [role=row]')].map(
    (row) => Number(row.getAttribute('aria-rowindex')) - 1,
  );
const cellsOf = async (column: string): Promise<(string | null)[]> =>
  [...(await grid()).querySelectorAll(`[role=gridcell][data-column=${column}]`)].map((cell) => cell.textContent);
const totals = () => screen.getByRole('region', { name: 'Totals of all trades of the filter' });
const asked = <M extends 'ledger.page' | 'ledger.export'>({ bridge }: RenderedWindow, wanted: M): Input<M>[] =>
  bridge.calls.filter(({ method }) => method === wanted).map(({ input }) => input as Input<M>);

const MILLION = 1_000_000;
const community = demoCommunity(NOON);
const tradeAt = (place: number): LedgerTrade => ({
  ...fakeTrade(community, NOON - (NOON % 900_000), 0),
  id: `trade-${place}`,
  executedAt: NOON - place * 1000,
});
const none = { count: 0, quantityWh: 0, amount: 0 };
const millionTotals: LedgerTotals = {
  count: MILLION,
  quantityWh: 812_345_000,
  amount: 123_456_780_000,
  averagePrice: 151_900,
  averageQuantityWh: 812,
  averageRetail: 312_000,
  averageFeedIn: 81_000,
  savings: -5_000_000,
  withoutTariff: 0,
  byStatus: { settled: { ...none, count: MILLION - 12 }, pending: none, failed: { ...none, count: 12 } },
};
const million: FakeOptions = {
  answers: {
    'ledger.page': ({ from, limit }) => ({
      trades: Array.from({ length: limit }, (_, index) => tradeAt(from + index)),
    }),
    'ledger.totals': millionTotals,
    'ledger.placeOf': { place: 420_000 },
  },
};

describe('the table of trades', () => {
  it('shows the newest first, with units in the heads', async () => {
    show();
    const heads = within(await grid()).getAllByRole('columnheader');
    expect(heads.map((head) => head.textContent)).toEqual([
      'Time',
      'Buyer',
      'Seller',
      'EnergykWh',
      'Price€/kWh',
      'Amount€',
      'Settlement',
      'Vs retail€',
      'Vs feed-in€',
    ]);
    expect(heads[0].getAttribute('aria-sort')).toBe('descending');
    expect((await cellsOf('executedAt'))[0]).toMatch(/^22 Jul 2026, 13:\d\d$/);
    expect((await cellsOf('status'))[0]).toMatch(/^(pending|settled)$/);
  });

  it('says what failed with its cause, and that it saved nothing', async () => {
    show('?period=week&status=failed');
    const [first] = await cellsOf('status');
    expect(first).toMatch(/^failed: \w/);
    expect((await cellsOf('buyerSavings'))[0]).toBe('–');
  });

  it('keeps filters and order in the address, and asks for them', async () => {
    const rendered = show();
    await grid();
    fireEvent.change(screen.getByRole('textbox', { name: 'Find a member or a trade id' }), {
      target: { value: 'House A1' },
    });
    fireEvent.click(within(await grid()).getByRole('button', { name: /^Amount/ }));
    expect(rendered.address()).toBe('/ledger?period=today&q=House+A1&sort=amount');
    await waitFor(() =>
      expect(asked(rendered, 'ledger.page').at(-1)).toMatchObject({
        filter: { text: 'House A1' },
        sort: { by: 'amount', descending: true },
      }),
    );
    await waitFor(async () => {
      const amounts = (await cellsOf('amount')).map(Number);
      expect(amounts.length).toBeGreaterThan(1);
      expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    });
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(rendered.address()).toBe('/ledger?period=today&sort=amount');
  });

  it('shows seldom filters as pills that can be taken away', async () => {
    const { address } = show('?period=today&minPrice=0.1&mechanism=uniform-price');
    await grid();
    fireEvent.click(screen.getByRole('button', { name: /^Take away: ≥ 0.1/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Take away: One price for all' }));
    expect(address()).toBe('/ledger?period=today');
  });

  it('opens a trade with Enter in the address, over the filters', async () => {
    const { address } = show();
    const table = await grid();
    await waitFor(async () => expect((await cellsOf('buyer')).length).toBeGreaterThan(2));
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'Enter' });
    await waitFor(() => expect(address()).toMatch(/^\/ledger\/trade\/\d+\/trade-\d+-\d+\?period=today$/));
  });

  it('says when no trade matches, and takes the filters away', async () => {
    const { address } = show('?period=today&q=nobody');
    expect(await screen.findByText('No trade matches these filters')).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(await grid()).toBeDefined();
    expect(address()).toBe('/ledger?period=today');
  });

  it('leads from days without trades to those that have some', async () => {
    const { address } = show('?period=2020-01-01..2020-01-07');
    expect(await screen.findByText('No trades in this period')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show all days' }));
    await waitFor(() => expect(address()).toContain('period=all'));
  });

  it('says what happened when the trades cannot be read', async () => {
    show('?period=today', { failing: { 'ledger.page': { code: 'CACHE_CORRUPT' } } });
    expect(await screen.findByRole('alert')).toBeDefined();
  });
});

describe('a million trades', () => {
  it('are a grid of a million rows, of which few are in the page', async () => {
    const rendered = show('?period=all', million);
    await waitFor(async () => expect((await grid()).getAttribute('aria-rowcount')).toBe('1000001'));
    expect((await places()).length).toBeLessThan(60);
    expect(asked(rendered, 'ledger.page').every(({ limit }) => limit === 100)).toBe(true);
  });

  it('are walked to the very last with End, and asked for only there', async () => {
    const rendered = show('?period=all', million);
    await waitFor(async () => expect((await grid()).getAttribute('aria-rowcount')).toBe('1000001'));
    const before = asked(rendered, 'ledger.page').length;
    fireEvent.keyDown(await grid(), { key: 'End' });
    expect((await places()).at(-1)).toBe(MILLION);
    const active = (await grid()).getAttribute('aria-activedescendant')!;
    await waitFor(() => expect(document.getElementById(active)?.getAttribute('aria-busy')).toBeNull());
    const froms = asked(rendered, 'ledger.page')
      .slice(before)
      .map(({ from }) => from);
    expect(froms).toContain(999_800);
    expect(froms.every((from) => from >= 999_400)).toBe(true);
  });

  it('follow the thumb to where it is', async () => {
    show('?period=all', million);
    await waitFor(async () => expect((await grid()).getAttribute('aria-rowcount')).toBe('1000001'));
    const table = await grid();
    table.scrollTop = (8_000_000 - 320) / 2;
    fireEvent.scroll(table);
    const [first] = await places();
    expect(first).toBeGreaterThan(499_900);
    expect(first).toBeLessThan(500_000);
    await waitFor(async () => expect((await cellsOf('executedAt'))[12]).not.toBe(''));
  });

  it('move with the wheel row by row, and the thumb finds its place when it rests', async () => {
    show('?period=all', million);
    await waitFor(async () => expect((await grid()).getAttribute('aria-rowcount')).toBe('1000001'));
    const table = await grid();
    table.scrollTop = 320;
    fireEvent.scroll(table);
    table.scrollTop = 640;
    fireEvent.scroll(table);
    const moved = await places();
    expect(moved[0]).toBe(9);
    fireEvent(table, new Event('scrollend'));
    expect(table.scrollTop).toBe(160);
    expect(await places()).toEqual(moved);
  });

  it('are gone through to a day, which sorts them by time', async () => {
    const rendered = show('?period=week&sort=price', million);
    await grid();
    fireEvent.keyDown(document.documentElement, { key: 'g' });
    fireEvent.click(await screen.findByLabelText('20 July 2026'));
    await waitFor(() => expect(rendered.address()).toBe('/ledger?period=week'));
    const wanted = rendered.bridge.calls.find(({ method }) => method === 'ledger.placeOf')?.input;
    expect(wanted).toMatchObject({ descending: true, at: Date.UTC(2026, 6, 20, 22) - 1 });
    await waitFor(async () => expect(await places()).toContain(420_001));
  });
});

describe('the totals', () => {
  it('are of the whole filter, with prices beside the tariffs and losses called so', async () => {
    show('?period=all', million);
    await waitFor(() => expect(totals().textContent).toContain('1,000,000'));
    expect(totals().textContent).toContain('retail 0.3120 · feed-in 0.0810');
    expect(totals().textContent).toContain('Loss−€5.00');
    expect(totals().textContent).toContain('12 failed');
  });

  it('are never those of the filter before', async () => {
    show('?period=all', million);
    await waitFor(() => expect(totals().textContent).toContain('1,000,000'));
    fireEvent.click(screen.getByRole('combobox', { name: 'Settlement' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Failed' }));
    expect(totals().getAttribute('aria-busy')).toBe('true');
    expect(totals().textContent).toBe('');
  });

  it('that fail say so and leave the trades on the screen', async () => {
    show('?period=today', { failing: { 'ledger.totals': { code: 'INTERNAL' } } });
    expect((await screen.findByRole('alert')).textContent).toContain('The totals could not be worked out.');
    expect((await places()).length).toBeGreaterThan(5);
  });
});

describe('the columns', () => {
  it('are chosen and moved in their menu, and remembered', async () => {
    const { bridge } = show();
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Vs feed-in' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Mechanism' }));
    fireEvent.click(screen.getByRole('button', { name: 'Price: one place to the left' }));
    const heads = within(await grid())
      .getAllByRole('columnheader')
      .map((head) => head.dataset['column']);
    expect(heads).toEqual([
      'executedAt',
      'buyer',
      'seller',
      'price',
      'quantityWh',
      'amount',
      'status',
      'buyerSavings',
      'mechanism',
    ]);
    expect((await cellsOf('mechanism'))[0]).toBe('One price for all');
    expect(bridge.state.preferences.views['ledger.columns']).toMatch(/^executedAt buyer seller price quantityWh/);
  });

  it('are made wider with the keyboard and by dragging their edge', async () => {
    const { bridge } = show('?period=today', {
      preferences: { views: { 'ledger.columns': 'executedAt:150 buyer:100' } },
    });
    await grid();
    const edge = await screen.findByRole('separator', { name: 'Width of the column Buyer' });
    fireEvent.keyDown(edge, { key: 'ArrowRight' });
    await waitFor(() => expect(bridge.state.preferences.views['ledger.columns']).toContain('buyer:116'));
    fireEvent.mouseDown(edge, { clientX: 300 });
    fireEvent.mouseMove(document, { clientX: 340 });
    fireEvent.mouseUp(document, { clientX: 340 });
    await waitFor(() => expect(bridge.state.preferences.views['ledger.columns']).toContain('buyer:156'));
    expect(bridge.state.preferences.views['ledger.columns']).toContain('executedAt:150');
  });
});

describe('a saved view', () => {
  it('keeps filters and order under a name and brings them back', async () => {
    const { address } = show('?period=today&sort=amount&q=A1');
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Saved views' }));
    fireEvent.change(await screen.findByRole('textbox', { name: 'Name of this view' }), {
      target: { value: 'A1 by amount' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('button', { name: 'A1 by amount' })).getAttribute('aria-current')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/ledger?period=today&sort=amount');
    fireEvent.click(screen.getByRole('button', { name: 'A1 by amount' }));
    expect(address()).toContain('q=A1');
  });

  it('is brought back after it was deleted', async () => {
    const views = { 'ledger.saved.Failed': 'status=failed\n\n' };
    const { bridge } = show('?period=today', { preferences: { views } });
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Saved views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Delete Failed' }));
    await waitFor(() => expect(bridge.state.preferences.views).toEqual({}));
    fireEvent.click(await screen.findByRole('button', { name: 'Bring it back' }));
    await waitFor(() => expect(bridge.state.preferences.views).toEqual(views));
  });

  it('has its name changed and stays what it is', async () => {
    const views = { 'ledger.saved.Failed': 'status=failed\nexecutedAt amount\n' };
    const { bridge } = show('?period=today', { preferences: { views } });
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Saved views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Rename Failed' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'New name of Failed' }), { target: { value: 'To repair' } });
    fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
    expect(await screen.findByRole('button', { name: 'To repair' })).toBeDefined();
    await waitFor(() => expect(Object.keys(bridge.state.preferences.views)).toEqual(['ledger.saved.To repair']));
    expect(bridge.state.preferences.views['ledger.saved.To repair']).toContain('status=failed\nexecutedAt amount');
  });
});

describe('the export', () => {
  it('writes what the filter leaves to the chosen file, with the columns of the table', async () => {
    const rendered = show('?period=today&q=A1');
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Export' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('radio', { name: /Excel/ }));
    fireEvent.click(within(dialog).getByRole('radio', { name: /ISO/ }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Choose where…' }));
    await waitFor(() => expect(asked(rendered, 'ledger.export')).toHaveLength(1));
    expect(asked(rendered, 'ledger.export')[0]).toMatchObject({
      fileId: 'target-1',
      format: 'xlsx',
      notation: 'iso',
      language: 'en',
      filter: { text: 'A1' },
      columns: [
        'executedAt',
        'buyer',
        'seller',
        'quantityWh',
        'price',
        'amount',
        'status',
        'failureCode',
        'retail',
        'buyerSavings',
        'feedIn',
        'sellerSavings',
      ],
    });
    await act(async () => undefined);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not begun when no file is chosen', async () => {
    const rendered = show('?period=today', { answers: { 'files.chooseTarget': null } });
    await grid();
    fireEvent.click(screen.getByRole('button', { name: 'Export' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Choose where…' }));
    await waitFor(() => expect(rendered.bridge.calls.some(({ method }) => method === 'files.chooseTarget')).toBe(true));
    expect(screen.getByRole('dialog')).toBeDefined();
    expect(asked(rendered, 'ledger.export')).toEqual([]);
  });
});
