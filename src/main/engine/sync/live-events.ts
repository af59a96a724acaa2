import { ulid } from 'ulid';
import { Failure, type Problem } from '#shared/contract/errors.ts';
import { backoffMs } from './backoff.ts';
import type { HubClient } from './hub-client.ts';
import { streamEnded } from './hub-failure.ts';
import type { Pace } from './pace.ts';

export interface LiveEventsParts {
  readonly client: Pick<HubClient, 'events'>;
  readonly pace: Pace;
  /** How far the copy of a community has come. */
  positionOf(communityId: string): number;
  /** There is something to fetch, or there may be. */
  onNews(): void;
  /** A stream began or ended. */
  onChange(): void;
  /** Gets what befell a stream, never an address, a name or a secret. */
  log(line: string): void;
}

interface Stream {
  readonly abort: AbortController;
  ended: Promise<void>;
  isOpen: boolean;
  /** Why it is not open; null while it is, and before the first attempt has ended. */
  problem: Problem | null;
}

/** A stream that lasted this long was a good one: the next connection need not wait for the failures before it. */
const STEADY_MS = 60_000;

/** One stream of events for each community (PROTOCOL.md E1 to E3). A stream that ends is opened again, later after each failure. */
export class LiveEvents {
  readonly #parts: LiveEventsParts;
  readonly #streams = new Map<string, Stream>();

  constructor(parts: LiveEventsParts) {
    this.#parts = parts;
  }

  /** Whether every community that is watched is heard of at once. */
  get isLive(): boolean {
    return this.#streams.size > 0 && [...this.#streams.values()].every(({ isOpen }) => isOpen);
  }

  /** Why not every community is heard of at once (REALTIME_LOST); null while that is so, and before the first attempts have ended. */
  get problem(): Problem | null {
    return [...this.#streams.values()].find(({ problem }) => problem !== null)?.problem ?? null;
  }

  /** Opens the streams of these communities (wire ids) that are not open, and ends all others. */
  watch(communityIds: readonly string[]): void {
    for (const [communityId, { abort }] of this.#streams) {
      if (communityIds.includes(communityId)) continue;
      abort.abort();
      this.#streams.delete(communityId);
    }
    for (const communityId of communityIds) if (!this.#streams.has(communityId)) this.#open(communityId);
  }

  /** Ends every stream. */
  async stop(): Promise<void> {
    const streams = [...this.#streams.values()];
    this.watch([]);
    await Promise.all(streams.map(({ ended }) => ended));
  }

  #open(communityId: string): void {
    const stream: Stream = { abort: new AbortController(), ended: Promise.resolve(), isOpen: false, problem: null };
    this.#streams.set(communityId, stream);
    stream.ended = this.#follow(communityId, stream);
  }

  /** Never rejects: why a stream cannot be opened is for the next request to say. */
  async #follow(communityId: string, stream: Stream): Promise<void> {
    const { signal } = stream.abort;
    const { pace } = this.#parts;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const failure = await this.#listen(communityId, stream);
      if (!signal.aborted) this.#noteLost(stream, failure);
      this.#setOpen(stream, false);
      failures = performance.now() - startedAt > STEADY_MS ? 1 : failures + 1;
      if (!signal.aborted)
        await pace.wait(
          backoffMs(failures, () => pace.random()),
          signal,
        );
    }
  }

  /** @returns why the stream ended; null when the hub has ended it */
  async #listen(communityId: string, stream: Stream): Promise<Failure | null> {
    const { client, positionOf, onNews } = this.#parts;
    const { signal } = stream.abort;
    try {
      const events = client.events(communityId, positionOf(communityId), signal, () => this.#setOpen(stream, true));
      for await (const position of events) if (position > positionOf(communityId)) onNews();
      return null;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error;
    }
  }

  /** One loss is one line in the log and one reference on the page, however often the stream is tried again. */
  #noteLost(stream: Stream, failure: Failure | null): void {
    if (stream.problem !== null) return;
    const id = ulid();
    stream.problem = streamEnded(failure).toProblem(id);
    this.#parts.log(`live events of the hub: ${failure?.code ?? 'ended'} (${id})`);
  }

  #setOpen(stream: Stream, isOpen: boolean): void {
    if (stream.isOpen === isOpen) return;
    stream.isOpen = isOpen;
    if (isOpen) stream.problem = null;
    if (stream.abort.signal.aborted) return;
    this.#parts.onChange();
    // What happened before a stream began, or while nobody noticed that it had ended, came with no event.
    this.#parts.onNews();
  }
}
