/** What stands behind a chart, as its table twin and its CSV file show it. */
import { csvField } from '#shared/domain/csv-field.ts';
import { decimalSign } from '#shared/format/locale-facts.ts';

export interface ChartColumn {
  readonly label: string;
  /** Shown in the header, e.g. `kWh`. */
  readonly unit?: string;
  readonly kind: 'text' | 'number';
  /** Left out of the table twin: the page says it beside the table. */
  readonly onlyInFile?: boolean;
  /** What a spreadsheet gets: a plain number in `unit`, or a text; null is an empty field. */
  readonly value: (row: number) => number | string | null;
  /** What a person reads in the table. */
  readonly text: (row: number) => string;
}

export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: number;
}

function field(value: number | string | null, delimiter: string, decimal: string): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value).replace('.', decimal) : csvField(value, delimiter);
}

/**
 * The table as CSV text for spreadsheets of `locale`: where the decimal sign is a comma the delimiter is a semicolon. Begins with a
 * byte-order mark, lines end with CRLF (RFC 4180).
 */
export function toCsv({ columns, rows }: ChartTable, locale: string): string {
  const decimal = decimalSign(locale);
  const delimiter = decimal === ',' ? ';' : ',';
  const line = (values: readonly (number | string | null)[]): string =>
    values.map((value) => field(value, delimiter, decimal)).join(delimiter);
  const lines = [line(columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`)))];
  for (let row = 0; row < rows; row++) lines.push(line(columns.map(({ value }) => value(row))));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
