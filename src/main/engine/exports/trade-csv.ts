import { createHash } from 'node:crypto';
import type { ExportColumn, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { csvField } from '#shared/domain/csv-field.ts';
import { columnFacts, decimalsOf } from '#shared/ledger/export-columns.ts';
import { type ExportNotation, type ExportStyle, notationOf } from '#shared/ledger/export-notation.ts';
import { TextBytes } from './text-bytes.ts';

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
/** Bytes that are handed on at once. */
const CHUNK_BYTES = 128 * 1024;
/** Texts of a column that are remembered: more than a community has members or rules. */
const KEPT_TEXTS = 10_000;

/** Adds a trade's field to the bytes. */
type Field = (trade: LedgerTrade) => void;

/**
 * Trades on their way to CSV (RFC 4180), with their fingerprint and what they add up to: lines that end with CRLF, the first of them names
 * the columns; in the local notation, which is for spreadsheets, with a byte order mark before it. Made for a million rows: what a column
 * holds is looked at once, and a text that comes again is not looked at again.
 */
export class TradeCsv {
  readonly #bytes = new TextBytes(2 * CHUNK_BYTES);
  readonly #hash = createHash('sha256');
  readonly #fields: readonly Field[];
  readonly #delimiter: string;
  #rows = 0;
  #quantityWh = 0;
  #amount = 0;

  constructor(columns: readonly ExportColumn[], style: ExportStyle) {
    const notation = notationOf(style);
    this.#delimiter = notation.delimiter;
    this.#fields = columns.map((column) => fieldOf(column, notation, this.#bytes));
    const heads = columns.map((column) => csvField(notation.head(column), notation.delimiter));
    const mark = style.notation === 'local' ? BYTE_ORDER_MARK : '';
    this.#bytes.put(Buffer.from(mark + heads.join(notation.delimiter) + LINE_END));
  }

  add(trade: LedgerTrade): void {
    for (let place = 0; place < this.#fields.length; place++) {
      if (place > 0) this.#bytes.putAscii(this.#delimiter);
      this.#fields[place](trade);
    }
    this.#bytes.putAscii(LINE_END);
    this.#rows++;
    this.#quantityWh += trade.quantityWh;
    this.#amount += trade.amount;
  }

  /** Whether it is time to take what is there. */
  get isFull(): boolean {
    return this.#bytes.length >= CHUNK_BYTES;
  }

  /** The bytes since the last time, which are in the fingerprint from now on; valid until the next trade is added. */
  take(): Buffer {
    const bytes = this.#bytes.take();
    this.#hash.update(bytes);
    return bytes;
  }

  /** Rows, their Wh and micro-currency, and the SHA-256 of all bytes. To be asked once, in the end, when all are taken. */
  sums(): {
    readonly rows: number;
    readonly quantityWh: number;
    readonly amount: number;
    readonly fingerprint: string;
  } {
    return {
      rows: this.#rows,
      quantityWh: this.#quantityWh,
      amount: this.#amount,
      fingerprint: this.#hash.digest('hex'),
    };
  }
}

function fieldOf(column: ExportColumn, notation: ExportNotation, bytes: TextBytes): Field {
  // A UUID needs no care, and none comes again.
  if (column === 'id') return ({ id }) => bytes.putAscii(id);
  const { kind } = columnFacts[column];
  const word = notation.word(kind);
  const text = remembered((value) => Buffer.from(csvField(word(value), notation.delimiter)));
  const time = lastRemembered(notation.number('time'));
  const decimals = decimalsOf(kind);
  const point = notation.point.charCodeAt(0);
  const isTime = kind === 'time';
  return (trade) => {
    const value = trade[column];
    if (value === null) return;
    if (typeof value === 'string') bytes.put(text(value));
    else if (isTime) bytes.putAscii(time(value));
    else bytes.putDecimal(value, decimals, point);
  };
}

/** The trades of a clearing follow one another and have their times in common. */
function lastRemembered(write: (value: number) => string): (value: number) => string {
  let last = Number.NaN;
  let text = '';
  return (value) => {
    if (value === last) return text;
    last = value;
    return (text = write(value));
  };
}

function remembered(write: (value: string) => Buffer): (value: string) => Buffer {
  const texts = new Map<string, Buffer>();
  return (value) => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = write(value);
    if (texts.size < KEPT_TEXTS) texts.set(value, text);
    return text;
  };
}
