import { HOUR, MINUTE, utcOffsetMinutes } from '#shared/domain/slots.ts';

/** Resolves wall times of one zone to instants, row by row, through both clock changes of the year. */
export class LocalTimes {
  readonly #timeZone: string;
  readonly #isDescending: boolean;
  /** Members that have had the first of two equal wall times, by `member:wall`. */
  readonly #seen = new Set<string>();

  /** @param isDescending whether the file runs from new to old, so that the second of two equal times comes first */
  constructor(timeZone: string, isDescending: boolean) {
    this.#timeZone = timeZone;
    this.#isDescending = isDescending;
  }

  /**
   * The instant of a wall time (as if it were UTC, epoch milliseconds) in a row of `member`; null when the clocks jumped over it. Of two
   * equal wall times in autumn a member's first row is the one before the change (daylight saving time), its second the one after.
   */
  resolve(wall: number, member: number): number | null {
    const before = utcOffsetMinutes(wall - 24 * HOUR, this.#timeZone) * MINUTE;
    const after = utcOffsetMinutes(wall + 24 * HOUR, this.#timeZone) * MINUTE;
    if (before === after) return wall - before;
    const isBefore = utcOffsetMinutes(wall - before, this.#timeZone) * MINUTE === before;
    const isAfter = utcOffsetMinutes(wall - after, this.#timeZone) * MINUTE === after;
    if (!isBefore && !isAfter) return null;
    if (isBefore !== isAfter) return wall - (isBefore ? before : after);
    const key = `${member}:${wall}`;
    const isFirst = !this.#seen.has(key);
    this.#seen.add(key);
    return wall - (isFirst === this.#isDescending ? after : before);
  }
}
