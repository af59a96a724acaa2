/** One line of the table. */
export interface Cost {
  readonly what: string;
  readonly value: string;
}

/** Bytes as people read them, in powers of 1024. */
export function bytes(count: number): string {
  const [unit, size] = count >= 2 ** 30 ? ['GiB', 2 ** 30] : count >= 2 ** 20 ? ['MiB', 2 ** 20] : ['KiB', 2 ** 10];
  return `${(count / size).toFixed(1)} ${unit}`;
}
