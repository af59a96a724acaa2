// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { RequestsView } from '#renderer/pages/legal/requests/requests-view.tsx';
import { renderInWindow } from '../render.tsx';

afterEach(cleanup);

function View() {
  if (useCommunityOrNull() === null) return null;
  return (
    <ModalsProvider>
      <RequestsView />
    </ModalsProvider>
  );
}
const show = (member?: string) =>
  renderInWindow(<View />, {}, member === undefined ? '/legal/requests' : `/legal/requests?member=${member}`);

describe('the requests of members', () => {
  it('wait until somebody says who asks', async () => {
    show();
    expect(await screen.findByText('No member is chosen')).toBeDefined();
    expect(screen.queryByRole('button', { name: /Erase/ })).toBeNull();
  });

  it('an access pack needs a password of twelve characters, typed twice, and a reason', async () => {
    const { bridge } = show('demo-2');
    fireEvent.click(await screen.findByRole('button', { name: 'Make an access pack…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const choose = dialog.getByRole('button', { name: 'Choose where to save…' });
    const type = (label: RegExp, value: string) =>
      fireEvent.change(dialog.getByLabelText(label), { target: { value } });
    type(/^Password \*/, 'short');
    expect(dialog.getByText('Too short: at least 12 characters')).toBeDefined();
    type(/^Password \*/, 'correct horse battery');
    type(/^Password again/, 'correct horse');
    expect(dialog.getByText('This is not the same password.')).toBeDefined();
    type(/^Password again/, 'correct horse battery');
    expect(choose.hasAttribute('disabled')).toBe(true);
    type(/^Reason/, 'Request by letter');
    fireEvent.click(choose);
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'privacy.accessPack')?.input).toMatchObject({
        memberId: 'demo-2',
        password: 'correct horse battery',
        language: 'en',
        reason: 'Request by letter',
      }),
    );
  });

  it('an erasure says what goes and what stays, and wants the ground and the pseudonym typed', async () => {
    const { bridge } = show('demo-2');
    expect(await screen.findByText('What goes for good')).toBeDefined();
    expect(screen.getByText(/kept for the books/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Erase this member…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: /^Erase / });
    const pseudonym = confirm.textContent.replace('Erase ', '');
    expect(dialog.getByRole('alert').textContent).toMatch(/cannot be undone/);
    fireEvent.click(dialog.getByRole('radio', { name: /has objected/ }));
    expect(confirm.hasAttribute('disabled')).toBe(true);
    fireEvent.change(dialog.getByRole('textbox', { name: /^Type / }), { target: { value: pseudonym } });
    fireEvent.click(confirm);
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'privacy.eraseMember')?.input).toEqual({
        memberId: 'demo-2',
        ground: 'objection',
      }),
    );
  });
});
