/** An axis of numbers with marks at round values. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Decimals that its marks need, all the same number. */
  readonly decimals: number;
}

/** About as many spaces between marks. */
const SPACES = 5;

/**
 * The axis that holds all values, its ends at round ones.
 * @param fromZero bars stand on zero
 */
export function axisOf(values: readonly number[], fromZero: boolean): Axis {
  const all = fromZero ? [0, ...values] : values;
  const low = all.reduce((a, b) => Math.min(a, b), Infinity);
  const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low > high) return { min: 0, max: 1, step: 1, decimals: 0 };
  const span = high - low || Math.abs(high) || SPACES;
  const power = Math.floor(Math.log10(span / SPACES));
  const rough = span / SPACES / 10 ** power;
  const [factor = 10] = [1, 2, 5].filter((round) => rough <= round);
  const decimals = Math.max(0, -power - (factor === 10 ? 1 : 0));
  const step = factor * 10 ** power;
  const exact = (count: number): number => Number((count * step).toFixed(decimals));
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return { min: exact(first), max: exact(last === first ? first + 1 : last), step: exact(1), decimals };
}
