import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import type { ChosenPath } from '../files.ts';
import { invalidFile, readingFailure, type TextEncoding, textStream } from './source-file.ts';

/** A record of the file with its number as a spreadsheet shows it: the first is 1, blank ones count. */
export interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Records handed over at once, so that a row costs no promise. */
const BATCH = 1_000;

/** Longer records are a quote that was never closed. */
const MAX_RECORD_BYTES = 65_536;

const common = { bom: true, relax_column_count: true, relax_quotes: true, max_record_size: MAX_RECORD_BYTES } as const;

/** Whether a record is a blank line, or one of empty cells as spreadsheets leave at the end. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** The cells of one line; none when it ends within quotation marks. */
export function splitLine(line: string, delimiter: string): string[] {
  try {
    return parseText(line, { ...common, delimiter })[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/**
 * All records of a file that are not blank, in batches.
 * @throws Failure INPUT_INVALID when the file cannot be read or a quote is never closed
 */
export async function* csvRecords(
  file: ChosenPath,
  encoding: TextEncoding,
  delimiter: string,
): AsyncGenerator<CsvRecord[]> {
  const parser = parse({ ...common, delimiter });
  // Errors of the file reach the loop through the parser, which the pipeline destroys with them.
  pipeline(textStream(file, encoding), parser, () => {});
  let batch: CsvRecord[] = [];
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++;
      if (isBlank(cells)) continue;
      batch.push({ row, cells });
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw readingFailure(file, error);
    const badRow = Number(error['records']) + 1;
    throw invalidFile(
      file,
      `row ${badRow} cannot be read as CSV: a quotation mark is opened and not closed.`,
      'Correct this row, or save the file as CSV again.',
      { row: badRow },
    );
  }
  yield batch;
}
