import type { ServerResponse } from 'node:http';

/** The longest delay that a timer of Node's takes. */
const MAX_TIMER_MS = 2_147_483_647;

/** What an open stream is made of. */
export interface EventStreamOptions {
  readonly communityId: string;
  /** The last position that the console has heard of. */
  readonly heardOf: number;
  readonly heartbeatMs: number;
  /** Milliseconds until the caller has to sign in anew. */
  readonly lifetimeMs: number;
  /** Calls back with each new position; returns how to stop. */
  readonly subscribe: (listener: (position: number) => void) => () => void;
  /** Where the feed stands now, by whichever process. Rejects when the caller may not see it any more. */
  readonly position: () => Promise<number>;
  readonly log: (line: string) => void;
}

/**
 * Tells positions of a feed as server-sent events until the console goes, its token ends or the feed cannot be read (PROTOCOL.md E1 to
 * E3). Each position is told once.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #options: EventStreamOptions;
  readonly #unsubscribe: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #lifetime: NodeJS.Timeout;
  #told: number;

  /** @param response not begun yet, but with its headers set */
  constructor(response: ServerResponse, options: EventStreamOptions) {
    this.#response = response;
    this.#options = options;
    this.#told = options.heardOf;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      // Ends with the stream: a kept connection would hold up a hub that stops.
      connection: 'close',
    });
    response.write(': connected\n\n');
    // Listening comes before looking: what is published in between is heard of.
    this.#unsubscribe = options.subscribe((position) => this.#tell(position));
    this.#heartbeat = setInterval(() => {
      response.write(': here\n\n');
      void this.#look();
    }, options.heartbeatMs);
    this.#lifetime = setTimeout(() => this.end(), Math.min(Math.max(options.lifetimeMs, 0), MAX_TIMER_MS));
    response.on('close', () => this.#stop());
    response.on('error', () => this.#stop());
    if (response.destroyed) this.#stop();
    void this.#look();
  }

  /** The console connects again when it still wants to hear. */
  end(): void {
    this.#stop();
    this.#response.end();
  }

  #stop(): void {
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#lifetime);
  }

  async #look(): Promise<void> {
    try {
      this.#tell(await this.#options.position());
    } catch (error) {
      this.#options.log(`an event stream ended: ${error instanceof Error ? error.message : String(error)}`);
      this.end();
    }
  }

  #tell(position: number): void {
    if (position <= this.#told || this.#response.writableEnded) return;
    this.#told = position;
    const data = JSON.stringify({ community_id: this.#options.communityId, position });
    this.#response.write(`id: ${position}\nevent: change\ndata: ${data}\n\n`);
  }
}
