import type { ParsedInput } from '#shared/contract/contract.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Range } from '../stats/sums.ts';

export type Step = ParsedInput<'ledger.comparison'>['step'];

/** The hours (UTC), local days or local months that a range touches, each of them whole. */
export class Steps {
  readonly starts: readonly number[];
  /** From the start of the first to the end of the last. */
  readonly range: Range;
  readonly #placeOf: (day: number) => number;
  readonly #step: Step;
  readonly #timeZone: string;

  constructor(step: Step, { from, to }: Range, timeZone: string) {
    this.#step = step;
    this.#timeZone = timeZone;
    const starts: number[] = [];
    if (step === 'hour') {
      for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) starts.push(hour);
      this.range = { from: starts[0], to: starts[starts.length - 1] + HOUR };
      this.#placeOf = () => -1;
    } else {
      const places = new Map<number, number>();
      let day = localDay(from, timeZone);
      if (step === 'month') day = Math.floor(day / 100) * 100 + 1;
      for (let start = startOfLocalDay(day, timeZone); start < to; start = startOfLocalDay(day, timeZone)) {
        places.set(step === 'month' ? Math.floor(day / 100) : day, starts.length);
        starts.push(start);
        day = step === 'month' ? firstOfNextMonth(day) : addDays(day, 1);
      }
      this.range = { from: starts[0], to: startOfLocalDay(day, timeZone) };
      this.#placeOf = (wanted) => places.get(step === 'month' ? Math.floor(wanted / 100) : wanted) ?? -1;
    }
    this.starts = starts;
  }

  /** The place of the step that holds a time of the range. */
  placeOf(time: number): number {
    if (this.#step === 'hour') return Math.floor((time - this.range.from) / HOUR);
    return this.placeOfDay(localDay(time, this.#timeZone));
  }

  /** The place of the day, or of the month, that holds a local day (yyyymmdd) of the range. */
  placeOfDay(day: number): number {
    return this.#placeOf(day);
  }
}

/** @param day yyyymmdd, the first of a month */
function firstOfNextMonth(day: number): number {
  return Math.floor(addDays(day, 31) / 100) * 100 + 1;
}
