/** An invented hub: it lets one person in, has one community and says what it is told to say. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { demoCommunity, type FakeCommunity } from './communities.ts';
import { FakeProblem, type FakeState } from './state.ts';
import { startTask } from './tasks.ts';

/** The password that the fake hub accepts. */
export const FAKE_HUB_PASSWORD = 'north roof meadow 42';
/** An address at which nobody answers. */
export const FAKE_UNREACHABLE = 'https://nowhere.example.org';
/** An account that is locked for five minutes. */
export const FAKE_LOCKED_EMAIL = 'locked@rheinaue.example.org';

const CHANGES = 41_500;
const MINUTE = 60_000;

/** A desk without a hub. */
export const noHub: SyncStatus = {
  state: 'off',
  connection: null,
  live: 'none',
  liveProblem: null,
  communities: [],
  problem: null,
  retryAt: null,
  outbox: { waiting: 0, needsPerson: 0, failing: null },
};

/** The community that the fake hub keeps. */
export function hubCommunity(now: number): FakeCommunity {
  return { ...demoCommunity(now), id: 'own', name: 'Bürgerenergie Rheinaue', isDemo: false };
}

/** A problem as the engine describes it. */
export function fakeProblem(code: Problem['code'], change: Partial<Problem> = {}): Problem {
  return { code, message: code, remedy: '', retryable: false, correlationId: 'FAKE-0042', ...change };
}

/** Connected, and up to date two minutes ago unless `change` says otherwise. */
export function connectedStatus(now: number, change: Partial<SyncStatus> = {}): SyncStatus {
  return {
    ...noHub,
    state: 'up-to-date',
    connection: {
      address: 'https://hub.example.org',
      email: 'ada@rheinaue.example.org',
      name: 'Ada Berger',
      role: 'admin',
      connectedAt: now - 9 * 24 * 60 * MINUTE,
    },
    live: 'stream',
    communities: [hubPart(now)],
    ...change,
  };
}

/** The part of the status about the fake hub's community. */
export function hubPart(
  now: number,
  change: Partial<SyncStatus['communities'][number]> = {},
): SyncStatus['communities'][number] {
  const { id, name } = hubCommunity(now);
  return {
    communityId: id,
    name,
    completeAt: now - 2 * MINUTE,
    progress: null,
    problem: null,
    keepMonths: null,
    rawFrom: null,
    isHeld: false,
    ...change,
  };
}

type SyncMethod = Extract<MethodName, `sync.${string}`>;
type SyncHandlers = { [M in SyncMethod]: (input: Input<M>) => Output<M> };

/** The exchange with the fake hub, over the state of one fake bridge. */
export function createFakeSync(state: FakeState): SyncHandlers {
  function become(status: SyncStatus): Record<string, never> {
    state.sync = status;
    state.emit('cache.changed', { areas: ['sync'] });
    return {};
  }

  function fetchFrom(community: FakeCommunity): Record<string, never> {
    startTask(state, { kind: 'sync', subject: community.name, unit: 'changes', total: CHANGES, makes: community });
    return {};
  }

  /** @throws FakeProblem as a hub answers a sign-in */
  function checkSignIn(address: string, email: string, password: string): void {
    if (address === FAKE_UNREACHABLE) throw new FakeProblem({ code: 'HUB_UNREACHABLE', retryable: true });
    if (email === FAKE_LOCKED_EMAIL) {
      throw new FakeProblem({ code: 'RATE_LIMITED', retryable: true, details: { retryAfterMs: 5 * MINUTE } });
    }
    if (password !== FAKE_HUB_PASSWORD) throw new FakeProblem({ code: 'HUB_REFUSED' });
  }

  return {
    'sync.status': () => state.sync,
    'sync.connect': ({ address, email, password }) => {
      checkSignIn(address, email, password);
      const { now } = state;
      const connected = connectedStatus(now);
      become({
        ...connected,
        state: 'syncing',
        connection: connected.connection && { ...connected.connection, address, email, connectedAt: now },
        communities: [hubPart(now, { completeAt: null, progress: { done: 0, total: CHANGES } })],
      });
      return fetchFrom(hubCommunity(now));
    },
    'sync.signIn': ({ password }) => {
      const { address = '', email = '' } = state.sync.connection ?? {};
      checkSignIn(address, email, password);
      return become({ ...state.sync, state: 'up-to-date', problem: null, live: 'stream' });
    },
    'sync.now': () => become({ ...state.sync, state: state.sync.state === 'paused' ? 'syncing' : state.sync.state }),
    'sync.resync': ({ communityId }) => {
      const found = state.communities.find(({ id }) => id === communityId);
      if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID' });
      become({
        ...state.sync,
        state: 'syncing',
        communities: state.sync.communities.map((one) =>
          one.communityId === communityId ? { ...one, problem: null } : one,
        ),
      });
      return fetchFrom(found);
    },
    'sync.keepMonths': ({ communityId, months }) =>
      become({
        ...state.sync,
        communities: state.sync.communities.map((one) =>
          one.communityId === communityId ? { ...one, keepMonths: months } : one,
        ),
      }),
    'sync.disconnect': () => {
      if (state.sync.outbox.waiting > 0) throw new FakeProblem({ code: 'VERSION_CONFLICT' });
      return become(noHub);
    },
  };
}
