/** The calls that held up every other one, counted since the cache was opened. */
export class SlowCalls {
  #count = 0;
  #slowestMs = 0;
  #slowest: string | null = null;

  /** @param took milliseconds */
  add(method: string, took: number): void {
    this.#count += 1;
    if (took <= this.#slowestMs) return;
    this.#slowestMs = Math.round(took);
    this.#slowest = method;
  }

  get facts(): { readonly count: number; readonly slowestMs: number; readonly slowest: string | null } {
    return { count: this.#count, slowestMs: this.#slowestMs, slowest: this.#slowest };
  }
}
