const CHUNK_BITS = 4_096;
const WORDS = CHUNK_BITS / 32;

/** A set of minutes (minutes since 1970 UTC) as bits: a year of one meter is 64 KB at most. */
export class MinuteSet {
  readonly #chunks = new Map<number, Uint32Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a minute; false when it was there already. */
  add(minute: number): boolean {
    const key = Math.floor(minute / CHUNK_BITS);
    let words = this.#chunks.get(key);
    if (!words) this.#chunks.set(key, (words = new Uint32Array(WORDS)));
    const bit = minute - key * CHUNK_BITS;
    const mask = 1 << (bit & 31);
    if ((words[bit >> 5] & mask) !== 0) return false;
    words[bit >> 5] |= mask;
    this.#size++;
    return true;
  }

  has(minute: number): boolean {
    const key = Math.floor(minute / CHUNK_BITS);
    const bit = minute - key * CHUNK_BITS;
    return ((this.#chunks.get(key)?.[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  /** The smallest and the largest minute; null when the set is empty. */
  get bounds(): { readonly first: number; readonly last: number } | null {
    let first: number | null = null;
    let last = 0;
    for (const minute of this.values()) {
      first ??= minute;
      last = minute;
    }
    return first === null ? null : { first, last };
  }

  /** Ascending. */
  *values(): Generator<number> {
    for (const key of [...this.#chunks.keys()].sort((a, b) => a - b)) {
      const words = this.#chunks.get(key)!;
      for (let word = 0; word < WORDS; word++) {
        let bits = words[word];
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          yield key * CHUNK_BITS + word * 32 + bit;
          bits &= bits - 1;
        }
      }
    }
  }
}
