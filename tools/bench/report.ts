import type { BenchmarkResult } from './benchmark.ts';

const columns = ['Benchmark', 'Baseline', 'Ours', 'Ratio', 'Target', ''];

/** The results as a table for the terminal, with what each line compares below it. */
export function tableOf(results: readonly BenchmarkResult[]): string {
  const rows = results.map((result) => [
    result.name,
    milliseconds(result.baseline),
    milliseconds(result.ours),
    ratio(result.ratio),
    `<= ${ratio(result.target)}`,
    verdict(result),
  ]);
  const widths = columns.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd();
  const notes = results.map(
    ({ name, title, reason, note }) =>
      `${name}: ${[title, reason, note].filter((text) => text !== undefined).join('. ')}`,
  );
  return [line(columns), ...rows.map(line), '', ...notes].join('\n');
}

function milliseconds(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} ms`;
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toPrecision(3);
}

function verdict({ met }: BenchmarkResult): string {
  if (met === null) return 'not measured';
  return met ? 'met' : 'MISSED';
}
