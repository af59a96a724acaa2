import { type Problem, problemSchema } from '#shared/contract/errors.ts';
import type { SyncState, SyncStatus } from '#shared/contract/sync.ts';
import type { ReadDb } from '../cache/connection.ts';
import { stateCode, UNANSWERED } from '../outbox/commands.ts';
import { readConnection } from './connection.ts';
import { chosenMonths, isUnderHold } from './raw-choice.ts';

/** Why nothing goes on until a person does something. */
export type Halt = Extract<SyncState, 'paused' | 'sign-in-needed' | 'too-old'>;

/** What the exchange knows of a community since it was started. */
export interface CommunityState {
  readonly name: string;
  /** The last pull came to its end and nothing newer was there. */
  isComplete: boolean;
  /** A person has to decide before it is pulled again (PROTOCOL.md L13). */
  isBlocked: boolean;
  progress: { readonly done: number; readonly total: number } | null;
  problem: Problem | null;
  /** Changes fetched since the start. */
  changes: number;
}

/** What the exchange with the hub knows since it was started. */
export interface LoopState {
  /** Asking, fetching or sending at this moment. */
  readonly isRunning: boolean;
  /** There is something to send or fetch that no round has begun with. */
  readonly isWanted: boolean;
  /** The last round came to its end: the connection is good. */
  readonly isConnected: boolean;
  readonly halt: Halt | null;
  readonly problem: Problem | null;
  /** Epoch milliseconds. */
  readonly retryAt: number | null;
  readonly live: SyncStatus['live'];
  /** Why the streams are not all open although they should be; null while they are. */
  readonly liveProblem: Problem | null;
  /** By wire id. */
  readonly communities: ReadonlyMap<string, Readonly<CommunityState>>;
}

/** What the page shows of the exchange with the hub (PROTOCOL.md S1, S2). */
export function syncStatus(db: ReadDb, loop: LoopState): SyncStatus {
  const connection = readConnection(db);
  const communities = connection ? communitiesOf(db, loop) : [];
  const outbox = outboxOf(db);
  return {
    state: connection ? stateOf(db, loop, communities, outbox) : 'off',
    connection,
    live: connection ? loop.live : 'none',
    // Without the hub nothing is heard of it either: that it is away says more.
    liveProblem: connection && loop.problem === null ? loop.liveProblem : null,
    communities,
    problem: connection ? loop.problem : null,
    retryAt: connection ? loop.retryAt : null,
    outbox,
  };
}

function stateOf(
  db: ReadDb,
  loop: LoopState,
  communities: SyncStatus['communities'],
  outbox: SyncStatus['outbox'],
): SyncState {
  if (loop.halt !== null) return loop.halt;
  if (loop.isRunning) return 'syncing';
  if (loop.problem !== null) return 'waiting';
  if (communities.some(({ problem }) => problem !== null)) return 'blocked';
  const isComplete = communities.every(
    ({ communityId, completeAt }) => completeAt !== null && loop.communities.get(communityId)?.isComplete === true,
  );
  if (!loop.isConnected || loop.isWanted || !isComplete || hasUnpulled(db)) return 'syncing';
  return outbox.waiting + outbox.needsPerson > 0 ? 'outbox' : 'up-to-date';
}

/** Those of the cache, and those that the hub told of and that are not in it yet. */
function communitiesOf(db: ReadDb, loop: LoopState): SyncStatus['communities'] {
  const stored = db.all<{ uid: string; name: string; complete_at: number | null; raw_from: number }>(
    `SELECT uid, name, complete_at, COALESCE((SELECT raw_from FROM raw_window WHERE community_id = community.id), 0) AS raw_from
     FROM sync_state JOIN community ON community.id = sync_state.community_id
     WHERE replaces_id IS NULL ORDER BY name, uid`,
  );
  const known = new Set(stored.map(({ uid }) => uid));
  const told = [...loop.communities].filter(([uid]) => !known.has(uid));
  const rows = [...stored, ...told.map(([uid, { name }]) => ({ uid, name, complete_at: null, raw_from: 0 }))];
  return rows.map(({ uid, name, complete_at: completeAt, raw_from: rawFrom }) => ({
    communityId: uid,
    name,
    completeAt,
    progress: loop.communities.get(uid)?.progress ?? null,
    problem: loop.communities.get(uid)?.problem ?? null,
    keepMonths: chosenMonths(db, uid),
    rawFrom: rawFrom || null,
    isHeld: isUnderHold(db, uid),
  }));
}

const OF_HUB = 'JOIN sync_state ON sync_state.community_id = outbox.community_id';
const NEEDS_PERSON = `outbox.state IN (${stateCode('refused')}, ${stateCode('conflict')})`;

/** Whether the hub has accepted what the copy does not tell yet. */
function hasUnpulled(db: ReadDb): boolean {
  const accepted = stateCode('accepted');
  return (
    db.get(
      `SELECT 1 FROM outbox ${OF_HUB} WHERE outbox.state = ${accepted} AND outbox.position > sync_state.position`,
    ) !== undefined
  );
}

function outboxOf(db: ReadDb): SyncStatus['outbox'] {
  const counts = db.get<{ waiting: number; needsPerson: number }>(
    `SELECT COUNT(*) FILTER (WHERE ${UNANSWERED}) AS waiting, COUNT(*) FILTER (WHERE ${NEEDS_PERSON}) AS needsPerson
     FROM outbox ${OF_HUB}`,
  )!;
  return { ...counts, failing: failingOf(db) };
}

function failingOf(db: ReadDb): SyncStatus['outbox']['failing'] {
  const row = db.get<{ uid: string; anonymized_id: string | null; attempts: number; problem: string }>(
    `SELECT outbox.uid, anonymized_id, attempts, problem FROM outbox_view AS outbox ${OF_HUB}
     WHERE problem IS NOT NULL AND ((${UNANSWERED} AND attempts > 0) OR ${NEEDS_PERSON})
     ORDER BY ${UNANSWERED} DESC, outbox.id LIMIT 1`,
  );
  if (!row) return null;
  const { uid: id, anonymized_id: anonymizedId, attempts, problem } = row;
  return { id, anonymizedId, attempts, problem: problemSchema.parse(JSON.parse(problem)) };
}
