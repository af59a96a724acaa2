/** What an attacker can work out from published sums by adding and subtracting them: linear algebra over the members' values. */

/** Large enough that no small whole coefficient vanishes, small enough that products stay exact. */
const PRIME = 67_108_859;

function modulo(value: number): number {
  return ((value % PRIME) + PRIME) % PRIME;
}

function inverse(value: number): number {
  let result = 1;
  let power = value;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * power) % PRIME;
    power = (power * power) % PRIME;
  }
  return result;
}

/** Everything that known sums add up to. A sum is the list of its coefficients, one for each unknown value. */
export class Span {
  readonly #rows: { readonly pivot: number; readonly row: number[] }[] = [];

  constructor(known: readonly (readonly number[])[]) {
    for (const sum of known) {
      const row = this.#rest(sum);
      const pivot = row.findIndex((value) => value !== 0);
      if (pivot === -1) continue;
      const factor = inverse(row[pivot]);
      this.#rows.push({ pivot, row: row.map((value) => (value * factor) % PRIME) });
    }
  }

  /** Whether the attacker can work this sum out. */
  tells(sum: readonly number[]): boolean {
    return this.#rest(sum).every((value) => value === 0);
  }

  #rest(sum: readonly number[]): number[] {
    const rest = sum.map(modulo);
    for (const { pivot, row } of this.#rows) {
      const factor = rest[pivot];
      if (factor === 0) continue;
      row.forEach((value, at) => (rest[at] = modulo(rest[at] - factor * value)));
    }
    return rest;
  }
}

/**
 * The unknown values that no combination of the known sums tells apart, by their indexes: every combination has the same coefficient for
 * all of a class. Values that are in no sum are in no class.
 */
export function inseparable(known: readonly (readonly number[])[], unknowns: number): number[][] {
  const classes = new Map<string, number[]>();
  for (let at = 0; at < unknowns; at++) {
    const column = known.map((sum) => sum[at]);
    if (column.every((value) => value === 0)) continue;
    const key = column.join(' ');
    classes.set(key, [...(classes.get(key) ?? []), at]);
  }
  return [...classes.values()];
}
