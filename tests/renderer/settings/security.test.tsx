// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { UpkeepScreen } from '#renderer/app/upkeep-screen.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { FAKE_PASSPHRASE } from '#renderer/bridge/fake/state.ts';
import { SecurityView } from '#renderer/pages/settings/security/security-view.tsx';
import { renderInWindow } from '../render.tsx';

afterEach(cleanup);

const open = (session: FakeOptions['session'], options: FakeOptions = {}) =>
  renderInWindow(
    <ModalsProvider>
      <SecurityView />
      <UpkeepScreen />
    </ModalsProvider>,
    { session: { state: 'unlocked', ...session }, ...options },
    '/settings',
  );

const both = { protection: { passphrase: true, keychain: true } } as const;
const keychainOnly = { protection: { passphrase: false, keychain: true } } as const;
const click = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));
const type = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
const isThere = (name: string) => screen.queryByRole('button', { name }) !== null;

describe('the passphrase', () => {
  it('is changed with the one of now; a wrong one is said at its field and changes nothing', async () => {
    const { bridge } = open({});
    await click('Change…');
    await type('Current passphrase', 'not this one at all');
    await type('New passphrase', 'rainy side down 2027');
    await type('Repeat the passphrase', 'rainy side down 2027');
    await click('Change the passphrase');
    expect(await screen.findByText('That is not the passphrase. Nothing was changed.')).toBeDefined();
    await type('Current passphrase', FAKE_PASSPHRASE);
    await click('Change the passphrase');
    await waitFor(() => expect(screen.queryByLabelText('New passphrase')).toBeNull());
    expect(bridge.calls.filter(({ method }) => method === 'security.setPassphrase').at(-1)?.input).toEqual({
      current: FAKE_PASSPHRASE,
      next: 'rainy side down 2027',
    });
  });

  it('that is short, or typed differently the second time, is not sent', async () => {
    const { bridge } = open(keychainOnly);
    await click('Set a passphrase…');
    await type('New passphrase', 'short');
    await type('Repeat the passphrase', 'different');
    await click('Set the passphrase');
    expect(await screen.findByText('The passphrase needs at least 10 characters.')).toBeDefined();
    expect(screen.getByText('The two passphrases differ.')).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'security.setPassphrase')).toBe(false);
  });

  it('can go while the keychain opens the data, and not before', async () => {
    open({});
    expect(await screen.findByText(/It cannot be removed while it is the only way in/)).toBeDefined();
    expect(isThere('Remove…')).toBe(false);
    cleanup();
    const { bridge } = open(both);
    await click('Remove…');
    await type('Current passphrase', FAKE_PASSPHRASE);
    await click('Remove the passphrase');
    await waitFor(() => expect(screen.getByText('No passphrase')).toBeDefined());
    expect(bridge.calls.find(({ method }) => method === 'security.setPassphrase')?.input).toMatchObject({ next: null });
  });
});

describe('the keychain', () => {
  it('is turned on and off, but not while it is the only way in', async () => {
    const { bridge } = open(both);
    await click('Turn off');
    await click('Use the keychain');
    await waitFor(() =>
      expect(bridge.calls.filter(({ method }) => method === 'security.setKeychain').map(({ input }) => input)).toEqual([
        { isOn: false },
        { isOn: true },
      ]),
    );
    cleanup();
    open(keychainOnly);
    expect(await screen.findByText(/set a passphrase first/)).toBeDefined();
    expect(isThere('Turn off')).toBe(false);
  });

  it('that protects nothing is not offered, and the reason is said', async () => {
    open({ keychain: { available: false, backend: 'basic_text' } });
    expect(await screen.findByText(/no keychain that protects secrets \(basic_text\)/)).toBeDefined();
    expect(isThere('Use the keychain')).toBe(false);
  });
});

describe('a new data key', () => {
  it('is made with the passphrase of now', async () => {
    const { bridge } = open({});
    await click('Encrypt anew…');
    await type('Current passphrase', FAKE_PASSPHRASE);
    await click('Encrypt anew');
    await waitFor(() => expect(screen.queryByLabelText('Current passphrase')).toBeNull());
    expect(bridge.calls.find(({ method }) => method === 'security.rekey')?.input).toEqual({
      passphrase: FAKE_PASSPHRASE,
    });
  });

  it('waits for the keychain that keeps the key to be there', async () => {
    open({ ...both, keychain: { available: false, backend: 'basic_text' } });
    expect((await screen.findByRole('button', { name: 'Encrypt anew…' })).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText(/Turn it off above first/)).toBeDefined();
  });

  it('covers the window while the data are closed for it', async () => {
    open({ upkeep: 'rekey' });
    expect(await screen.findByRole('dialog', { name: 'Encrypting your data anew' })).toBeDefined();
  });
});

it('the minutes until it locks are a choice of this desk', async () => {
  const { bridge } = open({});
  fireEvent.click(await screen.findByLabelText('Lock when nobody has touched the computer for', { selector: 'input' }));
  fireEvent.click(await screen.findByText('Never'));
  expect(await screen.findByText(/While it never locks by itself/)).toBeDefined();
  expect(bridge.calls.find(({ method }) => method === 'preferences.set')?.input).toEqual({ autoLockMinutes: 0 });
});

it('the demo has nothing to protect, and says so', async () => {
  open({ state: 'demo' });
  expect(await screen.findByText(/There is nothing to protect/)).toBeDefined();
  expect(screen.queryAllByRole('button')).toEqual([]);
});
