import type { ChosenPath } from '../files.ts';
import { isBlank, splitLine } from './csv-records.ts';
import { invalidFile } from './source-file.ts';

const required = ['timestamp', 'member', 'produced_kwh', 'consumed_kwh'] as const;
const optional = ['imported_kwh', 'exported_kwh'] as const;
type ColumnName = (typeof required)[number] | (typeof optional)[number];

const EXPECTED = `${required.join(',')}[,${optional.join(',')}]`;

/** Where the columns of a readings file are. */
export interface CsvHeader {
  readonly delimiter: ',' | ';' | '\t';
  /** Spreadsheet row of the header. */
  readonly row: number;
  /** Positions of the columns; -1 for an optional one that is not there. */
  readonly columns: Readonly<Record<ColumnName, number>>;
  readonly width: number;
  /** Names of columns that mean nothing to the import. */
  readonly ignored: readonly string[];
}

function normalised(cell: string): string {
  return cell
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

/**
 * Finds the header: the first line that is not blank, with the delimiter under which it holds most of the expected columns. Order and
 * case of the columns do not matter.
 * @param head the beginning of the file
 * @throws Failure INPUT_INVALID naming the file, the columns that are missing and what is expected
 */
export function readHeader(file: ChosenPath, head: string): CsvHeader {
  const lines = head.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const index = lines.findIndex((line) => line.replaceAll(/[,;\t"]/g, '').trim() !== '');
  if (index < 0) throw invalidFile(file, 'the file is empty.', `A readings file has the columns ${EXPECTED}.`);
  const candidates = ([',', ';', '\t'] as const).map((delimiter) => {
    const names = splitLine(lines[index], delimiter).map(normalised);
    return { delimiter, names, known: required.filter((name) => names.includes(name)).length };
  });
  const { delimiter, names } = candidates.reduce((best, one) => (one.known > best.known ? one : best));
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const which = missing.length === 1 ? `the column ${missing[0]} is` : `the columns ${missing.join(', ')} are`;
    throw invalidFile(
      file,
      `${which} missing in the header (row ${index + 1}).`,
      `The first row of a readings file names its columns: ${EXPECTED}.`,
      { row: index + 1, field: missing[0] },
    );
  }
  const expected: readonly string[] = [...required, ...optional];
  const twice = names.find((name, at) => expected.includes(name) && names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw invalidFile(file, `the column ${twice} is in the header twice.`, 'Keep one of the two columns.', {
      row: index + 1,
      field: twice,
    });
  }
  return {
    delimiter,
    row: index + 1,
    columns: Object.fromEntries(expected.map((name) => [name, names.indexOf(name)])) as Record<ColumnName, number>,
    width: names.length,
    ignored: names.filter((name) => name !== '' && !expected.includes(name)),
  };
}

/** Whether a record has cells beyond the header, e.g. because decimal commas are not quoted. */
export function isTooWide(cells: readonly string[], header: CsvHeader): boolean {
  return cells.length > header.width && !isBlank(cells.slice(header.width));
}
