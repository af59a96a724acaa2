/** How often the idle time is asked for. */
export const CHECK_EVERY_MS = 10_000;

export interface LockWatchOptions {
  /** Minutes of idleness that lock; 0 is never. */
  readonly idleMinutes: () => number;
  /** Seconds since the person last did something anywhere on the system. */
  readonly idleSeconds: () => number;
  /** Whether the screen is locked right now, where the system can say so: some Linux desktops send no event for it. */
  readonly isScreenLocked: () => boolean;
  /** Wall clock, epoch ms: a timer stands still while the machine sleeps. */
  readonly now: () => number;
  readonly lock: (reason: 'idle' | 'suspend' | 'screen') => void;
}

/** Decides when an unlocked console locks by itself. */
export class LockWatch {
  readonly #options: LockWatchOptions;
  #lastActive: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LockWatchOptions) {
    this.#options = options;
    this.#lastActive = options.now();
  }

  /** Starts counting, from now. */
  start(): void {
    this.stop();
    this.#lastActive = this.#options.now();
    this.#timer = setInterval(() => this.check(), CHECK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Locks when the screen is locked or the deadline has passed. The deadline is looked at before the idle time is: the key press that wakes a
   * machine ends its idleness, but not the hours that it slept.
   */
  check(): void {
    if (this.#timer === undefined) return;
    const { now, idleMinutes, idleSeconds } = this.#options;
    const limit = idleMinutes() * 60_000;
    const time = now();
    const deadlinePassed = limit > 0 && time - this.#lastActive >= limit;
    const active = time - idleSeconds() * 1_000;
    // Where the clock was set back, what was noted lies in a time to come, and would put the lock off until then.
    this.#lastActive = this.#lastActive > time ? active : Math.max(this.#lastActive, active);
    if (this.#options.isScreenLocked()) this.#lockFor('screen');
    else if (deadlinePassed || (limit > 0 && time - this.#lastActive >= limit)) this.#lockFor('idle');
  }

  /** The machine is about to sleep. */
  suspending(): void {
    this.#lockFor('suspend');
  }

  /** The person locked the screen. */
  screenLocked(): void {
    this.#lockFor('screen');
  }

  #lockFor(reason: 'idle' | 'suspend' | 'screen'): void {
    if (this.#timer === undefined) return;
    this.stop();
    this.#options.lock(reason);
  }
}
