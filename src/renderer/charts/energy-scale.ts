/** The unit of a whole axis: its labels, tooltips and table speak in the same one. */

export interface EnergyScale {
  readonly unit: 'Wh' | 'kWh' | 'MWh';
  /** Wh in one unit. */
  readonly wh: number;
}

/** The unit in which the largest value of an axis reads well: below 1 kWh in Wh, from 10 MWh in MWh, otherwise in kWh. */
export function energyScale(largestWh: number): EnergyScale {
  const size = Math.abs(largestWh);
  if (size >= 10_000_000) return { unit: 'MWh', wh: 1_000_000 };
  if (size > 0 && size < 1000) return { unit: 'Wh', wh: 1 };
  return { unit: 'kWh', wh: 1000 };
}

/** The largest magnitude of some columns; nulls count as 0, and so does nothing at all. */
export function largest(...columns: readonly (readonly (number | null)[])[]): number {
  let found = 0;
  for (const column of columns) for (const value of column) found = Math.max(found, Math.abs(value ?? 0));
  return found;
}
