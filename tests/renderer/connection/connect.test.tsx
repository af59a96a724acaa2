// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoCommunity } from '#renderer/app/no-community.tsx';
import { useCommunities, useCommunityOrNull } from '#renderer/app/community.tsx';
import { CommunitySwitcher } from '#renderer/app/top-bar/community-switcher.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import {
  connectedStatus,
  FAKE_HUB_PASSWORD,
  FAKE_LOCKED_EMAIL,
  FAKE_UNREACHABLE,
  hubCommunity,
} from '#renderer/bridge/fake/sync.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import type { ErrorCode } from '#shared/contract/errors.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

vi.mock('#renderer/app/pages.ts', () => ({ pages: [], homePath: 'overview' }));

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

function Desk() {
  const communities = useCommunities();
  const community = useCommunityOrNull();
  return (
    <>
      <CommunitySwitcher />
      {community === null ? <NoCommunity communities={communities} /> : <p>open: {community.name}</p>}
    </>
  );
}

function show(options: FakeOptions = {}): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <Desk />
    </ModalsProvider>,
    { session: { state: 'unlocked' }, communities: [], ...options },
    '/members',
  );
}

const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

/** Opens the form from the empty console and fills it in. */
async function connectWith(
  options: FakeOptions = {},
  { address = 'https://hub.example.org', email = 'ada@rheinaue.example.org', password = FAKE_HUB_PASSWORD } = {},
): Promise<RenderedWindow> {
  const shown = show(options);
  fireEvent.click(await screen.findByRole('button', { name: 'Connect to a hub…' }));
  await screen.findByRole('dialog', { name: 'Connect to a hub' });
  fill('Address of the hub', address);
  fill('E-mail', email);
  fill('Password', password);
  fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
  return shown;
}

describe('connecting to a hub', () => {
  it('shows how far the first fetch is, and opens the overview when the first data are there', async () => {
    const { bridge, address } = await connectWith({ taskStepMs: 60 });
    const dialog = await screen.findByRole('dialog', { name: 'Connect to a hub' });
    expect(await within(dialog).findByText('Connected to hub.example.org as Ada Berger')).toBeDefined();
    expect(await within(dialog).findByText(/^[\d,]+ of 41,500 changes$/)).toBeDefined();
    expect(await screen.findByText('open: Bürgerenergie Rheinaue')).toBeDefined();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(address()).toBe('/overview?period=week'));
    expect(bridge.calls.find(({ method }) => method === 'sync.connect')?.input).toEqual({
      address: 'https://hub.example.org',
      email: 'ada@rheinaue.example.org',
      password: FAKE_HUB_PASSWORD,
      keepMonths: null,
    });
  });

  it('says while it is typed that http is for this computer alone', async () => {
    const { bridge } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Connect to a hub…' }));
    const field = await screen.findByLabelText('Address of the hub');
    expect(field.getAttribute('placeholder')).toBe('https://hub.example.org');
    fireEvent.change(field, { target: { value: 'http://hub.example.org' } });
    expect(screen.getByText(/http:\/\/ is only for a hub on this very computer/)).toBeDefined();
    fireEvent.change(field, { target: { value: 'http://127.0.0.1:8787' } });
    expect(screen.queryByText(/is only for a hub on this very computer/)).toBeNull();
    fireEvent.change(field, { target: { value: 'http://hub.example.org' } });
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('Enter the e-mail address of your account at the hub.')).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'sync.connect')).toBe(false);
  });

  it('says at the password that it is wrong', async () => {
    await connectWith({}, { password: 'not this one' });
    const message = await screen.findByText(/does not accept this e-mail with this password/);
    expect(screen.getByLabelText('Password').getAttribute('aria-describedby')).toContain(message.id);
  });

  it('says what was tried when nobody answers', async () => {
    await connectWith({}, { address: FAKE_UNREACHABLE });
    expect((await screen.findByRole('alert')).textContent).toContain(`Nobody answers at ${FAKE_UNREACHABLE}`);
  });

  it('says until when an account is locked', async () => {
    await connectWith({}, { email: FAKE_LOCKED_EMAIL });
    const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    expect((await screen.findByRole('alert')).textContent).toContain(
      `Try again after ${hour.format(NOON + 5 * 60_000)}.`,
    );
  });

  it.each([
    ['CLIENT_TOO_OLD', /needs a newer version of this console.*Install the update/],
    ['RATE_LIMITED', /locked this account for a while.*Try again later/],
    ['DISK_FULL', /The disk is full.*FAKE-0042/],
  ] satisfies [ErrorCode, RegExp][])('says what %s means', async (code, words) => {
    await connectWith({ failing: { 'sync.connect': { code } } });
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
  });

  it('tells an answer that is none of a hub from a wrong password', async () => {
    await connectWith({ failing: { 'sync.connect': { code: 'HUB_REFUSED', retryable: true } } });
    expect((await screen.findByRole('alert')).textContent).toContain('refused the request');
    expect(screen.queryByText(/does not accept this e-mail/)).toBeNull();
  });
});

