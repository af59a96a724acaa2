/** What is told of local days in a row. Days are numbers on the plain calendar (`dayNumber`), given in order. */

/** How many days in a row something has been so. */
export class Streak {
  #last = Number.NaN;
  #length = 0;

  /** Counts a day on which it is so; answers how many there are by then. */
  add(day: number): number {
    this.#length = day === this.#last + 1 ? this.#length + 1 : 1;
    this.#last = day;
    return this.#length;
  }
}

/** The share of one sum in another over the last days in a row. */
export class RollingShare {
  readonly #parts: number[] = [];
  readonly #wholes: number[] = [];
  readonly #streak = new Streak();
  readonly #days: number;
  #part = 0;
  #whole = 0;

  /** @param days how many */
  constructor(days: number) {
    this.#days = days;
  }

  /** Adds a day; null until there are enough in a row, and while the whole is 0. */
  add(day: number, part: number, whole: number): number | null {
    const length = this.#streak.add(day);
    if (length === 1) {
      this.#parts.length = this.#wholes.length = 0;
      this.#part = this.#whole = 0;
    }
    const place = day % this.#days;
    this.#part += part - (this.#parts[place] ?? 0);
    this.#whole += whole - (this.#wholes[place] ?? 0);
    this.#parts[place] = part;
    this.#wholes[place] = whole;
    return length < this.#days || this.#whole === 0 ? null : this.#part / this.#whole;
  }
}

/** How many members have lost over the last days in a row. */
export class RollingLosses {
  #kept: (readonly (readonly [member: number, savings: number])[])[] = [];
  readonly #sums = new Map<number, number>();
  readonly #streak = new Streak();
  readonly #days: number;
  #losing = 0;

  /** @param days how many */
  constructor(days: number) {
    this.#days = days;
  }

  /** Adds what members saved on a day, micro-currency; answers how many have saved less than nothing, null until there are enough days. */
  add(day: number, savings: readonly (readonly [member: number, savings: number])[]): number | null {
    const length = this.#streak.add(day);
    if (length === 1) {
      this.#kept = [];
      this.#sums.clear();
      this.#losing = 0;
    }
    const place = day % this.#days;
    for (const [member, saved] of this.#kept[place] ?? []) this.#move(member, -saved);
    for (const [member, saved] of savings) this.#move(member, saved);
    this.#kept[place] = savings;
    return length < this.#days ? null : this.#losing;
  }

  #move(member: number, by: number): void {
    const before = this.#sums.get(member) ?? 0;
    const after = before + by;
    this.#losing += Number(after < 0) - Number(before < 0);
    this.#sums.set(member, after);
  }
}
