// @vitest-environment jsdom
import '../setup-dom.ts';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '#renderer/app/app.tsx';
import { replaceBridge } from '#renderer/bridge/client.ts';
import { createFakeBridge, type FakeBridge, type FakeOptions } from '#renderer/bridge/fake.ts';
import { fakeBackups } from '#renderer/bridge/fake/backups.ts';
import { fakeReport, fakeTrouble } from '#renderer/bridge/fake/recovery.ts';
import { createQueryClient } from '#renderer/bridge/queries.ts';
import { RecoveryPage } from '#renderer/pages/recovery/page.tsx';
import { NOON, renderInProviders } from '../render.tsx';

afterEach(cleanup);

const session = createFakeBridge({ session: fakeTrouble }).state.session;

function open(report: Parameters<typeof fakeReport>[1] = {}, options: FakeOptions = {}): FakeBridge {
  const answers = { 'recovery.inspect': fakeReport(NOON, report), ...options.answers };
  const problem = options.session?.problem ?? session.problem;
  return renderInProviders(<RecoveryPage session={{ ...session, problem }} />, {
    ...options,
    session: fakeTrouble,
    answers,
  }).bridge;
}

const inputsOf = (bridge: FakeBridge, wanted: string): unknown[] =>
  bridge.calls.flatMap(({ method, input }) => (method === wanted ? [input] : []));
const choice = (name: string) => within(screen.getByRole('heading', { name }).closest('li')!);

describe('the recovery page', () => {
  it('says what happened, what is not lost, and what can be done, the best first', async () => {
    open();
    expect(await screen.findByRole('heading', { name: 'The data file is damaged', level: 1 })).toBeDefined();
    const kept = within(screen.getByRole('region', { name: 'What is not lost' }));
    expect(kept.getByText(/All 3 decisions that were not sent yet could be read/)).toBeDefined();
    expect(kept.getByText(/4 good backups are there/)).toBeDefined();
    const ways = within(screen.getByRole('region', { name: 'What you can do, the best first' }));
    expect(ways.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
      'What you can do, the best first',
      'Restore a backup',
      'Begin with empty data',
      'Try again',
    ]);
  });

  it('restores the newest backup', async () => {
    const bridge = open();
    fireEvent.click(await screen.findByRole('button', { name: /^Restore the backup of/ }));
    expect(await screen.findByText('The backup is in place')).toBeDefined();
    expect(screen.getByText(/3 decisions that were not sent yet were taken along/)).toBeDefined();
    expect(inputsOf(bridge, 'recovery.restore')).toEqual([{ backupId: fakeBackups(NOON)[0].id }]);
  });

  it('begins anew only after it has said what is not in the new data', async () => {
    const bridge = open({ backups: [] });
    fireEvent.click(await screen.findByRole('button', { name: 'Begin with empty data…' }));
    expect(screen.getByText(/What only this desk had is not in the new data/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Back' }));
    fireEvent.click(screen.getByRole('button', { name: 'Begin with empty data…' }));
    expect(inputsOf(bridge, 'recovery.startAnew')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Put the old file aside and begin' }));
    expect(await screen.findByText('You begin with empty data')).toBeDefined();
  });

  it('says when trying again changed nothing', async () => {
    open({ trouble: 'disk-full' });
    expect(await screen.findByRole('heading', { name: 'The disk is full', level: 1 })).toBeDefined();
    expect(choice('Try again').getByText(/Free some space on that disk first/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('It is still so. Nothing was changed.')).toBeDefined();
  });

  it('tells why a way out did not work, and stays', async () => {
    open({}, { failing: { 'recovery.restore': { code: 'DISK_FULL' } } });
    fireEvent.click(await screen.findByRole('button', { name: /^Restore the backup of/ }));
    expect(await screen.findByText('That did not work')).toBeDefined();
    expect(screen.getByText(/disk .*full/)).toBeDefined();
    expect(screen.getByRole('heading', { name: 'The data file is damaged' })).toBeDefined();
  });

  it('tells what the attempt to open said when the file is whole', async () => {
    open({ trouble: 'unknown' }, { session: { problem: { ...fakeTrouble.problem, code: 'ENGINE_GONE' } } });
    expect(await screen.findByText('The part of the console that keeps the data stopped.')).toBeDefined();
  });
});

describe('damage that a page meets', () => {
  it('leads from its error to the recovery page', async () => {
    const bridge = createFakeBridge({
      now: NOON,
      session: { state: 'unlocked' },
      failing: { 'communities.list': { code: 'CACHE_CORRUPT' } },
    });
    replaceBridge(bridge);
    render(<App client={createQueryClient()} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Examine and repair' }));
    expect(await screen.findByRole('heading', { name: 'The data file is damaged', level: 1 })).toBeDefined();
  });
});
