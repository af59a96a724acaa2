/** What the readings of a soak come to: each measure with its growth per hour, and whether that is within its bound. */
import type { Measures } from './measuring.ts';
import { growsFasterThan, trendOf, type Trend } from './trend.ts';

/** A measure and what was found. */
export interface Verdict extends Trend {
  readonly name: string;
  readonly unit: 'MiB' | '';
  /** Growth per hour that is still flat. */
  readonly bound: number;
  readonly isFlat: boolean;
}

/**
 * Growth per hour by the measure's name or its last word. What is held after the garbage is gone must stand still but for the data that the hub
 * adds; what a process occupies follows the allocators, which give pages back late. The heap of the page holds the code that V8 compiles too: over
 * the first half an hour 10 to 16 MiB per hour, and by comparison of two snapshots that was all that grew.
 */
const bounds: Readonly<Record<string, number>> = {
  'page heap': 24,
  heap: 12,
  buffers: 6,
  resident: 80,
  pressure: 40,
  listeners: 60,
  nodes: 2_000,
  documents: 3,
  resources: 6,
  windows: 1,
};

/** The last words of measures that are sizes. */
const sizes: ReadonlySet<string> = new Set(['heap', 'buffers', 'resident', 'pressure']);

/** The verdict on every measure that was taken. */
export function verdictsOf(measures: Measures): Verdict[] {
  return [...measures].map(([name, readings]) => {
    const kind = name.split(' ').at(-1)!;
    const bound = bounds[name] ?? bounds[kind];
    if (bound === undefined) throw new Error(`There is no bound for "${name}".`);
    const trend = trendOf(readings);
    const unit = sizes.has(kind) ? 'MiB' : '';
    return { name, unit, bound, ...trend, isFlat: !growsFasterThan(trend, bound) };
  });
}

const columns = ['Measure', 'Readings', 'First', 'Last', 'Highest', 'Per hour', 'Bound', ''];

/** The verdicts as a table for the terminal. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ name, unit, count, first, last, highest, perHour, error, bound, isFlat }) => {
    const amount = (value: number): string => (unit === '' ? String(Math.round(value)) : `${value.toFixed(1)} ${unit}`);
    const growth = perHour === null || error === null ? '-' : `${perHour.toFixed(1)} ± ${(2 * error).toFixed(1)}`;
    return [
      name,
      String(count),
      amount(first),
      amount(last),
      amount(highest),
      growth,
      `<= ${bound}`,
      isFlat ? 'flat' : 'GROWS',
    ];
  });
  const widths = columns.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd();
  return [line(columns), ...rows.map(line)].join('\n');
}
