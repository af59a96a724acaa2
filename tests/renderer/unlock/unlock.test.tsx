// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { useSession } from '#renderer/app/session.ts';
import { useWish } from '#renderer/app/wish.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { FAKE_PASSPHRASE } from '#renderer/bridge/fake/state.ts';
import { UnlockPage } from '#renderer/pages/unlock/page.tsx';
import { renderInProviders, type Rendered } from '../render.tsx';

afterEach(() => {
  cleanup();
  useWish.setState({ wish: null });
});

function Window(): ReactNode {
  const session = useSession();
  if (session === null) return null;
  if (session.state === 'unlocked' || session.state === 'demo') return <p>open: {session.state}</p>;
  return <UnlockPage session={session} />;
}

const open = (session: FakeOptions['session'], options: FakeOptions = {}): Rendered =>
  renderInProviders(<Window />, { session: { engine: 'stopped', ...session }, ...options });

const firstRun = { state: 'first-run', protection: { passphrase: false, keychain: false } } as const;
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('the first run', () => {
  it('opens the demo community with one click', async () => {
    const { bridge } = open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Open the demo community/ }));
    expect(await screen.findByText('open: demo')).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'session.setUp')).toBe(false);
  });

  it('protects the data before it connects to a hub, and says what comes next', async () => {
    const { bridge } = open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Connect to a hub/ }));
    expect(screen.getByText('Then you enter the hub’s address and sign in.')).toBeDefined();
    type('Passphrase', FAKE_PASSPHRASE);
    type('Repeat the passphrase', FAKE_PASSPHRASE);
    fireEvent.click(screen.getByText('Protect and go on'));
    expect(await screen.findByText('open: unlocked')).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'sync.connect')).toBe(false);
    expect(useWish.getState().wish).toBe('connect');
  });

  it('protects the data with a passphrase, then goes on to the import', async () => {
    const { bridge } = open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Import files/ }));
    type('Passphrase', FAKE_PASSPHRASE);
    type('Repeat the passphrase', FAKE_PASSPHRASE);
    fireEvent.click(screen.getByText('Protect and go on'));
    expect(await screen.findByText('open: unlocked')).toBeDefined();
    expect(bridge.calls.find(({ method }) => method === 'session.setUp')?.input).toEqual({
      passphrase: FAKE_PASSPHRASE,
      keychain: false,
    });
    expect(useWish.getState().wish).toBe('import');
  });

  it('refuses a short passphrase and a different repetition before anything is set up', async () => {
    const { bridge } = open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Import files/ }));
    type('Passphrase', 'short');
    type('Repeat the passphrase', 'shore');
    fireEvent.click(screen.getByText('Protect and go on'));
    expect(await screen.findByText('The passphrase needs at least 10 characters.')).toBeDefined();
    expect(screen.getByText('The two passphrases differ.')).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'session.setUp')).toBe(false);
  });

  it('says what a forgotten passphrase costs', async () => {
    open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Import files/ }));
    expect(screen.getByText(/cannot be recovered.*decisions that were not sent yet cannot/)).toBeDefined();
  });

  it('uses the keychain alone when that is chosen', async () => {
    const { bridge } = open(firstRun);
    fireEvent.click(await screen.findByRole('button', { name: /Import files/ }));
    fireEvent.click(screen.getByLabelText(/The system’s keychain/));
    fireEvent.click(screen.getByLabelText(/A passphrase/));
    fireEvent.click(screen.getByText('Protect and go on'));
    await screen.findByText('open: unlocked');
    expect(bridge.calls.find(({ method }) => method === 'session.setUp')?.input).toEqual({ keychain: true });
  });

  it('names the reason when there is no keychain, and asks for one of the two', async () => {
    open({ ...firstRun, keychain: { available: false, backend: 'basic_text' } });
    fireEvent.click(await screen.findByRole('button', { name: /Import files/ }));
    expect(screen.getByLabelText(/The system’s keychain/)).toHaveProperty('disabled', true);
    expect(screen.getByText(/no keychain that protects secrets \(basic_text\)/)).toBeDefined();
    fireEvent.click(screen.getByLabelText(/A passphrase/));
    expect(screen.getByText('Choose at least one of the two.')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Protect and go on' })).toHaveProperty('disabled', true);
  });
});

