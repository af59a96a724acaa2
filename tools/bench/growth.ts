import { shortCount } from './report.ts';
import { inColumns, inMarkdown } from './table.ts';

/** What a step cost at a size. */
interface GrowthPoint {
  readonly size: number;
  /** Of the processor. */
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Something that grows, and what is done at each of its sizes. */
export interface GrowthAxis {
  readonly name: string;
  /** What there is more and more of. */
  readonly of: string;
  readonly title: string;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** The step whose memory must not grow. */
  readonly flatMemory?: string;
  measure(
    sizes: readonly number[],
    tell: (step: string, size: number, cost: Omit<GrowthPoint, 'size'>) => void,
  ): Promise<void>;
}

/** A curve and what is to be said of it. */
interface GrowthCurve {
  readonly step: string;
  readonly points: readonly GrowthPoint[];
  /** The power of the size with which time grows: 0 stays, 1 as the data, 2 as its square. */
  readonly exponent: number;
  /** The same over the three largest sizes, where a curve that begins flat would show. */
  readonly lastExponent: number;
  /** Neither is above that of n log n. */
  readonly isWithin: boolean;
  /** The memory of the largest size over that of the one a tenth as large; told where it must be flat. */
  readonly memoryGrowth: number | null;
}

export interface Growth {
  readonly name: string;
  readonly of: string;
  readonly title: string;
  readonly sizes: readonly number[];
  readonly curves: readonly GrowthCurve[];
}

/** What two measurements of the same may differ by, as a power. */
const NOISE = 0.15;
const LAST = 3;
/** Memory is flat when ten times the data needs at most so much more. */
const FLAT = 1.25;
const TENTH = 10;

/** Measures an axis. @param onPoint told of each measurement */
export async function runGrowth(axis: GrowthAxis, onPoint: (text: string) => void): Promise<Growth> {
  const points = new Map<string, GrowthPoint[]>();
  await axis.measure(axis.sizes, (step, size, { milliseconds, megabytes }) => {
    const curve = points.get(step) ?? [];
    points.set(step, [...curve, { size, milliseconds, megabytes }]);
    onPoint(`${shortCount(size)} ${axis.of}, ${step}: ${milliseconds.toFixed(1)} ms, ${megabytes.toFixed(0)} MB`);
  });
  const curves = [...points].map(([step, curve]) => curveOf(step, curve, step === axis.flatMemory));
  return { name: axis.name, of: axis.of, title: axis.title, sizes: axis.sizes, curves };
}

/** Judges the points of a step, which ascend. @param isFlat whether its memory must not grow */
export function curveOf(step: string, points: readonly GrowthPoint[], isFlat: boolean): GrowthCurve {
  const last = points.slice(-LAST);
  const [exponent, lastExponent] = [points, last].map((some) => exponentOf(some, ({ milliseconds }) => milliseconds));
  const [allowed, lastAllowed] = [points, last].map((some) => exponentOf(some, ({ size }) => nLogN(size)));
  return {
    step,
    points,
    exponent,
    lastExponent,
    isWithin: exponent <= allowed + NOISE && lastExponent <= lastAllowed + NOISE,
    memoryGrowth: isFlat ? memoryGrowthOf(points) : null,
  };
}

/** Whether a curve is as it has to be. */
export function isGood({ isWithin, memoryGrowth }: GrowthCurve): boolean {
  return isWithin && (memoryGrowth === null || memoryGrowth <= FLAT);
}

/** The slope of a straight line through points in logarithms, by least squares. */
export function exponentOf(points: readonly GrowthPoint[], valueOf: (point: GrowthPoint) => number): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map((point) => Math.log(valueOf(point)));
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, value, at) => sum + (value - x) * (ys[at] - y), 0);
  return covariance / xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
}

export function nLogN(size: number): number {
  return size * Math.log(size);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function memoryGrowthOf(points: readonly GrowthPoint[]): number {
  const largest = points.at(-1)!;
  const before = points.filter(({ size }) => size <= largest.size / TENTH).at(-1) ?? points[0];
  return largest.megabytes / before.megabytes;
}

/** A growth as a table: time and memory of each step at each size, and the power with which time grows. */
export function growthTable({ name, title, of, sizes, curves }: Growth, form: 'table' | 'markdown'): string {
  const headings = ['Step', ...sizes.map((size) => `${shortCount(size)} ${of}`), 'Power', 'At the end', ''];
  const rows = curves.map((curve) => [
    curve.step,
    ...sizes.map((size) => costOf(curve.points.find((point) => point.size === size))),
    curve.exponent.toFixed(2),
    curve.lastExponent.toFixed(2),
    verdict(curve),
  ]);
  const lines = (form === 'table' ? inColumns : inMarkdown)(headings, rows, 1);
  return [`${name}: ${title}`, '', ...lines].join('\n');
}

function costOf(point: GrowthPoint | undefined): string {
  return point ? `${timeText(point.milliseconds)}, ${point.megabytes.toFixed(0)} MB` : '-';
}

function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function verdict(curve: GrowthCurve): string {
  if (!curve.isWithin) return 'WORSE than n log n';
  if (curve.memoryGrowth === null) return 'within n log n';
  const times = `${curve.memoryGrowth.toFixed(2)}x for ten times as many`;
  return isGood(curve) ? `within n log n, memory ${times}` : `memory GROWS ${times}`;
}
