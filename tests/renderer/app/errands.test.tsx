// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Errand } from '#shared/contract/errands.ts';
import { useErrands } from '#renderer/app/errands/use-errands.ts';
import { Palette } from '#renderer/app/palette/palette.tsx';
import { useRecent } from '#renderer/app/palette/recent.ts';
import { useWindowShortcuts } from '#renderer/app/shortcuts/use-window-shortcuts.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { fakeCases } from '#renderer/bridge/fake/settlement-book.ts';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { NOON, renderInWindow } from '../render.tsx';

function Window() {
  useErrands();
  useWindowShortcuts();
  return (
    <>
      <input aria-label="a field" />
      <Palette />
    </>
  );
}

function open(waiting: readonly Errand[], options: FakeOptions = {}, at = '/overview?period=week') {
  let errands = [...waiting];
  const rendered = renderInWindow(
    <ModalsProvider>
      <Window />
    </ModalsProvider>,
    { ...options, answers: { ...options.answers, 'errands.take': () => errands.splice(0) } },
    at,
  );
  const ask = (errand: Errand) => {
    errands = [errand];
    act(() => rendered.bridge.state.emit('errands.waiting', {}));
  };
  return { ...rendered, ask };
}

const [{ trade }] = fakeCases(demoCommunity(NOON));

describe('a link that was followed', () => {
  it.each<[string, Errand, string]>([
    ['a member by pseudonym', { kind: 'link', link: { to: 'member', id: 'House A01' } }, '/members/demo-1?period=week'],
    [
      'the case of a trade, found by its id alone',
      { kind: 'link', link: { to: 'settlement', id: trade.id } },
      `/settlements/case/${trade.executedAt}/${trade.id}?period=week`,
    ],
    [
      'a printed page, whose check is not begun',
      {
        kind: 'link',
        link: { to: 'report', id: 'CW-7K2M-9QX4-T5BN', fingerprint: 'ab'.repeat(16) },
      },
      `/audit/verify?period=week&report=CW-7K2M-9QX4-T5BN&fingerprint=${'ab'.repeat(16)}`,
    ],
    [
      'a view with a period of its own',
      { kind: 'link', link: { to: 'page', page: 'insights', view: 'fairness', period: 'month' } },
      '/insights/fairness?period=month',
    ],
  ])('before the page was there opens %s', async (_what, errand, expected) => {
    const { address, bridge } = open([errand]);
    await waitFor(() => expect(address()).toBe(expected));
    const asked = bridge.calls.map(({ method }) => method).filter((method) => method !== 'preferences.set');
    expect(asked).not.toContain('reports.verify');
  });

  it('opens another community that it names', async () => {
    const { address, ask, bridge } = open([]);
    ask({ kind: 'link', link: { to: 'page', page: 'members', community: importedCommunity.id } });
    await waitFor(() => expect(address()).toBe('/members?period=week'));
    expect(bridge.state.preferences.communityId).toBe(importedCommunity.id);
  });

  it.each<[string, Errand, RegExp]>([
    ['a community', { kind: 'link', link: { to: 'page', page: 'ledger', community: 'x' } }, /community is not on this/],
    ['a rule', { kind: 'link', link: { to: 'rule', id: 'x' } }, /no such rule on this desk/],
    ['a clearing', { kind: 'link', link: { to: 'clearing', id: 'x', at: NOON } }, /no such clearing/],
    ['nothing', { kind: 'bad-link' }, /not a link of this console/],
  ])('to %s that is not here says so and stays where it is', async (_what, errand, words) => {
    const { address, ask } = open([]);
    ask(errand);
    expect((await screen.findByText(words)).textContent).toMatch(words);
    expect(address()).toBe('/overview?period=week');
  });
});

describe('a file that was opened', () => {
  it('is looked at in the import dialog, and imported by nobody', async () => {
    const { bridge } = open([{ kind: 'file', file: { fileId: 'file-9', name: 'rheinaue.commonwatt', bytes: 7 } }]);
    expect(await screen.findByRole('dialog', { name: 'Import a file' })).toBeDefined();
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'imports.inspect')).toBe(true));
    expect(bridge.calls.find(({ method }) => method === 'imports.inspect')?.input).toMatchObject({ fileId: 'file-9' });
    expect(bridge.calls.some(({ method }) => method === 'imports.start')).toBe(false);
  });

  it('that cannot be read is told', async () => {
    open([{ kind: 'bad-file', name: 'gone.commonwatt' }]);
    expect(await screen.findByText(/“gone.commonwatt” cannot be read/)).toBeDefined();
  });
});

describe('the palette', () => {
  const placeholder = 'A page, a member, an action';
  const press = (target: Element) => fireEvent.keyDown(target, { key: 'k', code: 'KeyK', ctrlKey: true });
  const type = async (value: string) =>
    fireEvent.change(await screen.findByPlaceholderText(placeholder), { target: { value } });

  it('opens from within a field', async () => {
    open([]);
    press(await screen.findByLabelText('a field'));
    expect(await screen.findByPlaceholderText(placeholder)).toBeDefined();
  });

  it.each([
    ['fairness insights', 'Fairness', '/insights/fairness?period=week'],
    ['backups settings', 'Backups', '/settings/backups?period=week'],
  ])('finds the view “%s”', async (query, name, expected) => {
    const { address, ask } = open([]);
    ask({ kind: 'command', command: 'find' });
    await type(query);
    fireEvent.click(await screen.findByText(name));
    await waitFor(() => expect(address()).toBe(expected));
  });

  it('lists what was chosen last before everything else, until the window is replaced', async () => {
    useRecent.setState({ ids: ['page ledger'] });
    const { ask } = open([]);
    ask({ kind: 'command', command: 'find' });
    await screen.findByPlaceholderText(placeholder);
    const [first] = await screen.findAllByText(/^(Ledger|Overview)$/);
    expect(first.textContent).toBe('Ledger');
    useRecent.setState({ ids: [] });
  });
});

describe('the list of keys', () => {
  it('is searched by what a key does', async () => {
    const { ask } = open([]);
    ask({ kind: 'command', command: 'keys' });
    fireEvent.change(await screen.findByLabelText('Find a key'), { target: { value: 'period earlier' } });
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1));
    expect(screen.getByRole('row').textContent).toBe('One period earlier[');
  });
});
