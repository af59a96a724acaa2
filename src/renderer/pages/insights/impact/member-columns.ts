/** The impact of each member as columns: how they are written, sorted and exported. Pure. */
import type { Impact } from '#shared/contract/insight-records.ts';
import type { ChartColumn, ChartTable } from '../../../charts/chart-data.ts';
import { remarkColumn } from '../../../charts/period-bars-option.ts';
import { sortRows } from '../../../components/sort-rows.ts';
import type { Format } from '#shared/format/format.ts';

export type MemberImpactRow = Impact['members'][number];

export const memberColumnKeys = ['name', 'selfConsumed', 'bought', 'co2'] as const;
export type MemberColumnKey = (typeof memberColumnKeys)[number];

export interface MemberOrder {
  readonly by: MemberColumnKey;
  readonly descending: boolean;
}

interface NumberColumn {
  readonly unit: 'kWh' | 'kg';
  /** Wh or grams; null where it is not known. */
  readonly value: (row: MemberImpactRow) => number | null;
}

export const numberColumns: Readonly<Record<Exclude<MemberColumnKey, 'name'>, NumberColumn>> = {
  selfConsumed: { unit: 'kWh', value: ({ selfConsumedWh }) => selfConsumedWh },
  bought: { unit: 'kWh', value: ({ boughtWh }) => boughtWh },
  co2: { unit: 'kg', value: ({ co2AvoidedG }) => co2AvoidedG },
};

/** A number of a row in its column's unit, to a tenth. */
export function numberText(key: keyof typeof numberColumns, row: MemberImpactRow, format: Format): string {
  const value = numberColumns[key].value(row);
  return value === null ? format.notAvailable : format.number(value / 1000, 1);
}

/** The members in the wanted order; equal ones by pseudonym. */
export function sortMembers(
  rows: readonly MemberImpactRow[],
  { by, descending }: MemberOrder,
  locale: string,
): MemberImpactRow[] {
  const nameOf = ({ anonymizedId }: MemberImpactRow): string => anonymizedId;
  return sortRows(rows, { valueOf: by === 'name' ? nameOf : numberColumns[by].value, descending, nameOf, locale });
}

export interface MemberTableWords {
  readonly columns: Readonly<Record<MemberColumnKey, string>>;
  /** What CO2 is reckoned with; null where no factor is known. */
  readonly remark: { readonly label: string; readonly text: string } | null;
}

/** The same for a file. */
export function memberTable(rows: readonly MemberImpactRow[], words: MemberTableWords, format: Format): ChartTable {
  const columns = memberColumnKeys.map((key): ChartColumn => {
    const label = words.columns[key];
    if (key === 'name') {
      const name = (row: number): string => rows[row].anonymizedId;
      return { label, kind: 'text', value: name, text: name };
    }
    const { unit, value } = numberColumns[key];
    return {
      label,
      unit,
      kind: 'number',
      value: (row) => {
        const found = value(rows[row]);
        return found === null ? null : found / 1000;
      },
      text: (row) => numberText(key, rows[row], format),
    };
  });
  return { rows: rows.length, columns: [...columns, ...(words.remark === null ? [] : [remarkColumn(words.remark)])] };
}
