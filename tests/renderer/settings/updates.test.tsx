// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { UpdateBadge } from '#renderer/app/update-badge.tsx';
import { UpdateBanner } from '#renderer/app/update-banner.tsx';
import type { FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeRelease, fakeUpdates } from '#renderer/bridge/fake/updates.ts';
import { UpdatesView } from '#renderer/pages/settings/updates/updates-view.tsx';
import { hindrances, offReasons, updateProblems, type UpdatesState } from '#shared/contract/updates.ts';
import { languages } from '#shared/languages/languages.ts';
import { textsOf } from '../i18n/language.ts';
import { NOON, renderInWindow } from '../render.tsx';

afterEach(cleanup);

const release = fakeRelease(NOON);
const having = (change: Partial<UpdatesState>): FakeOptions => ({
  answers: { 'updates.state': { ...fakeUpdates(NOON), ...change } },
});
const open = (options: FakeOptions = {}) => renderInWindow(<UpdatesView />, options, '/settings/updates');
const button = (name: string | RegExp) => screen.findByRole<HTMLButtonElement>('button', { name });
const click = async (name: string | RegExp) => fireEvent.click(await button(name));
const standing = async () => (await screen.findByRole('status')).textContent;

describe('the view of updates', () => {
  it('finds a version, says what is new in it, and downloads it when asked to', async () => {
    const { bridge } = open();
    expect(await standing()).toBe('This is the newest version.');
    await click('Look for updates');
    expect(await screen.findByText('Version 0.2.0 is available')).toBeDefined();
    expect(screen.getByText('Published 20 Jul 2026')).toBeDefined();
    expect(screen.getByRole('region', { name: 'What is new in 0.2.0' }).textContent).toBe(release.notes);
    expect(bridge.calls.some(({ method }) => method === 'updates.download')).toBe(false);
    await click(/^Download, 118\.4\sMB$/);
    const bar = await screen.findByRole('progressbar', { name: 'Downloading version 0.2.0' });
    expect(bar.getAttribute('aria-valuenow')).toBe('40');
    expect(screen.getByText(/^47\.4\sMB of 118\.4\sMB$/)).toBeDefined();
    expect(screen.getByText(/left$/)).toBeDefined();
    await click('Stop the download');
    expect(await button(/^Download/)).toBeDefined();
  });

  it('shows notes as the text they are', async () => {
    const notes = '<img src=x onerror=alert(1)> & <b>bold</b>';
    open(having({ status: { state: 'available', release: { ...release, notes }, isPutOff: false } }));
    const region = await screen.findByRole('region', { name: 'What is new in 0.2.0' });
    expect(region.textContent).toBe(notes);
    expect(region.children).toHaveLength(0);
  });

  it('puts a version off, which can still be downloaded', async () => {
    open();
    await click('Look for updates');
    await click('Later');
    expect(await screen.findByText(/^Put off:/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Later' })).toBeNull();
    expect((await button(/^Download/)).disabled).toBe(false);
  });

  it('restarts when asked to, and says what that waits for', async () => {
    const { bridge } = open({
      answers: {
        'updates.state': { ...fakeUpdates(NOON), status: { state: 'ready', release } },
        'updates.install': { hindrance: 'task' },
      },
    });
    expect(await standing()).toBe('Version 0.2.0 is ready');
    await click('Restart now');
    expect(await screen.findByText(/^Something is still running\./)).toBeDefined();
    expect(bridge.calls.filter(({ method }) => method === 'updates.install')).toHaveLength(1);
    expect((await button('Restart now')).disabled).toBe(false);
  });

  it('tells what went wrong with a way out, and that nothing was lost', async () => {
    open(having({ status: { state: 'failed', problem: 'downgrade', release: null, offered: '0.0.9' } }));
    expect(await standing()).toBe('No update came about');
    const told = await screen.findByText(/nothing of yours was lost\.$/);
    expect(told.textContent).toMatch(/^The server offers version 0\.0\.9, .* Wait for a newer one/);
    expect(screen.getByText('Try again')).toBeDefined();
  });

  it.each(languages)('has words of its own for every problem and every reason, in %s', (language) => {
    const t = textsOf(language, 'updates');
    const words = [
      ...updateProblems.map((one) => t(`problems.${one}`)),
      ...offReasons.map((one) => t(`off.${one}`)),
      ...hindrances.map((one) => t(`hindrances.${one}`)),
    ];
    for (const one of words) expect(one).toMatch(/^[A-ZÄÖÜ].+\.$/);
    expect(new Set(words).size).toBe(words.length);
  });

  it('tries a download again that broke off, instead of looking anew', async () => {
    const { bridge } = open(having({ status: { state: 'failed', problem: 'interrupted', release, offered: null } }));
    await click('Try again');
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'updates.download')).toBe(true));
    expect(bridge.calls.some(({ method }) => method === 'updates.check')).toBe(false);
  });

  it('says why there are none, and offers nothing then', async () => {
    open(having({ policy: { state: 'off', reason: 'managed' } }));
    expect(await screen.findByText(/^Whoever looks after this computer has switched updates off/)).toBeDefined();
    expect(document.querySelector('button, input')).toBeNull();
  });

  it('lets the person choose which versions come, and whether the console looks by itself', async () => {
    const { bridge } = open();
    fireEvent.click(await screen.findByLabelText('Early ones too'));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Early ones too').checked).toBe(true));
    fireEvent.click(await screen.findByRole('switch', { name: /^Look for updates once a day/ }));
    await waitFor(() =>
      expect(bridge.calls.filter(({ method }) => method === 'updates.choose').map(({ input }) => input)).toEqual([
        { channel: 'beta' },
        { isAutomatic: false },
      ]),
    );
  });

  it('leaves to an administrator what an administrator decided', async () => {
    open(having({ policy: { state: 'manual' }, isAutomatic: false }));
    expect(await screen.findByText(/lets the console look only when you ask for it\.$/)).toBeDefined();
    expect(screen.queryByRole('switch')).toBeNull();
  });
});

describe('the notice of an update', () => {
  const show = (options: FakeOptions) =>
    renderInWindow(
      <>
        <UpdateBanner />
        <UpdateBadge />
      </>,
      options,
      '/overview',
    );

  it('leads to what is new, and goes when it is put off', async () => {
    const { bridge } = show({});
    await bridge.invoke('updates.check', {});
    const notice = await screen.findByText('Version 0.2.0 of the console is available.');
    expect(screen.getByText('An update waits')).toBeDefined();
    const link = within(notice.parentElement!).getByRole('link', { name: 'What is new' });
    expect(link.getAttribute('href')).toMatch(/^\/settings\/updates/);
    await click('Later');
    await waitFor(() => expect(screen.queryByText('An update waits')).toBeNull());
    expect(screen.queryByText(/is available/)).toBeNull();
  });

  it('says that a version is ready, until the person knows', async () => {
    show(having({ status: { state: 'ready', release } }));
    expect(await screen.findByText(/^Version 0\.2\.0 is ready\./)).toBeDefined();
    await click('Later');
    expect(screen.queryByText(/is ready/)).toBeNull();
  });

  it('is not there while nothing waits', async () => {
    const { bridge } = show(having({ status: { state: 'available', release, isPutOff: true } }));
    await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'updates.state')).toBe(true));
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.queryByText('An update waits')).toBeNull();
  });
});
