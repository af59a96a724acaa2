/**
 * `value` rounded to nine decimals. Engines may differ in the last bit of Math.sin, Math.cos and Math.exp; what the
 * simulator takes from them goes through here, so that a seed gives the same Wh on every machine.
 */
export function steady(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
