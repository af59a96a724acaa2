// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { importedCommunity } from '#renderer/bridge/fake/communities.ts';
import {
  filterConsents,
  readConsentFilters,
  writeConsentFilters,
} from '#renderer/pages/legal/consents/consent-filters.ts';
import { ConsentsView } from '#renderer/pages/legal/consents/consents-view.tsx';
import type { Input } from '#shared/contract/contract.ts';
import type { MemberConsents } from '#shared/contract/consents.ts';
import { NOON, renderInWindow } from '../render.tsx';

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(500);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function View() {
  return useCommunityOrNull() === null ? null : <ConsentsView />;
}
const show = (at = '/legal/consents', options: FakeOptions = {}) => renderInWindow(<View />, options, at);

const member = (number: number, changed: Partial<MemberConsents> = {}): MemberConsents => ({
  memberId: `m${number}`,
  anonymizedId: `House A${number}`,
  isActive: true,
  last: { leaderboards: null, map: null, advice: null },
  ...changed,
});

describe('the consents', () => {
  it('of a community without members say where those come from', async () => {
    const { bridge } = show();
    await screen.findByRole('grid');
    const { input } = bridge.calls.find(({ method }) => method === 'consents.list')!;
    const answer = await bridge.invoke('consents.list', input as Input<'consents.list'>);
    if (!answer.ok) throw new Error('The fake bridge gave no consents.');
    cleanup();
    show('/legal/consents', { answers: { 'consents.list': { ...answer.value, members: [] } } });
    expect(await screen.findByText('No members yet')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Import a file…' })).toBeDefined();
  });

  it('say what each is for and what a withdrawal changes, and a count leaves its members', async () => {
    const { address } = show();
    const counts = within(await screen.findByRole('group', { name: 'Decisions: Map' }));
    expect(screen.getByText(/Without it the member is in no cell/)).toBeDefined();
    const withdrawn = counts.getByRole('button', { name: /Withdrawn$/ });
    const count = Number(/^\d+/.exec(withdrawn.textContent)![0]);
    fireEvent.click(withdrawn);
    expect(await screen.findByRole('heading', { name: `${count} members` })).toBeDefined();
    expect(address()).toContain('purpose=map&state=withdrawn');
    fireEvent.click(counts.getByRole('button', { name: /Withdrawn$/ }));
    expect(address()).not.toContain('state=');
  });

  it('of a member are told with every step, and a new decision is recorded to a text', async () => {
    const { bridge } = show('/legal/consents?member=demo-1');
    const sheet = within(await screen.findByRole('dialog', { name: /^Consents of / }));
    expect((await sheet.findAllByRole('row')).length).toBeGreaterThan(2);
    fireEvent.click(sheet.getByRole('button', { name: 'Record a decision' }));
    // Given so far, so that a withdrawal is the likely next step; it refers to no text.
    expect(sheet.getByRole<HTMLInputElement>('radio', { name: 'Consent withdrawn' }).checked).toBe(true);
    expect(sheet.queryByRole('combobox', { name: 'To which text' })).toBeNull();
    expect(sheet.getByText(/Without it the member is ranked nowhere/)).toBeDefined();
    fireEvent.click(sheet.getByRole('button', { name: 'Record' }));
    await waitFor(() =>
      expect(bridge.calls.find(({ method }) => method === 'consents.record')?.input).toMatchObject({
        memberId: 'demo-1',
        purpose: 'leaderboards',
        decision: 'withdrawn',
        documentVersion: null,
      }),
    );
    expect(await sheet.findByText('The decision is recorded and in effect.')).toBeDefined();
    await waitFor(() => expect(sheet.getAllByText('Withdrawn').length).toBeGreaterThan(1));
  });

  it('cannot be given where there is no text to consent to', async () => {
    show('/legal/consents?member=konstanz-1', { communities: [importedCommunity] });
    const sheet = within(await screen.findByRole('dialog', { name: /^Consents of / }));
    expect(await sheet.findByText('Nothing is recorded')).toBeDefined();
    fireEvent.click(sheet.getByRole('button', { name: 'Record a decision' }));
    expect(sheet.getByText(/no consent text yet/)).toBeDefined();
    expect(sheet.getByRole('link', { name: 'To the documents' })).toBeDefined();
    expect(sheet.getByRole('button', { name: 'Record' }).hasAttribute('disabled')).toBe(true);
  });

  it('say so when no member fits, with the way back to all', async () => {
    show('/legal/consents?q=nobody');
    await screen.findByText('No member fits');
    fireEvent.click(screen.getByText('Show all members'));
    expect(await screen.findByRole('grid', { name: 'Consents of the members' })).toBeDefined();
  });
});

describe('the filters of consents', () => {
  const given = { decision: 'given', documentVersion: 1, at: 0 } as const;
  const withdrawn = { decision: 'withdrawn', documentVersion: null, at: 0 } as const;
  const members = [
    member(1, { last: { leaderboards: given, map: withdrawn, advice: null } }),
    member(2, { isActive: false, last: { leaderboards: null, map: null, advice: withdrawn } }),
    member(12),
  ];
  const filters = { search: '', purpose: 'any', state: 'any', withLeft: false, member: null } as const;
  const left = (changed: Partial<Parameters<typeof filterConsents>[1]>): string[] =>
    filterConsents(members, { ...filters, ...changed }).map(({ memberId }) => memberId);

  it('leave members by pseudonym, purpose and decision, and those who left only on demand', () => {
    expect(left({})).toEqual(['m1', 'm12']);
    expect(left({ search: 'a1' })).toEqual(['m1', 'm12']);
    expect(left({ state: 'withdrawn', withLeft: true })).toEqual(['m1', 'm2']);
    expect(left({ purpose: 'map', state: 'withdrawn', withLeft: true })).toEqual(['m1']);
    expect(left({ purpose: 'leaderboards', state: 'none' })).toEqual(['m12']);
  });

  it('are read from the address as they were written', () => {
    const wanted = { search: 'B1', purpose: 'advice', state: 'none', withLeft: true, member: 'm7' } as const;
    expect(readConsentFilters(writeConsentFilters(new URLSearchParams(), wanted))).toEqual(wanted);
    expect(readConsentFilters(new URLSearchParams('state=maybe'))).toEqual(filters);
  });
});
