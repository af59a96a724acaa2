// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Banners } from '#renderer/app/banners.tsx';
import { OutboxBadge } from '#renderer/app/outbox-badge.tsx';
import { RunningTasks } from '#renderer/app/top-bar/running-tasks.tsx';
import { TopBar } from '#renderer/app/top-bar/top-bar.tsx';
import { useTaskNotices } from '#renderer/app/task-notices.tsx';
import { useBackOnline } from '#renderer/app/use-back-online.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { hubScenarios } from '#renderer/bridge/fake/hub-scenarios.ts';
import { connectedStatus, fakeProblem, hubPart } from '#renderer/bridge/fake/sync.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';
import { said } from '../said.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
});

function Frame() {
  useBackOnline();
  useTaskNotices();
  return (
    <>
      <TopBar />
      <Banners />
      <nav>
        <OutboxBadge />
      </nav>
    </>
  );
}

const showFrame = (options: FakeOptions): RenderedWindow =>
  renderInWindow(
    <ModalsProvider>
      <Frame />
    </ModalsProvider>,
    options,
    '/overview',
  );
const scenarios = hubScenarios(NOON);
const show = (name: keyof typeof scenarios): RenderedWindow => showFrame(scenarios[name]);

/** Lets the fake hub tell another status. */
function become({ bridge }: RenderedWindow, status: SyncStatus): void {
  act(() => {
    bridge.state.sync = status;
    bridge.state.emit('cache.changed', { areas: ['sync'] });
  });
}

const details = async (words: string | RegExp): Promise<HTMLElement> => {
  fireEvent.click(await screen.findByRole('button', { name: words }));
  return screen.findByRole('dialog');
};

describe('the status of the exchange', () => {
  it('stands in the top bar of a community of the hub', async () => {
    show('hub');
    expect(await screen.findByRole('button', { name: 'Up to date, 2 minutes ago' })).toBeDefined();
  });

  it('is not said of an imported community', async () => {
    showFrame({ ...scenarios.hub, communities: [importedCommunity] });
    expect(await screen.findByText('Data until 31 Jan 2017')).toBeDefined();
    expect(screen.queryByText(/Up to date/)).toBeNull();
  });

  it('is not said before it is known, nor anything in its place', async () => {
    showFrame({ ...scenarios.hub, failing: { 'sync.status': { code: 'INTERNAL' } } });
    expect(await screen.findByText('Bürgerenergie Rheinaue')).toBeDefined();
    await waitFor(() => expect(screen.queryByText(/Up to date|Data until/)).toBeNull());
  });

  it('is not said while the engine is away', async () => {
    const shown = show('hub');
    await screen.findByRole('button', { name: 'Up to date, 2 minutes ago' });
    act(() => shown.bridge.state.emit('session.changed', { ...shown.bridge.state.session, engine: 'restarting' }));
    await waitFor(() => expect(screen.queryByText(/Up to date/)).toBeNull());
  });

  it('shows address, person, way of hearing and completeness on a press', async () => {
    show('hub');
    const dialog = await details('Up to date, 2 minutes ago');
    expect(dialog.textContent).toContain('https://hub.example.org');
    expect(dialog.textContent).toContain('Ada Berger (admin), ada@rheinaue.example.org');
    expect(dialog.textContent).toContain('at once');
    expect(within(dialog).getByRole('list', { name: 'Communities of the hub' }).textContent).toMatch(
      /^Bürgerenergie RheinaueComplete as of \d\d:\d\d\.$/,
    );
    expect(within(dialog).queryByText('See the outbox')).toBeNull();
  });

  it('says what fails, under which reference, and when it is tried again', async () => {
    const { bridge } = show('hub-offline');
    const dialog = await details(/^Offline: showing data of/);
    expect(dialog.textContent).toMatch(/The community hub cannot be reached.*HUB_UNREACHABLE FAKE-0042/s);
    expect(dialog.textContent).toMatch(/Next attempt\d\d:\d\d/);
    expect(dialog.textContent).toContain('not at the moment');
    fireEvent.click(within(dialog).getByText('Fetch now'));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'sync.now')).toBe(true));
  });

  it('names the decision whose sending fails, and leads to the outbox', async () => {
    const { address } = show('hub-waiting');
    const dialog = await details('3 decisions waiting to be sent');
    expect(dialog.textContent).toContain('Sending a decision of House A17 failed 4 times and is tried again:');
    fireEvent.click(within(dialog).getByText('See the outbox'));
    await waitFor(() => expect(address()).toBe('/marketplace?period=week'));
  });

  it('names the record that stopped a community', async () => {
    show('hub-unreadable');
    const dialog = await details('Fetching has stopped: see why');
    expect(dialog.textContent).toMatch(/Kind of recordtradeRow412Fieldprice_per_kwh/);
  });

  it('offers no fetch where it would be in vain', async () => {
    show('hub-too-old');
    const dialog = await details('Console too old for this hub');
    expect(within(dialog).queryByText('Fetch now')).toBeNull();
  });

  it('tells screen readers what has changed, but not each percent', async () => {
    const shown = show('hub-first-fetch');
    await screen.findByRole('button', { name: 'Fetching the community: 40%' });
    const halfway = hubPart(NOON, { completeAt: null, progress: { done: 50, total: 100 } });
    become(shown, connectedStatus(NOON, { state: 'syncing', communities: [halfway] }));
    await screen.findByRole('button', { name: 'Fetching the community: 50%' });
    expect(said()).toEqual([]);
    become(shown, connectedStatus(NOON));
    await screen.findByRole('button', { name: 'Up to date, 2 minutes ago' });
    expect(said()).toEqual(['Up to date, 2 minutes ago']);
  });
});