describe('the community menu', () => {
  const openMenu = async () => fireEvent.click(await screen.findByRole('button', { name: /Rheinaue|Konstanz/ }));
  const withHub = (change: Parameters<typeof connectedStatus>[1] = {}): FakeOptions => ({
    communities: [hubCommunity(NOON), importedCommunity],
    sync: connectedStatus(NOON, change),
  });

  it('leads to the form later, too', async () => {
    show({ communities: [importedCommunity] });
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Connect to a hub…' }));
    expect(await screen.findByLabelText('Address of the hub')).toBeDefined();
  });

  it('does not connect the demo, of which nothing is kept', async () => {
    show({ session: { state: 'demo' }, communities: [importedCommunity] });
    await openMenu();
    const item = await screen.findByRole('menuitem', { name: /^Connect to a hub…/ });
    expect(item).toHaveProperty('disabled', true);
    expect(item.textContent).toContain('Leave the demo first');
  });

  it('says who is connected where, and fetches now', async () => {
    const { bridge } = show(withHub());
    await openMenu();
    expect(await screen.findByText('Connected to hub.example.org as Ada Berger (admin)')).toBeDefined();
    expect(screen.queryByText('Connect to a hub…')).toBeNull();
    fireEvent.click(screen.getByRole('menuitem', { name: 'Fetch now' }));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'sync.now')).toBe(true));
  });

  it('offers to sign in again when the hub wants that, and nothing in vain', async () => {
    const { bridge } = show(withHub({ state: 'sign-in-needed' }));
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Sign in again…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign in again' });
    expect(dialog.textContent).toContain('wants the password of ada@rheinaue.example.org again');
    fill('Password', FAKE_HUB_PASSWORD);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('You are signed in again.')).toBeDefined();
    expect(bridge.state.sync.state).toBe('up-to-date');
    expect(bridge.calls.some(({ method }) => method === 'sync.now')).toBe(false);
  });

  it('says what disconnecting does before it does it', async () => {
    const { bridge } = show(withHub());
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Disconnect…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Disconnect from hub.example.org?' });
    expect(dialog.textContent).toMatch(/Nothing is fetched .* any more.*communities stay here as they are/s);
    expect(bridge.calls.some(({ method }) => method === 'sync.disconnect')).toBe(false);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(bridge.state.sync.connection).toBeNull());
  });

  it('does not disconnect while decisions wait to be sent', async () => {
    show(withHub({ state: 'outbox', outbox: { waiting: 2, needsPerson: 0, failing: null } }));
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Disconnect…' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('alert').textContent).toContain('2 decisions still wait to be sent');
    expect(within(dialog).getByRole('button', { name: 'Disconnect' })).toHaveProperty('disabled', true);
  });

  it('says what fetching everything anew does before it does it', async () => {
    const { bridge } = show(withHub());
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Fetch everything anew…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Fetch Bürgerenergie Rheinaue anew?' });
    expect(dialog.textContent).toMatch(/beside the copy that you see.*Decisions that wait to be sent are kept/s);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Fetch anew' }));
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'sync.resync')?.input).toEqual({
        communityId: 'own',
        acceptFewer: false,
      }),
    );
  });

  it('says what fewer months mean before they are chosen', async () => {
    const { bridge } = show(withHub());
    await openMenu();
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Kept on this computer…' }));
    const dialog = await screen.findByRole('dialog', { name: /What is kept of Bürgerenergie Rheinaue/ });
    const keep = within(dialog).getByRole('button', { name: 'Keep these' });
    expect(keep).toHaveProperty('disabled', true);
    fireEvent.change(within(dialog).getByRole('combobox', { name: 'Single records' }), { target: { value: '12' } });
    expect(within(dialog).getByRole('note').textContent).toContain('The hub keeps everything.');
    fireEvent.click(keep);
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'sync.keepMonths')?.input).toEqual({
        communityId: 'own',
        months: 12,
      }),
    );
  });

  it('keeps from a viewer what the role may not do, and says why', async () => {
    const { connection } = connectedStatus(NOON);
    show(withHub({ connection: connection && { ...connection, role: 'viewer' } }));
    await openMenu();
    for (const [name, needed] of [
      ['Import a file…', 'manager'],
      ['Set the map area…', 'admin'],
      ['Fetch everything anew…', 'admin'],
      ['Kept on this computer…', 'admin'],
      ['Disconnect…', 'admin'],
    ] as const) {
      const item = await screen.findByRole('menuitem', { name: new RegExp(`^${name}`) });
      expect(item).toHaveProperty('disabled', true);
      expect(item.textContent).toContain(`Needs the role ${needed}; at the hub yours is viewer.`);
    }
    expect(screen.getByRole('menuitem', { name: 'Fetch now' })).toHaveProperty('disabled', false);
  });

  it("does not remove a community of the hub's", async () => {
    show(withHub());
    await openMenu();
    const item = await screen.findByRole('menuitem', { name: /^Remove this community…/ });
    expect(item).toHaveProperty('disabled', true);
    expect(item.textContent).toContain('It comes from the hub: disconnect first.');
  });
});

describe('a desk that is connected but has no data yet', () => {
  it('says that it is offline and lets the person try', async () => {
    const { bridge } = show({
      sync: connectedStatus(NOON, { state: 'waiting', communities: [], retryAt: NOON + 60_000 }),
    });
    expect(await screen.findByText('Offline: not everything has been fetched yet')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Fetch now' }));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'sync.now')).toBe(true));
  });

  it('says when the person may not see any community at the hub', async () => {
    show({ sync: connectedStatus(NOON, { communities: [] }) });
    expect(await screen.findByText('No community at this hub is open to you')).toBeDefined();
  });
});
