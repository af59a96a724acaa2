import type { SyncStatus } from '#shared/contract/sync.ts';
import type { FakeOptions } from '../fake.ts';
import { caseDecisions } from './case-decisions.ts';
import { conflictingDecisions, ruleDecisions } from './decisions.ts';
import { settlementDecisions } from './settlement-decisions.ts';
import { connectedStatus, fakeProblem, hubCommunity, hubPart } from './sync.ts';

const MINUTE = 60_000;

/** The states of a desk with a hub, by the name that `?fake=` gives. */
export function hubScenarios(now: number): Record<string, FakeOptions> {
  const community = hubCommunity(now);
  const withHub = (change: Partial<SyncStatus> = {}, options: FakeOptions = {}): FakeOptions => ({
    session: { state: 'unlocked' },
    communities: [community],
    sync: connectedStatus(now, change),
    ...options,
  });
  const { connection } = connectedStatus(now);
  const unreachable = fakeProblem('HUB_UNREACHABLE', { retryable: true });
  return {
    hub: withHub(),
    'hub-viewer': withHub({ connection: connection && { ...connection, role: 'viewer' } }),
    'hub-first-fetch': withHub(
      {
        state: 'syncing',
        communities: [hubPart(now, { completeAt: null, progress: { done: 16_600, total: 41_500 } })],
      },
      { tasks: [fetchTask(now)] },
    ),
    'hub-offline': withHub({
      state: 'waiting',
      live: 'none',
      problem: unreachable,
      retryAt: now + MINUTE,
      communities: [hubPart(now, { completeAt: now - 17 * MINUTE })],
    }),
    'hub-offline-at-first': withHub(
      { state: 'waiting', live: 'none', problem: unreachable, retryAt: now + MINUTE, communities: [] },
      { communities: [] },
    ),
    'hub-polling': withHub({ live: 'polling', liveProblem: fakeProblem('REALTIME_LOST', { retryable: true }) }),
    'hub-waiting': withHub({
      state: 'outbox',
      outbox: {
        waiting: 3,
        needsPerson: 0,
        failing: {
          id: 'command-1',
          anonymizedId: 'House A17',
          attempts: 4,
          problem: fakeProblem('HUB_REFUSED', { retryable: true }),
        },
      },
    }),
    'hub-conflict': withHub(
      { state: 'outbox', outbox: { waiting: 0, needsPerson: 2, failing: null } },
      { decisions: conflictingDecisions(now) },
    ),
    'hub-rule-conflict': withHub(
      { state: 'outbox', outbox: { waiting: 2, needsPerson: 1, failing: null } },
      { decisions: ruleDecisions(now) },
    ),
    'hub-settlements': withHub(
      { state: 'outbox', outbox: { waiting: 1, needsPerson: 2, failing: null } },
      { decisions: settlementDecisions(now) },
    ),
    'hub-case-conflict': withHub(
      { state: 'outbox', outbox: { waiting: 1, needsPerson: 1, failing: null } },
      { decisions: caseDecisions(now) },
    ),
    'hub-sign-in': withHub({
      state: 'sign-in-needed',
      live: 'none',
      problem: fakeProblem('HUB_REFUSED', { details: { signIn: true, situation: 'signIn' } }),
    }),
    'hub-too-old': withHub({ state: 'too-old', live: 'none', problem: fakeProblem('CLIENT_TOO_OLD') }),
    'hub-paused': withHub({ state: 'paused', live: 'none' }),
    'hub-blocked': withHub({
      state: 'blocked',
      communities: [
        hubPart(now, {
          problem: fakeProblem('RESYNC_REQUIRED', {
            details: { members: 3, trades: 41, oldMembers: 160, oldTrades: 51_204 },
          }),
        }),
      ],
    }),
    'hub-unreadable': withHub({
      state: 'blocked',
      communities: [
        hubPart(now, {
          problem: fakeProblem('INPUT_INVALID', { details: { kind: 'trade', row: 412, field: 'price_per_kwh' } }),
        }),
      ],
    }),
  };
}

function fetchTask(now: number): NonNullable<FakeOptions['tasks']>[number] {
  return {
    id: 'task-1',
    kind: 'sync',
    subject: hubCommunity(now).name,
    communityId: hubCommunity(now).id,
    state: 'running',
    done: 16_600,
    total: 41_500,
    unit: 'changes',
    startedAt: now - 8000,
    remainingMs: 12_000,
    problem: null,
    outcome: {},
  };
}
