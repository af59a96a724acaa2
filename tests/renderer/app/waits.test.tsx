// @vitest-environment jsdom
import '../setup-dom.ts';
import { ModalsProvider } from '@mantine/modals';
import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useWindowShortcuts } from '#renderer/app/shortcuts/use-window-shortcuts.ts';
import { beginAskedWait, beginWait, clearWaits, noteAsked, useWaitLog, watchWaits } from '#renderer/app/waits/waits.ts';
import { createQueryClient } from '#renderer/bridge/queries.ts';
import { renderInWindow } from '../render.tsx';

let now = 0;
let frames: FrameRequestCallback[] = [];
let unwatch: () => void = () => undefined;
let client: QueryClient;

/** The next frame of the window, so many milliseconds later. */
function frame(later = 16): void {
  now += later;
  for (const draw of frames.splice(0)) draw(now);
}

/** Something that is shown and asks for an answer, which comes with the returned function. */
function ask(...queryKey: string[]): () => Promise<void> {
  const answer = Promise.withResolvers<string>();
  const observer = new QueryObserver(client, { queryKey, queryFn: () => answer.promise });
  observer.subscribe(() => undefined);
  return async () => {
    answer.resolve('answered');
    await answer.promise;
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('answered'));
  };
}

const waits = (): unknown[] => Object.values(useWaitLog.getState().log).flat();

beforeEach(() => {
  // Long after the last key of the test before.
  now += 100_000;
  frames = [];
  // Another file in this process may have asked to unlock.
  clearWaits();
  client = createQueryClient();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => frames.push(draw));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  unwatch = watchWaits(client, () => 'ledger');
});
afterEach(() => {
  unwatch();
  client.clear();
  clearWaits();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a wait', () => {
  it('that is over in a frame that was to be drawn before it began took no time, never less', () => {
    beginWait('filter', 'ledger');
    frame(-30);
    frame(16);
    expect(waits()).toEqual([{ kind: 'filter', page: 'ledger', milliseconds: 0 }]);
  });

  it('lasts from the key until the frame after everything that is asked for is painted', async () => {
    const measure = vi.spyOn(performance, 'measure');
    const key = new KeyboardEvent('keydown');
    const pressed = now - 10;
    Object.defineProperty(key, 'timeStamp', { value: pressed });
    document.dispatchEvent(key);
    beginWait('page', 'ledger');
    const first = ask('stats', 'stats.series');
    frame();
    await first();
    frame();
    // What the first answer makes the page ask for is waited for too.
    const second = ask('stats', 'stats.metrics');
    frame();
    frame(100);
    await second();
    expect(waits()).toEqual([]);
    frame();
    frame();
    expect(waits()).toEqual([{ kind: 'page', page: 'ledger', milliseconds: now - pressed }]);
    expect(measure.mock.calls).toEqual([['page ledger', { start: pressed, end: now }]]);
    expect(performance.getEntriesByType('measure')).toEqual([]);
    expect(frames).toEqual([]);
  });

  it('of a filter is over with its rows, that of a page with the totals below them too', async () => {
    const totals = ask('ledger', 'ledger.totals');
    beginWait('filter', 'ledger');
    frame();
    frame();
    expect(waits()).toMatchObject([{ kind: 'filter', milliseconds: 32 }]);
    beginWait('page', 'ledger');
    frame();
    frame();
    expect(waits()).toHaveLength(1);
    await totals();
    frame();
    frame();
    expect(waits()).toHaveLength(2);
  });

  it('of the page that opens is one: the filters and the view that it begins with have none of their own', () => {
    beginWait('page', 'members');
    beginWait('view', 'members');
    beginWait('filter', 'members');
    frame();
    frame();
    expect(waits()).toMatchObject([{ kind: 'page', page: 'members' }]);
  });

  it('for the console to unlock begins when it was asked to, and only then', () => {
    beginAskedWait('unlock', 'overview');
    expect(frames).toEqual([]);
    noteAsked('unlock');
    now += 600;
    beginAskedWait('unlock', 'overview');
    frame();
    frame();
    expect(waits()).toEqual([{ kind: 'unlock', page: 'overview', milliseconds: 632 }]);
  });

  it('is given up when the window is hidden, and noted with 30 seconds when it does not end', () => {
    beginWait('page', 'rules');
    document.dispatchEvent(new Event('visibilitychange'));
    frame();
    frame();
    expect(waits()).toEqual([]);
    ask('rules', 'rules.list');
    beginWait('page', 'rules');
    frame(20_000);
    frame(10_001);
    expect(waits()).toEqual([{ kind: 'page', page: 'rules', milliseconds: 30_001 }]);
  });
});

function Window() {
  useWindowShortcuts();
  return null;
}

describe('the panel of the waits', () => {
  beforeEach(() => vi.unstubAllGlobals());
  afterEach(cleanup);

  it('is opened by a key, shows kinds and pages with percentiles, and hands them on as JSON', async () => {
    const written: string[] = [];
    vi.stubGlobal(
      'navigator',
      Object.create(navigator, {
        clipboard: { value: { writeText: (text: string) => Promise.resolve(void written.push(text)) } },
      }),
    );
    renderInWindow(
      <ModalsProvider>
        <Window />
      </ModalsProvider>,
      { session: { state: 'unlocked' } },
    );
    fireEvent.keyDown(document.documentElement, { key: 'D', code: 'KeyD', ctrlKey: true, shiftKey: true });
    const dialog = within(await screen.findByRole('dialog', { name: 'How long you waited' }));
    expect(dialog.getByText('Nothing was waited for yet')).toBeDefined();
    act(() =>
      useWaitLog.setState(({ log }) => ({
        log: {
          ...log,
          page: [
            { kind: 'page', page: 'ledger', milliseconds: 84.2 },
            { kind: 'page', page: 'members', milliseconds: 1234.5 },
          ],
        },
      })),
    );
    const rows = dialog.getAllByRole('row').map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows).toEqual([
      ['What', 'Page', 'Times', 'Median', '95 of 100', 'Longest'],
      ['Another page', 'All pages', '2', '84 ms', '1,235 ms', '1,235 ms'],
      ['', 'Ledger', '1', '84 ms', '84 ms', '84 ms'],
      ['', 'Members', '1', '1,235 ms', '1,235 ms', '1,235 ms'],
    ]);
    fireEvent.click(dialog.getByRole('button', { name: 'Copy as JSON' }));
    expect(await dialog.findByRole('button', { name: 'Copied' })).toBeDefined();
    expect((JSON.parse(written[0]) as unknown[])[1]).toEqual({
      kind: 'page',
      page: 'ledger',
      count: 1,
      median: 84.2,
      p95: 84.2,
      worst: 84.2,
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Clear' }));
    expect(dialog.getByText('Nothing was waited for yet')).toBeDefined();
  });
});
