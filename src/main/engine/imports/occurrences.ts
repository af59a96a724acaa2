import { MinuteSet } from './minute-set.ts';

/** How often each member and minute came, in bits: set `n` of a member holds the minutes that came more than `n` times. */
export class Occurrences {
  readonly #sets: MinuteSet[][] = [];
  #repeated = 0;

  /** Counts one more; returns how often it had come before. */
  add(member: number, minute: number): number {
    while (this.#sets.length <= member) this.#sets.push([new MinuteSet()]);
    const sets = this.#sets[member];
    let before = 0;
    while (!(sets[before] ??= new MinuteSet()).add(minute)) before++;
    if (before > 0) this.#repeated++;
    return before;
  }

  /** How often this member and minute came is `times`, or less. */
  isAtMost(member: number, minute: number, times: number): boolean {
    return !(this.#sets[member]?.[times]?.has(minute) ?? false);
  }

  /** Calls that were not the first of their member and minute. */
  get repeated(): number {
    return this.#repeated;
  }

  /** The minutes of each member, by member number. */
  get minutes(): readonly MinuteSet[] {
    return this.#sets.map((sets) => sets[0]);
  }
}
