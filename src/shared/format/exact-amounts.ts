/** What is proved is written to the last digit. Pure. */
import { formatDay } from '../domain/slots.ts';
import type { Reconciliation } from '../contract/settlement-records.ts';
import type { Format } from './format.ts';

const NO_BREAK_SPACE = '\u00a0';

export type Difference = Reconciliation['differences'][number];

/** An amount with all six decimals of micro-currency, e.g. "€1,284.100003". */
export function exactMoney(micro: number, format: Format, signed = false): string {
  return format.money(micro, undefined, { decimals: 6, signed }).text;
}

/** A value of a difference in its own unit, to the last digit. */
export function exactValue(value: number, unit: Difference['unit'], format: Format, signed = false): string {
  switch (unit) {
    case 'money':
      return exactMoney(value, format, signed);
    case 'energy':
      return `${format.number(value / 1000, 3, { signed })}${NO_BREAK_SPACE}kWh`;
    case 'count':
      return format.number(value, 0, { signed });
  }
}

/** A day as yyyymmdd in the form of the wire, for files. */
export function dayText(day: number | null): string | null {
  return day === null ? null : formatDay(day);
}
