/** Figures of a report hold no fractions: a share, or another number that is none of the domain's integers, stands in them in millionths. */
const MILLION = 1_000_000;

/** To the nearest millionth; null stays null. */
export function millionths(value: number): number;
export function millionths(value: number | null): number | null;
export function millionths(value: number | null): number | null {
  return value === null ? null : Math.round(value * MILLION);
}

/** The number that stands in millionths. */
export function ofMillionths(value: number): number;
export function ofMillionths(value: number | null): number | null;
export function ofMillionths(value: number | null): number | null {
  return value === null ? null : value / MILLION;
}
