/** The compiler of JavaScript needs to have seen the work to do its best. */
const WARM_UP_ROUNDS = 2;
const MILLISECONDS = 1000;

/** What the project promises of its speed: writing, reading, matching, the bridge, exports, the screen, paper. */
export const targetIds = [
  'W1',
  'W2',
  'W3',
  'W4',
  'W5',
  'R1',
  'R2',
  'R3',
  'M1',
  'M2',
  'M3',
  'I1',
  'X1',
  'S1',
  'S2',
  'S3',
  'S4',
  'P1',
] as const;
type TargetId = (typeof targetIds)[number];

/** How much the sides have to do. */
interface Size {
  /** What the target is promised at. */
  readonly count: number;
  /** Of what: `trades`, `orders`. */
  readonly of: string;
  /** What else it can be measured at, by `--size`; without promise. */
  readonly also?: readonly number[];
}

/** A promise besides the ratio: how much is done in a second, on two cores with AES instructions. */
interface Pace {
  readonly count: number;
  readonly of: string;
  readonly atLeastPerSecond: number;
}

/** One target: the console's own code against a baseline that does the same job, in the same run. */
export interface Benchmark {
  /** What `npm run bench -- NAME` calls it: the area, a hyphen, the baseline. */
  readonly name: string;
  /** The promise that it measures, or a part of it. */
  readonly targetId: TargetId;
  /** What is compared with what. */
  readonly title: string;
  /** The highest ratio of ours to the baseline that is good enough. */
  readonly target: number;
  /** How often each side is measured, an odd number: from 3 for times. */
  readonly rounds: number;
  /** Rounds before that do not count; 2 unless each is long enough to need none. */
  readonly warmUps?: number;
  readonly size?: Size;
  /** Of what the sides answer; milliseconds unless said. */
  readonly unit?: Unit;
  readonly pace?: Pace;
  /** Makes what both sides need, of a size, or says why this machine cannot measure it. */
  prepare(count: number): Promise<Contest | Unmeasured>;
}

export type Unit = 'ms' | 'bytes';

/** Both sides, ready to run: each call does the whole job once and answers its time in milliseconds (or what the unit says). */
export interface Contest {
  baseline(): number | Promise<number>;
  ours(): number | Promise<number>;
  /** What else is to be told of the medians. */
  note?(medians: { readonly baseline: number; readonly ours: number }): string;
  /** Removes what `prepare` left on the disk, and ends what it started. */
  dispose?(): Promise<void>;
}

interface Unmeasured {
  /** Why it cannot be measured here, and what is known of it from elsewhere. */
  readonly reason: string;
}

/** What came of a benchmark. Medians in its unit; null where it was not measured. */
export interface BenchmarkResult {
  readonly name: string;
  readonly targetId: TargetId;
  readonly title: string;
  /** How many of what; null where there is only one size. */
  readonly size: { readonly count: number; readonly of: string } | null;
  readonly unit: Unit;
  readonly baseline: number | null;
  readonly ours: number | null;
  /** Ours / baseline. */
  readonly ratio: number | null;
  readonly target: number;
  /** Null where it was not measured, or at a size without promise. */
  readonly met: boolean | null;
  /** What was done in a second, where a pace is promised. */
  readonly pace?: { readonly perSecond: number; readonly of: string; readonly atLeastPerSecond: number };
  /** Why it was not measured. */
  readonly reason?: string;
  /** What else is to be told. */
  readonly note?: string;
}

/**
 * Runs both sides in turns, so that what else the machine does falls on both alike. The first rounds warm up and do not count.
 * @param count of its sizes; the one of the promise when absent
 * @throws what a side or its preparation throws
 */
export async function runBenchmark(benchmark: Benchmark, count = benchmark.size?.count ?? 0): Promise<BenchmarkResult> {
  const { name, targetId, title, target, warmUps = WARM_UP_ROUNDS } = benchmark;
  const size = benchmark.size ? { count, of: benchmark.size.of } : null;
  const about = { name, targetId, title, size, unit: benchmark.unit ?? 'ms', target };
  const contest = await benchmark.prepare(count);
  if ('reason' in contest) {
    return { ...about, baseline: null, ours: null, ratio: null, met: null, reason: contest.reason };
  }
  try {
    const baselines: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < warmUps + benchmark.rounds; round++) {
      baselines.push(await contest.baseline());
      ours.push(await contest.ours());
    }
    const [baseline, own] = [baselines, ours].map((times) => median(times.slice(warmUps)));
    const ratio = own / baseline;
    const pace = paceOf(benchmark, own);
    const isPromised = count === (benchmark.size?.count ?? 0);
    const met = isPromised ? ratio <= target && (!pace || pace.perSecond >= pace.atLeastPerSecond) : null;
    const note = contest.note?.({ baseline, ours: own });
    return { ...about, baseline, ours: own, ratio, met, ...(pace && { pace }), ...(note && { note }) };
  } finally {
    await contest.dispose?.();
  }
}

function paceOf({ pace }: Benchmark, milliseconds: number): BenchmarkResult['pace'] {
  if (!pace) return undefined;
  const { count, of, atLeastPerSecond } = pace;
  return { perSecond: (count / milliseconds) * MILLISECONDS, of, atLeastPerSecond };
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** How long `work` takes, in milliseconds. */
export function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The benchmark of a name, else those whose names begin with it and a hyphen, or of a target such as W1. */
export function benchmarksNamed(benchmarks: readonly Benchmark[], name: string): Benchmark[] {
  const exact = benchmarks.filter((benchmark) => benchmark.name === name);
  if (exact.length > 0) return exact;
  return benchmarks.filter(
    (benchmark) => benchmark.name.startsWith(`${name}-`) || benchmark.targetId === name.toUpperCase(),
  );
}

/** The sizes that a benchmark is to be run at: the promised one, a given one where it applies, or every one. */
export function sizesOf({ size }: Benchmark, wanted: number | 'all' | null): number[] {
  const promised = size?.count ?? 0;
  if (wanted === null) return [promised];
  const all = [promised, ...(size?.also ?? [])].toSorted((a, b) => a - b);
  return wanted === 'all' ? all : all.filter((count) => count === wanted);
}
