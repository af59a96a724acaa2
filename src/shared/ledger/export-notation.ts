import type { ParsedInput } from '../contract/contract.ts';
import type { ExportColumn } from '../contract/ledger-records.ts';
import { dayPattern, decimalSign } from '../format/locale-facts.ts';
import { localeOf } from '../languages/language.ts';
import type { Language } from '../languages/languages.ts';
import { type ColumnKind, columnFacts, decimalsOf } from './export-columns.ts';
import type { ExportWords } from './export-words.ts';
import { wallTime } from './wall-times.ts';

/** How an export is written. */
export interface ExportStyle extends Pick<ParsedInput<'ledger.export'>, 'notation' | 'language'> {
  /** Of the language. */
  readonly words: ExportWords;
  /** IANA zone of the community. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** How heads and values are written in a style. */
export interface ExportNotation {
  readonly delimiter: ',' | ';';
  /** The decimal sign. */
  readonly point: string;
  /** Wire name, or words with the unit. */
  head(column: ExportColumn): string;
  /** Integers of a kind: with all of its decimals, or as times. */
  number(kind: ColumnKind): (value: number) => string;
  /** Texts of a kind: as on the wire, or in words where there are any. */
  word(kind: ColumnKind): (value: string) => string;
}

/**
 * The ways of writing. `iso`: wire names, decimal points, times such as `2026-10-25T00:30:00.000Z`. `local`: words, the decimal sign of
 * the language, the wall time of the community to the second; where its clocks show that twice, with the offset from UTC.
 */
export function notationOf(style: ExportStyle): ExportNotation {
  return style.notation === 'iso' ? iso : localNotation(style);
}

const iso: ExportNotation = {
  delimiter: ',',
  point: '.',
  head: (column) => columnFacts[column].wire,
  number: (kind) => (kind === 'time' ? (instant) => new Date(instant).toISOString() : decimalWriter(kind, '.')),
  word: () => (value) => value,
};

function localNotation({ language, words, timeZone, currency }: ExportStyle): ExportNotation {
  const point = decimalSign(localeOf(language, []));
  const units: Partial<Record<ColumnKind, string>> = { energy: 'kWh', price: `${currency}/kWh`, amount: currency };
  return {
    // Where the comma is within numbers, spreadsheets part fields by semicolons.
    delimiter: point === ',' ? ';' : ',',
    point,
    head: (column) => {
      const unit = units[columnFacts[column].kind];
      return unit === undefined ? words.heads[column] : `${words.heads[column]} (${unit})`;
    },
    number: (kind) =>
      kind === 'time' ? (instant) => localTimeText(instant, timeZone, language) : decimalWriter(kind, point),
    word: (kind) => wordWriter(kind, words),
  };
}

function wordWriter(kind: ColumnKind, { statuses, mechanisms }: ExportWords): (value: string) => string {
  const words: Readonly<Record<string, string>> = kind === 'status' ? statuses : kind === 'mechanism' ? mechanisms : {};
  return (value) => (Object.hasOwn(words, value) ? words[value] : value);
}

function decimalWriter(kind: ColumnKind, point: string): (value: number) => string {
  const decimals = decimalsOf(kind);
  if (decimals === 0) return String;
  const scale = 10 ** decimals;
  const positive = (value: number): string => {
    const rest = value % scale;
    // The one before the rest keeps the zeros that it begins with.
    return (value - rest) / scale + point + String(rest + scale).slice(1);
  };
  return (value) => (value < 0 ? `-${positive(-value)}` : positive(value));
}

function localTimeText(instant: number, timeZone: string, language: Language): string {
  const { wall, offset } = wallTime(instant, timeZone);
  const [date, clock] = new Date(wall).toISOString().slice(0, -5).split('T');
  const [year, month, day] = date.split('-');
  const written = dateOrder(language).replace('yyyy', year).replace('mm', month).replace('dd', day);
  return offset === null ? `${written} ${clock}` : `${written} ${clock} ${offset}`;
}

/** How a workbook shows a local time: the same as in a CSV. */
export function localTimeFormat(language: Language): string {
  return `${dateOrder(language)} hh:mm:ss`;
}

/** A date's parts as the language orders them. English writes the year first: `03/04/2026` is another day in London than in Boston. */
function dateOrder(language: Language): string {
  return language === 'en' ? 'yyyy-mm-dd' : dayPattern(localeOf(language, []));
}
