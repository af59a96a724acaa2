import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { Release, UpdatesState } from '#shared/contract/updates.ts';
import type { FakeState } from './state.ts';

type UpdatesMethod = Extract<MethodName, `updates.${string}`>;
const DAY = 86_400_000;

/** A version that the feed has. */
export function fakeRelease(now: number): Release {
  return {
    version: '0.2.0',
    publishedAt: now - 2 * DAY,
    notes:
      'The ledger opens a million trades in half the time.\n\n• Exports name the period they cover.\n• A withdrawn offer no longer stays in the list.\n• The tour can be found again under Settings.',
    bytes: 118_442_312,
  };
}

/** How updates stand before anything was looked for. */
export function fakeUpdates(now: number): UpdatesState {
  return {
    version: '0.1.0',
    channel: 'latest',
    isAutomatic: true,
    policy: { state: 'on' },
    checkedAt: now - 5 * 3_600_000,
    status: { state: 'idle' },
  };
}

/** `updates` of the fake bridge: a look finds a version, and the download stops half way until it is cancelled. */
export function createFakeUpdates(state: FakeState): { [M in UpdatesMethod]: (input: Input<M>) => Output<M> } {
  const release = fakeRelease(state.now);
  let updates = fakeUpdates(state.now);

  function become(change: Partial<UpdatesState>): UpdatesState {
    updates = { ...updates, ...change };
    state.emit('cache.changed', { areas: ['updates'] });
    return updates;
  }

  return {
    'updates.state': () => updates,
    'updates.check': () => become({ checkedAt: state.now, status: { state: 'available', release, isPutOff: false } }),
    'updates.download': () =>
      become({ status: { state: 'downloading', release, done: 47_376_924, remainingMs: 68_000 } }),
    'updates.cancel': () => become({ status: { state: 'available', release, isPutOff: false } }),
    'updates.install': () => {
      if (state.session.upkeep !== null) return { hindrance: 'upkeep' };
      return { hindrance: state.tasks.some((task) => task.state === 'running') ? 'task' : null };
    },
    'updates.later': () => become({ status: { state: 'available', release, isPutOff: true } }),
    'updates.choose': ({ channel = updates.channel, isAutomatic = updates.isAutomatic }) =>
      become({ channel, isAutomatic }),
  };
}
