import type { BadRow } from '#shared/contract/imports.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE } from '#shared/domain/slots.ts';
import type { ChosenPath } from '../files.ts';
import { readHeader } from './csv-header.ts';
import { NumberEvidence } from './csv-numbers.ts';
import { csvRecords, splitLine } from './csv-records.ts';
import { DateEvidence, type TimeForm } from './csv-times.ts';
import { MinuteSet } from './minute-set.ts';
import { Occurrences } from './occurrences.ts';
import { coarserMember, gridOf, isOnGrid, LONGEST_INTERVAL, missingSteps, SHORTEST_INTERVAL } from './reading-grid.ts';
import { energyFields, type Grid, type ReadingRow, ReadingRows, type ReadingStyle } from './reading-rows.ts';
import { invalidFile, type SourceKind } from './source-file.ts';

export type TextSource = Extract<SourceKind, { kind: 'text' }>;

/** A readings file and how it is to be read. */
export interface ReadingsFile {
  readonly file: ChosenPath;
  readonly source: TextSource;
  /** IANA zone of the times that carry no offset. */
  readonly timeZone: string;
}

export interface SurveyedMember {
  readonly name: string;
  /** First slot of a reading, epoch milliseconds. */
  readonly firstSlot: number;
  readonly produces: boolean;
}

/** What reading a whole file showed, without keeping its rows. */
export interface ReadingsSurvey {
  readonly style: ReadingStyle;
  readonly rows: number;
  readonly goodRows: number;
  readonly badRowCount: number;
  /** The first MAX_BAD_ROWS. */
  readonly badRows: readonly BadRow[];
  /** Members with at least one reading, in the order in which the file names them. */
  readonly members: readonly SurveyedMember[];
  /** All names of the member column by the rows' member numbers. */
  readonly memberNames: readonly string[];
  /** The member and minute (since 1970 UTC) of every good row. */
  readonly occurrences: Occurrences;
  /** Start of the first and end of the last slot; null without readings. */
  readonly from: number | null;
  readonly to: number | null;
  readonly intervalMinutes: number | null;
  readonly missingRows: number;
  readonly unbalancedRows: number;
  readonly repeatedRows: number;
  readonly roundedWh: number;
  readonly timeForms: readonly TimeForm[];
}

export const MAX_BAD_ROWS = 100;
/** More names than any community has: the member column is another one. */
const MAX_MEMBERS = 20_000;
/** Readings that differ by more than this do not balance; 1 Wh is rounding. */
const BALANCE_TOLERANCE_WH = 1;

/**
 * Reads the whole file once (seldom twice or three times) and tells what is in it. Writes nothing and keeps no rows.
 * @param eachBatch called between batches of rows; throw in it to stop
 * @throws Failure INPUT_INVALID naming the file when it is no readings file, its dates are ambiguous, or its interval is not 5 to 60
 *   minutes
 */
