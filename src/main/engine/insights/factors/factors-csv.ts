import type { BadRow } from '#shared/contract/imports.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { ChosenPath } from '../../files.ts';
import { NumberEvidence, parseEnergy } from '../../imports/csv-numbers.ts';
import { csvRecords, type CsvRecord } from '../../imports/csv-records.ts';
import { DateEvidence, parseTime } from '../../imports/csv-times.ts';
import { LocalTimes } from '../../imports/local-times.ts';
import { MAX_BAD_ROWS } from '../../imports/readings-csv.ts';
import { inspectSource, invalidFile } from '../../imports/source-file.ts';
import { type FactorsHeader, readFactorsHeader } from './factors-header.ts';

/** Hourly factors of a grid, as a file gives them. */
export interface FactorsFile {
  /** The column of the factors, as the file names it. */
  readonly column: string;
  /** Hours ascending (epoch milliseconds), and the factor of each in milligrams of CO2e per kWh. */
  readonly hours: readonly number[];
  readonly milligrams: readonly number[];
  readonly badRowCount: number;
  /** The first MAX_BAD_ROWS. */
  readonly badRows: readonly BadRow[];
}

/** Thirty years by hour; a file with more rows is no series of factors. */
const MAX_ROWS = 30 * 366 * 24;
/** Burning coal in an old plant gives some 1,200 g/kWh: beyond this the column is in another unit. */
const MOST_MILLIGRAMS = 2_000_000;

/**
 * Reads a CSV with a time and a factor of the grid in g/kWh in each row, as Electricity Maps and others publish them. Times without an
 * offset are UTC where the column says so, and otherwise of `timeZone`.
 * @throws Failure INPUT_INVALID when it is no such file, naming it and what is missing
 */
export async function readFactors(file: ChosenPath, timeZone: string): Promise<FactorsFile> {
  const source = await inspectSource(file);
  if (source.kind !== 'text') {
    throw invalidFile(file, 'this is a compressed file.', 'Unpack it and choose the CSV file inside.');
  }
  const header = readFactorsHeader(file, source.head);
  const records: CsvRecord[] = [];
  for await (const batch of csvRecords(file, source.encoding, header.delimiter)) {
    records.push(...batch.filter(({ row }) => row > header.row));
    if (records.length > MAX_ROWS) {
      throw invalidFile(file, `it has more than ${MAX_ROWS} rows.`, 'Choose a file with one row for each hour.');
    }
  }
  if (records.length === 0) {
    throw invalidFile(file, 'the file has a header and no rows.', 'Choose a file with one row for each hour.');
  }
  return readRows(file, header, records, timeZone);
}

function readRows(
  file: ChosenPath,
  header: FactorsHeader,
  records: readonly CsvRecord[],
  timeZone: string,
): FactorsFile {
  const cell = ({ cells }: CsvRecord, column: number): string => (cells[column] ?? '').trim();
  const dates = new DateEvidence();
  const numbers = new NumberEvidence();
  for (const record of records) {
    dates.see(cell(record, header.time));
    numbers.see(cell(record, header.factor));
  }
  const { example, order } = dates;
  if (example !== null && (order === 'unknown' || order === 'both')) {
    throw invalidFile(
      file,
      `dates such as ${example} can be read day first or month first.`,
      'Save the file with dates such as 2025-05-14.',
      { field: header.timeName },
    );
  }
  const times = new LocalTimes(header.isUtc ? 'UTC' : timeZone, false);
  const found = new Map<number, number>();
  const badRows: BadRow[] = [];
  let badRowCount = 0;
  const refuse = (record: CsvRecord, column: number, field: string, problem: string): void => {
    if (badRowCount++ < MAX_BAD_ROWS) badRows.push({ row: record.row, field, value: cell(record, column), problem });
  };
  for (const record of records) {
    const time = parseTime(cell(record, header.time), order);
    if (time.kind === 'bad') {
      refuse(record, header.time, header.timeName, time.problem);
      continue;
    }
    const hour = time.kind === 'instant' ? time.time : times.resolve(time.time, 0);
    if (hour === null) refuse(record, header.time, header.timeName, 'is skipped when the clocks go forward');
    else if (hour % HOUR !== 0) refuse(record, header.time, header.timeName, 'is not on a whole hour');
    else if (found.has(hour)) refuse(record, header.time, header.timeName, 'repeats an hour that an earlier row has');
    else {
      const factor = factorOf(cell(record, header.factor), numbers);
      if (typeof factor === 'number') found.set(hour, factor);
      else refuse(record, header.factor, header.factorName, factor.problem);
    }
  }
  const hours = [...found.keys()].sort((a, b) => a - b);
  return { column: header.factorName, hours, milligrams: hours.map((hour) => found.get(hour)!), badRowCount, badRows };
}

/** g/kWh to whole mg/kWh: three decimals, as kWh to Wh. */
function factorOf(cell: string, { style }: NumberEvidence): number | { readonly problem: string } {
  const result = parseEnergy(cell, style);
  if ('problem' in result) return result;
  return result.wh > MOST_MILLIGRAMS ? { problem: 'is above 2,000 g/kWh: the column is in another unit' } : result.wh;
}
