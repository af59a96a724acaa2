import { setImmediate } from 'node:timers/promises';

/** Between two looks at what else is to be done: short enough that nobody notices the wait. */
const BREATH_MS = 20;

/** The turns of a long job: it works, and now and then others may. */
export class Breath {
  readonly #tell: () => void;
  readonly #isCancelled: () => boolean;
  #since = performance.now();

  /**
   * @param tell what is done by now
   * @param isCancelled asked after each telling
   */
  constructor(tell: () => void, isCancelled: () => boolean) {
    this.#tell = tell;
    this.#isCancelled = isCancelled;
  }

  /** To be called after each piece of the work. Where it is time, tells, and lets others have their turn. True ends the job. */
  async take(): Promise<boolean> {
    if (performance.now() - this.#since < BREATH_MS) return false;
    this.#tell();
    await setImmediate();
    this.#since = performance.now();
    return this.#isCancelled();
  }
}
