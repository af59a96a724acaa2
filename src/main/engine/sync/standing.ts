import { ulid } from 'ulid';
import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure, type Problem } from '#shared/contract/errors.ts';
import { backoffMs } from './backoff.ts';
import { HubFailure } from './hub-failure.ts';
import type { Pace } from './pace.ts';
import type { Halt } from './status.ts';

/** How the last round ended, and what follows from that for the next one. */
export class Standing {
  readonly #pace: Pace;
  readonly #log: (line: string) => void;
  #failures = 0;
  /** The last round came to its end. */
  isConnected = false;
  /** Why no round begins until a person does something. */
  halt: Halt | null = null;
  problem: Problem | null = null;
  /** When a failed round is tried again; epoch milliseconds. */
  retryAt: number | null = null;
  /** The hub has said how long to wait: only the person's wish comes before that (PROTOCOL.md P6). */
  mustWait = false;

  constructor(pace: Pace, log: (line: string) => void) {
    this.#pace = pace;
    this.#log = log;
  }

  succeeded(): void {
    this.#clear();
    this.isConnected = true;
  }

  /**
   * Takes in why a round ended early.
   * @returns milliseconds until the next attempt; Infinity when a person has to do something before
   */
  failed(error: unknown): number {
    const failure = failureOf(error);
    this.isConnected = false;
    if (failure.code === 'CANCELLED') {
      this.#clear();
      this.halt = 'paused';
      return Infinity;
    }
    const id = ulid();
    this.problem = failure.toProblem(id);
    this.#log(
      error instanceof Failure
        ? `exchange with the hub: ${failure.code} (${id})`
        : `fault in the exchange with the hub (${id}): ${stackOf(error)}`,
    );
    if (failure.code === 'CLIENT_TOO_OLD') this.halt = 'too-old';
    if (failure.details?.['signIn'] === true) this.halt = 'sign-in-needed';
    if (this.halt !== null) return Infinity;
    const told = error instanceof HubFailure ? error.retryAfterMs : null;
    const waitMs = Math.round(told ?? backoffMs(++this.#failures, () => this.#pace.random()));
    this.mustWait = told !== null;
    this.retryAt = this.#pace.now() + waitMs;
    return waitMs;
  }

  #clear(): void {
    this.#failures = 0;
    this.problem = null;
    this.retryAt = null;
    this.mustWait = false;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