describe('the lock', () => {
  const locked = { state: 'locked', protection: { passphrase: true, keychain: false } } as const;

  it('opens with the passphrase', async () => {
    open(locked);
    await screen.findByLabelText('Passphrase');
    type('Passphrase', FAKE_PASSPHRASE);
    fireEvent.submit(screen.getByLabelText('Passphrase'));
    expect(await screen.findByText('open: unlocked')).toBeDefined();
  });

  it('says that a passphrase is wrong and that the data are untouched', async () => {
    open(locked);
    await screen.findByLabelText('Passphrase');
    type('Passphrase', 'not the passphrase');
    fireEvent.submit(screen.getByLabelText('Passphrase'));
    expect(await screen.findByText('That is not the passphrase. The data are untouched; try again.')).toBeDefined();
    expect(screen.queryByText(/Unlock with the system/)).toBeNull();
  });

  it('shows any other failure with its remedy and reference', async () => {
    open(locked, { failing: { 'session.unlock': { code: 'CACHE_FROM_FUTURE' } } });
    await screen.findByLabelText('Passphrase');
    type('Passphrase', FAKE_PASSPHRASE);
    fireEvent.submit(screen.getByLabelText('Passphrase'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/newer version.*not touched.*Install.*FAKE-0042/s);
  });

  it('opens with the keychain where that was chosen', async () => {
    open({ ...locked, protection: { passphrase: true, keychain: true } });
    fireEvent.click(await screen.findByText('Unlock with the system’s keychain'));
    expect(await screen.findByText('open: unlocked')).toBeDefined();
  });

  it('says what to do when the only keychain is not there', async () => {
    open({
      ...locked,
      protection: { passphrase: false, keychain: true },
      keychain: { available: false, backend: 'basic_text' },
    });
    expect(await screen.findByText(/The data are complete: sign in to the desktop as usual/)).toBeDefined();
    expect(screen.getByText(/--password-store=gnome-libsecret or --password-store=kwallet6/)).toBeDefined();
    expect(screen.queryByLabelText('Passphrase')).toBeNull();
  });

  it('says which keychain has the key when the system now offers another, and how to name it', async () => {
    const moved = { code: 'KEY_UNAVAILABLE', details: { expected: 'gnome_libsecret', found: 'kwallet6' } } as const;
    const other = { ...locked, keychain: { available: true, backend: 'kwallet6' } };
    open({ ...other, protection: { passphrase: false, keychain: true } }, { failing: { 'session.unlock': moved } });
    fireEvent.click(await screen.findByRole('button', { name: 'Unlock with the system’s keychain' }));
    const said = await screen.findByRole('alert');
    expect(said.textContent).toMatch(/another keychain \(gnome_libsecret\) than .* offers now \(kwallet6\)/);
    expect(said.textContent).toContain('--password-store=gnome-libsecret');
    cleanup();
    open({ ...other, protection: { passphrase: true, keychain: true } }, { failing: { 'session.unlock': moved } });
    fireEvent.click(await screen.findByRole('button', { name: 'Unlock with the system’s keychain' }));
    expect(
      await screen.findByText(/Use the passphrase; then you can store the key again under Settings/),
    ).toBeDefined();
  });

  it('warns while Caps Lock is on', async () => {
    open(locked);
    const field = await screen.findByLabelText('Passphrase');
    fireEvent.keyDown(field, { key: 'A', modifierCapsLock: true });
    expect(await screen.findByText('Caps Lock is on.')).toBeDefined();
    fireEvent.keyDown(field, { key: 'a' });
    await waitFor(() => expect(screen.queryByText('Caps Lock is on.')).toBeNull());
  });

  it('offers the demo to who has no key', async () => {
    open(locked);
    fireEvent.click(await screen.findByText('Open the demo community instead'));
    expect(await screen.findByText('open: demo')).toBeDefined();
  });
});
