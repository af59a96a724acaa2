import type { ChangedArea } from '#shared/contract/events.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Cache } from '../cache/open.ts';
import { nextAttemptAt } from '../outbox/sending.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { Announcements } from './announcements.ts';
import { readConnection, refreshTokenStore } from './connection.ts';
import { HubClient } from './hub-client.ts';
import { LiveEvents } from './live-events.ts';
import { ownPace, type Pace } from './pace.ts';
import { noPushes, type PushCounts } from './push.ts';
import { syncRound } from './round.ts';
import { Standing } from './standing.ts';
import type { CommunityState, LoopState } from './status.ts';

export interface SyncLoopParts {
  readonly cache: Cache;
  readonly audit: Pick<AuditLog, 'appendAll' | 'appendAfterwards'>;
  readonly tasks: Tasks;
  changed(...areas: ChangedArea[]): void;
  /** Gets what befell the exchange, never an address, a name or a secret. */
  log(line: string): void;
  readonly pace?: Pace;
}

/** The page is told of states at most four times a second, and to draw its data anew once a second. */
const NEWS_EVERY_MS = 250;
const DATA_EVERY_MS = 1_000;
/** With streams open the hub is still asked now and then: they do not tell of the person's role and communities. */
const POLLS_SKIPPED_WHILE_LIVE = 10;

/** A started exchange: everything that ends with it. */
interface Running {
  readonly live: LiveEvents;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/**
 * The exchange with the hub while the cache is open: rounds one after the other, never two at once. A round begins when the exchange is
 * started, when there is a decision to send, when the hub tells of news, when it is time to ask or to try again, and when the person wants
 * it; what comes during a round makes another one follow.
 */
export class SyncLoop {
  readonly #parts: SyncLoopParts;
  readonly #pace: Pace;
  readonly #news: Announcements;
  readonly #data: Announcements;
  readonly #closing = new AbortController();
  readonly #communities = new Map<string, CommunityState>();
  readonly #acceptFewer = new Set<string>();
  readonly #pushed = noPushes();
  #running: Running | null = null;
  #bell = Promise.withResolvers<void>();
  #isRound = false;
  #isWanted = false;
  #standing: Standing;
  /** When the next round is due without anybody asking; monotonic milliseconds. */
  #dueAt = 0;
  /** When a decision that failed is due again; epoch milliseconds. */
  #nextAttemptAt: number | null = null;

  constructor(parts: SyncLoopParts) {
    this.#parts = parts;
    this.#pace = parts.pace ?? ownPace;
    this.#standing = this.#newStanding();
    const changed = (...areas: ChangedArea[]): void => parts.changed(...areas);
    this.#news = new Announcements(changed, NEWS_EVERY_MS);
    this.#data = new Announcements(changed, DATA_EVERY_MS);
  }

  /** What the status is made of. */
  get state(): LoopState {
    const { isConnected, halt, problem, retryAt } = this.#standing;
    return {
      isRunning: this.#isRound,
      isWanted: this.#isWanted,
      isConnected,
      halt,
      problem,
      retryAt,
      live: this.#liveness(),
      liveProblem: this.#liveness() === 'polling' ? (this.#running?.live.problem ?? null) : null,
      communities: this.#communities,
    };
  }

  /** What became of the decisions that were sent since the cache was opened. */
  get pushed(): Readonly<PushCounts> {
    return this.#pushed;
  }

