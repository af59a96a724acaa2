const FREE_FAILURES = 3;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface AttemptClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export const realClock: AttemptClock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Pause before the next attempt after so many failures in a row: 0 for the first ones, then 1 s, doubling up to 30 s. */
export function pauseAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - FREE_FAILURES));
}

/** Failures from before the console was started: to start it anew is no way round the pauses. */
export interface FailuresBefore {
  readonly count: number;
  /** Milliseconds since the last one. */
  readonly ago: number;
}

/** Lets one attempt at a time through and makes each wait longer after failures, so that guessing at the window is hopeless. */
export class Attempts {
  readonly #clock: AttemptClock;
  #failures = 0;
  #notBefore = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: AttemptClock = realClock, before: FailuresBefore = { count: 0, ago: 0 }) {
    this.#clock = clock;
    this.#failures = before.count;
    // A clock that was set back counts as no time at all.
    this.#notBefore = clock.now() + pauseAfter(before.count) - Math.max(0, before.ago);
  }

  /** Runs `attempt` after those before it and after the pause; its rejection counts as a failure. */
  run<T>(attempt: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const wait = this.#notBefore - this.#clock.now();
      if (wait > 0) await this.#clock.sleep(wait);
      try {
        const result = await attempt();
        this.#failures = 0;
        this.#notBefore = 0;
        return result;
      } catch (error) {
        this.#failures += 1;
        this.#notBefore = this.#clock.now() + pauseAfter(this.#failures);
        throw error;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
