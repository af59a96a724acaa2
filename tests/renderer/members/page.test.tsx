// @vitest-environment jsdom
import '../setup-dom.ts';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { Input } from '#shared/contract/contract.ts';
import MembersPage from '#renderer/pages/members/page.tsx';
import { renderInWindow } from '../render.tsx';
import { chartNamed } from '../charts/fake-echarts.ts';

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(500);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(700);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <MembersPage />;
}

function show(at = '/members?period=week', options: FakeOptions = {}) {
  return renderInWindow(
    <ModalsProvider>
      <Routes>
        <Route path="/members/*" element={<WhenOpen />} />
      </Routes>
    </ModalsProvider>,
    options,
    at,
  );
}

const grid = () => screen.findByRole('grid', { name: 'Members' });

async function rows(): Promise<HTMLElement[]> {
  const found = within(await grid()).getAllByRole('row');
  return found.slice(1);
}

const sheet = () => screen.findByRole('dialog');

describe('the members list', () => {
  it('shows members by pseudonym with the units in the head', async () => {
    show();
    const heads = within(await grid())
      .getAllByRole('columnheader')
      .map((head) => head.textContent);
    expect(heads).toEqual([
      'Pseudonym',
      'Role',
      'PVkWp',
      'BatterykWh',
      'TradedkWh',
      'Self-suff.%',
      'Savings€',
      'Reputation0–100',
      'Failed',
    ]);
    expect((await rows())[0].textContent).toMatch(/^House A01/);
    expect(screen.getByRole('heading', { name: '160 members' })).toBeDefined();
  });

  it('keeps only the rows in sight in the page, and says how many there are', async () => {
    show();
    expect((await grid()).getAttribute('aria-rowcount')).toBe('161');
    expect((await rows()).length).toBeLessThan(40);
  });

  it('marks a loss with word and sign', async () => {
    show('/members?period=week&worseOff=yes');
    const [first] = await rows();
    expect(first.textContent).toMatch(/loss −\d/);
    cleanup();
    show('/members?period=week&sort=reputation&order=desc&q=House');
    fireEvent.keyDown(await grid(), { key: 'End' });
    expect(
      within(await grid())
        .getAllByRole('row')
        .at(-1)?.textContent,
    ).toBeDefined();
  });

  it('calls a member without a score new', async () => {
    const { bridge } = show();
    await grid();
    const asked = bridge.calls.find(({ method }) => method === 'members.list')!.input as Input<'members.list'>;
    const answer = await bridge.invoke('members.list', asked);
    const unscored = answer.ok ? answer.value.find(({ reputationScore }) => reputationScore === null) : undefined;
    fireEvent.change(screen.getByRole('textbox', { name: 'Find a pseudonym' }), {
      target: { value: unscored?.anonymizedId },
    });
    expect(within((await rows())[0]).getAllByRole('gridcell')[7].textContent).toBe('new');
  });

  it('reads its filters from the address and writes them there', async () => {
    const { address } = show('/members?period=week&role=prosumer');
    expect((await rows()).every((row) => row.textContent?.includes('Prosumer'))).toBe(true);
    fireEvent.change(screen.getByRole('textbox', { name: 'Find a pseudonym' }), { target: { value: 'b0' } });
    fireEvent.click(screen.getByRole('switch', { name: 'Worse off' }));
    expect(address()).toBe('/members?period=week&role=prosumer&q=b0&worseOff=yes');
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(address()).toBe('/members?period=week');
    expect(screen.getByRole('heading', { name: '160 members' })).toBeDefined();
  });

  it('says when nobody matches, and takes the filters away', async () => {
    const { address } = show('/members?q=nobody');
    expect(await screen.findByText('Nobody matches these filters')).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]);
    expect(await grid()).toBeDefined();
    expect(address()).toBe('/members');
  });

  it('sorts by a column, numbers from the largest, and says so', async () => {
    const { address } = show();
    const head = within(await grid()).getByRole('columnheader', { name: /Traded/ });
    fireEvent.click(within(head).getByRole('button'));
    expect(address()).toContain('sort=traded&order=desc');
    expect(head.getAttribute('aria-sort')).toBe('descending');
    const traded = (await rows()).map((row) => Number(within(row).getAllByRole('gridcell')[4].textContent));
    expect(traded).toEqual([...traded].sort((a, b) => b - a));
  });

  it('puts the focus into the search with /', async () => {
    show();
    await grid();
    fireEvent.keyDown(document.documentElement, { key: '/' });
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Find a pseudonym' }));
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(await grid());
  });

  it('moves with the arrows and opens with Enter', async () => {
    const { address } = show();
    const table = await grid();
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'ArrowUp' });
    expect(table.getAttribute('aria-activedescendant')).toBe((await rows())[1].id);
    fireEvent.keyDown(table, { key: 'Enter' });
    await waitFor(() => expect(address()).toMatch(/^\/members\/demo-\d+\?period=week$/));
    expect(await sheet()).toBeDefined();
  });
});

