import type { Random } from '#shared/domain/random.ts';
import { linesUntilKilled } from '../engine/fixtures/killed-child.ts';

/** The process that does the work; one file, so that it is bundled once. */
const child = new URL('children/index.ts', import.meta.url).href;

/**
 * When a process is killed: after its first line, or after one of the lines that acknowledge something, and a while at random. The while follows
 * how long the work takes on this machine, so that many kills hit it half-way.
 */
export class KillMoment {
  #longest: number;

  /** @param longest milliseconds to begin with */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * Starts a process and kills it.
   * @param work its name and arguments
   * @param most of its lines that are waited for
   * @returns all lines that it said
   */
  async linesOf(work: readonly [name: string, ...args: string[]], random: Random, most = 2): Promise<string[]> {
    const lines = random.integer(1, most);
    return await linesUntilKilled(child, work, random.between(0, this.#longest), lines);
  }

  /** Learns from how the last round ended. */
  learn(hasAcknowledged: boolean): void {
    this.#longest *= hasAcknowledged ? 0.8 : 1.4;
  }
}
