/** The rank of each value, from 1 for the largest; equal values share a rank and the next one counts on past them (1, 2, 2, 4). */
export function rankDescending(values: readonly number[]): number[] {
  const first = new Map<number, number>();
  [...values]
    .sort((a, b) => b - a)
    .forEach((value, at) => {
      if (!first.has(value)) first.set(value, at + 1);
    });
  return values.map((value) => first.get(value)!);
}
