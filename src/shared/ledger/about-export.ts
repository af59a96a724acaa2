import { marksOf } from '../desk/community-mark.ts';
import type { ExportColumn, ExportFormat, LedgerFilter, LedgerSort } from '../contract/ledger-records.ts';
import { listText } from '../format/locale-facts.ts';
import { localeOf } from '../languages/language.ts';
import type { ColumnKind } from './export-columns.ts';
import { type ExportStyle, notationOf } from './export-notation.ts';

/** What an export says of itself. */
export interface ExportFacts {
  readonly style: ExportStyle;
  readonly format: ExportFormat;
  readonly fileName: string;
  readonly community: { readonly name: string; readonly isDemo: boolean; readonly hasSimulatedTrades: boolean };
  readonly filter: LedgerFilter;
  /** Pseudonym of the filter's member. */
  readonly member: string | null;
  readonly sort: LedgerSort;
  readonly columns: readonly ExportColumn[];
  /** When it was begun, epoch milliseconds. */
  readonly madeAt: number;
  readonly rows: number;
  /** Wh of all rows. */
  readonly quantityWh: number;
  /** Micro-currency of all rows. */
  readonly amount: number;
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
}

export interface AboutExport {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly notes: readonly string[];
}

/** The facts of an export in words of its language. */
export function aboutExport(facts: ExportFacts): AboutExport {
  const { style, community, columns } = facts;
  const { about: words } = style.words;
  const notation = notationOf(style);
  const number = (value: number, kind: ColumnKind, unit: string): string => `${notation.number(kind)(value)} ${unit}`;
  return {
    title: words.title,
    facts: [
      [words.file, facts.fileName],
      [words.community, community.name],
      [words.made, notation.number('time')(facts.madeAt)],
      [words.timeZone, style.notation === 'iso' ? 'UTC' : style.timeZone],
      ...filterFacts(facts),
      [words.sort, words.sorts[facts.sort.by][facts.sort.descending ? 'descending' : 'ascending']],
      [
        words.columns,
        columnsText(
          columns.map((column) => notation.head(column)),
          style,
        ),
      ],
      [words.rows, String(facts.rows)],
      [words.energy, number(facts.quantityWh, 'energy', 'kWh')],
      [words.amount, number(facts.amount, 'amount', style.currency)],
      [words.fingerprint, facts.fingerprint],
    ],
    notes: [...marksOf(community).map((mark) => words[mark]), words.check[facts.format], words.pseudonyms],
  };
}

/** Wire names for a program, or a list for people. */
function columnsText(heads: readonly string[], { notation, language }: ExportStyle): string {
  return notation === 'iso' ? heads.join(', ') : listText(heads, localeOf(language, []));
}

/** Everything that the filter asks for. */
function filterFacts({ style, filter, member }: ExportFacts): (readonly [label: string, text: string])[] {
  const { about: words, heads } = style.words;
  const notation = notationOf(style);
  const time = notation.number('time');
  const bounds = ({ from, to }: LedgerFilter['price'], kind: ColumnKind, unit: string): string | null => {
    const ends = [
      ...(from === null ? [] : [`${words.from} ${notation.number(kind)(from)}`]),
      ...(to === null ? [] : [`${words.to} ${notation.number(kind)(to)}`]),
    ];
    return ends.length === 0 ? null : `${ends.join(' ')} ${unit}`;
  };
  const asked: readonly (readonly [label: string, text: string | null])[] = [
    [words.period, `${words.from} ${time(filter.range.from)} ${words.untilBefore} ${time(filter.range.to)}`],
    [words.member, member === null ? null : `${member}, ${words.sides[filter.side]}`],
    [heads.status, filter.status && notation.word('status')(filter.status)],
    [heads.failureCode, filter.failureCode],
    [heads.price, bounds(filter.price, 'price', `${style.currency}/kWh`)],
    [heads.quantityWh, bounds(filter.quantityWh, 'energy', 'kWh')],
    [heads.mechanism, filter.mechanism && notation.word('mechanism')(filter.mechanism)],
    [words.rule, filter.ruleId],
    [words.text, filter.text.trim() || null],
  ];
  return asked.flatMap(([label, text]) => (text === null ? [] : [[label, text] as const]));
}

/** As a text file that any program opens. */
export function aboutText({ title, facts, notes }: AboutExport): string {
  const width = Math.max(...facts.map(([label]) => label.length)) + 2;
  const lines = facts.map(([label, text]) => `${`${label}:`.padEnd(width)}${text}`);
  return [title, '', ...lines, '', ...notes, ''].join('\r\n');
}
