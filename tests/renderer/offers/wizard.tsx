import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeMembers } from '#renderer/bridge/fake/members.ts';
import { openOfferWizard } from '#renderer/pages/marketplace/offer-wizard/open-offer-wizard.tsx';
import type { OfferProposal } from '#renderer/pages/marketplace/offer-wizard/read-offer.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { fieldOf, messageOf, WhenOpen } from './fields.tsx';

const community = demoCommunity(NOON);
export const members = fakeMembers(community, { from: NOON - 15 * MINUTE, to: NOON });
/** An active consumer. */
export const buyer = members.findLast(({ role, isActive }) => role === 'consumer' && isActive)!;

/** Every test of the file begins with the same clock and leaves nothing behind. */
export function atNoon(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
  });
  afterEach(() => {
    cleanup();
    notifications.clean();
    vi.useRealTimers();
  });
}

/** Opens the wizard, by default for the buyer. */
export async function open(proposal: OfferProposal = { memberId: buyer.id }, options: FakeOptions = {}) {
  const rendered = renderInWindow(
    <ModalsProvider>
      <WhenOpen>
        <button onClick={() => openOfferWizard(proposal)}>open</button>
      </WhenOpen>
    </ModalsProvider>,
    { communities: [community], ...options },
  );
  fireEvent.click(await screen.findByText('open'));
  await screen.findByText(options.preferences?.language === 'de' ? 'Wirkung ansehen' : 'See what it means');
  return rendered;
}

/** Types into a field. */
export function type(label: string | RegExp, text: string): void {
  fireEvent.change(fieldOf(label), { target: { value: text } });
}

export const QUANTITY = 'Quantity in kWh';
export const PRICE = /Pay at most/;

export async function saysAt(label: string | RegExp, message: string | RegExp): Promise<void> {
  await waitFor(() => expect(messageOf(label)).toMatch(message));
}

/** Goes on to the last step. */
export const next = () => fireEvent.click(screen.getByText('See what it means'));
export const callsOf = ({ bridge }: RenderedWindow, method: string) =>
  bridge.calls.filter((call) => call.method === method);
