// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { caseDecisions } from '#renderer/bridge/fake/case-decisions.ts';
import type { FakeDecision } from '#renderer/bridge/fake/decisions.ts';
import { hubScenarios } from '#renderer/bridge/fake/hub-scenarios.ts';
import { connectedStatus } from '#renderer/bridge/fake/sync.ts';
import { OutboxPanel } from '#renderer/pages/marketplace/outbox/outbox-panel.tsx';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { WhenOpen } from './fields.tsx';

const [waiting, conflict] = caseDecisions(NOON);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function show(decision: FakeDecision, options = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <OutboxPanel />
      </WhenOpen>
    </ModalsProvider>,
    { ...hubScenarios(NOON)['hub-case-conflict'], decisions: [decision], ...options },
  );
}

const changed = (change: Partial<OutboxSettlement>): FakeDecision => ({
  ...waiting,
  item: { ...waiting.item, ...change },
});
const textOf = (element: Element | null) => (element?.textContent ?? '').replaceAll('\u00a0', ' ');
const { counterparty } = waiting.item;

describe('a decision about a failed trade', () => {
  it.each([
    { words: `settle the trade with ${counterparty} once more, as agreed`, change: {} },
    {
      words: `approve: settle the trade with ${counterparty} for the metered 0.500 kWh`,
      change: { action: 'approve', resolution: { kind: 'adjust', quantityWh: 500 } } as const,
    },
    {
      words: `reject: void the trade with ${counterparty}`,
      change: { action: 'reject', resolution: { kind: 'void' } } as const,
    },
    {
      words: `mark the trade with ${counterparty} as paid by hand (Booking 17)`,
      change: { resolution: { kind: 'by-hand', evidence: 'Seen on the statement', reference: 'Booking 17' } } as const,
    },
  ])('reads: $words', async ({ words, change }) => {
    show(changed(change));
    expect(await screen.findByText(words)).toBeDefined();
  });

  it('says which trade it is about, the money, why, and leads to its case', async () => {
    show(waiting);
    const link = await screen.findByRole('link', { name: 'Open the case' });
    const { executedAt, tradeId } = waiting.item;
    expect(link.getAttribute('href')).toContain(`/settlements/case/${executedAt}/${tradeId}`);
    expect(textOf(link.closest('p'))).toMatch(/^Traded: [\d.]+ kWh for €[\d.]+\.Why: The reading came in this morning/);
  });

  it('can be withdrawn while it waits, and says that the case stays as it is', async () => {
    show(waiting);
    fireEvent.click(await screen.findByRole('button', { name: /^Withdraw: House/ }));
    expect(await screen.findByText(/the case stays as it is/)).toBeDefined();
  });
});

describe('a case that was decided here and at the hub', () => {
  it('shows the trade and its steps as this desk has them beside those of the hub', async () => {
    show(conflict);
    const ours = await screen.findByRole('group', { name: 'As this desk has it' });
    const theirs = screen.getByRole('group', { name: 'As the hub has it now' });
    const steps = (version: HTMLElement) => within(version).getAllByRole('listitem').map(textOf);
    expect(textOf(ours)).toContain('failed: meter reading late');
    expect(steps(ours)).toHaveLength(1);
    expect(textOf(theirs)).toContain('Energy0.060 kWh');
    expect(steps(theirs)[1]).toMatch(
      /^Proposed: settle 0\.060 kWh, as meteredAda Berger · .*“The meter shows less than was sold\.”$/,
    );
    expect(steps(theirs)[3]).toMatch(/^Done: settle 0\.060 kWh.*Before: [\d.]+ kWh for €[\d.]+\.$/);
  });

  it('of which the hub says nothing more says so', async () => {
    show({ ...conflict, item: { ...conflict.item, theirs: null } });
    expect(textOf(await screen.findByRole('group', { name: 'As the hub has it now' }))).toContain(
      'The hub does not say what it has.',
    );
  });

  it('is decided again on what the hub has now', async () => {
    const { bridge } = show(conflict);
    fireEvent.click(await screen.findByRole('button', { name: /^Decide again: House/ }));
    fireEvent.click(await screen.findByText('Decide it again'));
    expect(await screen.findByRole('region', { name: '1 decision waiting to be sent' })).toBeDefined();
    const [{ item }] = bridge.state.decisions;
    expect(item).toMatchObject({ kind: 'settlement', state: 'waiting', ours: { version: 3 }, theirs: null });
  });

  it('is dismissed, which leaves it to the hub', async () => {
    show(conflict);
    fireEvent.click(await screen.findByRole('button', { name: /^Dismiss: House/ }));
    fireEvent.click(await screen.findByText('Dismiss it'));
    expect(await screen.findByText(/The outbox is empty/)).toBeDefined();
  });

  it('is decided again by admins only', async () => {
    const { connection } = connectedStatus(NOON);
    show(conflict, { sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'manager' } }) });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Decide again: House/ }).getAttribute('aria-disabled')).toBe('true'),
    );
    expect(screen.getByRole('button', { name: /^Dismiss: House/ }).getAttribute('aria-disabled')).not.toBe('true');
  });
});
