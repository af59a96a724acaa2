import { setTimeout } from 'node:timers/promises';

/** The clocks and waits of the exchange with a hub. */
export interface Pace {
  /** How often the hub is asked while there is no stream of events (PROTOCOL.md E4). Milliseconds. */
  readonly pollMs: number;
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** Resolves after `ms`, which may be Infinity, or once `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest time that a timer can be set to. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const ownPace: Pace = {
  pollMs: 30_000,
  now: Date.now,
  random: Math.random,
  wait: async (ms, signal) => {
    // It rejects only because `signal` was aborted.
    await setTimeout(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal }).catch(() => undefined);
  },
};
