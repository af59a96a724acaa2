import type { BadRow } from '#shared/contract/imports.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { showValue } from '#shared/wire/wire-record.ts';
import { type CsvHeader, isTooWide } from './csv-header.ts';
import type { NumberStyle } from './csv-numbers.ts';
import { parseEnergy } from './csv-numbers.ts';
import type { CsvRecord } from './csv-records.ts';
import type { DateOrder, ParsedTime, TimeForm } from './csv-times.ts';
import { parseTime } from './csv-times.ts';
import { LocalTimes } from './local-times.ts';

/** The regular times of a file: minutes since 1970 UTC with `minute % interval === phase`. */
export interface Grid {
  readonly intervalMinutes: number;
  readonly phaseMinutes: number;
}

/** How the cells of a file are to be read. */
export interface ReadingStyle {
  readonly header: CsvHeader;
  readonly numbers: NumberStyle;
  readonly dateOrder: DateOrder;
  /** From new to old. */
  readonly isDescending: boolean;
  /** null: any whole minute is taken. */
  readonly grid: Grid | null;
}

/** One good row. `member` is the number of its name in `ReadingRows.members`. */
export interface ReadingRow {
  readonly row: number;
  readonly member: number;
  /** UTC epoch milliseconds. */
  readonly slot: number;
  readonly producedWh: number;
  readonly consumedWh: number;
  readonly importedWh: number;
  readonly exportedWh: number;
  /** What rounding to whole Wh added, over the row's cells, in Wh. */
  readonly roundedBy: number;
}

/** A row that is refused. `member` and `slot` are known when it failed on something else. */
export interface RefusedRow {
  readonly bad: BadRow;
  readonly member: number | null;
  readonly slot: number | null;
}

const MAX_NAME = 200;

/** Reads the records of one pass over a file, in their order: equal times at the autumn clock change are told apart by it. */
export class ReadingRows {
  /** Member names in the order in which they first come. */
  readonly members: string[] = [];
  readonly timeForms = new Set<TimeForm>();
  readonly #style: ReadingStyle;
  readonly #numberOf = new Map<string, number>();
  readonly #localTimes: LocalTimes;
  /** Files sorted by time repeat the same text over and over. */
  #lastTimeCell = '';
  #lastTime: ParsedTime = { kind: 'bad', problem: 'is empty' };

  constructor(style: ReadingStyle, timeZone: string) {
    this.#style = style;
    this.#localTimes = new LocalTimes(timeZone, style.isDescending);
  }

  /** The reading of a record, or why it is refused: the first problem in the order member, time, energy. */
  read({ row, cells }: CsvRecord): ReadingRow | RefusedRow {
    const { header, numbers, grid } = this.#style;
    const cell = (name: keyof CsvHeader['columns']): string => (cells[header.columns[name]] ?? '').trim();
    const refuse = (field: string, value: string, problem: string, slot: number | null = null): RefusedRow => ({
      bad: { row, field, value: showValue(value), problem },
      member: slot === null ? null : member,
      slot,
    });

    const name = cell('member');
    let member = -1;
    if (isTooWide(cells, header)) {
      return refuse(
        'row',
        cells.join(header.delimiter),
        `has ${cells.length} cells where the header has ${header.width}: are there decimal commas without quotation marks?`,
      );
    }
    if (name === '') return refuse('member', name, 'is empty');
    if (name.length > MAX_NAME) return refuse('member', name, `is longer than ${MAX_NAME} characters`);
    if (name.includes('\uFFFD')) return refuse('member', name, 'cannot be read: save the file as CSV UTF-8');
    member = this.#memberNumber(name);

    const timeCell = cell('timestamp');
    const slot = this.#slotOf(timeCell, member);
    if (typeof slot === 'string') return refuse('timestamp', timeCell, slot);
    if (grid && (slot / MINUTE) % grid.intervalMinutes !== grid.phaseMinutes) {
      return refuse('timestamp', timeCell, `is off the ${grid.intervalMinutes}-minute steps of the other rows`);
    }

    let roundedBy = 0;
    const wh = { produced_kwh: 0, consumed_kwh: 0, imported_kwh: 0, exported_kwh: 0 };
    for (const field of energyFields) {
      if (header.columns[field] < 0) continue;
      const text = cell(field);
      const energy = parseEnergy(text, numbers);
      if ('problem' in energy) return refuse(field, text, energy.problem, slot);
      wh[field] = energy.wh;
      roundedBy += energy.roundedBy;
    }
    const { produced_kwh: producedWh, consumed_kwh: consumedWh } = wh;
    return {
      row,
      member,
      slot,
      producedWh,
      consumedWh,
      // Without meters at the grid connection: what a home without a battery would have drawn and fed in.
      importedWh: header.columns.imported_kwh < 0 ? Math.max(0, consumedWh - producedWh) : wh.imported_kwh,
      exportedWh: header.columns.exported_kwh < 0 ? Math.max(0, producedWh - consumedWh) : wh.exported_kwh,
      roundedBy,
    };
  }

  #memberNumber(name: string): number {
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.members.push(name) - 1;
      this.#numberOf.set(name, number);
    }
    return number;
  }

  /** The slot of a time cell, or what is wrong with it. */
  #slotOf(cell: string, member: number): number | string {
    if (cell !== this.#lastTimeCell) {
      this.#lastTimeCell = cell;
      this.#lastTime = parseTime(cell, this.#style.dateOrder);
      if (this.#lastTime.kind !== 'bad') this.timeForms.add(this.#lastTime.form);
    }
    const parsed = this.#lastTime;
    if (parsed.kind === 'bad') return parsed.problem;
    if (parsed.kind === 'instant') return parsed.time;
    return (
      this.#localTimes.resolve(parsed.time, member) ?? 'does not exist: the clocks were put forward over this hour'
    );
  }
}

export const energyFields = ['produced_kwh', 'consumed_kwh', 'imported_kwh', 'exported_kwh'] as const;