describe('map and list', () => {
  it('highlight the cell of the member under the mouse', async () => {
    show();
    const [first] = await rows();
    await screen.findByRole('img', { name: 'Energy map' });
    fireEvent.mouseEnter(first);
    const { actions } = chartNamed('Energy map');
    expect(actions.at(-1)).toMatchObject({ type: 'highlight', seriesId: 'cells' });
    fireEvent.mouseLeave(await grid());
    expect(actions.at(-1)).toMatchObject({ type: 'downplay' });
  });

  it('highlight the members of the cell under the mouse, without drawing the map anew', async () => {
    show();
    const before = (await rows()).map((row) => row.className);
    await screen.findByRole('img', { name: 'Energy map' });
    const { option } = chartNamed('Energy map');
    act(() => chartNamed('Energy map').emit('mouseover', 0));
    const after = (await rows()).map((row) => row.className);
    expect(after.filter((name, index) => name !== before[index]).length).toBeGreaterThan(0);
    expect(chartNamed('Energy map').option).toBe(option);
  });

  it('filter by the cell that is chosen, and no longer when it is chosen again', async () => {
    const { address } = show();
    await rows();
    await screen.findByRole('img', { name: 'Energy map' });
    act(() => chartNamed('Energy map').emit('click', 2));
    expect(address()).toMatch(/cell=/);
    expect(screen.getByText('One map cell')).toBeDefined();
    expect((await rows()).length).toBeLessThan(12);
    act(() => chartNamed('Energy map').emit('click', 2));
    expect(address()).toBe('/members?period=week');
  });
});

describe('the member sheet', () => {
  it('opens from its address with profile, savings, day, reputation, rules and trades', async () => {
    show('/members/demo-3?period=week');
    const dialog = await sheet();
    expect(await within(dialog).findByText('House C01')).toBeDefined();
    for (const title of ['Savings against retail', 'Energy of a day', 'Reputation', 'Rules']) {
      expect(within(dialog).getByRole('heading', { name: title })).toBeDefined();
    }
    expect(within(dialog).getByText(/better off than with retail and feed-in alone/)).toBeDefined();
    expect(await within(dialog).findByRole('img', { name: 'Energy of a day' })).toBeDefined();
  });

  it('tells the three parts of the reputation with their reasons', async () => {
    show('/members/demo-3?period=week');
    const reputation = await screen.findByRole('region', { name: 'Reputation' });
    const [, settled, honoured, standing] = within(reputation).getAllByRole('row');
    expect(settled.textContent).toBe('Settled trades197 settled, 3 failed by own fault98.5%59.1 of 60');
    expect(honoured.textContent).toContain('194 honoured, 6 cancelled after a match');
    expect(standing.textContent).toContain('24 count in full');
  });

  it('calls a loss a loss', async () => {
    const { bridge } = show('/members?period=week&worseOff=yes');
    const [first] = await rows();
    fireEvent.click(first);
    expect(await screen.findByText(/^Loss: €[\d.]+ worse off than with retail and feed-in alone/)).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'members.get')).toBe(true);
  });

  it('steps through the days, and not past the last one with data', async () => {
    const { bridge } = show('/members/demo-3?period=week');
    const forward = await screen.findByRole('button', { name: 'Day after' });
    expect(forward.hasAttribute('disabled')).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Day before' }));
    await waitFor(() => {
      const days = bridge.calls.filter(({ method }) => method === 'members.day');
      expect(days.map(({ input }) => (input as { day: number }).day)).toEqual([20260722, 20260721]);
    });
    expect(forward.hasAttribute('disabled')).toBe(false);
  });

  it('loads more trades on demand', async () => {
    const { bridge } = show('/members/demo-3?period=2026-05-01..2026-07-20');
    const more = await screen.findByRole('button', { name: 'Load more' });
    const before = screen.getAllByText(/^House B\d\d$/).length;
    fireEvent.click(more);
    await waitFor(() => expect(screen.getAllByText(/^House B\d\d$/).length).toBeGreaterThan(before));
    const asked = bridge.calls.filter(({ method }) => method === 'members.trades');
    expect(asked.at(-1)?.input).toHaveProperty('before');
    const inLedger = screen.getByRole('link', { name: 'All in the ledger' });
    expect(inLedger.getAttribute('href')).toBe('/ledger?period=2026-05-01..2026-07-20&member=demo-3');
  });

  it('closes with Escape and keeps the filters', async () => {
    const { address } = show('/members/demo-3?period=week&role=prosumer');
    fireEvent.keyDown(await sheet(), { key: 'Escape' });
    await waitFor(() => expect(address()).toBe('/members?period=week&role=prosumer'));
  });

  it('says what happened when there is no such member', async () => {
    show('/members/nobody?period=week');
    expect(await within(await sheet()).findByRole('alert')).toBeDefined();
  });
});