export async function surveyReadings(input: ReadingsFile, eachBatch: () => void = () => {}): Promise<ReadingsSurvey> {
  const { file, source } = input;
  const header = readHeader(file, source.head);
  const guess = sampleStyle(header, source.head);
  let pass = await runPass(input, guess, eachBatch);
  if (pass.rows === 0) {
    throw invalidFile(file, 'the file has a header and no rows.', 'Choose a file with meter readings.');
  }
  const { example, order } = pass.dates;
  if (example !== null && (order === 'unknown' || order === 'both')) {
    throw invalidFile(
      file,
      order === 'unknown'
        ? `dates such as ${example} can be read day first or month first, and no row settles which.`
        : `dates such as ${example} stand day first in some rows and month first in others.`,
      'Save the file with dates such as 2016-05-14 and import it again.',
      { field: 'timestamp' },
    );
  }
  const style: ReadingStyle = {
    ...guess,
    numbers: pass.numbers.style,
    dateOrder: order,
    isDescending: pass.isDescending,
  };
  if (isReadOtherwise(guess, style, pass)) pass = await runPass(input, style, eachBatch);

  const grid = gridOf(pass.times);
  if (grid && (grid.intervalMinutes < SHORTEST_INTERVAL || grid.intervalMinutes > LONGEST_INTERVAL)) {
    throw invalidFile(
      file,
      `its readings are ${grid.intervalMinutes} minutes apart.`,
      `Meter readings need a regular interval of ${SHORTEST_INTERVAL} to ${LONGEST_INTERVAL} minutes.`,
      { field: 'timestamp' },
    );
  }
  const final = { ...style, grid };
  const coarse = grid ? coarserMember(pass.times, grid) : null;
  if (grid && coarse !== null) {
    const names = pass.survey(final, grid).memberNames;
    throw invalidFile(
      input.file,
      `the readings of ${names[coarse.member]} are ${coarse.stepMinutes} minutes apart, those of others ${grid.intervalMinutes}.`,
      'Bring all members to the same interval, or import each interval as a file of its own.',
      { field: 'timestamp' },
    );
  }
  if (grid && !isOnGrid(pass.times, grid)) pass = await runPass(input, final, eachBatch);
  return pass.survey(final, grid);
}

/**
 * The readings of a surveyed file in batches, in the file's order: its good rows, of those that repeat a member and time the last. Flat
 * memory for any size.
 * @throws Failure INPUT_INVALID when the file cannot be read any more
 */
export async function* readReadings(input: ReadingsFile, survey: ReadingsSurvey): AsyncGenerator<ReadingRow[]> {
  const { style, occurrences } = survey;
  const reader = new ReadingRows(style, input.timeZone);
  const seen = new Occurrences();
  for await (const records of csvRecords(input.file, input.source.encoding, style.header.delimiter)) {
    const rows: ReadingRow[] = [];
    for (const record of records) {
      if (record.row <= style.header.row) continue;
      const result = reader.read(record);
      if ('bad' in result) continue;
      const { member, slot } = result;
      const before = seen.add(member, slot / MINUTE);
      if (occurrences.isAtMost(member, slot / MINUTE, before + 1)) rows.push(result);
    }
    yield rows;
  }
}

/** How the file is written, as far as its beginning shows. */
function sampleStyle(header: ReadingStyle['header'], head: string): ReadingStyle {
  const evidence = { numbers: new NumberEvidence(), dates: new DateEvidence() };
  const lines = head.split(/\r\n|\r|\n/);
  // The last line may be cut off.
  for (const line of lines.slice(header.row, -1)) {
    if (!line.includes('"')) see(header, line.split(header.delimiter), evidence);
    else see(header, splitLine(line, header.delimiter), evidence);
  }
  return {
    header,
    numbers: evidence.numbers.style,
    dateOrder: evidence.dates.order,
    isDescending: false,
    grid: null,
  };
}

interface Evidence {
  readonly numbers: NumberEvidence;
  readonly dates: DateEvidence;
}

function see({ columns }: ReadingStyle['header'], cells: readonly string[], { numbers, dates }: Evidence): void {
  dates.see((cells[columns.timestamp] ?? '').trim());
  for (const field of energyFields) if (columns[field] >= 0) numbers.see((cells[columns[field]] ?? '').trim());
}

/** Whether what the whole file shows could change how a row was read. */
function isReadOtherwise(before: ReadingStyle, after: ReadingStyle, pass: Pass): boolean {
  return (
    JSON.stringify(before.numbers) !== JSON.stringify(after.numbers) ||
    (pass.dates.example !== null && before.dateOrder !== after.dateOrder) ||
    before.isDescending !== after.isDescending
  );
}

async function runPass(input: ReadingsFile, style: ReadingStyle, eachBatch: () => void): Promise<Pass> {
  const pass = new Pass(input, style);
  for await (const records of csvRecords(input.file, input.source.encoding, style.header.delimiter)) {
    eachBatch();
    for (const record of records) if (record.row > style.header.row) pass.add(record);
    if (pass.memberCount > MAX_MEMBERS) {
      throw invalidFile(
        input.file,
        `the column member holds more than ${MAX_MEMBERS} different names.`,
        'Check that each row of the file names its member in this column.',
        { field: 'member' },
      );
    }
  }
  return pass;
}

