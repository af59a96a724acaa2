import type { ReactNode } from 'react';
import classes from './sparkline.module.css';

export interface SparklineProps {
  /** One value per time bucket; null is a gap. */
  readonly values: readonly (number | null)[];
  readonly colour: string;
  /** Areas for energy and money, a line across gaps for shares, bars for counts. */
  readonly form: 'area' | 'line' | 'bars';
}

const WIDTH = 100;
const HEIGHT = 28;
const MOST_POINTS = 48;

/**
 * At most `MOST_POINTS` values, each the sum of as many neighbours; a group of nulls is null, and a last group that is not full is left
 * out, because it would look like a fall.
 */
export function thin(values: readonly (number | null)[]): (number | null)[] {
  const size = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  if (size === 1) return [...values];
  const result: (number | null)[] = [];
  for (let start = 0; start + size <= values.length; start += size) {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    result.push(known.length === 0 ? null : known.reduce((total, value) => total + value, 0));
  }
  return result;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** The unbroken runs of known points. */
function runsOf(points: readonly (Point | null)[]): Point[][] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point === null) runs.push([]);
    else runs[runs.length - 1].push(point);
  }
  return runs.filter((run) => run.length > 0);
}

/** A small picture of a figure's course, without axes; the figure itself stands beside it, so it is hidden from screen readers. */
export function Sparkline({ values, colour, form }: SparklineProps): ReactNode {
  const points = form === 'line' ? values.filter((value) => value !== null) : thin(values);
  const known = points.filter((value) => value !== null);
  const top = Math.max(0, ...known);
  const bottom = Math.min(0, ...known);
  const span = top - bottom;
  const y = (value: number) => (span === 0 ? HEIGHT - 1 : 1 + ((top - value) / span) * (HEIGHT - 2));
  const step = WIDTH / Math.max(points.length - 1, 1);
  const placed = points.map((value, index) => (value === null ? null : { x: index * step, y: y(value) }));
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={{ color: colour }}
    >
      <line className={classes.zero} x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      {form === 'bars' ? (
        <Bars points={points} y={y} />
      ) : (
        <Course runs={runsOf(placed)} zero={y(0)} filled={form === 'area'} />
      )}
    </svg>
  );
}

function Course({ runs, zero, filled }: { runs: readonly Point[][]; zero: number; filled: boolean }): ReactNode {
  const line = runs.map((run) => `M${run.map(at).join('L')}`).join('');
  const area = runs
    .map(
      (run) =>
        `M${at({ x: run[0].x, y: zero })}L${run.map(at).join('L')}L${at({ x: run[run.length - 1].x, y: zero })}Z`,
    )
    .join('');
  return (
    <>
      {filled && <path className={classes.area} d={area} />}
      <path className={classes.line} d={line} />
    </>
  );
}

function Bars({ points, y }: { points: readonly (number | null)[]; y: (value: number) => number }): ReactNode {
  const step = WIDTH / Math.max(points.length, 1);
  return points.map((value, index) =>
    value === null || value === 0 ? null : (
      <rect
        key={index}
        className={classes.bar}
        x={index * step + step * 0.1}
        width={Math.max(step * 0.8, 1.2)}
        y={y(value)}
        height={y(0) - y(value)}
      />
    ),
  );
}
