import { useState } from 'react';

/** Whether two plain values with their fields in the same order are equal. */
export function isSame<T>(one: T, other: T): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The first of equal values: what is asked for does not become another object with every look at the address. Only for plain data. */
export function useSame<T>(value: T): T {
  const [kept, keep] = useState(value);
  if (isSame(kept, value)) return kept;
  keep(value);
  return value;
}
