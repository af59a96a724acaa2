// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TopBar } from '#renderer/app/top-bar/top-bar.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { conflictingDecisions, type FakeDecision } from '#renderer/bridge/fake/decisions.ts';
import { hubScenarios } from '#renderer/bridge/fake/hub-scenarios.ts';
import { connectedStatus, fakeProblem, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { OutboxPanel } from '#renderer/pages/marketplace/outbox/outbox-panel.tsx';
import type { OutboxOffer } from '#shared/contract/outbox.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { WhenOpen } from './fields.tsx';

const [conflict, refused] = conflictingDecisions(NOON);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function show(decisions: readonly FakeDecision[], options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <OutboxPanel />
      </WhenOpen>
    </ModalsProvider>,
    {
      session: { state: 'unlocked' },
      communities: [hubCommunity(NOON)],
      decisions,
      sync: connectedStatus(NOON, {
        state: 'outbox',
        outbox: { waiting: 0, needsPerson: decisions.length, failing: null },
      }),
      ...options,
    },
  );
}

const changed = (decision: FakeDecision<OutboxOffer>, change: Partial<OutboxOffer>): FakeDecision => ({
  ...decision,
  item: { ...decision.item, ...change },
});
const factsOf = (group: HTMLElement): string[] =>
  within(group)
    .getAllByRole('term')
    .map(({ textContent, nextElementSibling }) =>
      `${textContent}: ${nextElementSibling?.textContent}`.replaceAll('\u00a0', ' '),
    );
const decidedTo = (bridge: RenderedWindow['bridge'], wanted: string): unknown[] =>
  bridge.calls.filter(({ method }) => method === wanted).map(({ input }) => input);

describe('a decision that the hub did not carry out', () => {
  it('is counted, and the panel says how the hub is dealt with', async () => {
    show([conflict, refused]);
    expect(await screen.findByRole('region', { name: '2 decisions need you' })).toBeDefined();
    expect(await screen.findByText(/What the hub refuses stays here until you have decided/)).toBeDefined();
  });

  it('is brought into view from the status at the top, each time', async () => {
    const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView');
    renderInWindow(
      <ModalsProvider>
        <TopBar />
        <WhenOpen>
          <OutboxPanel />
        </WhenOpen>
      </ModalsProvider>,
      hubScenarios(NOON)['hub-conflict'],
    );
    const outbox = await screen.findByRole('region', { name: '2 decisions need you' });
    for (const times of [1, 2]) {
      fireEvent.click(screen.getByRole('button', { name: '2 decisions need you' }));
      fireEvent.click(await screen.findByRole('button', { name: 'See the outbox' }));
      await waitFor(() =>
        expect(scrolled.mock.contexts.filter((element) => (element as HTMLElement).contains(outbox))).toHaveLength(
          times,
        ),
      );
    }
  });

  it('in conflict shows both versions side by side', async () => {
    show([conflict]);
    expect(factsOf(await screen.findByRole('group', { name: 'Yours' }))).toEqual([
      'Quantity: 0.900 kWh',
      'Price: 0.1450 €/kWh',
      'Time: 22 Jul, 14:15–14:30',
    ]);
    expect(factsOf(screen.getByRole('group', { name: 'The offer at the hub' }))).toEqual([
      'Status: active',
      'Left: 0.200 kWh of 1.200 kWh',
      'Price: 0.1450 €/kWh',
    ]);
  });

  it('in conflict with an offer that the hub does not have says so', async () => {
    show([changed(conflict, { theirs: null })]);
    expect((await screen.findByRole('group', { name: 'The offer at the hub' })).textContent).toContain(
      'The hub has no such offer.',
    );
  });

  it('is dismissed after it was said what that means', async () => {
    const { bridge } = show([refused]);
    fireEvent.click(await screen.findByRole('button', { name: /^Dismiss: House C01 offers to sell/ }));
    expect(await screen.findByText(/It was not carried out and will not be/)).toBeDefined();
    expect(decidedTo(bridge, 'outbox.dismiss')).toEqual([]);
    fireEvent.click(screen.getByText('Dismiss it'));
    expect(await screen.findByText(/The outbox is empty/)).toBeDefined();
    expect(bridge.state.sync.state).toBe('up-to-date');
  });

  it('is decided once more with a key of its own, the same for every press of one dialog', async () => {
    const { bridge } = show([conflict], { failing: { 'outbox.retry': { code: 'ENGINE_GONE' } } });
    const again = async () =>
      fireEvent.click(await screen.findByRole('button', { name: /^Try again: House A17 buys/ }));
    await again();
    fireEvent.click(await screen.findByText('Decide it again'));
    await screen.findByRole('alert');
    fireEvent.click(screen.getByText('Decide it again'));
    await waitFor(() => expect(decidedTo(bridge, 'outbox.retry')).toHaveLength(2));
    fireEvent.click(screen.getByText('Decide nothing'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await again();
    fireEvent.click(await screen.findByText('Decide it again'));
    await waitFor(() => expect(decidedTo(bridge, 'outbox.retry')).toHaveLength(3));
    const keys = decidedTo(bridge, 'outbox.retry').map((input) => (input as { key: string }).key);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('waits again when the check allows it', async () => {
    const { bridge } = show([changed(refused, { type: 'buy', price: 50_000 })]);
    fireEvent.click(await screen.findByRole('button', { name: /^Try again: House C01/ }));
    fireEvent.click(await screen.findByText('Decide it again'));
    expect(await screen.findByRole('region', { name: '1 decision waiting to be sent' })).toBeDefined();
    expect(bridge.state.decisions.map(({ item }) => item.state)).toEqual(['waiting']);
  });

  it('stays, with the reason, when the check says no', async () => {
    const { bridge } = show([conflict], { failing: { 'outbox.retry': { code: 'INSUFFICIENT_BALANCE' } } });
    fireEvent.click(await screen.findByRole('button', { name: /^Try again: House A17/ }));
    fireEvent.click(await screen.findByText('Decide it again'));
    expect((await screen.findByRole('alert')).textContent).toContain('The member’s account does not cover this');
    expect(bridge.state.decisions).toHaveLength(1);
  });

  it('is left to managers', async () => {
    const { connection } = connectedStatus(NOON);
    const { bridge } = show([refused], {
      sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'auditor' } }),
    });
    const button = await screen.findByRole('button', { name: /^Dismiss: House C01/ });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Dismiss: House C01/ }).getAttribute('aria-disabled')).toBe('true'),
    );
    fireEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(decidedTo(bridge, 'outbox.dismiss')).toEqual([]);
  });
});

describe('a decision on its way', () => {
  it('says how often sending it failed, why, and when the next attempt is due', async () => {
    show([
      changed(refused, {
        state: 'sent',
        attempts: 3,
        nextAttemptAt: NOON + 5 * MINUTE,
        problem: fakeProblem('HUB_REFUSED'),
      }),
    ]);
    const [, row, below] = await screen.findAllByRole('row');
    expect(row.textContent).toContain('sent, no answer yet');
    expect(below.textContent).toContain('3 attempts to send it failed. The next one is due at 14:07.');
    expect(below.textContent).toContain('The community hub refused the request.');
    expect(within(row).queryByRole('button')).toBeNull();
  });
});
