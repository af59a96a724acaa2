// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { RulesBadge } from '#renderer/app/rules-badge.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { ruleDecisions } from '#renderer/bridge/fake/decisions.ts';
import { connectedStatus, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import RulesPage from '#renderer/pages/rules/page.tsx';
import { NOON, renderInWindow } from '../render.tsx';

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(44);
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.restoreAllMocks();
});

function WhenOpen() {
  return useCommunityOrNull() === null ? null : <RulesPage />;
}

function show(at = '/rules?period=week', options: FakeOptions = {}) {
  return renderInWindow(
    <ModalsProvider>
      <RulesBadge />
      <Routes>
        <Route path="/rules/*" element={<WhenOpen />} />
        <Route path="/marketplace" element={<p>the marketplace</p>} />
      </Routes>
    </ModalsProvider>,
    options,
    at,
  );
}

const withHub: FakeOptions = {
  session: { state: 'unlocked' },
  communities: [hubCommunity(NOON)],
  sync: connectedStatus(NOON),
  decisions: ruleDecisions(NOON),
};
const asViewer: FakeOptions = {
  ...withHub,
  sync: { ...connectedStatus(NOON), connection: { ...connectedStatus(NOON).connection!, role: 'viewer' } },
};

/** Only the first member's rule: rows are slow to ask for in jsdom. */
const FIRST = '/rules?q=House A01';

const grid = () => screen.findByRole('grid', { name: 'Rules' });
async function rows(): Promise<HTMLElement[]> {
  const [, ...found] = within(await grid()).getAllByRole('row');
  return found;
}
const rowOf = async (name: string) => (await rows()).find((row) => row.textContent.startsWith(name))!;
const switchOf = (row: HTMLElement) => within(row).getByRole<HTMLInputElement>('switch');
const sheet = () => screen.findByRole('dialog');

describe('the list of rules', () => {
  it('says how many rules there are and how many are off, with the units in the head', async () => {
    show();
    expect(await screen.findByText('27 rules, 4 off')).toBeDefined();
    const heads = within(await grid()).getAllByRole('columnheader');
    expect(heads.map(({ textContent }) => textContent)).toEqual([
      'Member',
      'Does',
      'Limit€/kWh',
      'At mostkWh',
      'Charge%',
      'Week',
      'Last match',
      'Conflicts',
      'On',
    ]);
    const cells = within((await rows())[0]).getAllByRole('gridcell');
    expect(cells.slice(0, 5).map(({ textContent }) => textContent)).toEqual([
      'House A01',
      'buys',
      '0.2400',
      'all',
      '–',
    ]);
    expect(within(cells[5]).getByRole('img').getAttribute('aria-label')).toBe('every day 18:00–07:00 (next day)');
  });

  it('counts in the navigation what needs a look, and the filter leaves just that', async () => {
    show('/rules?period=week&conflicts=yes&q=B0');
    expect(await screen.findByText('7 rules with warnings')).toBeDefined();
    expect(await screen.findByText('5 of 27 rules')).toBeDefined();
    expect((await rowOf('House B02')).textContent).toContain('1 warning');
  });

  it('marks what waits to be sent', async () => {
    show('/rules?period=week&waiting=yes', withHub);
    await screen.findByText('2 of 28 rules');
    expect((await rows()).every((row) => row.textContent.includes('waiting to be sent'))).toBe(true);
  });

  it('writes its filters and its order into the address', async () => {
    const { address } = show('/rules?period=week&q=a01');
    fireEvent.change(await screen.findByRole('textbox', { name: /Find a member/ }), { target: { value: 'b05' } });
    fireEvent.click(screen.getByRole('checkbox', { name: /With warnings/ }));
    fireEvent.click(within(await grid()).getByRole('button', { name: /Last match/ }));
    expect(address()).toBe('/rules?period=week&q=b05&conflicts=yes&sort=lastMatch&order=desc');
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/rules?period=week&sort=lastMatch&order=desc');
  });

  it('opens the sheet with Enter, and leaves the search with the arrow down', async () => {
    const { address } = show();
    const search = await screen.findByRole('textbox', { name: /Find a member/ });
    fireEvent.keyDown(document.documentElement, { key: '/' });
    expect(document.activeElement).toBe(search);
    fireEvent.keyDown(search, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(await grid());
    fireEvent.keyDown(await grid(), { key: 'ArrowDown' });
    fireEvent.keyDown(await grid(), { key: 'Enter' });
    expect(address()).toBe('/rules/demo-4-rule?period=week');
  });

  it('has a next step when there are no rules', async () => {
    show('/rules', { answers: { 'rules.list': [] } });
    expect(await screen.findByText('No rules yet')).toBeDefined();
    expect(screen.getByRole('button', { name: 'New rule from a template…' })).toBeDefined();
  });

  it('leads to the audit and back, with the period', async () => {
    const { address } = show(`${FIRST}&period=week`);
    fireEvent.click(await screen.findByRole('link', { name: 'Audit' }));
    expect(address()).toBe('/rules/audit?period=week');
    expect(screen.queryByRole('button', { name: 'New rule' })).toBeNull();
    fireEvent.click(screen.getByRole('link', { name: 'Rules' }));
    expect(address()).toBe('/rules?period=week');
  });
});

describe('the switch of a rule', () => {
  it('moves at once, and the rule then waits to be sent', async () => {
    const { bridge } = show(FIRST);
    const row = await rowOf('House A01');
    fireEvent.click(switchOf(row));
    await waitFor(() => expect(switchOf(row).checked).toBe(false));
    expect(await within(row).findByText('waiting to be sent')).toBeDefined();
    expect(bridge.calls.find(({ method }) => method === 'rules.setEnabled')?.input).toMatchObject({
      ruleId: 'demo-1-rule',
      baseVersion: 1,
      isEnabled: false,
    });
  });

  it('is the space bar on the chosen row, and is said', async () => {
    show(FIRST);
    fireEvent.keyDown(await grid(), { key: ' ' });
    await waitFor(async () => expect(switchOf(await rowOf('House A01')).checked).toBe(false));
    expect(screen.getByText('The rule of House A01 is off now.')).toBeDefined();
  });

  it('goes back with a notice when it is refused', async () => {
    show(FIRST, { failing: { 'rules.setEnabled': { code: 'VERSION_CONFLICT' } } });
    const row = await rowOf('House A01');
    fireEvent.click(switchOf(row));
    expect(await screen.findByText('The rule of House A01 stays as it was')).toBeDefined();
    expect(screen.getByText(/Someone else changed this in the meantime/)).toBeDefined();
    expect(switchOf(row).checked).toBe(true);
  });

  it('says why a rule that contradicts itself stays off, and asks nobody', async () => {
    const { bridge } = show('/rules?state=off&q=A04');
    fireEvent.click(switchOf(await rowOf('House A04')));
    expect(await screen.findByText(/Its lowest price of 0\.2400.€\/kWh is above its highest/)).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'rules.setEnabled')).toBe(false);
  });

  it('stays where it is for a viewer, and says why', async () => {
    const { bridge } = show(FIRST, asViewer);
    const row = await rowOf('House A01');
    await waitFor(() => expect(switchOf(row).getAttribute('aria-disabled')).toBe('true'));
    fireEvent.click(switchOf(row));
    expect((await screen.findByRole('alert')).textContent).toContain('Needs the role manager');
    expect(switchOf(row).checked).toBe(true);
    expect(bridge.calls.some(({ method }) => method === 'rules.setEnabled')).toBe(false);
  });
});

