/** What stands behind a chart, as its table twin and its CSV file show it. */

export interface ChartColumn {
  readonly label: string;
  /** Shown in the header, e.g. `kWh`. */
  readonly unit?: string;
  readonly kind: 'text' | 'number';
  /** What a spreadsheet gets: a plain number in `unit`, or a text; null is an empty field. */
  readonly value: (row: number) => number | string | null;
  /** What a person reads in the table. */
  readonly text: (row: number) => string;
}

export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: number;
}

const FORMULA_START = /^[=+\-@\t\r]/;

function field(value: number | string | null, delimiter: string, decimal: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', decimal);
  // A spreadsheet would run a text such as `=1+1`: an apostrophe keeps it a text (OWASP, CSV injection).
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The table as CSV text for spreadsheets of `locale`: where the decimal sign is a comma the delimiter is a semicolon. Begins with a
 * byte-order mark, lines end with CRLF (RFC 4180).
 */
export function toCsv({ columns, rows }: ChartTable, locale: string): string {
  const decimal = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const delimiter = decimal === ',' ? ';' : ',';
  const line = (values: readonly (number | string | null)[]): string =>
    values.map((value) => field(value, delimiter, decimal)).join(delimiter);
  const lines = [line(columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`)))];
  for (let row = 0; row < rows; row++) lines.push(line(columns.map(({ value }) => value(row))));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
