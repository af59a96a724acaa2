import { describe, expect, it } from 'vitest';
import { type Benchmark, benchmarksNamed, type Contest, runBenchmark, sizesOf } from '#tools/bench/benchmark.ts';
import { benchOptions } from '#tools/bench/options.ts';
import { markdownOf, tableOf } from '#tools/bench/report.ts';

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
    targetId: 'M1',
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
      targetId: 'M1',
      title: 'ours against a baseline',
      size: null,
      unit: 'ms',
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

  it('is found by its name, by the first part of it and by its target', () => {
    const all = ['matching-cpp', 'matching-order-book', 'match'].map((name) => benchmarkOf([], [], { name }));
    const found = (name: string) => benchmarksNamed(all, name).map((benchmark) => benchmark.name);
    expect(found('matching-cpp')).toEqual(['matching-cpp']);
    expect(found('matching')).toEqual(['matching-cpp', 'matching-order-book']);
    expect(found('match')).toEqual(['match']);
    expect(found('cpp')).toEqual([]);
    expect(found('m1')).toEqual(['matching-cpp', 'matching-order-book', 'match']);
  });
});

describe('the table of benchmarks', () => {
  it('has a line for each, with times, ratio, target and whether it is met', async () => {
    const met = await runBenchmark(
      benchmarkOf([1, 1, 200, 200, 200], [1, 1, 4, 4, 4], { name: 'a-b', target: 1 / 30 }),
    );
    const missed = await runBenchmark(benchmarkOf([1, 1, 10, 10, 10], [1, 1, 15, 15, 15]));
    expect(tableOf([met, missed]).split('\n').slice(0, 3)).toEqual([
      '    Benchmark      Size  Baseline     Ours   Ratio     Target',
      'M1  a-b                  200.0 ms   4.0 ms  0.0200  <= 0.0333     met',
      'M1  area-baseline         10.0 ms  15.0 ms    1.50    <= 1.20  MISSED',
    ]);
  });

  it('says how much the sides had to do, and bytes as megabytes', async () => {
    const { rounds, ...sized } = benchmarkOf([1, 1, 4_000_000, 4_000_000, 4_000_000], [1, 1, 2e6, 2e6, 2e6]);
    const size = { count: 1_000_000, of: 'trades' };
    const result = await runBenchmark({ ...sized, rounds, size, unit: 'bytes' });
    expect(tableOf([result]).split('\n')[1]).toMatch(/^M1 {2}area-baseline {2}1M trades +4\.0 MB +2\.0 MB +0\.500/);
    expect(markdownOf([result]).split('\n').slice(0, 3)).toEqual([
      '|  | Benchmark | Size | Baseline | Ours | Ratio | Target |  |',
      '| --- | --- | --- | --: | --: | --: | --: | --: |',
      '| M1 | area-baseline | 1M trades | 4.0 MB | 2.0 MB | 0.500 | <= 1.20 | met |',
    ]);
  });
});

describe('sizes', () => {
  const size = { count: 1_000_000, of: 'trades', also: [10_000, 100_000] };

  it('are the promised one, another one where it applies, or all', () => {
    const sized = benchmarkOf([], [], { size });
    const unsized = benchmarkOf([], []);
    expect(sizesOf(sized, null)).toEqual([1_000_000]);
    expect(sizesOf(sized, 100_000)).toEqual([100_000]);
    expect(sizesOf(sized, 5_000_000)).toEqual([]);
    expect(sizesOf(sized, 'all')).toEqual([10_000, 100_000, 1_000_000]);
    expect(sizesOf(unsized, 'all')).toEqual([0]);
    expect(sizesOf(unsized, 100_000)).toEqual([]);
  });

  it('other than the promised one are told, and neither met nor missed', async () => {
    const counts: number[] = [];
    const prepare = async (count: number): Promise<Contest> => {
      counts.push(count);
      return { baseline: () => 1, ours: () => 2 };
    };
    const result = await runBenchmark(benchmarkOf([1, 1, 1, 1, 1], [], { size, prepare }), 10_000);
    expect(result).toMatchObject({ ratio: 2, met: null, size: { count: 10_000, of: 'trades' } });
    expect(tableOf([result])).toMatch(/10k trades .* no promise/);
    expect(counts).toEqual([10_000]);
  });
});

describe('a pace', () => {
  it('has to be kept besides the ratio, and is told', async () => {
    const pace = { count: 3000, of: 'slots', atLeastPerSecond: 1000 };
    const run = (ms: number) => runBenchmark(benchmarkOf([1, 1, 1e6, 1e6, 1e6], [1, 1, ms, ms, ms], { pace }));
    const kept = await run(3000);
    expect(kept).toMatchObject({ met: true, pace: { perSecond: 1000, of: 'slots', atLeastPerSecond: 1000 } });
    expect(tableOf([kept])).toMatch(/1,000 slots a second of at least 1,000/);
    expect(await run(3001)).toMatchObject({ met: false });
  });
});

describe('the options', () => {
  it('are names, a size, a form and a folder for plots, in any order', () => {
    expect(benchOptions([])).toEqual({ names: [], format: 'table', size: null, plots: null, isHelp: false });
    expect(benchOptions(['--json', 'matching', '--size', '5M', 'W1'])).toEqual({
      names: ['matching', 'W1'],
      format: 'json',
      size: 5_000_000,
      plots: null,
      isHelp: false,
    });
    expect(benchOptions(['growth', '--markdown', '--plots', 'docs', '--size', 'all'])).toMatchObject({
      format: 'markdown',
      plots: 'docs',
      size: 'all',
    });
    expect(benchOptions(['--help'])).toMatchObject({ isHelp: true });
  });

  it('that are none, or without their value, are said', () => {
    expect(() => benchOptions(['--fast'])).toThrow('There is no option --fast');
    expect(() => benchOptions(['--size', '2m'])).toThrow('--size takes one of 10k, 100k, 1m, 5m or all.');
    expect(() => benchOptions(['--size'])).toThrow('--size takes one of');
    expect(() => benchOptions(['--plots'])).toThrow('--plots takes a folder.');
  });
});
