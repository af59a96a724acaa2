import type { StoredDifference } from '#shared/contract/market-records.ts';
import type { ComparedField } from '#shared/market/verdict.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';

/** Fields with a unit; the others are texts, codes and counts. */
const units: Partial<Record<ComparedField, 'price' | 'energy' | 'amount' | 'time'>> = {
  clearing_price: 'price',
  interval_low: 'price',
  interval_high: 'price',
  p2p_price: 'price',
  price_per_kwh: 'price',
  clearing_quantity_kwh: 'energy',
  marginal_quantity_kwh: 'energy',
  marginal_total_kwh: 'energy',
  quantity_kwh: 'energy',
  remaining_kwh: 'energy',
  total_amount: 'amount',
  created_at: 'time',
  time_window_start: 'time',
  time_window_end: 'time',
  slot: 'time',
  executed_at: 'time',
};

const MICRO = 1_000_000;

/** A stored or expected value in the unit of its field and to its last digit: one that differs must look different. */
export function storedValueText(field: ComparedField, value: StoredDifference['stored'], format: Format): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  switch (units[field]) {
    case 'price':
      return exactly(format).price(value);
    case 'amount':
      return `${format.number(value / MICRO, 6)}\u00a0${format.money(0).unit}`;
    case 'energy':
      return exactly(format).quantity(value);
    case 'time':
      return new Date(value).toISOString();
    case undefined:
      return String(value);
  }
}
