import { describe, expect, it } from 'vitest';
import { type Benchmark, benchmarksNamed, type Contest, runBenchmark } from '#tools/bench/benchmark.ts';
import { tableOf } from '#tools/bench/report.ts';

/** A benchmark whose sides take these milliseconds, the first two of each for warming up. */
function benchmarkOf(
  baseline: readonly number[],
  ours: readonly number[],
  changes: Partial<Benchmark> = {},
): Benchmark {
  const baselineTimes = baseline.values();
  const ourTimes = ours.values();
  const contest: Contest = { baseline: () => baselineTimes.next().value!, ours: () => ourTimes.next().value! };
  return {
    name: 'area-baseline',
    title: 'ours against a baseline',
    target: 1.2,
    rounds: baseline.length - 2,
    prepare: async () => contest,
    ...changes,
  };
}

describe('a benchmark', () => {
  it('is the ratio of the medians, without the rounds that warm up', async () => {
    expect(await runBenchmark(benchmarkOf([1, 2, 100, 300, 90], [999, 998, 50, 60, 70]))).toEqual({
      name: 'area-baseline',
      title: 'ours against a baseline',
      baseline: 100,
      ours: 60,
      ratio: 0.6,
      target: 1.2,
      met: true,
    });
  });

  it('meets its target exactly at it, and misses it beyond', async () => {
    expect(await runBenchmark(benchmarkOf([1, 1, 10, 10, 10], [1, 1, 12, 12, 12]))).toMatchObject({
      ratio: 1.2,
      met: true,
    });
    expect(await runBenchmark(benchmarkOf([1, 1, 10, 10, 10], [1, 1, 12.1, 12.1, 12.1]))).toMatchObject({ met: false });
  });

  it('waits for sides that take their time, and tells what else they say of the medians', async () => {
    const prepare = async (): Promise<Contest> => ({
      baseline: async () => 10,
      ours: () => Promise.resolve(5),
      note: ({ baseline, ours }) => `${baseline - ours} ms less`,
    });
    const result = await runBenchmark(benchmarkOf([1, 1, 1, 1, 1], [], { prepare }));
    expect(result).toMatchObject({ ratio: 0.5, note: '5 ms less' });
    expect(tableOf([result])).toMatch(/ours against a baseline\. 5 ms less$/);
  });

  it('runs the sides in turns and removes what it made', async () => {
    const calls: string[] = [];
    const side = (name: string) => () => {
      calls.push(name);
      return 1;
    };
    const dispose = async () => void calls.push('dispose');
    await runBenchmark(
      benchmarkOf([1, 1, 1, 1, 1], [], {
        prepare: async () => ({ baseline: side('baseline'), ours: side('ours'), dispose }),
      }),
    );
    expect(calls).toEqual([...Array.from({ length: 5 }, () => ['baseline', 'ours']).flat(), 'dispose']);
  });

  it('removes what it made also when a side fails', async () => {
    let isDisposed = false;
    const prepare = async (): Promise<Contest> => ({
      baseline: () => 1,
      ours: () => {
        throw new Error('out of memory');
      },
      dispose: async () => {
        isDisposed = true;
      },
    });
    await expect(runBenchmark(benchmarkOf([1, 1, 1, 1, 1], [], { prepare }))).rejects.toThrow('out of memory');
    expect(isDisposed).toBe(true);
  });

  it('that cannot be measured says why and is neither met nor missed', async () => {
    const result = await runBenchmark(
      benchmarkOf([], [], { prepare: async () => ({ reason: 'There is no compiler' }) }),
    );
    expect(result).toMatchObject({ ratio: null, met: null, reason: 'There is no compiler' });
    expect(tableOf([result])).toMatch(/area-baseline .* not measured[^]*There is no compiler/);
  });

  it('is found by its name and by the first part of it', () => {
    const all = ['matching-cpp', 'matching-order-book', 'match'].map((name) => benchmarkOf([], [], { name }));
    const found = (name: string) => benchmarksNamed(all, name).map((benchmark) => benchmark.name);
    expect(found('matching-cpp')).toEqual(['matching-cpp']);
    expect(found('matching')).toEqual(['matching-cpp', 'matching-order-book']);
    expect(found('match')).toEqual(['match']);
    expect(found('cpp')).toEqual([]);
  });
});

describe('the table of benchmarks', () => {
  it('has a line for each, with times, ratio, target and whether it is met', async () => {
    const met = await runBenchmark(
      benchmarkOf([1, 1, 200, 200, 200], [1, 1, 4, 4, 4], { name: 'a-b', target: 1 / 30 }),
    );
    const missed = await runBenchmark(benchmarkOf([1, 1, 10, 10, 10], [1, 1, 15, 15, 15]));
    expect(tableOf([met, missed]).split('\n').slice(0, 3)).toEqual([
      'Benchmark      Baseline     Ours   Ratio     Target',
      'a-b            200.0 ms   4.0 ms  0.0200  <= 0.0333     met',
      'area-baseline   10.0 ms  15.0 ms    1.50    <= 1.20  MISSED',
    ]);
  });
});
