import { describe, expect, it } from 'vitest';
import type { AskEngine } from '#main/bridge/engine-calls.ts';
import { backUpOncePerDay, hindranceOf } from '#main/updates/unfinished-work.ts';
import type { SessionState } from '#shared/contract/session.ts';

const NOW = new Date(2026, 10, 20, 10).getTime();
const HOUR = 3_600_000;
const open: Partial<SessionState> = { state: 'unlocked', engine: 'ready', upkeep: null };

interface Desk {
  readonly session?: Partial<SessionState>;
  readonly answers?: Readonly<Record<string, unknown>>;
}

function desk({ session = {}, answers = {} }: Desk) {
  const asked: unknown[] = [];
  const given: Readonly<Record<string, unknown>> = {
    'tasks.list': [],
    'sync.status': { state: 'up-to-date', outbox: { waiting: 0 } },
    'backups.list': [],
    'communities.list': [{}],
    'backups.make': { taskId: 't1' },
    ...answers,
  };
  const askEngine = (async (method: string, input: unknown) => {
    if (method === 'backups.make') asked.push(input);
    return given[method];
  }) as unknown as AskEngine;
  return { parts: { session: () => ({ ...open, ...session }) as SessionState, askEngine }, asked };
}

describe('an update waits', () => {
  it.each([
    ['upkeep', 'for a new data key', { session: { upkeep: 'rekey' } }],
    ['upkeep', 'for an engine that starts again', { session: { engine: 'restarting' } }],
    ['task', 'for a task that runs', { answers: { 'tasks.list': [{ state: 'done' }, { state: 'running' }] } }],
    [
      'task',
      'for a task of the demo',
      { session: { state: 'demo' }, answers: { 'tasks.list': [{ state: 'running' }] } },
    ],
    [
      'sending',
      'for decisions on their way',
      { answers: { 'sync.status': { state: 'syncing', outbox: { waiting: 2 } } } },
    ],
  ] as const)('%s: %s', async (hindrance, _what, situation) => {
    expect(await hindranceOf(desk(situation).parts)).toBe(hindrance);
  });

  it.each([
    ['for nothing when nothing is going on', {}],
    [
      'not for decisions that no hub can take now',
      { answers: { 'sync.status': { state: 'waiting', outbox: { waiting: 2 } } } },
    ],
    [
      'not for an ordinary look at the hub',
      { answers: { 'sync.status': { state: 'syncing', outbox: { waiting: 0 } } } },
    ],
    ['not at a locked desk', { session: { state: 'locked', engine: 'stopped' } }],
    ['not for an engine that has given up', { session: { engine: 'failed' } }],
  ] as const)('%s', async (_what, situation) => {
    expect(await hindranceOf(desk(situation).parts)).toBeNull();
  });
});

describe('the backup before an update', () => {
  const done = { 'tasks.list': [{ id: 't1', state: 'done', problem: null }] };

  it('is made unless there is one of today', async () => {
    const yesterday = desk({ answers: { ...done, 'backups.list': [{ madeAt: NOW - 11 * HOUR }] } });
    await backUpOncePerDay(yesterday.parts, NOW);
    expect(yesterday.asked).toEqual([{ reason: 'update' }]);
    const today = desk({ answers: { ...done, 'backups.list': [{ madeAt: NOW - 9 * HOUR }] } });
    await backUpOncePerDay(today.parts, NOW);
    expect(today.asked).toEqual([]);
  });

  it.each([
    ['an empty cache', { answers: { 'communities.list': [] } }],
    ['the demo', { session: { state: 'demo' } }],
    ['a locked cache', { session: { state: 'locked', engine: 'stopped' } }],
  ] as const)('is not made of %s', async (_what, situation) => {
    const { parts, asked } = desk(situation);
    await backUpOncePerDay(parts, NOW);
    expect(asked).toEqual([]);
  });

  it('fails with what keeps it from being made', async () => {
    const problem = { code: 'DISK_FULL', message: 'No room', remedy: '', retryable: true, correlationId: 'c' };
    const { parts } = desk({ answers: { 'tasks.list': [{ id: 't1', state: 'failed', problem }] } });
    await expect(backUpOncePerDay(parts, NOW)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });
});
