// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { OutboxPanel } from '#renderer/pages/marketplace/outbox/outbox-panel.tsx';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { WhenOpen } from './fields.tsx';

const SLOT = Date.UTC(2026, 6, 22, 12, 15);

const offer: OutboxItem = {
  id: 'command-1',
  kind: 'offer',
  state: 'waiting',
  createdAt: NOON - 3 * MINUTE,
  changedAt: NOON - 3 * MINUTE,
  anonymizedId: 'House A17',
  type: 'buy',
  quantityWh: 2000,
  price: 185_000,
  windowStart: SLOT,
  windowEnd: SLOT + 15 * MINUTE,
  counterparty: null,
  problem: null,
  attempts: 0,
  nextAttemptAt: null,
  theirs: null,
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

function show(options: FakeOptions): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <OutboxPanel />
      </WhenOpen>
    </ModalsProvider>,
    { communities: [demoCommunity(NOON)], ...options },
  );
}

const showItems = (...items: OutboxItem[]) => show({ answers: { 'outbox.list': items } });

const textOf = (element: Element) => element.textContent.replaceAll('\u00a0', ' ');
const cellsOf = (row: HTMLElement) => [...row.children].map(textOf);
const rows = async () =>
  within(await screen.findByRole('table'))
    .getAllByRole('row')
    .slice(1);

describe('the outbox', () => {
  it('without decisions is one line that says what will be here', async () => {
    show({});
    expect(
      await screen.findByText(
        /The outbox is empty: offers you place and take, rules you change and settlements you decide appear here/,
      ),
    ).toBeDefined();
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('says how many decisions wait, and what they wait for', async () => {
    showItems(offer, { ...offer, id: 'command-2' }, { ...offer, id: 'command-3', state: 'sent' });
    expect(await screen.findByRole('region', { name: '2 decisions waiting to be sent' })).toBeDefined();
    expect(screen.getByText(/sent in this order when the console is connected to a hub/)).toBeDefined();
  });

  it('says of each for whom, what, when, how far and since when', async () => {
    showItems(offer);
    expect(cellsOf((await rows())[0])).toEqual([
      'House A17',
      'offers to buy up to 2.000 kWh for at most 0.1850 €/kWh',
      '22 Jul, 14:15–14:30',
      'waiting to be sent',
      '3 minutes ago',
      'Withdraw',
    ]);
  });

  it.each([
    [{ type: 'sell', price: null }, 'offers to sell up to 2.000 kWh at any price'],
    [{ kind: 'trade', counterparty: 'House B07' }, 'buys 2.000 kWh from House B07 at 0.1850 €/kWh'],
    [{ kind: 'trade', type: 'sell', counterparty: null }, 'sells 2.000 kWh to A member held back at 0.1850 €/kWh'],
  ] as const)('%j reads: %s', async (change, words) => {
    showItems({ ...offer, ...change });
    expect(cellsOf((await rows())[0])[1]).toBe(words);
  });

  it('tells why the hub refused, and what to do', async () => {
    const problem = { code: 'OFFER_TAKEN', message: '', remedy: '', retryable: false, correlationId: '' } as const;
    showItems({ ...offer, state: 'refused', problem });
    const [row, below] = await rows();
    expect(cellsOf(row)[3]).toBe('refused by the hub');
    expect(textOf(below)).toMatch(/^Someone else was faster: .* Nothing was traded .* Choose another offer/);
    expect(within(row).queryByRole('button', { name: /^Withdraw/ })).toBeNull();
  });

  it('keeps what is done out of the way until it is wanted', async () => {
    showItems(
      offer,
      { ...offer, id: 'command-2', state: 'withdrawn' },
      { ...offer, id: 'command-3', state: 'accepted' },
    );
    expect(await rows()).toHaveLength(1);
    fireEvent.click(screen.getByText('Show 2 that are done'));
    expect((await rows()).map((row) => cellsOf(row)[3])).toEqual([
      'waiting to be sent',
      'withdrawn before it was sent',
      'accepted by the hub',
    ]);
  });

  it('that cannot be read says so and can be asked again', async () => {
    show({ failing: { 'outbox.list': { code: 'INTERNAL' } } });
    expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
    expect(screen.getByText('Try again')).toBeDefined();
  });
});

describe('withdrawing', () => {
  it('states what it does, and then takes the decision back', async () => {
    const { bridge } = show({});
    await screen.findByText(/The outbox is empty/);
    const placed = await bridge.invoke('market.placeOffer', {
      communityId: 'demo',
      offer: {
        memberId: 'demo-3',
        type: 'buy',
        quantityWh: 500,
        price: 50_000,
        windowStart: SLOT,
        windowEnd: SLOT + 15 * MINUTE,
      },
      key: crypto.randomUUID(),
    });
    expect(placed.ok).toBe(true);
    expect(await screen.findByRole('region', { name: '1 decision waiting to be sent' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: /^Withdraw: House C01 offers to buy/ }));
    expect(
      await screen.findByText(/It is never sent. What it holds back of the buyer’s account is free again/),
    ).toBeDefined();
    fireEvent.click(screen.getByText('Withdraw it'));
    expect(await screen.findByText('The decision is withdrawn and will not be sent.')).toBeDefined();
    expect(await screen.findByText('Show 1 that is done')).toBeDefined();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('can be left alone', async () => {
    const { bridge } = showItems(offer);
    fireEvent.click(await screen.findByText('Withdraw'));
    fireEvent.click(await screen.findByText('Keep it waiting'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(bridge.calls.some(({ method }) => method === 'outbox.withdraw')).toBe(false);
  });

  it('what was sent in the meantime says that it is too late', async () => {
    show({
      answers: { 'outbox.list': [offer] },
      failing: { 'outbox.withdraw': { code: 'VERSION_CONFLICT' } },
    });
    fireEvent.click(await screen.findByText('Withdraw'));
    fireEvent.click(await screen.findByText('Withdraw it'));
    expect((await screen.findByRole('alert')).textContent).toContain('Someone else changed this in the meantime');
  });
});
