// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { connectedStatus, hubCommunity } from '#renderer/bridge/fake/sync.ts';
import { BackupsView } from '#renderer/pages/settings/backups/backups-view.tsx';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(cleanup);

const open = (options: FakeOptions = {}) =>
  renderInWindow(
    <ModalsProvider>
      <BackupsView />
    </ModalsProvider>,
    { session: { state: 'unlocked' }, ...options },
    '/settings/backups',
  );
const click = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
const inputsOf = (bridge: ReturnType<typeof open>['bridge'], method: string) =>
  bridge.calls.filter((call) => call.method === method).map(({ input }) => input);
const rows = async () =>
  within(await screen.findByRole('table', { name: 'Backups' }))
    .getAllByRole('row')
    .slice(1);

describe('the backups', () => {
  it('are listed with when, why, by which version and how big they are', async () => {
    open();
    const [newest, ...others] = await rows();
    expect(newest.textContent).toMatch(/days agoBy itself.*1\.0\.0.*48\.2\sMB/);
    expect(others.map((row) => row.children[1].textContent)).toEqual([
      'By hand',
      'By itself',
      'Before a restore',
      'Before a new version changed the data',
      'Not known: it has no note beside it',
    ]);
  });

  it('are made by hand with progress, one at a time', async () => {
    const { bridge } = open({ taskStepMs: 1e6 });
    await click('Back up now');
    expect(await screen.findByRole('progressbar', { name: 'Making a backup' })).toBeDefined();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Back up now' }).disabled).toBe(true);
    expect(inputsOf(bridge, 'backups.make')).toEqual([{ reason: 'by-hand' }]);
  });

  it('are made by themselves as often as the person chooses', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByLabelText('Every week'));
    await waitFor(() => expect(inputsOf(bridge, 'backups.setSchedule')).toEqual([{ every: 'week' }]));
    fireEvent.click(await screen.findByLabelText('Never'));
    expect(await screen.findByText(/^Nothing is backed up by itself\./)).toBeDefined();
  });

  it('say why the last one could not be made', async () => {
    const problem = { code: 'DISK_FULL', message: '', remedy: '', retryable: true, correlationId: 'c' } as const;
    open({ answers: { 'backups.schedule': { every: 'day', lastAt: NOON, problem } } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/^The last backup could not be made\..*disk/);
  });

  it('are none in the demo, which says why', async () => {
    open({ session: { state: 'demo' } });
    expect(await screen.findByText(/^This is the demo community\./)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Back up now' })).toBeNull();
  });
});

describe('a restore', () => {
  it('tells what differs and what is kept before it does anything', async () => {
    const { bridge } = open();
    await click(/^Restore the backup of 13 Jul 2026/);
    const dialog = within(await screen.findByRole('dialog'));
    const table = await dialog.findByRole('table', { name: 'What there is now, and what there will be' });
    expect(table.textContent).toMatch(/Trades41,87738,745−3,132/);
    expect(table.textContent).toMatch(/Trading rules7474the same/);
    expect(dialog.getByText(/^284 entries of the audit log are not in the backup\./)).toBeDefined();
    expect(dialog.getByText(/^Data that were cleared since come back\./)).toBeDefined();
    expect(dialog.getByText(/^Nothing is deleted: the current data are kept as a backup of their own/)).toBeDefined();
    fireEvent.click(dialog.getByRole('button', { name: 'Keep the current data' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(inputsOf(bridge, 'backups.restore')).toEqual([]);
  });

  it('is done on confirmation, and says that it was and what was taken along', async () => {
    const { bridge } = open({ answers: { 'backups.restore': { decisionsKept: 2 } } });
    await click(/^Restore the backup of 13 Jul 2026/);
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Put this backup in place' }).disabled).toBe(false),
    );
    await click('Put this backup in place');
    expect(await screen.findByText(/^2 decisions that wait to be sent were taken along\./)).toBeDefined();
    expect(inputsOf(bridge, 'backups.restore')).toHaveLength(1);
  });

  it('that fails stays in the dialog with the reason', async () => {
    open({ failing: { 'backups.restore': { code: 'CACHE_LOCKED', retryable: true } } });
    await click(/^Restore the backup of 13 Jul 2026/);
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Put this backup in place' }).disabled).toBe(false),
    );
    await click('Put this backup in place');
    expect(within(await screen.findByRole('dialog')).getByText(/another program/i)).toBeDefined();
  });

  it('is for admins; others learn why', async () => {
    const sync = connectedStatus(NOON);
    open({
      communities: [hubCommunity(NOON)],
      sync: { ...sync, connection: { ...sync.connection!, role: 'manager' } },
    });
    const button = () => screen.getByRole('button', { name: /^Restore the backup of 13 Jul 2026/ });
    await rows();
    await waitFor(() => expect(button().getAttribute('aria-disabled')).toBe('true'));
    fireEvent.click(button());
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
