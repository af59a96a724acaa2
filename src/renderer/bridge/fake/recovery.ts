import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { fakeBackups } from './backups.ts';
import { FakeProblem, type FakeState } from './state.ts';

type RecoveryMethod = Extract<MethodName, `recovery.${string}`>;

/** A cache of a hub that is damaged, with three decisions that wait and four backups. */
export function fakeReport(now: number, change: Partial<RecoveryReport> = {}): RecoveryReport {
  return {
    trouble: 'damaged',
    bytes: 48_230_400,
    decisions: { readable: 3, mayBeMore: false },
    hasHub: true,
    backups: fakeBackups(now).slice(0, 4),
    ...change,
  };
}

/** `recovery` of the fake bridge: every way out works, only trying again does not. */
export function createFakeRecovery(state: FakeState): { [M in RecoveryMethod]: (input: Input<M>) => Output<M> } {
  function become(change: Partial<FakeState['session']>): FakeState['session'] {
    state.session = { ...state.session, ...change };
    state.emit('session.changed', state.session);
    return state.session;
  }

  function requireTrouble(): void {
    if (state.session.state !== 'trouble') throw new FakeProblem({ code: 'FORBIDDEN' });
  }

  function recovered(): Output<'recovery.restore'> {
    requireTrouble();
    const session = become({ state: 'unlocked', engine: 'ready', problem: null });
    return { session, decisionsKept: fakeReport(state.now).decisions.readable };
  }

  return {
    'recovery.inspect': () => {
      requireTrouble();
      return fakeReport(state.now);
    },
    'recovery.retry': () => {
      requireTrouble();
      return become({});
    },
    'recovery.restore': recovered,
    'recovery.startAnew': recovered,
    'recovery.begin': () => become(fakeTrouble),
    'recovery.showFolder': () => ({}),
  };
}

/** A session whose cache does not open. */
export const fakeTrouble = {
  state: 'trouble',
  engine: 'stopped',
  problem: {
    code: 'CACHE_CORRUPT',
    message: 'The cache is damaged.',
    remedy: 'Restore the newest backup.',
    retryable: false,
    correlationId: 'FAKE-0042',
  },
} as const;
