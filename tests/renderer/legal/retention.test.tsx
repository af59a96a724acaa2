// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { connectedStatus } from '#renderer/bridge/fake/sync.ts';
import { RetentionView } from '#renderer/pages/legal/retention/retention-view.tsx';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(cleanup);

function View() {
  if (useCommunityOrNull() === null) return null;
  return (
    <ModalsProvider>
      <RetentionView />
    </ModalsProvider>
  );
}
const show = (options = {}) => renderInWindow(<View />, options, '/legal/retention');
const panel = async (name: string) => within(await screen.findByRole('region', { name }));

describe('retention', () => {
  it('deletes only what a dry run has shown, and says first that it cannot be undone', async () => {
    const { bridge } = show();
    const due = await panel('What is due');
    expect(due.queryByRole('table')).toBeNull();
    fireEvent.click(due.getByRole('button', { name: 'See what is due' }));
    expect(await due.findByText('meter readings')).toBeDefined();
    fireEvent.click(due.getByRole('button', { name: 'Delete 106,981 rows…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('alert').textContent).toBe('This cannot be undone.');
    expect(dialog.getByText(/until newer ones replace them/)).toBeDefined();
    expect(bridge.calls.some(({ method }) => method === 'privacy.runRetention')).toBe(false);
    fireEvent.click(dialog.getByRole('button', { name: 'Delete 106,981 rows' }));
    const records = await panel('What was erased');
    await waitFor(() => expect(records.getByText(/^Meter readings from before/)).toBeDefined());
    await waitFor(() => expect(due.getByText(/there is nothing to delete/)).toBeDefined());
  });

  it('keeps back what is held, and says for what reason', async () => {
    show();
    const holds = await panel('Legal holds');
    fireEvent.click(holds.getByRole('button', { name: 'Hold data' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Hold' });
    expect(confirm.hasAttribute('disabled')).toBe(true);
    fireEvent.change(dialog.getByRole('textbox', { name: /Reason/ }), { target: { value: 'The authority has asked' } });
    fireEvent.click(confirm);
    expect(await holds.findByText('The authority has asked')).toBeDefined();
    fireEvent.click((await panel('What is due')).getByRole('button', { name: 'See what is due' }));
    expect(await screen.findByText(/there is nothing to delete/)).toBeDefined();
  });

  it('does not let the clocks run so that the books outlive what proves them', async () => {
    show();
    fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByRole('textbox', { name: 'Trades and settlement' }), { target: { value: '12' } });
    expect(dialog.getByText(/must stay at least as long/)).toBeDefined();
    expect(dialog.getByRole('button', { name: 'Set the lengths' }).hasAttribute('disabled')).toBe(true);
  });

  it('is looked at by everybody and changed by an admin alone', async () => {
    const { connection } = connectedStatus(NOON);
    show({ sync: connectedStatus(NOON, { connection: connection && { ...connection, role: 'viewer' } }) });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Change' }).getAttribute('aria-disabled')).toBe('true'),
    );
  });
});
