// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider, modals } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { createFakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { FairnessView } from '#renderer/pages/insights/fairness/fairness-view.tsx';
import type { Input, Output } from '#shared/contract/contract.ts';
import { chartNamed } from '../charts/fake-echarts.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const DAY = 86_400_000;
const WEEK_THAT_IS_OVER = '2026-07-15..2026-07-21';

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(40);
});
afterEach(() => {
  modals.closeAll();
  cleanup();
  vi.restoreAllMocks();
});

function View() {
  return useCommunityOrNull() === null ? null : <FairnessView />;
}

function show(search = '', options: FakeOptions = {}, period = 'week'): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <View />
    </ModalsProvider>,
    options,
    `/insights/fairness?period=${period}${search}`,
  );
}

const asked = ({ bridge }: RenderedWindow) =>
  bridge.calls.filter(({ method }) => method === 'insights.fairness').at(-1)?.input as Input<'insights.fairness'>;

async function figure(label: string): Promise<HTMLElement> {
  const panel = await screen.findByRole('region', { name: 'Is everybody better off?' });
  const shown = (await within(panel).findByText(label)).parentElement;
  if (shown === null) throw new Error(`There is no figure ${label}.`);
  return shown;
}

const withheld: Output<'insights.fairness'>['current'] = {
  members: 3,
  withheld: 'few-members',
  total: null,
  median: null,
  gini: null,
  giniGap: null,
  jain: null,
  worseOff: 0,
  bins: [],
  lorenz: [],
};

describe('fairness', () => {
  it('says why there is no Gini while somebody lost, and how many did', async () => {
    show();
    expect((await figure('Worse off than retail')).textContent).toMatch(/^Worse off than retail\d+/);
    const gini = await figure('Gini of savings');
    expect(gini.textContent).toContain('n/a');
    expect(gini.textContent).toContain('There is no Gini while somebody lost');
    expect(await screen.findByText('No curve for these days')).toBeDefined();
    await waitFor(() => expect(chartNamed('Who saved how much')).toBeDefined());
    expect(screen.getByText('Lost')).toBeDefined();
  });

  it('of prosumers, of whom nobody lost, tells Gini and Lorenz curve, and how they changed', async () => {
    const rendered = show('&group=prosumer', {}, WEEK_THAT_IS_OVER);
    expect((await figure('Gini of savings')).textContent).toMatch(/0\.\d{3}[+−]?0\.\d{3} against /);
    await waitFor(() => expect(chartNamed('How evenly it is spread')).toBeDefined());
    const { group, range, compareWith } = asked(rendered);
    expect(group).toBe('prosumer');
    expect(compareWith?.from).toBeLessThan(range.from);
  });

  it('withholds what would show one of a few, and says why', async () => {
    show('', { answers: { 'insights.fairness': { current: withheld, previous: null } } });
    expect(await screen.findAllByText('Withheld: fewer than 5 members traded')).toHaveLength(3);
    expect(screen.queryByText('Jain index')).toBeNull();
  });

  it('while the last day is not over compares what all saved with what the Overview does, and nothing else', async () => {
    const range = { from: NOON - 7 * DAY, to: NOON };
    const answer = await createFakeBridge({ now: NOON }).invoke('stats.indicators', {
      communityId: 'demo',
      range,
      compareWith: range,
    });
    if (!answer.ok) throw new Error('The fake bridge gave no indicators.');
    const { value } = answer;
    const previous = { ...value.previous!, savings: { value: 4_000_000, withheldDays: 0, reason: null } };
    const spread = { ...withheld, members: 9, withheld: null, total: 9_000_000, median: 800_000, jain: 0.8 };
    const answers = {
      'insights.fairness': { current: spread, previous: spread },
      'stats.indicators': { ...value, previous },
    };
    show('', { answers });
    expect((await figure('Saved by all')).textContent).toMatch(/€9\.00\+€5\.00 against/);
    expect(screen.getAllByText(/ against 9/)).toHaveLength(1);
    expect(screen.getByText(/^How it is spread is known of whole days:/)).toBeDefined();
  });

  it('says that the period before is withheld', async () => {
    const spread = { ...withheld, members: 9, withheld: null, total: 9_000_000, median: 800_000, jain: 0.8 };
    show('', { answers: { 'insights.fairness': { current: spread, previous: withheld } } }, WEEK_THAT_IS_OVER);
    expect((await figure('Saved by all')).textContent).toMatch(/€9\.00.*: withheld/);
  });
});

describe('the never-worse monitor', () => {
  const rows = async (): Promise<HTMLElement> => screen.findByRole('grid', { name: 'Members who lost against retail' });

  it('lists who lost over 30 days, and by what most', async () => {
    show();
    const [, first] = within(await rows()).getAllByRole('row');
    expect(
      within(first)
        .getAllByRole('gridcell')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'House A06',
      '−1.3359',
      '88 of 123',
      'Its buy rule allows up to 0.3450\u00a0€/kWh, above retail (0.3120\u00a0€/kWh).',
    ]);
  });

  it('says so when nobody lost, and how many were not looked at', async () => {
    show('', {
      answers: { 'insights.losses': { range: { from: 0, to: 1 }, traders: 142, membersLeftOut: 1, members: [] } },
    });
    expect(
      await screen.findByText(
        /^None of the 142 members who traded is worse off than with the grid alone\. 1 member who traded was not looked at/,
      ),
    ).toBeDefined();
  });

  it('opens why a member lost, with the smallest change and the ways to rule, trades and member', async () => {
    const { address } = show();
    fireEvent.click(within(await rows()).getAllByRole('row')[1]);
    const sheet = await screen.findByRole('dialog', { name: /loss against retail/ });
    expect(address()).toContain('loser=demo-16');
    expect(
      await within(sheet).findByText('Lower the limit of its buy rule from 0.3450 €/kWh to 0.3100 €/kWh.'),
    ).toBeDefined();
    expect(within(sheet).getByText('This alone would have been enough.')).toBeDefined();
    const hrefOf = (name: string) => within(sheet).getAllByRole('link', { name })[0].getAttribute('href');
    expect(hrefOf('The member')).toBe('/members/demo-16?period=week');
    expect(hrefOf('The rule, version 2')).toBe('/rules/demo-16-rule?period=week');
    expect(hrefOf('Trades in the ledger, dearest first')).toBe(
      '/ledger?period=2026-06-23..2026-07-22&member=demo-16&side=buyer&rule=demo-16-rule&sort=price',
    );
    const mechanisms = within(sheet).getByRole('table');
    expect(within(mechanisms).getByRole('row', { name: /Mid-market rate/ }).textContent).toContain('+2.45');
  });

  it('opens the editor with the changed limit', async () => {
    show('&loser=demo-16');
    fireEvent.click(await screen.findByRole('button', { name: 'Open the rule with this limit' }));
    expect(await screen.findByDisplayValue('0.3100')).toBeDefined();
  });

  it('says when no limit would have helped', async () => {
    show('&loser=demo-20', {
      answers: {
        'insights.lossAdvice': { range: { from: 0, to: 1 }, savings: -1, changes: [], together: null, mechanisms: [] },
      },
    });
    expect(await screen.findByText('No limit would have helped, short of not trading at all.')).toBeDefined();
  });
});