/** Everything counted in one pass over the rows. */
class Pass implements Evidence {
  readonly numbers = new NumberEvidence();
  readonly dates = new DateEvidence();
  rows = 0;
  /** Of the good rows. */
  readonly occurrences = new Occurrences();
  /** By member number: the minutes with a row, good or refused for another field than its time. */
  readonly times: MinuteSet[] = [];
  readonly #style: ReadingStyle;
  readonly #reader: ReadingRows;
  readonly #produces: boolean[] = [];
  readonly #lastSlot: number[] = [];
  readonly #badRows: BadRow[] = [];
  #badRowCount = 0;
  #steps = { forward: 0, back: 0 };
  #unbalancedRows = 0;
  #roundedWh = 0;

  constructor(input: ReadingsFile, style: ReadingStyle) {
    this.#style = style;
    this.#reader = new ReadingRows(style, input.timeZone);
  }

  get memberCount(): number {
    return this.#reader.members.length;
  }

  get isDescending(): boolean {
    return this.#steps.back > this.#steps.forward;
  }

  add(record: Parameters<ReadingRows['read']>[0]): void {
    this.rows++;
    see(this.#style.header, record.cells, this);
    const result = this.#reader.read(record);
    if (result.member !== null && result.slot !== null) {
      (this.times[result.member] ??= new MinuteSet()).add(result.slot / MINUTE);
    }
    if ('bad' in result) {
      if (this.#badRowCount++ < MAX_BAD_ROWS) this.#badRows.push(result.bad);
      return;
    }
    const { member, slot, producedWh, consumedWh, importedWh, exportedWh } = result;
    this.occurrences.add(member, slot / MINUTE);
    const last = this.#lastSlot[member] ?? slot;
    if (slot > last) this.#steps.forward++;
    if (slot < last) this.#steps.back++;
    this.#lastSlot[member] = slot;
    if (producedWh > 0) this.#produces[member] = true;
    if (Math.abs(producedWh + importedWh - consumedWh - exportedWh) > BALANCE_TOLERANCE_WH) this.#unbalancedRows++;
    this.#roundedWh += result.roundedBy;
  }

  survey(style: ReadingStyle, grid: Grid | null): ReadingsSurvey {
    const bounds = this.occurrences.minutes.map((minutes) => minutes.bounds);
    const first = Math.min(...bounds.flatMap((one) => (one ? [one.first] : [])));
    const last = Math.max(...bounds.flatMap((one) => (one ? [one.last] : [])));
    const intervalMinutes = grid?.intervalMinutes ?? null;
    return {
      style,
      rows: this.rows,
      goodRows: this.rows - this.#badRowCount,
      badRowCount: this.#badRowCount,
      badRows: this.#badRows,
      members: bounds.flatMap((one, member) =>
        one
          ? [
              {
                name: this.#reader.members[member],
                firstSlot: one.first * MINUTE,
                produces: this.#produces[member] ?? false,
              },
            ]
          : [],
      ),
      memberNames: this.#reader.members,
      occurrences: this.occurrences,
      from: Number.isFinite(first) ? first * MINUTE : null,
      to: Number.isFinite(last) ? (last + (intervalMinutes ?? DEFAULT_SLOT_MINUTES)) * MINUTE : null,
      intervalMinutes,
      missingRows: grid
        ? bounds.reduce((sum, one, member) => sum + (one ? missingSteps(this.times[member], grid) : 0), 0)
        : 0,
      unbalancedRows: this.#unbalancedRows,
      repeatedRows: this.occurrences.repeated,
      roundedWh: Math.round(this.#roundedWh * 1e6) / 1e6 + 0,
      timeForms: [...this.#reader.timeForms],
    };
  }
}
