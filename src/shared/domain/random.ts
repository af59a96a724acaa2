/**
 * A seeded source of random numbers for invented data (never for keys or ids that must not be guessed). Integer arithmetic
 * and exact divisions only, so that a seed gives the same numbers on every machine.
 */

const UINT32 = 0x1_0000_0000;
/** Standard deviation 1 for a sum of eight uniform 16-bit numbers: the square root of 12 / 8. */
const EIGHT_UNIFORM_SCALE = Math.sqrt(1.5);

export class Random {
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any number or text; equal seeds (by their text) give equal streams */
  constructor(seed: number | string) {
    this.#name = String(seed);
    [this.#a, this.#b, this.#c] = hash96(this.#name);
    // sfc32 needs some rounds until seeds that differ in one bit give unlike streams.
    for (let round = 0; round < 15; round++) this.uint32();
  }

  /**
   * An independent stream. It depends on this stream's seed and the label only, not on what has been drawn, so that one
   * consumer more or less (a further member, say) changes nothing for the others.
   */
  fork(label: number | string): Random {
    return new Random(`${this.#name}/${label}`);
  }

  /** A whole number from 0 to 2^32 - 1. The generator is sfc32 of C. Doty-Humphrey's PractRand. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 32 random bits. */
  float(): number {
    return this.uint32() / UINT32;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.float() * (high - low);
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  /** True with probability `probability` (0..1). */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /**
   * A number that is normally distributed but for its tails: never more than 4.9 standard deviations from the mean. A sum
   * of uniform numbers (Irwin-Hall) instead of a logarithm, whose last bit may differ between machines.
   */
  normal(mean: number, deviation: number): number {
    let sum = 0;
    for (let draw = 0; draw < 4; draw++) {
      const bits = this.uint32();
      sum += (bits & 0xffff) + (bits >>> 16);
    }
    return mean + deviation * EIGHT_UNIFORM_SCALE * (sum / 65_535 - 4);
  }

  /** One of `items`, each equally likely. Throws a RangeError when there are none. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('There is nothing to pick from');
    return items[this.integer(0, items.length - 1)];
  }

  /** The position of one of `weights`, as likely as its share of their sum. Throws a RangeError when the sum is not positive. */
  weighted(weights: readonly number[]): number {
    let sum = 0;
    for (const weight of weights) sum += weight;
    if (!(sum > 0)) throw new RangeError('There is no weight to pick by');
    let left = this.float() * sum;
    let last = 0;
    for (const [position, weight] of weights.entries()) {
      if (weight <= 0) continue;
      last = position;
      left -= weight;
      if (left < 0) break;
    }
    return last;
  }
}

/** 96 well-mixed bits of a text (cyrb128 by bryc, public domain, without its fourth word). */
function hash96(text: string): [number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  const all = h1 ^ h2 ^ h3 ^ h4;
  return [all, h2 ^ all, h3 ^ all];
}
