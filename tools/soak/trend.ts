/** How fast something grows that was measured again and again. */

/** One measurement. */
export interface Reading {
  /** Of the process that was measured: what one life begins with is no growth of the life before. */
  readonly life: number;
  /** Hours since the beginning. */
  readonly hours: number;
  readonly value: number;
}

export interface Trend {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly highest: number;
  /** Growth per hour: one least-squares slope common to all lives, each with a level of its own. Null where nothing can be said. */
  readonly perHour: number | null;
  /** Standard error of `perHour`. */
  readonly error: number | null;
}

/** The trend of at least one reading; the slope needs three in the same life. */
export function trendOf(readings: readonly Reading[]): Trend {
  const values = readings.map(({ value }) => value);
  const known = {
    count: values.length,
    first: values[0],
    last: values[values.length - 1],
    highest: Math.max(...values),
  };
  const lives = [...Map.groupBy(readings, ({ life }) => life).values()].filter((life) => life.length > 2);
  const centred = lives.flatMap((life) => {
    const [hours, value] = [meanOf(life.map((one) => one.hours)), meanOf(life.map((one) => one.value))];
    return life.map((one) => ({ x: one.hours - hours, y: one.value - value }));
  });
  const spread = sumOf(centred.map(({ x }) => x * x));
  const freedom = centred.length - lives.length - 1;
  if (spread === 0 || freedom < 1) return { ...known, perHour: null, error: null };
  const perHour = sumOf(centred.map(({ x, y }) => x * y)) / spread;
  const rest = sumOf(centred.map(({ x, y }) => (y - perHour * x) ** 2));
  return { ...known, perHour, error: Math.sqrt(rest / freedom / spread) };
}

/** Whether it grows faster than `perHour` allows, beyond what the scatter of the readings explains (two standard errors). */
export function growsFasterThan(trend: Trend, perHour: number): boolean {
  return trend.perHour !== null && trend.error !== null && trend.perHour - 2 * trend.error > perHour;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
