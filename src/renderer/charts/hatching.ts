/** Lines across a bar: what is lost is told by more than its colour. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels between two lines. */
const STEP = 7;

/** Rising lines that fill a box, as path data of SVG; all of them end at its edges. */
export function hatchingOf({ x, y, width, height }: Box, step = STEP): string {
  const lines: string[] = [];
  // Along such a line the sum of both coordinates is the same.
  for (let sum = step / 2; sum < width + height; sum += step) {
    const [left, right] = [Math.max(0, sum - height), Math.min(width, sum)];
    lines.push(`M${x + left} ${y + sum - left}L${x + right} ${y + sum - right}`);
  }
  return lines.join('');
}
