// @vitest-environment jsdom
import '../setup-dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '#shared/domain/slots.ts';
import { NOON } from '../render.tsx';
import { fieldOf, messageOf } from './fields.tsx';
import { buyer, callsOf, members, open, PRICE, QUANTITY, saysAt, type, atNoon } from './wizard.tsx';

const inactive = members.find(({ isActive }) => !isActive)!;
/** Has a sell order in the invented book. */
const seller = members.find(({ role, isActive }) => role === 'prosumer' && isActive)!;

atNoon();

describe('a number', () => {
  it.each([
    [QUANTITY, 'two', /no number. Write it like 1\.5/],
    [QUANTITY, '1,5', /no number/],
    [QUANTITY, '1.2345', 'Too many decimals: a quantity has at most three.'],
    [QUANTITY, '-1', /cannot be negative. To sell, choose “Sells”/],
    [QUANTITY, '0', 'The quantity must be above zero.'],
    [QUANTITY, '3000000', /Too large: at most 2,147,483\.647\skWh/],
    [PRICE, '18 ct', /no number. Write it like 0\.185/],
    [PRICE, '0.1234567', 'Too many decimals: a price has at most six.'],
    [PRICE, '1.01', /Above the cap: at most 1\.0000\s€\/kWh/],
    [PRICE, '-1.01', /Below the floor: at least −1\.0000\s€\/kWh/],
    [PRICE, '1e20', 'This is beyond the prices of any market.'],
  ])('in %s, %j is told beside the field while it is typed', async (label, text, message) => {
    await open();
    type(label, text);
    await saysAt(label, message);
    expect(fieldOf(label)).toHaveProperty('value', text);
  });

  it('may have the decimal comma of German, and the sentences have it too', async () => {
    const rendered = await open(undefined, { preferences: { language: 'de' } });
    type('Menge in kWh', '2.5');
    await saysAt('Menge in kWh', /keine Zahl. Schreiben Sie sie wie 1,5/);
    type('Menge in kWh', '2,5');
    type(/Zahlt höchstens/, '0,185050');
    fireEvent.click(screen.getByText('Wirkung ansehen'));
    expect(
      await screen.findByText(
        /bietet an, am .* zwischen 14:15 und 14:30 Uhr bis zu 2,500\skWh für höchstens 0,185050\s€\/kWh zu kaufen/,
      ),
    ).toBeDefined();
    await waitFor(() =>
      expect(callsOf(rendered, 'market.checkOffer').at(-1)?.input).toMatchObject({
        offer: { quantityWh: 2500, price: 185_050 },
      }),
    );
  });
});

describe('the window', () => {
  it('begins as the next open slot in the community’s time', async () => {
    await open();
    expect(fieldOf('Start time')).toHaveProperty('value', '14:15');
    expect(fieldOf('End time')).toHaveProperty('value', '14:30');
    expect(fieldOf('Start day').textContent).toBe('22 Jul 2026');
  });

  it('begins as the slot that it was opened for', async () => {
    await open({ slot: NOON + 58 * MINUTE });
    expect(fieldOf('Start time')).toHaveProperty('value', '15:00');
  });

  it.each([
    ['Next hour 14:15–15:15', '15:15'],
    ['Until 20:00 14:15–20:00', '20:00'],
  ])('can be chosen at once: %s', async (choice, end) => {
    await open();
    type('End time', '14:45');
    fireEvent.click(screen.getByRole('button', { name: choice.replace(/ (?=\d\d:\d\d–)/, '') }));
    expect(fieldOf('Start time')).toHaveProperty('value', '14:15');
    expect(fieldOf('End time')).toHaveProperty('value', end);
  });

  it.each([
    ['Start time', 'quarter past', 'This is no time. Write it like 14:15.'],
    ['Start time', '13:45', /over or already running. The first that is open starts on 22 Jul 2026, 14:15/],
    ['Start time', '14:10', 'Slots begin every 15 minutes; choose one of their times.'],
    ['End time', '14:25', 'Slots begin every 15 minutes; choose one of their times.'],
    ['End time', '14:00', 'The window must end after it starts.'],
  ])('with the %s %j says what is wrong', async (label, text, message) => {
    await open();
    type(label, text);
    await saysAt(label, message);
  });

  it('is not told to be wrong as a whole while half of it is no time', async () => {
    await open();
    type('End time', '14:00');
    await saysAt('End time', 'The window must end after it starts.');
    type('Start time', '1');
    await saysAt('Start time', /no time/);
    await waitFor(() => expect(messageOf('End time')).toBe(''));
  });
});

describe('the member', () => {
  it('is chosen by pseudonym; who is inactive is in the list and says why', async () => {
    await open({});
    const field = screen.getByRole('combobox', { name: 'Member' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: inactive.anonymizedId } });
    const option = await screen.findByRole('option', { name: new RegExp(inactive.anonymizedId), hidden: true });
    expect(option.textContent).toBe(`${inactive.anonymizedId}inactive`);
    expect(option.getAttribute('data-combobox-disabled')).toBe('true');
  });

  it('that is inactive cannot offer', async () => {
    await open({ memberId: inactive.id });
    await saysAt('Member', 'This member is inactive and cannot trade.');
  });

  it('would not trade with itself: the limit of its own order is named', async () => {
    await open({ memberId: seller.id });
    type(QUANTITY, '1');
    type(PRICE, '0.5');
    await saysAt(PRICE, /would trade with itself: its own order on the other side has a limit of .*€\/kWh/);
  });

  it('must be able to pay: what is needed and what is there are named', async () => {
    await open();
    type(QUANTITY, '100000');
    type(PRICE, '0.5');
    await saysAt(QUANTITY, /account does not cover this: €50,000\.0000 needed, €\d+\.\d{4} available/);
  });

  it('is not said to be short of money for a price that is not typed yet', async () => {
    const rendered = await open();
    type(QUANTITY, '100000');
    await waitFor(() =>
      expect(callsOf(rendered, 'market.checkOffer').at(-1)?.input).toMatchObject({ offer: { quantityWh: 1e8 } }),
    );
    await screen.findByText('Fill in the fields to see what this offer would trade.');
    expect(messageOf(QUANTITY)).toBe('');
  });

  it('shows what its account has before and after', async () => {
    await open();
    type(QUANTITY, '2');
    type(PRICE, '0.185');
    const account = (await screen.findByText(`Account of ${buyer.anonymizedId}`)).parentElement!;
    await waitFor(() =>
      expect(within(account).getByText('Held back by this offer').nextSibling?.textContent).toBe('€0.3700'),
    );
  });
});
