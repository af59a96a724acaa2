/**
 * A bridge without a main process or an engine: deterministic, believable answers to every method. For design work in an ordinary browser
 * and for component tests; never part of the built console.
 */
import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import { contract, type Input, type MethodName, type Output } from '#shared/contract/contract.ts';
import type { Answer, ErrorCode, Problem } from '#shared/contract/errors.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { TOUR_VERSION } from '#shared/desk/tour.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { demoCommunity, importedCommunity, type FakeCommunity } from './fake/communities.ts';
import type { FakeDecision } from './fake/decisions.ts';
import { createFakeHandlers } from './fake/handlers.ts';
import { FakeProblem, type FakeState } from './fake/state.ts';
import { noHub } from './fake/sync.ts';

export interface FakeOptions {
  /** Epoch milliseconds taken as the present. */
  readonly now?: number;
  readonly session?: Partial<SessionState>;
  readonly preferences?: Partial<Preferences>;
  readonly communities?: readonly FakeCommunity[];
  readonly tasks?: readonly Task[];
  /** How the exchange with a hub stands; without it there is no hub. */
  readonly sync?: SyncStatus;
  /** What is in the outbox, newest first. */
  readonly decisions?: readonly FakeDecision[];
  /** Answers that replace the invented ones, as values or functions of the input. */
  readonly answers?: { readonly [M in MethodName]?: Output<M> | ((input: Input<M>) => Output<M>) };
  /** Methods that fail, with the problem they fail with. */
  readonly failing?: { readonly [M in MethodName]?: Partial<Problem> & { readonly code: ErrorCode } };
  /** Milliseconds before an answer arrives; Infinity: the engine never answers, which shows the skeletons. */
  readonly delayMs?: number;
  /** Milliseconds between two steps of a running task. */
  readonly taskStepMs?: number;
}

export interface FakeBridge extends CommonwattBridge {
  /** Every call so far. */
  readonly calls: readonly { readonly method: MethodName; readonly input: unknown }[];
  readonly state: FakeState;
}

const session: SessionState = {
  state: 'demo',
  problem: null,
  upkeep: null,
  protection: { passphrase: true, keychain: false },
  keychain: { available: true, backend: 'gnome_libsecret' },
  engine: 'ready',
  appVersion: '0.1.0',
  platform: 'linux',
};

const preferences: Preferences = {
  colourScheme: 'system',
  language: 'en',
  autoLockMinutes: 15,
  communityId: null,
  period: null,
  tour: TOUR_VERSION,
  mutedNotifications: [],
  views: {},
};

/** A bridge that answers from invented data. */
export function createFakeBridge(options: FakeOptions = {}): FakeBridge {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: { method: MethodName; input: unknown }[] = [];
  const now = options.now ?? Date.now();
  const state: FakeState = {
    now,
    taskStepMs: options.taskStepMs ?? 400,
    session: { ...session, ...options.session },
    preferences: { ...preferences, ...options.preferences },
    communities: [...(options.communities ?? [demoCommunity(now), importedCommunity])],
    tasks: [...(options.tasks ?? [])],
    sync: options.sync ?? noHub,
    decisions: [...(options.decisions ?? [])],
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
  };
  const handlers = createFakeHandlers(state);

  async function answer<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const isAnsweredByMain = contract[method].answeredBy === 'main';
    if (options.delayMs === Infinity && !isAnsweredByMain) await new Promise(() => undefined);
    if (options.delayMs !== undefined && Number.isFinite(options.delayMs))
      await new Promise((resolve) => setTimeout(resolve, options.delayMs));
    const problem = options.failing?.[method];
    if (problem !== undefined) throw new FakeProblem(problem);
    const given: unknown = options.answers?.[method];
    if (typeof given === 'function') return (given as (input: Input<M>) => Output<M>)(input);
    return given === undefined ? handlers[method](input) : (given as Output<M>);
  }

  return {
    platform: state.session.platform,
    calls,
    state,
    async invoke<M extends MethodName>(method: M, input: Input<M>): Promise<Answer<Output<M>>> {
      calls.push({ method, input });
      try {
        return { ok: true, value: await answer(method, input) };
      } catch (error) {
        if (error instanceof FakeProblem) return { ok: false, error: error.problem };
        throw error;
      }
    },
    subscribe(event, callback) {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(callback));
      return () => known.delete(callback);
    },
  };
}
