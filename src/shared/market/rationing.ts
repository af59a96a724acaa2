import type { RationedLevel } from './crossing.ts';
import { compareTime } from './priority.ts';
import type { Stack } from './stack.ts';

/**
 * Shares the available energy of a level out pro-rata in whole Wh: each order gets the whole part of
 * `wh * availableWh / totalWh`, and the Wh that are left go to the largest remainders, equal ones to the earlier order
 * (DOMAIN.md section 3, rationing).
 * @param takenWh written at the level's positions; the sum is `availableWh`, no entry is above its order's quantity
 */
export function ration(stack: Stack, level: RationedLevel, takenWh: Int32Array): void {
  const { from, to, availableWh, totalWh } = level;
  const remainders = new Float64Array(to - from);
  let leftWh = availableWh;
  for (let position = from; position < to; position++) {
    const wh = stack.wh[position];
    const product = wh * availableWh;
    let remainder: number;
    if (Number.isSafeInteger(product)) {
      remainder = product % totalWh;
      takenWh[position] = (product - remainder) / totalWh;
    } else {
      const exact = BigInt(wh) * BigInt(availableWh);
      remainder = Number(exact % BigInt(totalWh));
      takenWh[position] = Number(exact / BigInt(totalWh));
    }
    remainders[position - from] = remainder;
    leftWh -= takenWh[position];
  }
  if (leftWh > 0) giveToLargest(stack, from, remainders, leftWh, takenWh);
}

/** One Wh more for each of the `count` largest remainders; `count` is below the number of remainders. */
function giveToLargest(stack: Stack, from: number, remainders: Float64Array, count: number, takenWh: Int32Array): void {
  const ascending = remainders.slice().sort();
  const cutoff = ascending[ascending.length - count];
  const atCutoff: number[] = [];
  let left = count;
  for (let index = 0; index < remainders.length; index++) {
    const remainder = remainders[index];
    if (remainder === cutoff) {
      atCutoff.push(from + index);
    } else if (remainder > cutoff) {
      takenWh[from + index]++;
      left--;
    }
  }
  // Not the order of the stack: must-run orders share a level, but market orders stand before those at the limit.
  atCutoff.sort((a, b) => compareTime(stack.orders, stack.rows[a], stack.rows[b]));
  for (const position of atCutoff.slice(0, left)) takenWh[position]++;
}
