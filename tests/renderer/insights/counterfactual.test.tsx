// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counterfactual } from '#shared/contract/counterfactual-records.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeCounterfactual } from '#renderer/bridge/fake/counterfactual.ts';
import { CounterfactualView } from '#renderer/pages/insights/counterfactual/counterfactual-view.tsx';
import { chartNamed } from '../charts/fake-echarts.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

const MEMBERS = 24;
const community = { ...demoCommunity(NOON), memberCount: MEMBERS };
const WEEK = '/insights/counterfactual?period=2026-07-13..2026-07-19';
const week = { from: Date.UTC(2026, 6, 12, 22), to: Date.UTC(2026, 6, 19, 22) };
const found = fakeCounterfactual(community, week);

const replay: Task = {
  id: 'replay',
  kind: 'counterfactual',
  subject: community.name,
  communityId: community.id,
  state: 'done',
  done: 672,
  total: 672,
  unit: 'slots',
  startedAt: NOON,
  remainingMs: 0,
  problem: null,
  outcome: {},
};

beforeEach(() => {
  // The list shows as many rows as fit its height, and in jsdom nothing has one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(80);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function View() {
  return useCommunityOrNull() === null ? null : <CounterfactualView />;
}

function show(options: FakeOptions = {}, at = WEEK): RenderedWindow {
  return renderInWindow(<View />, { communities: [community], ...options }, at);
}

/** The page of a week that was replayed. */
async function replayed(change: Partial<Counterfactual> = {}, at = WEEK): Promise<RenderedWindow> {
  const rendered = show({ tasks: [replay], answers: { 'insights.counterfactualResult': { ...found, ...change } } }, at);
  await screen.findByText('Can the replay be trusted?');
  return rendered;
}

const table = () => screen.getByRole('table', { name: 'The community under each mechanism' });
const textsOf = (elements: readonly HTMLElement[]) => elements.map(({ textContent }) => textContent);

describe('a replay', () => {
  it('is started from the page, goes on by itself, and is found again', async () => {
    const { bridge } = show();
    expect(await screen.findByText(/^Not replayed yet: /)).toBeTruthy();
    fireEvent.click(screen.getByText('Replay this period'));
    expect(await screen.findByText(`Replaying ${community.name} under other mechanisms`)).toBeTruthy();
    expect(await screen.findByText('Replay again')).toBeTruthy();
    expect(bridge.calls).toContainEqual({
      method: 'insights.counterfactual',
      input: { communityId: community.id, range: week },
    });
  });

  it('of another period is not taken for one of this', async () => {
    show(
      { tasks: [replay], answers: { 'insights.counterfactualResult': found } },
      '/insights/counterfactual?period=2026-07-13..2026-07-18',
    );
    expect(await screen.findByText(/^Not replayed yet: /)).toBeTruthy();
  });

  it('says so when it does not reproduce the ledger, with both sides to the micro-unit', async () => {
    const { reproduction } = found;
    await replayed({
      reproduction: {
        ...reproduction,
        isExact: false,
        differingMembers: 2,
        replayedAmount: reproduction.ledgerAmount! + 1,
      },
    });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toMatch(
      /differs from the ledger for 2 members\..*In the ledger: .*€[\d,]+\.\d{6}\. Replayed/,
    );
    expect(within(alert).getByText('Verify the clearings in the marketplace')).toBeTruthy();
  });

  it('of a community that is too small shows no figure of its members', async () => {
    await replayed({ members: [] });
    expect(screen.getByText('Too few members to show')).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('the comparison', () => {
  it('has up to three scenarios beside what was, keeps them in the address, and refuses a fourth in words', async () => {
    const { address } = await replayed();
    expect(screen.getByText(/gives the ledger to the micro-unit: [\d,]+ trades, .*kWh, €[\d,.]+\.$/)).toBeTruthy();
    fireEvent.click(screen.getByLabelText(/^Supply-demand ratio/));
    expect(address()).toContain('with=pay-as-bid%2Cmid-market-rate%2Csupply-demand-ratio');
    fireEvent.click(screen.getByLabelText(/^Retail only/));
    expect(screen.getByText('At most 3 can stand side by side. Take one away to see “Retail only”.')).toBeTruthy();
    expect(textsOf([...table().querySelectorAll<HTMLElement>('thead th')]).slice(1)).toEqual([
      'As it wasOne price for all',
      'Pay as bid, cheapest first',
      'Mid-market rate',
      'Supply-demand ratio',
    ]);
  });

  it('has every figure with its signed difference from what was', async () => {
    await replayed();
    const row = within(table()).getByText('Saved by all members together').closest('tr')!;
    const [actual, payAsBid] = textsOf([...row.querySelectorAll('td')]);
    expect(actual).toMatch(/^€[\d.,]+$/);
    expect(payAsBid).toMatch(/^€[\d.,]+[+−]€[\d.,]+$/);
  });

  it('says in a word what may not be shown', async () => {
    await replayed({
      scenarios: found.scenarios.map((one) => ({
        ...one,
        spread: { ...one.spread, withheld: 'one-member', total: null },
      })),
    });
    const row = within(table()).getByText('Jain index of savings').closest('tr')!;
    expect(textsOf([...row.querySelectorAll('td')])).toEqual(['withheld', 'withheld', 'withheld']);
    expect(screen.queryByText(/Together members would have saved/)).toBeNull();
  });

  it('draws what buyers pay, and what sellers receive on demand', async () => {
    await replayed();
    const lines = () =>
      (chartNamed('Price under each mechanism').option.series as { id: string }[]).map(({ id }) => id);
    expect(lines()).toEqual(['feedIn', 'retail', 'actual-buy', 'pay-as-bid-buy', 'mid-market-rate-buy']);
    fireEvent.click(screen.getByText('Sellers receive'));
    await waitFor(() => expect(lines()).toContain('mid-market-rate-sell'));
  });
});

describe('the members', () => {
  it('begin with who gains most, with who loses most at a click, and are saved as they are', async () => {
    const { address, bridge } = await replayed();
    const grid = screen.getByRole('grid', { name: 'Who would have saved more, who less' });
    const firstChange = () => grid.querySelector('[data-column="change"]')?.textContent;
    expect(firstChange()).toMatch(/^\+/);
    fireEvent.click(screen.getByText('Who loses most'));
    expect(address()).toContain('order=asc');
    await waitFor(() => expect(firstChange()).toMatch(/^−/));
    fireEvent.click(screen.getByText('Save as CSV'));
    await screen.findByText(/what-if-members_2026-07-13_2026-07-19\.csv/);
    const { content } = bridge.calls.find(({ method }) => method === 'files.save')!.input as { content: string };
    const [head, ...rows] = content.trimEnd().split('\r\n');
    expect(head).toContain('"Change, Mid-market rate (€)"');
    expect(rows).toHaveLength(MEMBERS);
  });
});

describe('a saved scenario', () => {
  it('brings back its period and its scenarios, and replays what is not known yet', async () => {
    const views = { 'insights.whatif.June': '2026-06-01..2026-06-07\nretail-only\ndemo' };
    const { address, bridge } = show({ preferences: { views } });
    fireEvent.click(await screen.findByLabelText('Saved scenarios'));
    fireEvent.click(await screen.findByText('June'));
    await waitFor(() => expect(address()).toContain('period=2026-06-01..2026-06-07&with=retail-only'));
    expect(bridge.calls).toContainEqual({
      method: 'insights.counterfactual',
      input: { communityId: 'demo', range: { from: Date.UTC(2026, 4, 31, 22), to: Date.UTC(2026, 5, 7, 22) } },
    });
    expect(await screen.findByText('Replay again')).toBeTruthy();
  });
});
