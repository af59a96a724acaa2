// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AFTER_CRASH } from '#shared/contract/bridge.ts';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { useCrashNotice } from '#renderer/app/use-crash-notice.ts';
import { AppearanceView } from '#renderer/pages/settings/appearance/appearance-view.tsx';
import { DiagnosticsView } from '#renderer/pages/settings/diagnostics/diagnostics-view.tsx';
import { NOON, renderInProviders, renderInWindow } from '../render.tsx';

function View() {
  return useCommunityOrNull() === null ? null : (
    <ModalsProvider>
      <DiagnosticsView />
    </ModalsProvider>
  );
}

const items = async () => within(await screen.findByRole('list', { name: 'Checks' })).findAllByRole('listitem');

describe('the diagnostics', () => {
  it('show what needs a look first, in words, with what to do', async () => {
    renderInWindow(<View />, { session: { state: 'unlocked' } }, '/settings/diagnostics');
    await screen.findByText('Cache file');
    const [first, second] = await items();
    expect(within(first).getByRole('img', { name: 'Needs a look' })).toBeDefined();
    expect(first.textContent).toContain('3 kept, but the newest is of 2 Jul');
    expect(first.textContent).toContain('Make one under Backups');
    expect(second.textContent).toContain('The cache has not been examined yet.');
    expect(screen.getByText(/^1 check needs a look/)).toBeDefined();
    expect(
      screen.getByText('197.5 MB, of which 3.0 MB are empty; encrypted, and readable by you alone.'),
    ).toBeDefined();
  });

  it('say since when single records are here, on a desk that keeps totals of the time before', async () => {
    const values = { completeAt: NOON, waiting: 0, rawFrom: Date.UTC(2026, 3, 30, 22) };
    const exchange = { name: 'exchange', state: 'ok', finding: 'fine', values } as const;
    renderInWindow(
      <View />,
      { answers: { 'diagnostics.checks': { at: NOON, checks: [exchange] } } },
      '/settings/diagnostics',
    );
    expect(
      await screen.findByText(/^In order\..*Single records are here from 1 May 2026 on, totals of the time before\.$/),
    ).toBeDefined();
  });

  it('examine the cache while the page can be used, and then show what was found', async () => {
    renderInWindow(<View />, {}, '/settings/diagnostics');
    fireEvent.click(await screen.findByRole('button', { name: 'Examine now' }));
    expect(await screen.findByRole('progressbar', { name: 'Examining the cache' })).toBeDefined();
    expect(await screen.findByText(/^Whole and without a contradiction on/)).toBeDefined();
  });

  it('show a support bundle word for word before it can be saved', async () => {
    const { bridge } = renderInWindow(<View />, {}, '/settings/diagnostics');
    fireEvent.click(await screen.findByRole('button', { name: 'Support bundle…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Support bundle' }));
    const shown = (await dialog.findByRole('region', { name: 'Support bundle' })).textContent;
    expect(shown).toBe(((await bridge.invoke('diagnostics.bundle', {})) as { value: { text: string } }).value.text);
    const saved: unknown[] = [];
    const invoke = bridge.invoke.bind(bridge);
    bridge.invoke = (name, input) => {
      if (name === 'files.save') saved.push(input);
      return invoke(name, input);
    };
    fireEvent.click(dialog.getByRole('button', { name: 'Save…' }));
    await waitFor(() =>
      expect(saved).toEqual([{ suggestedName: 'demo-commonwatt-support.txt', type: 'txt', content: shown }]),
    );
  });

  it('show what main knows although the engine does not answer', async () => {
    renderInWindow(<View />, { failing: { 'diagnostics.checks': { code: 'INTERNAL' } } }, '/settings/diagnostics');
    expect(await screen.findByText(/^Version .* on Electron/)).toBeDefined();
    expect(await screen.findByText('Something went wrong inside the console.')).toBeDefined();
  });
});

describe('language and looks', () => {
  it('are chosen here as at the top of the window', async () => {
    const { bridge } = renderInProviders(<AppearanceView />);
    fireEvent.click(await screen.findByRole('radio', { name: 'Dark' }));
    fireEvent.click(screen.getByRole('radio', { name: 'Deutsch' }));
    expect(await screen.findByText('Sprache und Aussehen')).toBeDefined();
    expect(await bridge.invoke('preferences.get', {})).toMatchObject({
      value: { colourScheme: 'dark', language: 'de' },
    });
  });
});

describe('a page that was loaded again after it had died', () => {
  function Page() {
    useCrashNotice();
    return null;
  }

  it('says so once, and takes the sign of it out of its address', async () => {
    window.history.replaceState(null, '', `/${AFTER_CRASH}#/members`);
    renderInProviders(<Page />);
    expect(await screen.findByText('The window was loaded again')).toBeDefined();
    expect(window.location.search).toBe('');
    expect(window.location.hash).toBe('#/members');
  });
});
