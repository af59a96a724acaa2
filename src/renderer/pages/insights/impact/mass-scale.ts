import type { BarScale } from '../../../charts/period-bars-option.ts';
import type { Format } from '#shared/format/format.ts';

const scales = [
  { unit: 'g', size: 1, below: 1000, decimals: 0 },
  { unit: 'kg', size: 1000, below: 10_000_000, decimals: 1 },
  { unit: 't', size: 1_000_000, below: Infinity, decimals: 2 },
] as const;

/** The unit in which the largest mass of an axis reads well; every number of the axis is in it. Grams. */
export function massScale(largestG: number, format: Format): BarScale {
  const { unit, size, decimals } = scales.find(({ below }) => largestG < below) ?? scales[2];
  return {
    unit,
    size,
    decimals: 0,
    write: (grams) => {
      const value = format.number(grams / size, decimals);
      return { value, unit, text: `${value}\u00a0${unit}` };
    },
  };
}