  /** Aborted when the cache is about to be closed: for requests that belong to no round. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Begins when a hub is connected. Nothing happens when it has begun already. */
  start(): void {
    if (this.#running || this.closing.aborted) return;
    const client = this.#connect();
    if (!client) return;
    const abort = new AbortController();
    const live = new LiveEvents({
      client,
      pace: this.#pace,
      positionOf: (communityId) => this.#positionOf(communityId),
      onNews: () => this.wake(),
      onChange: () => this.#news.tell('sync'),
      log: (line) => this.#parts.log(line),
    });
    this.#isWanted = true;
    this.#running = { live, abort, ended: this.#run(client, live, abort.signal) };
  }

  /** There is something to send or to fetch, or there may be: a round begins as soon as it may. */
  wake(): void {
    if (!this.#running) return;
    this.#isWanted = true;
    if (this.#mayBeWoken()) this.#dueAt = 0;
    this.#bell.resolve();
  }

  /** The person wants a round now; it also ends a pause. A sign-in that is needed and a hub that is too new stay what they are. */
  now(): void {
    if (!this.#running || this.#standing.halt === 'sign-in-needed' || this.#standing.halt === 'too-old') return;
    this.#standing.halt = null;
    this.#isWanted = true;
    this.#dueAt = 0;
    this.#bell.resolve();
    this.#news.tell('sync');
  }

  /**
   * Has a community (wire id) pulled again that stands still until a person decides.
   * @param acceptFewer a new generation replaces the old one although it is suspiciously small
   */
  unblock(communityId: string, acceptFewer: boolean): void {
    if (acceptFewer) this.#acceptFewer.add(communityId);
    const state = this.#communities.get(communityId);
    if (state) Object.assign(state, { isBlocked: false, isComplete: false, problem: null });
    this.now();
  }

  /** One round without waiting for news, for the command line. What goes wrong stands in the state. */
  async once(): Promise<void> {
    const client = this.#connect();
    if (client) await this.#round(client, this.closing);
  }

  /** Ends the exchange and waits until nothing of it goes on. It can be started again, and forgets what it knew. */
  async stop(): Promise<void> {
    const running = this.#running;
    running?.abort.abort();
    this.#bell.resolve();
    await Promise.all([running?.ended, running?.live.stop()]);
    if (this.#running === running) this.#forget();
  }

  /** Ends the exchange for good, before the cache is closed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.stop();
    this.#news.flush();
    this.#data.flush();
  }

  #forget(): void {
    this.#running = null;
    this.#communities.clear();
    this.#acceptFewer.clear();
    this.#isWanted = false;
    this.#standing = this.#newStanding();
  }

  #newStanding(): Standing {
    return new Standing(this.#pace, (line) => this.#parts.log(line));
  }

  #connect(): HubClient | null {
    const connection = readConnection(this.#parts.cache.read);
    return connection && new HubClient({ address: connection.address, tokens: refreshTokenStore(this.#parts.cache) });
  }

  async #run(client: HubClient, live: LiveEvents, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#round(client, signal);
      if (signal.aborted) return;
      this.#watch(live);
      this.#setDue(live);
      await this.#untilDue(signal);
    }
  }

  /** Of a community that is not complete a fetch asks for all changes anyway. Without a connection the streams come back by themselves. */
  #watch(live: LiveEvents): void {
    if (this.#standing.halt !== null) live.watch([]);
    if (!this.#standing.isConnected) return;
    live.watch([...this.#communities].filter(([, { isComplete }]) => isComplete).map(([communityId]) => communityId));
  }

  async #round(client: HubClient, signal: AbortSignal): Promise<void> {
    const { cache, audit, tasks } = this.#parts;
    this.#isRound = true;
    this.#isWanted = false;
    this.#news.tell('sync');
    try {
      await syncRound({
        cache,
        audit,
        client,
        tasks,
        signal,
        pace: this.#pace,
        news: this.#news,
        data: this.#data,
        communities: this.#communities,
        acceptFewer: this.#acceptFewer,
        counts: this.#pushed,
        again: () => this.wake(),
      });
      this.#nextAttemptAt = nextAttemptAt(cache.read, this.#pace.now());
      this.#acceptFewer.clear();
      this.#standing.succeeded();
    } catch (error) {
      if (!signal.aborted) this.#dueAt = performance.now() + this.#failed(error);
    } finally {
      this.#isRound = false;
      this.#news.tell('sync');
    }
  }

  /** A hub that does not take the sign-in any more is one entry in the audit log, however often it is asked afterwards. */
  #failed(error: unknown): number {
    const waitMs = this.#standing.failed(error);
    if (this.#standing.halt !== 'sign-in-needed') return waitMs;
    const details = { code: this.#standing.problem?.code ?? null };
    this.#parts.audit.appendAfterwards({ kind: 'sign-in-failed', outcome: 'done', communityId: null, details });
    return waitMs;
  }

  /** After a round: when the next one is due without anybody asking. */
  #setDue(live: LiveEvents): void {
    if (!this.#standing.isConnected) return;
    const { pollMs } = this.#pace;
    const pollIn = live.isLive ? pollMs * POLLS_SKIPPED_WHILE_LIVE : pollMs;
    const attemptIn = this.#nextAttemptAt === null ? Infinity : this.#nextAttemptAt - this.#pace.now();
    this.#dueAt = this.#isWanted ? 0 : performance.now() + Math.min(pollIn, attemptIn);
  }

  async #untilDue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const left = this.#dueAt - performance.now();
      if (left <= 0) return;
      this.#bell = Promise.withResolvers();
      const over = new AbortController();
      const isTime = await Promise.race([
        this.#bell.promise.then(() => false),
        this.#pace.wait(left, AbortSignal.any([signal, over.signal])).then(() => true),
      ]);
      over.abort();
      if (isTime && this.#standing.halt === null) return;
    }
  }

  #mayBeWoken(): boolean {
    return this.#standing.halt === null && !this.#standing.mustWait;
  }

  #positionOf(communityId: string): number {
    const row = this.#parts.cache.read.get<{ position: number }>(
      `SELECT position FROM sync_state JOIN community ON community.id = sync_state.community_id
       WHERE community.uid = ? AND replaces_id IS NULL`,
      [communityId],
    );
    return row?.position ?? 0;
  }

  #liveness(): SyncStatus['live'] {
    if (!this.#running || this.#standing.halt !== null) return 'none';
    return this.#running.live.isLive ? 'stream' : 'polling';
  }
}
