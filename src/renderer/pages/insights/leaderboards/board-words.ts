/** Leaderboards as people read them, and for a file. Pure. */
import type { BoardName, RankedMember } from '#shared/contract/insight-records.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import type { Format } from '#shared/format/format.ts';

const MICRO = 1_000_000;

/** How a board's values are written, all of them in one unit. */
interface BoardUnit {
  readonly unit: (format: Format) => string;
  /** How many of a value make one unit. */
  readonly size: number;
  readonly decimals: number;
}

const kwh: BoardUnit = { unit: () => 'kWh', size: 1000, decimals: 1 };

export const boardUnits: Readonly<Record<BoardName, BoardUnit>> = {
  traded: kwh,
  savings: { unit: (format) => format.money(0).unit, size: MICRO, decimals: 2 },
  selfSufficiency: { unit: () => '%', size: 0.01, decimals: 1 },
  sharedSurplus: kwh,
};

/** A value without its unit. */
export function boardValue(board: BoardName, value: number, format: Format): string {
  const { size, decimals } = boardUnits[board];
  return format.number(value / size, decimals);
}

/** How a member's rank changed: places gained (lost below zero), or that it had none. */
export type RankChange = number | 'new';

export function rankChange({ rank, rankBefore }: RankedMember): RankChange {
  return rankBefore === null ? 'new' : rankBefore - rank;
}

/** The part of a bar's room that a value takes: the largest, its sign taken off, takes all of it. */
export function barShare(value: number, rows: readonly RankedMember[]): number {
  const largest = rows.reduce((most, row) => Math.max(most, Math.abs(row.value)), 0);
  return largest === 0 ? 0 : Math.abs(value) / largest;
}

export interface BoardTableWords {
  readonly rank: string;
  readonly member: string;
  readonly value: string;
  /** Null when nothing is compared. */
  readonly rankBefore: string | null;
}

/** A board for a file. */
export function boardTable(
  board: BoardName,
  rows: readonly RankedMember[],
  words: BoardTableWords,
  format: Format,
): ChartTable {
  const { unit, size } = boardUnits[board];
  const number = (label: string, read: (row: RankedMember) => number | null): ChartTable['columns'][number] => ({
    label,
    kind: 'number',
    value: (row) => read(rows[row]),
    text: (row) => {
      const value = read(rows[row]);
      return value === null ? format.notAvailable : format.number(value);
    },
  });
  const member = (row: number): string => rows[row].anonymizedId;
  return {
    rows: rows.length,
    columns: [
      number(words.rank, ({ rank }) => rank),
      { label: words.member, kind: 'text', value: member, text: member },
      {
        label: words.value,
        unit: unit(format),
        kind: 'number',
        value: (row) => rows[row].value / size,
        text: (row) => boardValue(board, rows[row].value, format),
      },
      ...(words.rankBefore === null ? [] : [number(words.rankBefore, ({ rankBefore }) => rankBefore)]),
    ],
  };
}
