/** The compiler of JavaScript needs to have seen the work to do its best. */
const WARM_UP_ROUNDS = 2;

/** One target of PERFORMANCE.md: the console's own code against a baseline that does the same job, in the same run. */
export interface Benchmark {
  /** What `npm run bench -- NAME` calls it: the area, a hyphen, the baseline. */
  readonly name: string;
  /** What is compared with what, and at which size. */
  readonly title: string;
  /** The highest ratio of ours to the baseline that is good enough. */
  readonly target: number;
  /** How often each side is timed, an odd number from 3. */
  readonly rounds: number;
  /** Makes what both sides need, or says why this machine cannot measure it. */
  prepare(): Promise<Contest | Unmeasured>;
}

/** Both sides, ready to run: each call does the whole job once and answers its time in milliseconds. */
export interface Contest {
  baseline(): number | Promise<number>;
  ours(): number | Promise<number>;
  /** What else is to be told of the medians in milliseconds. */
  note?(times: { readonly baseline: number; readonly ours: number }): string;
  /** Removes what `prepare` left on the disk, and ends what it started. */
  dispose?(): Promise<void>;
}

interface Unmeasured {
  /** Why it cannot be measured here, and what is known of it from elsewhere. */
  readonly reason: string;
}

/** What came of a benchmark. Times are medians in milliseconds; null where it was not measured. */
export interface BenchmarkResult {
  readonly name: string;
  readonly title: string;
  readonly baseline: number | null;
  readonly ours: number | null;
  /** Ours / baseline. */
  readonly ratio: number | null;
  readonly target: number;
  readonly met: boolean | null;
  /** Why it was not measured. */
  readonly reason?: string;
  /** What else is to be told. */
  readonly note?: string;
}

/**
 * Runs both sides in turns, so that what else the machine does falls on both alike. The first two rounds warm up and do not count.
 * @throws what a side or its preparation throws
 */
export async function runBenchmark(benchmark: Benchmark): Promise<BenchmarkResult> {
  const { name, title, target } = benchmark;
  const contest = await benchmark.prepare();
  if ('reason' in contest) {
    return { name, title, baseline: null, ours: null, ratio: null, target, met: null, reason: contest.reason };
  }
  try {
    const baselines: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + benchmark.rounds; round++) {
      baselines.push(await contest.baseline());
      ours.push(await contest.ours());
    }
    const [baseline, own] = [baselines, ours].map((times) => median(times.slice(WARM_UP_ROUNDS)));
    const ratio = own / baseline;
    const note = contest.note?.({ baseline, ours: own });
    return { name, title, baseline, ours: own, ratio, target, met: ratio <= target, ...(note && { note }) };
  } finally {
    await contest.dispose?.();
  }
}

/** The middle one of an odd number of values. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** How long `work` takes, in milliseconds. */
export function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The benchmarks of a name, or of all names that begin with it and a hyphen. */
export function benchmarksNamed(benchmarks: readonly Benchmark[], name: string): Benchmark[] {
  return benchmarks.filter((benchmark) => benchmark.name === name || benchmark.name.startsWith(`${name}-`));
}
