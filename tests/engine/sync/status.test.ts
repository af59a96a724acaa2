import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { type CommunityState, type LoopState, syncStatus } from '#engine/sync/status.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { Failure } from '#shared/contract/errors.ts';
import { syncStatusSchema, type SyncStatus } from '#shared/contract/sync.ts';
import { type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, START } from '../fixtures/pages.ts';

const problem = new Failure('HUB_UNREACHABLE', 'No network.').toProblem('p1');

const COMPLETE: CommunityState = {
  name: 'Sonnenhang',
  isComplete: true,
  isBlocked: false,
  progress: null,
  problem: null,
  changes: 3,
};

/** The state of an exchange that has just come to a good end. */
const GOOD: LoopState = {
  isRunning: false,
  isWanted: false,
  isConnected: true,
  halt: null,
  problem: null,
  retryAt: null,
  live: 'stream',
  liveProblem: null,
  communities: new Map([[COMMUNITY, COMPLETE]]),
};

/** A desk that is connected to a hub whose community is complete. */
function desk(given: { completeAt?: number | null; isConnected?: boolean } = {}) {
  const { completeAt, isConnected } = { completeAt: START, isConnected: true, ...given };
  const market = openMarket(2);
  const { read, write } = market.context.cache;
  const { id } = requireCommunity(read, COMMUNITY);
  writeSyncState(write, { communityId: id, cursor: 'c', position: 7, completeAt });
  if (isConnected) {
    write.run(
      `INSERT INTO hub_connection (id, address, email, name, role, refresh_token, connected_at)
       VALUES (1, 'https://hub.example', 'anna@hub.example', 'Anna', 'manager', 'secret-token', ?)`,
      [START],
    );
  }
  return {
    ...market,
    decide: (state: OutboxState, fields: { position?: number; attempts?: number; problem?: object } = {}): string => {
      const uid = market.place({
        memberId: memberId(0),
        quantityWh: 1,
        windowStart: START + 9e9,
        windowEnd: START + 9e9 + 900_000,
      });
      write.run('UPDATE outbox SET state = ?, position = ?, attempts = ?, problem = ? WHERE uid = ?', [
        outboxStates.indexOf(state),
        fields.position ?? null,
        fields.attempts ?? 0,
        fields.problem ? JSON.stringify(fields.problem) : null,
        uid,
      ]);
      return uid;
    },
    status: (loop: Partial<LoopState> = {}): SyncStatus =>
      syncStatusSchema.parse(syncStatus(read, { ...GOOD, ...loop })),
  };
}

const community = (changes: Partial<CommunityState>): Pick<LoopState, 'communities'> => ({
  communities: new Map([[COMMUNITY, { ...COMPLETE, ...changes }]]),
});

describe('"up to date" (S1)', () => {
  it('is said when every community is complete, nothing waits and the connection is good', () => {
    expect(desk().status()).toEqual({
      state: 'up-to-date',
      connection: {
        address: 'https://hub.example',
        email: 'anna@hub.example',
        name: 'Anna',
        role: 'manager',
        connectedAt: START,
      },
      live: 'stream',
      liveProblem: null,
      communities: [
        {
          communityId: COMMUNITY,
          name: 'Sonnenhang',
          completeAt: START,
          progress: null,
          problem: null,
          keepMonths: null,
          rawFrom: null,
          isHeld: false,
        },
      ],
      problem: null,
      retryAt: null,
      outbox: { waiting: 0, needsPerson: 0, failing: null },
    });
  });

  it.each<[string, Partial<LoopState>, SyncStatus['state']]>([
    ['a round is under way', { isRunning: true }, 'syncing'],
    ['a pull is wanted since', { isWanted: true }, 'syncing'],
    ['no round has come to its end yet', { isConnected: false }, 'syncing'],
    ['a community was not complete at its last pull', community({ isComplete: false }), 'syncing'],
    ['a community has not been pulled since the start', { communities: new Map() }, 'syncing'],
    ['the connection failed', { problem, retryAt: START + 9 }, 'waiting'],
    ['a community stands still', community({ problem }), 'blocked'],
    ['the person stopped it', { halt: 'paused' }, 'paused'],
    ['the hub wants the password', { halt: 'sign-in-needed', problem }, 'sign-in-needed'],
    ['the hub is too new', { halt: 'too-old', problem }, 'too-old'],
  ])('is not said when %s', (_when, loop, state) => {
    expect(desk().status(loop).state).toBe(state);
  });

  it('is not said while the first fetch has not come to its end', () => {
    expect(desk({ completeAt: null }).status().state).toBe('syncing');
  });

  it('is not said of a community that the hub told of and the cache does not have', () => {
    const communities = new Map([...GOOD.communities, ['another', { ...COMPLETE, name: 'Another' }]]);
    const status = desk().status({ communities });
    expect(status.state).toBe('syncing');
    expect(status.communities[1]).toMatchObject({ communityId: 'another', name: 'Another', completeAt: null });
  });

  it.each(['waiting', 'sent', 'refused', 'conflict'] as const)('is not said while a decision is %s', (state) => {
    const one = desk();
    one.decide(state, { problem });
    expect(one.status().state).toBe('outbox');
  });

  it('is not said while the copy does not tell what the hub has accepted', () => {
    const one = desk();
    one.decide('accepted', { position: 8 });
    expect(one.status().state).toBe('syncing');
  });

  it('is said when all that is left is what was taken back, or what the copy tells', () => {
    const one = desk();
    one.decide('withdrawn');
    one.decide('accepted', { position: 7 });
    expect(one.status().state).toBe('up-to-date');
  });
});

describe('without a hub', () => {
  it('the exchange is off, whatever waits on this desk', () => {
    const one = desk({ isConnected: false });
    one.context.cache.write.run('DELETE FROM sync_state');
    one.decide('waiting');
    expect(one.status()).toEqual({
      state: 'off',
      connection: null,
      live: 'none',
      liveProblem: null,
      communities: [],
      problem: null,
      retryAt: null,
      outbox: { waiting: 0, needsPerson: 0, failing: null },
    });
  });
});

describe('what the status names (S2)', () => {
  it('is how far a fetch has come, why a community stands still, and when the next attempt is', () => {
    const one = desk().status({
      ...community({ progress: { done: 4, total: 9 }, problem }),
      problem,
      retryAt: START + 5,
    });
    expect(one).toMatchObject({
      problem,
      retryAt: START + 5,
      communities: [{ progress: { done: 4, total: 9 }, problem }],
    });
  });

  it('is how many decisions wait, how many need a person, and the one that fails again and again', () => {
    const one = desk();
    one.decide('refused', { problem: { ...problem, code: 'OFFER_TAKEN' } });
    one.decide('conflict', { problem });
    one.decide('waiting');
    const failing = one.decide('sent', { attempts: 4, problem });
    one.decide('sent', { attempts: 9, problem });
    expect(one.status().outbox).toEqual({
      waiting: 3,
      needsPerson: 2,
      failing: { id: failing, anonymizedId: 'House A0', attempts: 4, problem },
    });
  });

  it('is the decision that was refused first when none fails', () => {
    const one = desk();
    const first = one.decide('refused', { problem });
    one.decide('conflict', { problem });
    expect(one.status().outbox.failing).toMatchObject({ id: first, attempts: 0, problem });
  });

  it('never holds a secret', () => {
    expect(JSON.stringify(desk().status({ problem }))).not.toContain('secret-token');
  });
});
