// `npm run bench`: the targets of performance as ratios, baseline and product in the same run, and how cost grows. Exits with 1 when a
// target is missed or a curve is worse than n log n.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { appBenchmarks } from '../tests/bench/app.ts';
import { bridgeBenchmarks } from '../tests/bench/bridge.ts';
import { cacheReadBenchmarks } from '../tests/bench/cache-read.ts';
import { cacheWriteBenchmarks } from '../tests/bench/cache-write.ts';
import { counterfactualBenchmarks } from '../tests/bench/counterfactual.ts';
import { exportBenchmarks } from '../tests/bench/export.ts';
import { growthAxes } from '../tests/bench/growth/axes.ts';
import { growthPlot } from '../tests/bench/growth/plot.ts';
import { ledgerBenchmarks } from '../tests/bench/ledger.ts';
import { matchingBenchmarks } from '../tests/bench/matching.ts';
import { rulesBenchmarks } from '../tests/bench/rules.ts';
import { syncBenchmarks } from '../tests/bench/sync.ts';
import { disposeYearCaches } from '../tests/bench/year-caches.ts';
import {
  type Benchmark,
  type BenchmarkResult,
  benchmarksNamed,
  runBenchmark,
  sizesOf,
  targetIds,
} from './bench/benchmark.ts';
import { type Growth, type GrowthAxis, growthTable, isGood, runGrowth } from './bench/growth.ts';
import { machineLines } from './bench/machine.ts';
import { type BenchOptions, benchOptions, USAGE } from './bench/options.ts';
import { markdownOf, resultLine, shortCount, tableOf } from './bench/report.ts';
import { reportStep, runTool } from './report.ts';

const benchmarks: readonly Benchmark[] = [
  ...cacheWriteBenchmarks,
  ...cacheReadBenchmarks,
  ...syncBenchmarks,
  ...ledgerBenchmarks,
  ...matchingBenchmarks,
  ...rulesBenchmarks,
  ...counterfactualBenchmarks,
  ...exportBenchmarks,
  ...bridgeBenchmarks,
  ...appBenchmarks,
].toSorted((a, b) => targetIds.indexOf(a.targetId) - targetIds.indexOf(b.targetId));

await runTool(async () => {
  const options = benchOptions(process.argv.slice(2));
  if (options.isHelp) {
    process.stdout.write(`${USAGE}\n\n${benchmarks.map(({ name, targetId }) => `${targetId} ${name}`).join('\n')}\n`);
    return 0;
  }
  const axes = growthAxes.filter(({ name }) => options.names.some((given) => given === 'growth' || given === name));
  if (axes.length > 0 && axes.length < options.names.length) throw new Error('Growth is measured by itself.');
  try {
    return axes.length > 0 ? await runAxes(axes, options) : await runTargets(options);
  } finally {
    await disposeYearCaches();
  }
});

async function runTargets({ names, size, format }: BenchOptions): Promise<number> {
  const unknown = names.find((name) => benchmarksNamed(benchmarks, name).length === 0);
  if (unknown !== undefined) {
    const all = [...benchmarks, ...growthAxes].map(({ name }) => name).join(', ');
    throw new Error(`There is no benchmark "${unknown}"; there are ${all}.`);
  }
  const chosen = names.length === 0 ? benchmarks : names.flatMap((name) => benchmarksNamed(benchmarks, name));
  const machine = await machineLines(chosen.some(({ targetId }) => /^[SP]/.test(targetId)));
  const results: BenchmarkResult[] = [];
  for (const benchmark of chosen) {
    for (const count of sizesOf(benchmark, size)) {
      reportStep(`${benchmark.name} ${benchmark.size ? `${shortCount(count)} ` : ''}...`);
      const result = await runBenchmark(benchmark, count);
      results.push(result);
      reportStep(`  ${resultLine(result)}`);
    }
  }
  const isOne = names.length > 0 && results.length === 1;
  print(format, machine, {
    json: isOne ? results[0] : results,
    table: tableOf(results),
    markdown: markdownOf(results),
  });
  return results.some(({ met }) => met === false) ? 1 : 0;
}

async function runAxes(axes: readonly GrowthAxis[], { format, plots }: BenchOptions): Promise<number> {
  const machine = await machineLines(false);
  const grown: Growth[] = [];
  for (const axis of axes) grown.push(await runGrowth(axis, reportStep));
  const tables = (form: 'table' | 'markdown'): string => grown.map((growth) => growthTable(growth, form)).join('\n\n');
  print(format, machine, { json: grown, table: tables('table'), markdown: tables('markdown') });
  if (plots !== null) {
    await mkdir(plots, { recursive: true });
    for (const [place, growth] of grown.entries()) {
      await writeFile(path.join(plots, `${growth.name}.svg`), `${growthPlot(growth, place)}\n`);
    }
  }
  return grown.every(({ curves }) => curves.every(isGood)) ? 0 : 1;
}

/** The machine stands above a table; JSON is alone on stdout. */
function print(
  format: BenchOptions['format'],
  machine: readonly string[],
  forms: { readonly json: unknown; readonly table: string; readonly markdown: string },
): void {
  if (format !== 'json') {
    const head = machine.join(format === 'table' ? '\n' : '; ');
    process.stdout.write(`${head}\n\n${forms[format]}\n`);
    return;
  }
  for (const line of machine) reportStep(line);
  process.stdout.write(`${JSON.stringify(forms.json)}\n`);
}
