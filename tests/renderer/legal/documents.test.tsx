// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { readPlace, writePlace } from '#renderer/pages/legal/documents/document-place.ts';
import { DocumentsView } from '#renderer/pages/legal/documents/documents-view.tsx';
import { foldUnchanged } from '#renderer/pages/legal/documents/fold-unchanged.ts';
import type { DiffLine } from '#shared/domain/line-diff.ts';
import { renderInWindow } from '../render.tsx';

afterEach(cleanup);

function View() {
  return useCommunityOrNull() === null ? null : <DocumentsView />;
}
const show = (at = '/legal/documents', options: FakeOptions = {}) =>
  renderInWindow(
    <ModalsProvider>
      <View />
    </ModalsProvider>,
    options,
    at,
  );
const versionsOf = async (kind: string): Promise<(string | null)[]> =>
  within(await screen.findByRole('group', { name: kind }))
    .queryAllByRole('button', { name: /^Version/ })
    .map(({ textContent }) => textContent);

describe('the documents', () => {
  it('stand by kind with every version, and the statutes in force are open', async () => {
    show();
    expect(await versionsOf('Statutes')).toEqual([
      expect.stringMatching(/^Version 2in forcefrom/),
      expect.stringMatching(/^Version 1from/),
    ]);
    expect(await screen.findByText(/one month of notice/)).toBeDefined();
  });

  it('show what changed against another version, in words for those who do not see the colours', async () => {
    const { address } = show('/legal/documents?document=statutes.2');
    const compare = await screen.findByRole('combobox', { name: 'Show the text or the changes' });
    fireEvent.click(compare);
    fireEvent.click(await screen.findByRole('option', { name: 'Changes from version 1' }));
    await screen.findByText(/1 line taken out, 1 put in/);
    expect(document.querySelector('del')!.closest('div')!.textContent).toMatch(
      /Taken out: A member may leave at the end of a quarter/,
    );
    expect(document.querySelector('ins')!.textContent).toMatch(/at the end of a month/);
    expect(address()).toContain('against=1');
  });

  it('are searched in their texts', async () => {
    show();
    fireEvent.change(await screen.findByRole('textbox', { name: 'Search in the documents' }), {
      target: { value: 'PRIVACY NOTICE' },
    });
    await waitFor(async () => expect(await versionsOf('Statutes')).toEqual([]));
    expect(await versionsOf('Privacy notice')).toHaveLength(1);
  });

  it('take a new version only when it says something new, and then show it', async () => {
    const { bridge } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'New version: Consent text' }));
    const dialog = within(await screen.findByRole('dialog'));
    const text = await dialog.findByRole('textbox', { name: /^Text/ });
    const add = (): HTMLElement => dialog.getByRole('button', { name: 'Add the version' });
    expect(add().hasAttribute('disabled')).toBe(true);
    expect(dialog.getByText(/Consents that members have given to earlier versions/)).toBeDefined();
    fireEvent.change(text, { target: { value: 'You agree to nothing.' } });
    fireEvent.click(add());
    expect(await screen.findByText('You agree to nothing.')).toBeDefined();
    expect(bridge.calls.find(({ method }) => method === 'documents.save')?.input).toMatchObject({
      kind: 'consent-text',
      text: 'You agree to nothing.',
    });
  });

  it('begin empty with the next step, as does the organiser', async () => {
    const { bridge } = show('/legal/documents', { communities: [importedCommunity] });
    expect(await screen.findByText(/A consent can be recorded only to a text that stands here/)).toBeDefined();
    fireEvent.click(await screen.findByRole('button', { name: 'Enter' }));
    const dialog = within(await screen.findByRole('dialog'));
    for (const field of ['Name', 'Address', 'Contact']) {
      fireEvent.change(dialog.getByRole('textbox', { name: new RegExp(`^${field}`) }), {
        target: { value: ` ${field} ` },
      });
    }
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'documents.setOrganiser')?.input).toMatchObject({
        organiser: { representative: null, protectionOfficer: null },
      }),
    );
  });
});

describe('the address of a document', () => {
  it('is read as it was written, and what it does not know is left out', () => {
    const place = { search: 'board', open: { kind: 'consent-text', version: 12 }, against: 3 } as const;
    expect(readPlace(writePlace(new URLSearchParams('period=week'), place))).toEqual(place);
    const unknown = readPlace(new URLSearchParams('document=poem.1&against=-2'));
    expect(unknown).toEqual({ search: '', open: null, against: null });
  });
});

describe('unchanged lines', () => {
  it('stay beside a change, and are counted elsewhere', () => {
    const same = (text: string): DiffLine => ({ kind: 'same', text });
    const added: DiffLine = { kind: 'added', text: 'x' };
    expect(foldUnchanged(['a', 'b', 'c', 'd'].map(same))).toEqual([4]);
    expect(foldUnchanged([...['a', 'b', 'c', 'd'].map(same), added, ...['e', 'f', 'g', 'h'].map(same)])).toEqual([
      2,
      same('c'),
      same('d'),
      added,
      same('e'),
      same('f'),
      2,
    ]);
  });
});
