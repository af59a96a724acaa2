import type { ChangedArea } from '#shared/contract/events.ts';
import type { Task } from '#shared/contract/tasks.ts';
import type { FakeState } from './state.ts';
import { demoCommunity, importedCommunity, type FakeCommunity } from './communities.ts';

const STEPS = 12;

function replace(state: FakeState, task: Task): void {
  state.tasks = [...state.tasks.filter(({ id }) => id !== task.id), task];
  state.emit('task.changed', task);
}

interface FakeWork extends Pick<Task, 'kind' | 'subject' | 'unit'> {
  readonly total: number;
  readonly communityName?: string | undefined;
  /** The community that a fetch brings, or brings anew. */
  readonly makes?: FakeCommunity;
  /** The community that it is about, when it makes none. */
  readonly communityId?: string | undefined;
  /** Areas that change by its end, when it makes none. */
  readonly changes?: readonly ChangedArea[];
  /** Its numbers at the end, when it makes none. */
  readonly outcome?: Task['outcome'];
}

function communityMadeBy({ kind, subject, communityName, makes }: FakeWork, state: FakeState): FakeCommunity | null {
  if (kind !== 'demo' && kind !== 'import' && kind !== 'sync') return null;
  if (makes !== undefined) return makes;
  if (kind === 'demo') return demoCommunity(state.now);
  return { ...importedCommunity, id: `made-${state.tasks.length}`, name: communityName ?? subject };
}

/** Starts a task that goes forward by itself and, if it brings one, makes its community. */
export function startTask(state: FakeState, work: FakeWork): { taskId: string } {
  const { kind, subject, unit, total, communityId, changes = [], outcome = {} } = work;
  const made = communityMadeBy(work, state);
  const id = `task-${state.tasks.length + 1}`;
  const running: Task = {
    id,
    kind,
    subject,
    unit,
    communityId: made?.id ?? communityId ?? null,
    state: 'running',
    done: 0,
    total,
    startedAt: state.now,
    remainingMs: null,
    problem: null,
    outcome: {},
  };
  replace(state, running);
  let step = 0;
  const timer = setInterval(() => {
    const known = state.tasks.find((task) => task.id === id);
    if (known?.state !== 'running') return clearInterval(timer);
    step += 1;
    if (step < STEPS) {
      replace(state, {
        ...known,
        done: Math.round((total * step) / STEPS),
        remainingMs: (STEPS - step) * state.taskStepMs,
      });
      return;
    }
    clearInterval(timer);
    const done = { ...known, state: 'done', done: total, remainingMs: 0 } as const;
    if (made === null) {
      replace(state, { ...done, outcome });
      return state.emit('cache.changed', { areas: [...changes] });
    }
    state.communities = [...state.communities.filter((one) => one.id !== made.id), made];
    if (kind === 'sync') completeFetch(state, made.id);
    replace(state, {
      ...done,
      outcome:
        kind === 'sync' ? {} : { imported: total, unchanged: 0, skipped: 7, repeated: 12, flagged: 1204, missing: 318 },
    });
    state.emit('cache.changed', { areas: ['sync', 'communities', 'stats', 'members', 'pricing', 'health', 'map'] });
  }, state.taskStepMs);
  return { taskId: id };
}

/** What the fetch brought is all that the hub has. */
function completeFetch(state: FakeState, communityId: string): void {
  const { now, sync } = state;
  state.sync = {
    ...sync,
    state: 'up-to-date',
    communities: sync.communities.map((one) =>
      one.communityId === communityId ? { ...one, completeAt: now, progress: null } : one,
    ),
  };
}

/** Ends a running task as cancelled; a fetch stays stopped until it is asked for again. */
export function cancelTask(state: FakeState, taskId: string): Record<string, never> {
  const known = state.tasks.find(({ id }) => id === taskId);
  if (known?.state !== 'running') return {};
  replace(state, { ...known, state: 'cancelled' });
  if (known.kind === 'sync') {
    state.sync = { ...state.sync, state: 'paused' };
    state.emit('cache.changed', { areas: ['sync'] });
  }
  return {};
}