describe('the sheet of a rule', () => {
  it('says what the rule does, its conflicts with the way to the other rule, and its limit beside the prices', async () => {
    const { address } = show('/rules/demo-2-rule-2?q=nothing');
    const dialog = within(await sheet());
    expect(await dialog.findByText(/^Sells all of the surplus at 0\.1900.€\/kWh or more\.$/)).toBeDefined();
    expect(await dialog.findByText(/At least one in ten, but fewer than half.*\(318 slots\)/)).toBeDefined();
    expect(dialog.getByText(/An earlier rule of the same member takes everything/)).toBeDefined();
    fireEvent.click(dialog.getByRole('link', { name: 'See the other rule' }));
    expect(address()).toBe('/rules/demo-2-rule?q=nothing');
  });

  it('tells every version with who, when, why and what changed, newest first', async () => {
    show('/rules/demo-5-rule?q=nothing');
    const history = within(await screen.findByRole('region', { name: 'Version history' }));
    await history.findByText('Version 3');
    const texts = history
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
      .filter((text) => text.startsWith('Version'));
    expect(texts).toEqual([
      expect.stringMatching(/^Version 3.*who is not recorded.*1\.700.kWh → 1\.200.kWh.*Why is not recorded\.$/),
      expect.stringMatching(/^Version 2.*Ada Berger.*every day, all day → Tue 02:01–02:14.*“The battery/),
      expect.stringMatching(/^Version 1.*Noah Lindt.*Sells up to 2\.20.kWh per slot.*When: every day, all day\./),
    ]);
  });

  it('puts on top what has been decided here, and leads to the outbox', async () => {
    show('/rules/own-4-rule?q=nothing', withHub);
    const dialog = within(await sheet());
    expect((await dialog.findByText('Decided here')).parentElement?.textContent).toContain('waiting to be sent');
    expect(dialog.getByText('Switched off')).toBeDefined();
    fireEvent.click(dialog.getByRole('link', { name: 'See the outbox' }));
    expect(await screen.findByText('the marketplace')).toBeDefined();
  });

  it('tells a window that cannot be read', async () => {
    show('/rules/demo-8-rule?q=nothing');
    expect(await screen.findByText(/cannot read the window “whenever the sun shines”/)).toBeDefined();
  });

  it('says when there is no such rule, and closes with Escape', async () => {
    const { address } = show('/rules/nothing?q=nothing&type=buy');
    expect(await within(await sheet()).findByText('There is no such rule here')).toBeDefined();
    fireEvent.keyDown(await sheet(), { key: 'Escape' });
    await waitFor(() => expect(address()).toBe('/rules?q=nothing&type=buy'));
  });
});