describe('when the network is back', () => {
  const asked = ({ bridge }: RenderedWindow) => bridge.calls.some(({ method }) => method === 'sync.now');

  it('the hub is asked at once', async () => {
    const shown = show('hub-offline');
    await screen.findByText(/^Offline/, { selector: 'button *' });
    fireEvent(window, new Event('online'));
    await waitFor(() => expect(asked(shown)).toBe(true));
  });

  it.each([
    ['hub-paused', 'Stopped by you'],
    ['hub-sign-in', 'Sign in again'],
    ['hub-too-old', 'Console too old for this hub'],
  ])('nothing is asked of %s', async (name, words) => {
    const shown = show(name);
    await screen.findByText(words, { selector: 'button > span' });
    fireEvent(window, new Event('online'));
    expect(asked(shown)).toBe(false);
  });

  it('nothing is asked without a hub', async () => {
    const shown = showFrame({ session: { state: 'unlocked' }, communities: [importedCommunity] });
    await screen.findByText('Data until 31 Jan 2017');
    fireEvent(window, new Event('online'));
    expect(asked(shown)).toBe(false);
  });
});

describe('the banners', () => {
  it('ask for the sign-in and say what is kept', async () => {
    show('hub-sign-in');
    const notices = await screen.findByRole('complementary', { name: 'Notices' });
    const banner = await within(notices).findByRole('status');
    expect(banner.textContent).toContain('hub.example.org wants your password again');
    fireEvent.click(within(banner).getByRole('button', { name: 'Sign in again' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in again' })).toBeDefined();
  });

  it('say that the console is too old and what goes on', async () => {
    show('hub-too-old');
    expect(await screen.findByText(/needs a newer version of this console\. Go on working/)).toBeDefined();
  });

  it('are calm while the desk is offline', async () => {
    show('hub-offline');
    await screen.findByText(/^Offline/, { selector: 'button *' });
    expect(screen.getByRole('complementary', { name: 'Notices' }).textContent).toBe('');
  });

  it('hold a suspiciously small copy back until a person decides', async () => {
    const { bridge } = show('hub-blocked');
    const banner = await screen.findByRole('alert');
    expect(banner.textContent).toContain('the hub now has 3 members and 41 trades; the copy here has 160 and 51,204');
    fireEvent.click(within(banner).getByRole('button', { name: 'Replace all the same…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Replace Bürgerenergie Rheinaue all the same?' });
    expect(dialog.textContent).toContain('What only the copy here holds is then gone from this computer');
    expect(bridge.calls.some(({ method }) => method === 'sync.resync')).toBe(false);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Replace it' }));
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'sync.resync')?.input).toEqual({
        communityId: 'own',
        acceptFewer: true,
      }),
    );
  });

  it('can be put away for now, and come again when the hub sends something else', async () => {
    const shown = show('hub-blocked');
    fireEvent.click(await screen.findByRole('button', { name: 'Keep what is here' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    const problem = fakeProblem('RESYNC_REQUIRED', {
      details: { members: 0, trades: 0, oldMembers: 160, oldTrades: 51_204 },
    });
    become(shown, connectedStatus(NOON, { state: 'blocked', communities: [hubPart(NOON, { problem })] }));
    expect((await screen.findByRole('alert')).textContent).toContain('0 members and 0 trades');
  });

  it('leave the way to replace in the status when they are put away', async () => {
    show('hub-blocked');
    fireEvent.click(await screen.findByRole('button', { name: 'Keep what is here' }));
    fireEvent.click(screen.getByRole('button', { name: 'Fetching has stopped: see why' }));
    const status = await screen.findByRole('dialog');
    expect(status.textContent).toContain('3 members and 41 trades, the copy here 160 and 51,204');
    expect(status.textContent).not.toContain('Fetch the community again');
    fireEvent.click(within(status).getByRole('button', { name: 'Replace all the same…' }));
    await screen.findByRole('dialog', { name: 'Replace Bürgerenergie Rheinaue all the same?' });
  });

  it('let nobody but an admin replace', async () => {
    const { connection, ...blocked } = scenarios['hub-blocked'].sync!;
    const { bridge } = showFrame({
      ...scenarios['hub-blocked'],
      sync: { ...blocked, connection: connection && { ...connection, role: 'manager' } },
    });
    const button = await screen.findByRole('button', { name: 'Replace all the same…' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(button.getAttribute('aria-describedby')!);
    expect(reason?.textContent).toBe('Needs the role admin; at the hub yours is manager.');
    fireEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bridge.calls.some(({ method }) => method === 'sync.resync')).toBe(false);
  });
});

describe('the badge', () => {
  it('counts the decisions that need a person', async () => {
    show('hub-conflict');
    await waitFor(() => expect(screen.getByRole('navigation').textContent).toBe('22 decisions need you'));
  });

  it('is not there when none does', async () => {
    show('hub-waiting');
    await screen.findByRole('button', { name: '3 decisions waiting to be sent' });
    expect(screen.getByRole('navigation').textContent).toBe('');
  });
});

describe('a fetch as a task', () => {
  it('can be stopped, in the words of a fetch, and says how to go on', async () => {
    const { bridge } = show('hub-first-fetch');
    fireEvent.click(await screen.findByLabelText(/^1 task is running/));
    expect(await screen.findByText('16,600 of 41,500 changes')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Stop: Fetching Bürgerenergie Rheinaue' }));
    expect(await screen.findByText('Fetching Bürgerenergie Rheinaue was stopped')).toBeDefined();
    expect(screen.getByText(/Nothing fetched is lost/)).toBeDefined();
    expect(await screen.findByRole('button', { name: 'Stopped by you' })).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'tasks.cancel')).toBe(true);
  });

  it('says shortly that it is done, and leaves failures to the status', async () => {
    const { bridge } = show('hub-first-fetch');
    await screen.findByLabelText(/^1 task is running/);
    const [task] = bridge.state.tasks;
    const other = { ...task, id: 'task-2', subject: 'Weststadt' };
    act(() => bridge.state.emit('task.changed', other));
    act(() =>
      bridge.state.emit('task.changed', { ...other, state: 'failed', problem: fakeProblem('HUB_UNREACHABLE') }),
    );
    act(() => bridge.state.emit('task.changed', { ...task, state: 'done', done: 41_500 }));
    expect(await screen.findByText('Bürgerenergie Rheinaue was fetched')).toBeDefined();
    expect(screen.getByText('41,500 changes')).toBeDefined();
    expect(screen.queryByText(/Weststadt/)).toBeNull();
  });

  it('of a viewer may be stopped, an import may not', async () => {
    const { tasks = [] } = scenarios['hub-first-fetch'];
    const { connection } = connectedStatus(NOON);
    const { bridge } = renderInWindow(<RunningTasks />, {
      sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'viewer' } }),
      tasks: [...tasks, { ...tasks[0], id: 'task-2', kind: 'import', unit: 'rows', subject: 'readings.csv' }],
    });
    fireEvent.click(await screen.findByLabelText(/^2 tasks are running/));
    expect(await screen.findByRole('button', { name: /^Stop: Fetching/ })).toBeDefined();
    expect(screen.getByText('Importing readings.csv')).toBeDefined();
    const cancelOf = () => screen.getByRole('button', { name: /^Cancel: Importing/ });
    await waitFor(() => expect(cancelOf().getAttribute('aria-disabled')).toBe('true'));
    fireEvent.click(cancelOf());
    expect(bridge.calls.some(({ method }) => method === 'tasks.cancel')).toBe(false);
  });
});
