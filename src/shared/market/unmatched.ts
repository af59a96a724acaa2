import { reasonCode } from './clearing.ts';
import type { Stack } from './stack.ts';

/** What is left of each order of a side and why, by input row. */
export interface Unmatched {
  /** Wh that did not trade. */
  readonly wh: Int32Array;
  /** The code of the reason, 0 when nothing is left. */
  readonly reason: Uint8Array;
}

/**
 * Adds what found no partner but its own member.
 * @param leftWh Wh by stack position, of the first positions or of all
 * @returns the sum in Wh
 */
export function addSelfTrade(unmatched: Unmatched, { rows }: Stack, leftWh: Int32Array): number {
  let sum = 0;
  for (let position = 0; position < leftWh.length; position++) {
    const left = leftWh[position];
    if (left === 0) continue;
    const row = rows[position];
    unmatched.wh[row] += left;
    unmatched.reason[row] = reasonCode('SELF_TRADE');
    sum += left;
  }
  return sum;
}
