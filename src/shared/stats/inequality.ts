/**
 * How evenly something is spread over members (DOMAIN.md section 5). Values are whole (micro-currency or Wh); sums, products and squares
 * are taken exactly, as BigInt, and only the ratio of the last two integers is rounded.
 */
import type { giniGaps } from '../contract/insight-records.ts';
import { roundHalfEvenDiv } from '../domain/units.ts';

export type GiniGap = (typeof giniGaps)[number];

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

function sumOf(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + BigInt(value), 0n);
}

/** Why there is no Gini of these savings; null when there is one. */
export function giniGapOf(values: readonly number[]): GiniGap | null {
  if (values.length === 0) return 'no-members';
  if (values.some((value) => value < 0)) return 'losses';
  return values.every((value) => value === 0) ? 'no-savings' : null;
}

/**
 * Gini: `2*sum(i*x_i)/(n*sum x) - (n+1)/n`, x ascending, i from 1; 0 (all have the same) to (n-1)/n (one has all).
 * @param values whole numbers
 * @returns null ("n/a") without values, when one is negative, and when all are 0
 * @throws RangeError when a value is not whole
 */
export function gini(values: readonly number[]): number | null {
  if (giniGapOf(values) !== null) return null;
  const n = BigInt(values.length);
  const sum = sumOf(values);
  const ranked = ascending(values).reduce((total, value, at) => total + BigInt(at + 1) * BigInt(value), 0n);
  return Number(2n * ranked - (n + 1n) * sum) / Number(n * sum);
}

/**
 * Jain index: `(sum x)^2 / (n * sum x^2)`; 1 when all have the same, 1/n when one has all; below 1/n only where values are negative.
 * @param values whole numbers
 * @returns null ("n/a") without values and when all are 0
 * @throws RangeError when a value is not whole
 */
export function jain(values: readonly number[]): number | null {
  const squares = values.reduce((total, value) => total + BigInt(value) * BigInt(value), 0n);
  if (squares === 0n) return null;
  const sum = sumOf(values);
  return Number(sum * sum) / Number(BigInt(values.length) * squares);
}

/** Worse off than retail: how many of these savings are negative; 0 without any. */
export function worseOff(savings: readonly number[]): number {
  return savings.filter((value) => value < 0).length;
}

/** The value in the middle, of an even number the mean of the two, rounded half-even to a whole one; null without values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const ordered = ascending(values);
  const above = Math.floor(ordered.length / 2);
  return ordered.length % 2 === 1 ? ordered[above] : roundHalfEvenDiv(ordered[above - 1] + ordered[above], 2);
}

/** A point of a Lorenz curve: the part of the members (0..1) with the least, and the part of the savings (0..1) that they have. */
export interface LorenzPoint {
  readonly members: number;
  readonly savings: number;
}

/**
 * The Lorenz curve at 0, 1/parts, 2/parts, ... 1 of the members, straight between one member and the next. As many parts as members give
 * the whole curve: then 1 - 2 x the area below it is the Gini.
 * @param values whole numbers
 * @param parts how many steps, 1 at least
 * @returns no point where there is no Gini
 */
export function lorenz(values: readonly number[], parts: number): LorenzPoint[] {
  if (giniGapOf(values) !== null) return [];
  const ordered = ascending(values);
  const whole = Number(sumOf(values) * BigInt(parts));
  let below = 0n;
  let counted = 0;
  return Array.from({ length: parts + 1 }, (_, part) => {
    const members = part * ordered.length;
    for (; (counted + 1) * parts <= members; counted++) below += BigInt(ordered[counted]);
    const rest = members - counted * parts;
    const have = below * BigInt(parts) + (rest === 0 ? 0n : BigInt(rest) * BigInt(ordered[counted]));
    return { members: part / parts, savings: Number(have) / whole };
  });
}
