// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import type { RenderedWindow } from '../render.tsx';
import { fieldOf, messageOf } from './fields.tsx';
import { buyer, callsOf, next, open, PRICE, QUANTITY, saysAt, type, atNoon } from './wizard.tsx';

atNoon();

describe('going on', () => {
  it('with empty fields says what is missing and puts the focus there', async () => {
    await open({});
    next();
    await saysAt('Member', 'Choose the member.');
    expect(messageOf(QUANTITY)).toContain('Enter a quantity.');
    expect(messageOf(PRICE)).toContain('Enter a limit, or choose “At any price”.');
    await waitFor(() => expect(document.activeElement).toBe(fieldOf('Member')));
    expect(screen.queryByText('Place the offer')).toBeNull();
  });

  it('states the effect on the member in one sentence, and the way back', async () => {
    await open();
    type(QUANTITY, '2');
    type(PRICE, '0.185');
    next();
    const statement = await screen.findByText(
      new RegExp(
        `^${buyer.anonymizedId} offers to buy up to 2\\.000\\skWh on Wed,? 22 Jul between 14:15 and 14:30 for at most 0\\.1850\\s€/kWh; up to €0\\.3700 of its account are held back until then\\.$`,
      ),
    );
    expect(document.activeElement).toBe(statement);
    expect(screen.getByText(/kept on this desk and sent when the console is connected to a hub/)).toBeDefined();
    expect(screen.getByText(/it can be withdrawn in the outbox/)).toBeDefined();
    fireEvent.click(screen.getByText('Change the offer'));
    expect(fieldOf(QUANTITY)).toHaveProperty('value', '2');
  });

  it('with a sell order at any price says that nothing is held back', async () => {
    await open({ memberId: buyer.id, type: 'sell' });
    type(QUANTITY, '1');
    fireEvent.click(fieldOf('At any price'));
    next();
    expect(
      await screen.findByText(/offers to sell up to .* at any price; nothing of its account is held back/),
    ).toBeDefined();
  });
});

async function confirm(options: FakeOptions = {}): Promise<RenderedWindow> {
  const rendered = await open(undefined, options);
  type(QUANTITY, '2');
  type(PRICE, '0.185');
  next();
  await waitFor(() => expect(screen.getByText('Place the offer').closest('button')).toHaveProperty('disabled', false));
  return rendered;
}

const place = () => fireEvent.click(screen.getByRole('button', { name: 'Place the offer' }));

describe('placing', () => {
  it('puts one command into the outbox, however often the button is pressed', async () => {
    const rendered = await confirm();
    place();
    place();
    expect(await screen.findByText('The offer is placed and waits to be sent.')).toBeDefined();
    const placed = callsOf(rendered, 'market.placeOffer');
    expect(placed).toHaveLength(1);
    expect(placed[0].input).toMatchObject({
      communityId: 'demo',
      offer: {
        memberId: buyer.id,
        type: 'buy',
        quantityWh: 2000,
        price: 185_000,
        windowStart: Date.UTC(2026, 6, 22, 12, 15),
      },
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('that is refused says why with a remedy, and the same decision keeps its key', async () => {
    const rendered = await confirm({ failing: { 'market.placeOffer': { code: 'API_TIMEOUT' } } });
    place();
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /did not answer in time.*decisions wait to be sent.*tries again.*FAKE-0042/s,
    );
    place();
    await waitFor(() => expect(callsOf(rendered, 'market.placeOffer')).toHaveLength(2));
    const [first, second] = callsOf(rendered, 'market.placeOffer').map(({ input }) => (input as { key: string }).key);
    expect(second).toBe(first);
  });

  it('something else after a failure is another command', async () => {
    const rendered = await confirm({ failing: { 'market.placeOffer': { code: 'API_TIMEOUT' } } });
    place();
    await screen.findByRole('alert');
    fireEvent.click(screen.getByText('Change the offer'));
    type(QUANTITY, '3');
    next();
    expect(screen.queryByRole('alert')).toBeNull();
    await waitFor(() =>
      expect(screen.getByText('Place the offer').closest('button')).toHaveProperty('disabled', false),
    );
    place();
    await waitFor(() => expect(callsOf(rendered, 'market.placeOffer')).toHaveLength(2));
    const [first, second] = callsOf(rendered, 'market.placeOffer').map(({ input }) => (input as { key: string }).key);
    expect(second).not.toBe(first);
  });

  it('is not possible while the engine finds a problem', async () => {
    await open(undefined, {
      answers: {
        'market.checkOffer': {
          problems: [
            { field: 'quantityWh', code: 'INSUFFICIENT_BALANCE', values: { needed: 370_000, available: 10_000 } },
          ],
          account: null,
          preview: null,
        },
      },
      delayMs: 150,
    });
    type(QUANTITY, '2');
    type(PRICE, '0.185');
    next();
    expect((await screen.findByRole('alert')).textContent).toContain('€0.3700 needed, €0.0100 available');
    expect(screen.getByText('Place the offer').closest('button')).toHaveProperty('disabled', true);
  });
});

it('Escape closes the dialog and places nothing', async () => {
  const rendered = await open();
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(callsOf(rendered, 'market.placeOffer')).toHaveLength(0);
});
