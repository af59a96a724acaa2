import { Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import type { HubAccount } from '#shared/wire/sync.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Cache } from '../cache/open.ts';
import { removePulled } from '../outbox/sending.ts';
import type { Tasks } from '../tasks/tasks.ts';
import type { Announcements } from './announcements.ts';
import { backoffMs } from './backoff.ts';
import { keepUser } from './connection.ts';
import type { HubClient } from './hub-client.ts';
import { HubFailure } from './hub-failure.ts';
import type { Pace } from './pace.ts';
import { type PushCounts, pushOutbox } from './push.ts';
import { pullShown } from './shown-pull.ts';
import type { CommunityState } from './status.ts';

export interface RoundParts {
  readonly cache: Cache;
  readonly audit: Pick<AuditLog, 'appendAll'>;
  readonly client: HubClient;
  readonly tasks: Tasks;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  /** For states and counts: quickly. */
  readonly news: Announcements;
  /** For data that a page draws anew: less often. */
  readonly data: Announcements;
  /** By wire id; the round keeps it. */
  readonly communities: Map<string, CommunityState>;
  /** Communities (wire ids) whose new generation replaces the old one although it is suspiciously small. */
  readonly acceptFewer: ReadonlySet<string>;
  readonly counts: PushCounts;
  /** Another round is to follow this one. */
  again(): void;
}

/**
 * One exchange with the hub: asks who the person is and what it may see, sends what waits, fetches what is new of each community. The
 * question comes first: without a network no decision leaves, and it can still be withdrawn (PROTOCOL.md C8). What is wrong with one
 * community stands in its state and keeps no other one.
 * @throws HubFailure when it is about more than one community; CANCELLED when the person stopped it or `signal` is aborted; and what can
 * befall the cache
 */
export async function syncRound(parts: RoundParts): Promise<void> {
  const { cache, audit, client, signal, pace, news, data, counts } = parts;
  const account = await client.account(signal);
  if (keepUser(cache.write, account.user)) data.tell(...sourceAreas, 'sync');
  noteListed(parts, account.communities);

  await pushOutbox({
    cache,
    audit,
    client,
    signal,
    counts,
    now: () => pace.now(),
    delayMs: (attempts) => backoffMs(attempts, () => pace.random()),
    onAnswer: () => news.tell('outbox', 'market', 'rules', 'members', 'settlement', 'sync'),
  });

  let failed: HubFailure | null = null;
  for (const { id } of account.communities) {
    try {
      await fetchNew(parts, id);
    } catch (error) {
      if (!isPassing(error)) throw error;
      failed ??= error;
    }
  }
  if (failed !== null) throw failed;
}

/** An answer that says nothing of the other communities: they may come through. */
function isPassing(error: unknown): error is HubFailure {
  return (
    error instanceof HubFailure &&
    error.code === 'HUB_REFUSED' &&
    error.retryAfterMs === null &&
    error.details?.['signIn'] !== true
  );
}

/** Notes which communities the hub lists; a copy that it does not list any more stays as it is and says so. */
function noteListed({ cache, communities }: RoundParts, listed: HubAccount['communities']): void {
  const stored = cache.read.all<{ uid: string; name: string }>(
    'SELECT uid, name FROM sync_state JOIN community ON community.id = sync_state.community_id WHERE replaces_id IS NULL',
  );
  const ids = new Set(listed.map(({ id }) => id));
  for (const { uid, name } of stored) {
    if (ids.has(uid)) continue;
    const state = newState(name, communities.get(uid));
    state.isComplete = false;
    state.problem = notListed(name).toProblem(uid);
    communities.set(uid, state);
  }
  for (const uid of communities.keys()) {
    if (!ids.has(uid) && !stored.some((one) => one.uid === uid)) communities.delete(uid);
  }
  for (const { id, name } of listed) communities.set(id, newState(name, communities.get(id)));
}

function newState(name: string, before: CommunityState | undefined): CommunityState {
  const fresh = { isComplete: false, isBlocked: false, progress: null, problem: null, changes: 0 };
  return { ...(before ?? fresh), name };
}

function notListed(name: string): Failure {
  return new Failure('FORBIDDEN', `The hub does not show you ${name} any more. The copy on this desk stays as it is.`, {
    remedy: 'Ask whoever runs the hub for access.',
    details: { situation: 'notListed' },
  });
}

async function fetchNew(parts: RoundParts, communityId: string): Promise<void> {
  const { cache, news, communities, acceptFewer, again } = parts;
  const state = communities.get(communityId)!;
  if (state.isBlocked && !acceptFewer.has(communityId)) return;
  state.isComplete = false;
  try {
    const pulled = await pullShown(parts, communityId, state);
    state.isComplete = true;
    state.isBlocked = false;
    state.problem = null;
    state.changes += pulled.rows;
    if (removePulled(cache.write) > 0) news.tell('outbox', 'market', 'rules', 'members', 'settlement');
    // What had been accepted is sent again to the new generation.
    if (pulled.replaced) again();
  } catch (error) {
    if (!isOfCommunity(error)) throw error;
    const problem = error.toProblem(communityId);
    // What does not fit came from the hub: nobody has entered it here.
    const isOfHub = error.code === 'INPUT_INVALID' && problem.details?.['situation'] === undefined;
    state.problem = isOfHub ? { ...problem, details: { ...problem.details, situation: 'hubAnswer' } } : problem;
    // What the hub itself answers so may be another answer next time.
    state.isBlocked = error.code === 'RESYNC_REQUIRED' && !(error instanceof HubFailure);
  } finally {
    state.progress = null;
    news.tell('sync');
  }
}

/** What a person has to look at, of this community alone. */
function isOfCommunity(error: unknown): error is Failure {
  return error instanceof Failure && ['RESYNC_REQUIRED', 'INPUT_INVALID', 'FORBIDDEN'].includes(error.code);
}
