const FIRST_MS = 1_000;
/** No wait is longer than this, unless the hub asks for it. */
export const LONGEST_MS = 300_000;

/**
 * How long to wait after so many failures in a row (PROTOCOL.md P6): 1 s, 2 s, 4 s and so on up to 5 minutes, each time between half and
 * all of that by chance, so that desks which lost a hub together do not come back together.
 * @param failures at least 1
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @returns whole milliseconds
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.round(full * (0.5 + random() / 2));
}
