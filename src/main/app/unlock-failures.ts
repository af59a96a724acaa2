import { z } from 'zod';
import type { FailuresBefore } from '../keystore/attempts.ts';
import { JsonFile } from './json-file.ts';

/** Failures whose times are kept; all are counted. */
const KEPT_TIMES = 20;

const unlockFailuresSchema = z.object({
  count: z.number().int().min(0),
  /** Of the latest ones, UTC epoch milliseconds, ascending. */
  times: z.array(z.number().int()),
});
type UnlockFailuresContent = z.infer<typeof unlockFailuresSchema>;

const none: UnlockFailuresContent = { count: 0, times: [] };

/**
 * The unlocks that failed since the last one that did not. While the cache is locked its audit log cannot be written: they wait in a file of
 * the profile, which holds nothing but how many and when, and survive the end of the console.
 */
export class UnlockFailures {
  readonly #file: JsonFile<UnlockFailuresContent>;

  /** @param onProblem hears, for the log, of a file that cannot be read or written */
  constructor(file: string, onProblem: (line: string) => void) {
    this.#file = new JsonFile(file, unlockFailuresSchema, none, onProblem);
  }

  /** @param at epoch milliseconds */
  async add(at: number): Promise<void> {
    const { count, times } = this.#file.get();
    await this.#file.note({ count: count + 1, times: [...times, at].slice(-KEPT_TIMES) });
  }

  /** What the audit log is to say of them; null when there were none. */
  facts(): { readonly count: number; readonly times: string } | null {
    const { count, times } = this.#file.get();
    return count === 0 ? null : { count, times: times.map((time) => new Date(time).toISOString()).join(' ') };
  }

  /** How many there were, and how long before `now` (epoch milliseconds) the last one was. */
  before(now: number): FailuresBefore {
    const { count, times } = this.#file.get();
    return { count, ago: now - (times.at(-1) ?? now) };
  }

  /** To be called once they stand in the audit log. */
  async clear(): Promise<void> {
    await this.#file.note(none);
  }
}
