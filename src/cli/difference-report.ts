import type { StoredDifference, Verification } from '#shared/contract/market-records.ts';
import { microToAmount, microToPrice, whToKwh } from '#shared/domain/units.ts';
import { comparedFieldUnits } from '#shared/market/verdict.ts';

/** A difference in wire names and decimal numbers. */
export function differenceToWire({ record, id, field, stored, expected }: StoredDifference) {
  return { record, id, field, stored: valueToWire(field, stored), expected: valueToWire(field, expected) };
}

function valueToWire(field: StoredDifference['field'], value: number | string | null): number | string | null {
  if (typeof value !== 'number') return value;
  switch (comparedFieldUnits[field]) {
    case 'energy':
      return whToKwh(value);
    case 'price':
      return microToPrice(value);
    case 'amount':
      return microToAmount(value);
    case 'time':
      return new Date(value).toISOString();
    case 'text':
      return value;
  }
}

/** The differences of a clearing as lines for people. */
export function differenceLines({ clearingId, slot, differences }: Verification): string[] {
  return [
    `${new Date(slot).toISOString()}  clearing ${clearingId}`,
    ...differences.map((difference) => {
      const { record, id, field, stored, expected } = differenceToWire(difference);
      const what = id === null ? record : `${record} ${id}`;
      return `  ${what}, ${field}: stored ${stored ?? 'nothing'}, expected ${expected ?? 'nothing'}`;
    }),
  ];
}
