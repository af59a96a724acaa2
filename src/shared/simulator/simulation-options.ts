import { DEFAULT_SLOT_MINUTES, isTimeZone, MINUTE } from '../domain/slots.ts';

/** What a simulated community is made from. */
export interface SimulationOptions {
  /** A whole number; another seed is another community. */
  readonly seed: number;
  /** How many there are in all, those who join on the way included: 2 to 5,000. */
  readonly members: number;
  /** Local days, the last of which holds the end. */
  readonly days: number;
  /** Exclusive end in epoch milliseconds, at a slot's start. */
  readonly until: number;
  /** Local days, from the first one on, in which people come and go and change their rules; all of them when absent. */
  readonly plannedDays?: number;
  /** Whose wall time people live by; the sun stays that of the place. IANA name, default Europe/Berlin. */
  readonly timeZone?: string;
  /**
   * Whether some rules make no sense, now and then one places an order that it must not, and now and then a trade is made that must not be,
   * for the console to find; default false.
   */
  readonly violations?: boolean;
}

/** @throws RangeError that names the option that cannot be */
export function checkOptions({ seed, members, days, until, timeZone }: SimulationOptions): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed ${seed} is no whole number`);
  if (!Number.isInteger(members) || members < 2 || members > 5000) {
    throw new RangeError(`A simulated community has 2 to 5,000 members, not ${members}`);
  }
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`A simulation runs for one day or more, not ${days}`);
  if (!Number.isSafeInteger(until) || until % (DEFAULT_SLOT_MINUTES * MINUTE) !== 0) {
    throw new RangeError(`The end ${until} is not the start of a slot of ${DEFAULT_SLOT_MINUTES} minutes`);
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw new RangeError(`"${timeZone}" is no known time zone`);
}
