// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Shell } from '#renderer/app/shell.tsx';
import { useWish } from '#renderer/app/wish.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { demoCommunity, importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { NOON, renderInWindow, type RenderedWindow } from '../render.tsx';

// The pages have their own tests; here a page is a word, and one that breaks.
vi.mock('#renderer/app/pages.ts', async () => {
  const { IconUsers } = await import('@tabler/icons-react');
  const { useState } = await import('react');
  function Overview() {
    return <p>the overview</p>;
  }
  function Members() {
    const [isBroken, setBroken] = useState(false);
    if (isBroken) throw new Error('a page that breaks');
    return <button onClick={() => setBroken(true)}>break the page</button>;
  }
  return {
    pages: [
      { path: 'overview', icon: IconUsers, Component: Overview },
      { path: 'members', icon: IconUsers, Component: Members },
      { path: 'ledger', icon: IconUsers, Component: () => <p>the ledger</p> },
    ],
    homePath: 'overview',
  };
});

const own = { ...demoCommunity(NOON), id: 'own', name: 'Rheinaue', isDemo: false };
const unlocked = { state: 'unlocked' } as const;

function open(options: FakeOptions = {}, at = '/'): RenderedWindow {
  return renderInWindow(
    <ModalsProvider>
      <Shell />
    </ModalsProvider>,
    { session: unlocked, communities: [own, importedCommunity], ...options },
    at,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the window', () => {
  it('opens the first page with the last week, and says so in the address and the title', async () => {
    const { address } = open();
    expect(await screen.findByText('the overview')).toBeDefined();
    expect(address()).toBe('/overview?period=week');
    expect(document.title).toBe('Overview – Commonwatt Console');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Overview');
  });

  it('opens the page, the community and the period of the last time', async () => {
    const { address } = open({
      preferences: { communityId: 'konstanz', period: 'period=month&compare=off', views: { page: 'members' } },
    });
    expect(await screen.findByText('break the page')).toBeDefined();
    expect(screen.getByText('Konstanz homes')).toBeDefined();
    expect(screen.getByText(/2\s?–\s?31 Jan 2017/)).toBeDefined();
    expect(address()).toBe('/members?period=month&compare=off');
  });

  it('keeps the error of a page inside the page, with a reference', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    open({}, '/members');
    fireEvent.click(await screen.findByText('break the page'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Nothing was lost.*Reference [0-9A-Z]{26}/s);
    fireEvent.click(screen.getByRole('link', { name: 'Overview' }));
    expect(await screen.findByText('the overview')).toBeDefined();
  });

  it('says what the data are: fresh, or until when', async () => {
    open();
    expect(await screen.findByText('Up to date, 2 minutes ago')).toBeDefined();
    cleanup();
    open({ preferences: { communityId: 'konstanz' } });
    expect(await screen.findByText('Data until 31 Jan 2017')).toBeDefined();
    // On the screen, and on what is printed of the page.
    expect(screen.getAllByText('Simulated trading')).toHaveLength(2);
  });

  it('marks the demo and leads out of it', async () => {
    const { bridge } = open({ session: { state: 'demo' }, communities: [demoCommunity(NOON)] });
    expect(await screen.findByText(/invented data, nothing is kept/)).toBeDefined();
    fireEvent.click(screen.getByText('Set up your own'));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'session.lock')).toBe(true));
  });

  it('tells that the engine is being restarted and that nothing was lost', async () => {
    const { bridge } = open();
    await screen.findByText('the overview');
    bridge.state.emit('session.changed', { ...bridge.state.session, engine: 'restarting' });
    expect((await screen.findByText(/is being started again/)).textContent).toContain('What was saved is safe');
    bridge.state.emit('session.changed', { ...bridge.state.session, engine: 'ready' });
    await waitFor(() => expect(screen.queryByText(/is being started again/)).toBeNull());
    expect(screen.getByText('the overview')).toBeDefined();
  });

  it('offers to start a failed engine again', async () => {
    const { bridge } = open({ session: { state: 'unlocked', engine: 'failed' } });
    fireEvent.click(await screen.findByText('Start it again'));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'session.unlock')).toBe(true));
  });

  it.each([
    ['connect', 'Connect to a hub'],
    ['import', 'Import a file'],
  ] as const)('goes on with the wish to %s of the first run, once', async (wish, dialog) => {
    useWish.setState({ wish });
    open({ communities: [] });
    expect(await screen.findByRole('dialog', { name: dialog })).toBeDefined();
    expect(useWish.getState().wish).toBeNull();
  });

  it('has a next step when there is no community yet', async () => {
    const { bridge } = open({ communities: [] }, '/overview');
    expect(await screen.findByRole('heading', { level: 1, name: 'No community yet' })).toBeDefined();
    expect(await screen.findByText(/^How the community did in the chosen days, on one page/)).toBeDefined();
    fireEvent.click(await screen.findByText('Make the demo community'));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'demo.create')).toBe(true));
    expect(await screen.findByText('the overview')).toBeDefined();
  });
});

