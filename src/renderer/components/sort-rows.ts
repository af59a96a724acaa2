import { byName } from '#shared/format/locale-facts.ts';
export interface RowOrder<Row> {
  /** What the rows are sorted by; null (no value) stands last in both orders. */
  readonly valueOf: (row: Row) => number | string | null;
  readonly descending: boolean;
  /** Equal rows stand by it, "House A2" before "House A10". */
  readonly nameOf: (row: Row) => string;
  readonly locale: string;
}

/** The rows in the wanted order; those that are equal in everything stay as they come. */
export function sortRows<Row>(rows: readonly Row[], { valueOf, descending, nameOf, locale }: RowOrder<Row>): Row[] {
  const compare = byName(locale);
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) {
      if (x !== y) return x === null ? 1 : -1;
    } else {
      const order = typeof x === 'string' ? compare(x, String(y)) : x - Number(y);
      if (order !== 0) return sign * order;
    }
    return compare(nameOf(a), nameOf(b));
  });
}
