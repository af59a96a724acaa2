import type { BenchmarkResult, Unit } from './benchmark.ts';
import { inColumns, inMarkdown } from './table.ts';

const columns = ['', 'Benchmark', 'Size', 'Baseline', 'Ours', 'Ratio', 'Target', ''];
/** Of these, the ones that hold texts. */
const TEXTS = 3;

/** The results as a table for the terminal, with what each line compares below it. */
export function tableOf(results: readonly BenchmarkResult[]): string {
  return [...inColumns(columns, results.map(cellsOf), TEXTS), '', ...results.map(noteOf)].join('\n');
}

/** The same for a page of the documentation. */
export function markdownOf(results: readonly BenchmarkResult[]): string {
  return [
    ...inMarkdown(columns, results.map(cellsOf), TEXTS),
    '',
    ...results.map((result) => `- ${noteOf(result)}`),
  ].join('\n');
}

function cellsOf(result: BenchmarkResult): string[] {
  const { name, targetId, size, unit } = result;
  return [
    targetId,
    name,
    size === null ? '' : `${shortCount(size.count)} ${size.of}`,
    measured(result.baseline, unit),
    measured(result.ours, unit),
    ratio(result.ratio),
    `<= ${ratio(result.target)}`,
    verdict(result),
  ];
}

function noteOf({ name, title, pace, reason, note }: BenchmarkResult): string {
  const paceText =
    pace && `${perSecond(pace.perSecond)} ${pace.of} a second of at least ${perSecond(pace.atLeastPerSecond)}`;
  return `${name}: ${[title, reason, paceText, note].filter((text) => text !== undefined).join('. ')}`;
}

/** One result as soon as it is there. */
export function resultLine(result: BenchmarkResult): string {
  const [, , , ...figures] = cellsOf(result);
  return figures.join('  ').trimEnd();
}

/** 10000 as 10k, 1000000 as 1M. */
export function shortCount(count: number): string {
  if (count >= 1e6) return `${count / 1e6}M`;
  return count >= 1e3 ? `${count / 1e3}k` : String(count);
}

function perSecond(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function measured(value: number | null, unit: Unit): string {
  if (value === null) return '-';
  if (unit === 'bytes') return `${(value / 1e6).toFixed(1)} MB`;
  return `${value < 1 ? value.toPrecision(2) : value.toFixed(1)} ms`;
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toPrecision(3);
}

function verdict({ ratio: measuredRatio, met }: BenchmarkResult): string {
  if (measuredRatio === null) return 'not measured';
  if (met === null) return 'no promise';
  return met ? 'met' : 'MISSED';
}