describe('the period picker', () => {
  it('steps back and forth by the length of the window', async () => {
    const { address } = open();
    fireEvent.click(await screen.findByLabelText('One period earlier'));
    await waitFor(() => expect(address()).toBe('/overview?period=week%402026-07-15'));
    fireEvent.click(screen.getByLabelText('One period later'));
    await waitFor(() => expect(address()).toBe('/overview?period=week'));
    expect(screen.getByLabelText('One period later')).toHaveProperty('disabled', true);
  });

  it('remembers the choice for the next start', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByLabelText('Month'));
    await waitFor(() => expect(bridge.state.preferences.period).toBe('period=month'));
  });

  it('switches the comparison off, and says with what it compares', async () => {
    const { address } = open();
    const said = (await screen.findByText(/compared with/)).textContent;
    expect(said).toMatch(/compared with 9\s?–\s?15 Jul 2026 until 14:00$/);
    fireEvent.click(screen.getByLabelText('Compare with the period before'));
    await waitFor(() => expect(address()).toBe('/overview?period=week&compare=off'));
    expect(screen.queryByText(/compared with/)).toBeNull();
  });

  it('says why there is nothing to compare with', async () => {
    open({}, '/overview?period=all');
    expect(await screen.findByLabelText(/There are no readings for the period before/)).toBeDefined();
  });

  it('calls the newest day of a finished history the last day', async () => {
    open({ preferences: { communityId: 'konstanz' } });
    expect(await screen.findByLabelText('Last day')).toBeDefined();
    expect(screen.queryByLabelText('Today')).toBeNull();
  });
});

describe('the community switcher', () => {
  it('opens another community and keeps the kind of the period, not its place', async () => {
    const { bridge, address } = open({}, '/overview?period=week%402026-07-01&member=own-1');
    fireEvent.click(await screen.findByRole('button', { name: /Rheinaue/ }));
    const entry = await screen.findByRole('menuitemradio', { name: /Konstanz homes/ });
    expect(entry.textContent).toMatch(/5 members · 13 May 2016\s?–\s?31 Jan 2017/);
    fireEvent.click(entry);
    await waitFor(() => expect(bridge.state.preferences.communityId).toBe('konstanz'));
    expect(address()).toBe('/overview?period=week');
  });

  it('sets the map area from a chosen file and says what it holds', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByRole('button', { name: /Rheinaue/ }));
    fireEvent.click(await screen.findByText('Set the map area…'));
    expect(await screen.findByText('The map of Rheinaue now shows 1 area.')).toBeDefined();
    expect(bridge.calls.at(-1)).toMatchObject({ method: 'communities.setBoundary', input: { communityId: 'own' } });
  });

  it('states what removing means before it removes', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByRole('button', { name: /Rheinaue/ }));
    fireEvent.click(await screen.findByText('Remove this community…'));
    const dialog = await screen.findByRole('dialog', { name: 'Remove Rheinaue?' });
    expect(dialog.textContent).toMatch(/160 members .* cannot be brought back .* import it again to have it back/s);
    expect(bridge.calls.some(({ method }) => method === 'communities.remove')).toBe(false);
    fireEvent.click(within(dialog).getByText('Remove the community'));
    await waitFor(() => expect(bridge.state.communities.map(({ id }) => id)).toEqual(['konstanz']));
  });
});

