// `npm run bench`: the targets of performance as ratios, baseline and product in the same run. Exits with 1 when one is missed.
//
//   npm run bench                    all, as a table
//   npm run bench -- matching        only those of that name, or whose names begin with it
//   npm run bench -- NAME --json     {"name","baseline","ours","ratio","target","met",...}, an array where NAME means several
import os from 'node:os';
import { counterfactualBenchmarks } from '../tests/bench/counterfactual.ts';
import { exportBenchmarks } from '../tests/bench/export.ts';
import { ledgerAppBenchmarks } from '../tests/bench/ledger-app.ts';
import { ledgerBenchmarks } from '../tests/bench/ledger.ts';
import { matchingBenchmarks } from '../tests/bench/matching.ts';
import { rulesBenchmarks } from '../tests/bench/rules.ts';
import { syncBenchmarks } from '../tests/bench/sync.ts';
import { type BenchmarkResult, benchmarksNamed, runBenchmark } from './bench/benchmark.ts';
import { tableOf } from './bench/report.ts';
import { reportStep, runTool } from './report.ts';

const benchmarks = [
  ...counterfactualBenchmarks,
  ...exportBenchmarks,
  ...ledgerBenchmarks,
  ...ledgerAppBenchmarks,
  ...matchingBenchmarks,
  ...rulesBenchmarks,
  ...syncBenchmarks,
];

await runTool(async () => {
  const given = process.argv.slice(2);
  const names = given.filter((argument) => argument !== '--json');
  const unknown = names.find((name) => benchmarksNamed(benchmarks, name).length === 0);
  if (unknown !== undefined) {
    throw new Error(`There is no benchmark "${unknown}"; there are ${benchmarks.map(({ name }) => name).join(', ')}.`);
  }
  const chosen = names.length === 0 ? benchmarks : names.flatMap((name) => benchmarksNamed(benchmarks, name));
  const results: BenchmarkResult[] = [];
  for (const benchmark of chosen) {
    reportStep(`${benchmark.name} ...`);
    results.push(await runBenchmark(benchmark));
  }
  if (given.includes('--json')) {
    process.stdout.write(`${JSON.stringify(names.length > 0 && results.length === 1 ? results[0] : results)}\n`);
  } else {
    const processors = os.cpus();
    process.stdout.write(
      `${os.type()} ${os.release()} ${os.arch()}, ${processors.length} x ${processors[0]?.model.trim()}, Node ${process.versions.node}\n\n`,
    );
    process.stdout.write(`${tableOf(results)}\n`);
  }
  return results.some(({ met }) => met === false) ? 1 : 0;
});
