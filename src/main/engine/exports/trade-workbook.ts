/// <reference path="./exceljs-writer.d.ts" />
import { Writable } from 'node:stream';
import { callbackify } from 'node:util';
import type { AddWorksheetOptions, CellValue, Column, Row, stream, Worksheet } from 'exceljs';
import type { ExportColumn, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { plainText } from '#shared/domain/csv-field.ts';
import type { AboutExport } from '#shared/ledger/about-export.ts';
import { type ColumnKind, columnFacts, decimalsOf } from '#shared/ledger/export-columns.ts';
import { type ExportStyle, localTimeFormat, notationOf } from '#shared/ledger/export-notation.ts';
import { wallTime } from '#shared/ledger/wall-times.ts';
import type { PendingFile } from './pending-file.ts';

/** What a sheet of a workbook holds at most, besides the row of heads. */
const SHEET_ROWS = 1_048_575;
/** Rows after which the writing of those before is waited for: some hundred kilobytes. */
const ROWS_UNDER_WAY = 250;
const ABOUT_SHEET = 1;
const CREATOR = 'Commonwatt Console';
const NOTHING = Buffer.alloc(0);

/** Widths in characters. */
const widths: Readonly<Record<ColumnKind, number>> = {
  text: 16,
  time: 26,
  energy: 14,
  price: 18,
  amount: 18,
  count: 9,
  status: 16,
  mechanism: 24,
};
const UUID_WIDTH = 38;
const ISO_FORMAT = 'yyyy-mm-dd"T"hh:mm:ss.000"Z"';

/** The library, apart from its loading. */
type Writers = Pick<typeof stream.xlsx, 'WorkbookWriter'>;

/** Trades as an XLSX workbook that is written row by row. The sheet about it, which is known in the end only, stands first. */
export class TradeWorkbook {
  readonly #columns: readonly ExportColumn[];
  readonly #style: ExportStyle;
  readonly #rowsOfSheet: number;
  readonly #book: stream.xlsx.WorkbookWriter;
  readonly #output: Writable;
  /** Rejects when the file cannot be written. */
  readonly #failed: Promise<never>;
  readonly #cells: readonly ((trade: LedgerTrade) => CellValue)[];
  #sheet: Worksheet;
  #sheets = 0;
  /** Rows of the sheet that is being written. */
  #rows = 0;
  #written: Promise<unknown> = Promise.resolve();

  private constructor(
    writers: Writers,
    file: PendingFile,
    columns: readonly ExportColumn[],
    style: ExportStyle,
    rowsOfSheet: number,
  ) {
    this.#columns = columns;
    this.#style = style;
    this.#rowsOfSheet = rowsOfSheet;
    const write = callbackify((chunk: Buffer) => file.write(chunk));
    this.#output = new Writable({ write: (chunk: Buffer, _encoding, done) => write(chunk, done) });
    this.#failed = new Promise((_resolve, reject) => this.#output.on('error', reject));
    // Nobody may be waiting when it fails.
    this.#failed.catch(() => undefined);
    this.#book = new writers.WorkbookWriter({ stream: this.#output, useStyles: true });
    this.#book.creator = CREATOR;
    this.#book.lastModifiedBy = CREATOR;
    this.#cells = columns.map((column) => cellOf(column, style));
    this.#sheet = this.#beginSheet();
  }

  /**
   * Loads the library too, for which only those wait who ask for a workbook.
   * @param rowsOfSheet after so many trades another sheet is begun
   */
  static async begin(
    file: PendingFile,
    columns: readonly ExportColumn[],
    style: ExportStyle,
    rowsOfSheet = SHEET_ROWS,
  ): Promise<TradeWorkbook> {
    // The whole library would bring its reader along, with packages that nobody may pass on.
    const { default: WorkbookWriter } = await import('exceljs/lib/stream/xlsx/workbook-writer.js');
    return new TradeWorkbook({ WorkbookWriter }, file, columns, style, rowsOfSheet);
  }

  /** Throws what `PendingFile.write` throws, for this trade or one before. */
  async add(trade: LedgerTrade): Promise<void> {
    if (this.#rows === this.#rowsOfSheet) {
      this.#sheet.commit();
      this.#sheet = this.#beginSheet();
    }
    const row = this.#sheet.addRow(this.#cells.map((cell) => cell(trade)));
    if (this.#style.notation === 'local') this.#markOffsets(row, trade);
    row.commit();
    this.#rows++;
    if (this.#rows % ROWS_UNDER_WAY === 0) await this.#keepPace();
  }

  /** Completes the workbook with the sheet about it. Throws what `PendingFile.write` throws. */
  async end({ title, facts, notes }: AboutExport): Promise<void> {
    this.#sheet.commit();
    const about = this.#addSheet(ABOUT_SHEET, title);
    about.columns = [{ width: 34 }, { width: 110, style: { alignment: { wrapText: true, vertical: 'top' } } }];
    about.addRow([title]).font = { bold: true, size: 14 };
    for (const [label, text] of facts) about.addRow([label, plainText(text)]);
    for (const note of notes) about.addRow(['', note]);
    about.commit();
    await Promise.race([this.#book.commit(), this.#failed]);
  }

  /** Ends the writing of a workbook that nobody wants any more. */
  abandon(): void {
    this.#output.destroy();
  }

  #beginSheet(): Worksheet {
    const { sheet: name } = this.#style.words;
    this.#sheets++;
    this.#rows = 0;
    const sheet = this.#addSheet(ABOUT_SHEET + this.#sheets, this.#sheets === 1 ? name : `${name} ${this.#sheets}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.columns = this.#columns.map((column) => columnOf(column, this.#style));
    const heads = sheet.getRow(1);
    heads.font = { bold: true };
    heads.commit();
    return sheet;
  }

  /** The library numbers sheets as they come, and their numbers are their order; a sheet that is not ended holds up those after it. */
  #addSheet(number: number, name: string, options: Partial<AddWorksheetOptions> = {}): Worksheet {
    Object.defineProperty(this.#book, 'nextId', { value: number, configurable: true });
    return this.#book.addWorksheet(name, options);
  }

  /** A time that the clocks show twice says which of the two it is. */
  #markOffsets(row: Row, trade: LedgerTrade): void {
    for (const [place, column] of this.#columns.entries()) {
      if (column !== 'executedAt' && column !== 'slot') continue;
      const { offset } = wallTime(trade[column], this.#style.timeZone);
      if (offset !== null) row.getCell(place + 1).numFmt = `${localTimeFormat(this.#style.language)} "${offset}"`;
    }
  }

  /** The library takes rows faster than it writes them, and keeps the rest in memory: waits until all but the last ones are written. */
  async #keepPace(): Promise<void> {
    await Promise.race([this.#written, this.#failed]);
    const [outlet] = (this.#sheet as unknown as { readonly stream: { readonly pipes: readonly Writable[] } }).stream
      .pipes;
    this.#written = new Promise((resolve) => outlet.write(NOTHING, resolve));
  }
}

function cellOf(column: ExportColumn, style: ExportStyle): (trade: LedgerTrade) => CellValue {
  const { kind } = columnFacts[column];
  const word = notationOf(style).word(kind);
  const scale = 10 ** decimalsOf(kind);
  const isLocalTime = style.notation === 'local';
  return (trade) => {
    const value = trade[column];
    if (value === null) return null;
    if (typeof value === 'string') return plainText(word(value));
    // A workbook knows no zones: the library writes what a clock in UTC would show.
    if (kind === 'time') return new Date(isLocalTime ? wallTime(value, style.timeZone).wall : value);
    return value / scale;
  };
}

function columnOf(column: ExportColumn, style: ExportStyle): Partial<Column> {
  const { kind } = columnFacts[column];
  const isId = column === 'id' || column === 'buyRuleId' || column === 'sellRuleId';
  const format = formatOf(kind, style);
  return {
    header: notationOf(style).head(column),
    width: isId ? UUID_WIDTH : widths[kind],
    ...(format !== null && { style: { numFmt: format } }),
  };
}

function formatOf(kind: ColumnKind, style: ExportStyle): string | null {
  if (kind === 'time') return style.notation === 'local' ? localTimeFormat(style.language) : ISO_FORMAT;
  const decimals = decimalsOf(kind);
  return decimals === 0 ? null : `0.${'0'.repeat(decimals)}`;
}