describe('the keyboard', () => {
  const press = (key: string, modifiers: Partial<KeyboardEventInit> = {}) =>
    fireEvent.keyDown(document.documentElement, { key, code: key, ...modifiers });

  it('is in another page as soon as that is opened, under its name; the first page leaves it where it is', async () => {
    open();
    await screen.findByText('the overview');
    expect(document.activeElement).toBe(document.body);
    fireEvent.click(screen.getByRole('link', { name: 'Members' }));
    await screen.findByText('break the page');
    expect(document.activeElement).toBe(screen.getByRole('main', { name: 'Members' }));
  });

  it('opens pages by their place', async () => {
    const { address } = open();
    await screen.findByText('the overview');
    press('2', { ctrlKey: true });
    expect(await screen.findByText('break the page')).toBeDefined();
    expect(address()).toBe('/members?period=week');
  });

  it('steps the period with brackets', async () => {
    const { address } = open();
    await screen.findByText('the overview');
    press('[');
    await waitFor(() => expect(address()).toBe('/overview?period=week%402026-07-15'));
  });

  it('lists its keys with a question mark', async () => {
    open();
    await screen.findByText('the overview');
    press('?', { shiftKey: true });
    expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toBeDefined();
  });

  it('finds a member by pseudonym in the palette and opens the sheet', async () => {
    const { address } = open();
    await screen.findByText('the overview');
    press('k', { ctrlKey: true, code: 'KeyK' });
    const field = await screen.findByPlaceholderText('A page, a member, an action');
    expect(screen.getByText('Import a file…')).toBeDefined();
    fireEvent.change(field, { target: { value: 'house b01' } });
    fireEvent.click(await screen.findByText('House B01'));
    await waitFor(() => expect(address()).toBe('/members/own-2?period=week'));
  });

  it('finds a trade by the beginning of its id, whenever it was', async () => {
    const { address } = open();
    await screen.findByText('the overview');
    press('k', { ctrlKey: true, code: 'KeyK' });
    fireEvent.change(await screen.findByPlaceholderText('A page, a member, an action'), {
      target: { value: '0197a3c4-5d' },
    });
    fireEvent.click(await screen.findByText('Trade 0197a3c4-5d in the ledger'));
    await waitFor(() => expect(address()).toBe('/ledger?period=all&q=0197a3c4-5d'));
  });
});

describe('long work', () => {
  it('shows how far it is, can be cancelled, and says how it ended', async () => {
    const { bridge } = open({ taskStepMs: 1e6 });
    await screen.findByText('the overview');
    await bridge.invoke('imports.start', {
      fileId: 'f',
      onBadRows: 'skip',
      communityId: null,
      communityName: 'Weststadt',
    });
    const [task] = bridge.state.tasks;
    bridge.state.tasks = [{ ...task, done: 63_120, remainingMs: 42_000 }];
    bridge.state.emit('task.changed', bridge.state.tasks[0]);
    fireEvent.click(await screen.findByLabelText(/^1 task is running/));
    expect(await screen.findByText('63,120 of 126,240 rows')).toBeDefined();
    expect(screen.getByText('42 secs left')).toBeDefined();
    fireEvent.click(screen.getByLabelText('Cancel: Importing readings-2025.csv'));
    expect(await screen.findByText('Importing readings-2025.csv was cancelled')).toBeDefined();
    await waitFor(() => expect(screen.queryByLabelText(/^1 task is running/)).toBeNull());
  });

  it('offers to open what was imported while the person worked elsewhere', async () => {
    const { bridge, address } = open({}, '/members');
    await screen.findByText('break the page');
    await bridge.invoke('imports.start', {
      fileId: 'f',
      onBadRows: 'skip',
      communityId: null,
      communityName: 'Weststadt',
    });
    expect(await screen.findByText('readings-2025.csv was imported')).toBeDefined();
    fireEvent.click(screen.getByText('Open'));
    await waitFor(() => expect(bridge.state.preferences.communityId).toBe('made-0'));
    expect(address()).toBe('/overview?period=all');
  });
});

describe('appearance and language', () => {
  it('are changed at once and remembered', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByLabelText('Appearance and language'));
    fireEvent.click(await screen.findByRole('menuitemradio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('dark'));
    fireEvent.click(screen.getByRole('menuitemradio', { name: 'Deutsch' }));
    expect(await screen.findByRole('link', { name: 'Übersicht' })).toBeDefined();
    expect(document.documentElement.lang).toBe('de');
    expect(bridge.state.preferences).toMatchObject({ colourScheme: 'dark', language: 'de' });
  });
});
