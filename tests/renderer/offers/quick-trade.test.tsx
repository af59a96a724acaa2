// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeOffers } from '#renderer/bridge/fake/market.ts';
import { fakeMembers } from '#renderer/bridge/fake/members.ts';
import { openQuickTrade } from '#renderer/pages/marketplace/quick-trade/open-quick-trade.tsx';
import type { Output } from '#shared/contract/contract.ts';
import type { OfferRow } from '#shared/contract/market-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { fieldOf, messageOf, WhenOpen } from './fields.tsx';

const community = demoCommunity(NOON);
const members = fakeMembers(community, { from: NOON - 15 * MINUTE, to: NOON });
const { offers } = fakeOffers(
  community,
  { communityId: 'demo', range: { from: NOON, to: NOON + 15 * MINUTE }, status: 'active', limit: 500 },
  NOON,
);
const sold = offers.find(({ type, price }) => type === 'sell' && price !== null && price > 100_000)!;
const marketBid = offers.find(({ type, price }) => type === 'buy' && price === null)!;
const taker = members.find(({ id, isActive }) => isActive && id !== sold.memberId && id !== marketBid.memberId)!;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

async function open({ id }: OfferRow, options: FakeOptions = {}): Promise<RenderedWindow> {
  const rendered = renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <button onClick={() => openQuickTrade({ offerId: id })}>open</button>
      </WhenOpen>
    </ModalsProvider>,
    { communities: [community], ...options },
  );
  fireEvent.click(await screen.findByText('open'));
  await screen.findByText('Take nothing');
  return rendered;
}

async function choose(label: string, name: string): Promise<void> {
  fireEvent.change(fieldOf(label), { target: { value: name } });
  fireEvent.click(await screen.findByRole('option', { name: new RegExp(`^${name}`), hidden: true }));
}

const typeQuantity = (text: string) => fireEvent.change(fieldOf('Quantity in kWh'), { target: { value: text } });
const take = () => fireEvent.click(screen.getByRole('button', { name: 'Take the offer' }));
const commandsOf = ({ bridge }: RenderedWindow) => bridge.calls.filter(({ method }) => method === 'market.takeOffer');

async function effects(): Promise<string[]> {
  const table = await screen.findByRole('table', { name: 'What the trade does to both members' });
  return within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent).join(' | '));
}

const canTake = () =>
  waitFor(() => expect(screen.getByText('Take the offer').closest('button')).toHaveProperty('disabled', false));

describe('taking an offer', () => {
  it('begins with what the offer is and all that is left of it', async () => {
    await open(sold);
    const quantity = (sold.remainingWh / 1000).toFixed(3);
    expect(
      screen.getByText(
        new RegExp(`^${sold.anonymizedId} offers to sell ${quantity}\\skWh for at least .*between 14:15 and 14:30\\.$`),
      ),
    ).toBeDefined();
    expect(fieldOf('Quantity in kWh')).toHaveProperty('value', quantity);
    expect(document.activeElement).toBe(fieldOf('Who buys'));
    expect(screen.getByText(/Choose a member and a quantity to see/)).toBeDefined();
  });

  it('shows the effect on both members before it is confirmed', async () => {
    const answer: Output<'market.checkTrade'> = {
      problems: [],
      offer: sold,
      amount: 222_000,
      buyer: { ...account, memberId: taker.id, anonymizedId: taker.anonymizedId, availableAfter: 9_778_000 },
      seller: { ...account, memberId: sold.memberId, anonymizedId: sold.anonymizedId, availableAfter: 10_222_000 },
      buyerSavings: 152_400,
      sellerSavings: -12_300,
    };
    await open(sold, { answers: { 'market.checkTrade': answer } });
    await choose('Who buys', taker.anonymizedId);
    expect(await effects()).toEqual([
      ` | ${taker.anonymizedId}buys | ${sold.anonymizedId}sells`,
      'Amount | pays €0.2220 | receives €0.2220',
      'Available now | €10.0000 | €10.0000',
      'Available after | €9.7780 | €10.2220',
      'Against the grid | saves €0.1524 against retail | loss: earns €0.0123 less than feed-in',
    ]);
    expect(screen.getByText(/^loss/).className).toContain('loss');
    expect(
      screen.getByText(new RegExp(`This binds both: ${taker.anonymizedId} pays €0\\.2220 to ${sold.anonymizedId}\\.`)),
    ).toBeDefined();
  });

  it('without tariffs knows no savings', async () => {
    const answer: Output<'market.checkTrade'> = {
      problems: [],
      offer: sold,
      amount: 0,
      buyer: account,
      seller: account,
      buyerSavings: null,
      sellerSavings: null,
    };
    await open(sold, { answers: { 'market.checkTrade': answer } });
    await choose('Who buys', taker.anonymizedId);
    expect((await effects()).at(-1)).toBe('Against the grid | n/a, no tariffs are known | n/a, no tariffs are known');
  });

  it('puts one command into the outbox, however often the button is pressed', async () => {
    const rendered = await open(sold);
    await choose('Who buys', taker.anonymizedId);
    typeQuantity('0.1');
    await canTake();
    take();
    take();
    expect(await screen.findByText(/The offer is taken for the member/)).toBeDefined();
    expect(commandsOf(rendered)).toHaveLength(1);
    expect(commandsOf(rendered)[0].input).toMatchObject({ offerId: sold.id, memberId: taker.id, quantityWh: 100 });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('that is refused says why, what was not lost and what to do', async () => {
    await open(sold, { failing: { 'market.takeOffer': { code: 'OFFER_TAKEN' } } });
    await choose('Who buys', taker.anonymizedId);
    await canTake();
    take();
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /Someone else was faster.*Nothing was traded.*Choose another/s,
    );
  });
});

const account = {
  memberId: taker.id,
  anonymizedId: taker.anonymizedId,
  balance: 10_000_000,
  creditLimit: 0,
  reserved: 0,
  availableBefore: 10_000_000,
  availableAfter: 10_000_000,
};

describe('what is wrong', () => {
  it('without a member is said when the offer is to be taken', async () => {
    await open(sold);
    expect(messageOf('Who buys')).toBe('');
    take();
    await waitFor(() => expect(messageOf('Who buys')).toBe('Choose the member.'));
  });

  it.each([
    ['', 'Enter a quantity.'],
    ['all', /no number/],
    ['0', 'The quantity must be above zero.'],
    ['99', new RegExp(`Too large: at most ${(sold.remainingWh / 1000).toFixed(3)}\\skWh`)],
  ])('with the quantity %j is said at the field', async (text, message) => {
    await open(sold);
    typeQuantity(text);
    await waitFor(() => expect(messageOf('Quantity in kWh')).toMatch(message));
  });

  it('is the member itself: it is in the list and says why it cannot be chosen', async () => {
    await open(sold);
    fireEvent.change(fieldOf('Who buys'), { target: { value: sold.anonymizedId } });
    const option = await screen.findByRole('option', { name: new RegExp(sold.anonymizedId), hidden: true });
    expect(option.textContent).toContain('it is its own offer');
    expect(option.getAttribute('data-combobox-disabled')).toBe('true');
  });

  it('with the offer as a whole stands above the fields', async () => {
    await open(marketBid);
    expect((await screen.findByRole('alert')).textContent).toContain('no limit at which it could be taken');
    expect(fieldOf('Who sells')).toBeDefined();
  });
});
