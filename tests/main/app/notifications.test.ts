import { describe, expect, it, vi } from 'vitest';
import { FailedSettlements } from '#main/app/failed-settlements.ts';
import { Notifications, type Notice } from '#main/app/notifications.ts';
import { mainTexts } from '#main/app/texts.ts';
import type { AskEngine } from '#main/bridge/engine-calls.ts';
import type { NotificationKind } from '#shared/contract/preferences.ts';
import type { Task } from '#shared/contract/tasks.ts';

function desk() {
  const world = { isFocused: false, isOpen: true, muted: [] as NotificationKind[], now: 1e6 };
  const shown: (Notice & { click: () => void })[] = [];
  const opened: unknown[] = [];
  const notifications = new Notifications({
    show: (notice, click) => void shown.push({ ...notice, click }),
    isFocused: () => world.isFocused,
    isOpen: () => world.isOpen,
    muted: () => world.muted,
    texts: () => mainTexts.en,
    language: () => 'en',
    open: (link) => void opened.push(link),
    now: () => world.now,
  });
  return { notifications, world, shown, opened };
}

const task: Task = {
  id: 't1',
  kind: 'import',
  subject: 'Rheinaue readings.csv',
  communityId: 'rheinaue',
  state: 'done',
  done: 10,
  total: 10,
  unit: 'rows',
  startedAt: 0,
  remainingMs: null,
  problem: null,
  outcome: {},
};

describe('a notification', () => {
  it('tells of failed settlements and leads to their page', () => {
    const { notifications, shown, opened } = desk();
    notifications.failedSettlements(3);
    expect(shown).toMatchObject([{ title: 'New failed settlements', body: '3 trades could not be settled.' }]);
    shown[0].click();
    expect(opened).toEqual([{ to: 'page', page: 'settlements' }]);
  });

  it('tells that long work ended, without saying of what', () => {
    const { notifications, shown } = desk();
    notifications.taskChanged(task);
    expect(shown).toMatchObject([{ title: 'Work is finished' }]);
    expect(JSON.stringify(shown)).not.toMatch(/Rheinaue|rheinaue/);
  });

  it.each<[string, Partial<Task>]>([
    ['that goes on', { state: 'running' }],
    ['that the person stopped', { state: 'cancelled' }],
    ['that was short', { startedAt: 995_000 }],
    ['that goes on all the time', { kind: 'sync' }],
    ['that the schedule wanted', { kind: 'backup', outcome: { scheduled: 1 } }],
  ])('is not made of work %s', (_what, change) => {
    const { notifications, shown } = desk();
    notifications.taskChanged({ ...task, ...change });
    expect(shown).toEqual([]);
  });

  it('is not shown to a person who looks at the window, nor of a kind that is switched off', () => {
    const { notifications, world, shown } = desk();
    world.isFocused = true;
    notifications.updateReady();
    world.isFocused = false;
    world.muted = ['updates'];
    notifications.updateReady();
    expect(shown).toEqual([]);
    world.muted = [];
    notifications.updateReady();
    expect(shown).toHaveLength(1);
  });

  it('tells nothing while the console is locked but that work is over', () => {
    const { notifications, world, shown } = desk();
    world.isOpen = false;
    notifications.failedSettlements(1);
    notifications.backupFailed();
    notifications.updateReady();
    expect(shown).toEqual([]);
    notifications.taskChanged({ ...task, state: 'failed' });
    expect(shown).toMatchObject([{ title: 'Work has stopped' }]);
  });

  it('comes once in ten minutes for each kind', () => {
    const { notifications, world, shown } = desk();
    notifications.backupFailed();
    notifications.backupFailed();
    notifications.failedSettlements(1);
    expect(shown).toHaveLength(2);
    world.now += 600_000;
    notifications.backupFailed();
    expect(shown).toHaveLength(3);
  });
});

describe('failed settlements from the hub', () => {
  it('are new only when there are more than at the last look', async () => {
    const totals: Record<string, number> = { a: 4, b: 0 };
    const completeAt: Record<string, number | null> = { a: 1, b: null };
    const askEngine = vi.fn<(method: string, input: { communityId?: string }) => Promise<unknown>>(
      async (method, input) =>
        method === 'sync.status'
          ? {
              communities: Object.keys(totals).map((communityId) => ({
                communityId,
                completeAt: completeAt[communityId],
              })),
            }
          : { cases: [], total: totals[input.communityId ?? ''] },
    ) as unknown as AskEngine;
    const told: number[] = [];
    const failed = new FailedSettlements({ askEngine, onNew: (count) => told.push(count), log: () => undefined });
    await failed.look();
    totals['a'] = 6;
    totals['b'] = 900;
    await failed.look();
    expect(told).toEqual([2]);
    completeAt['b'] = 2;
    await failed.look();
    expect(told).toEqual([2]);
    failed.forget();
    totals['a'] = 9;
    await failed.look();
    expect(told).toEqual([2]);
  });
});
