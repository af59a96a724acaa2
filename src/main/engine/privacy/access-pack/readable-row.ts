import {
  failureCodes,
  memberRoles,
  offerStatuses,
  offerTypes,
  readingQualities,
  settlementStatuses,
} from '#shared/domain/records.ts';
import { outboxKinds, outboxStates } from '#shared/domain/outbox.ts';
import { UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import { resolutionKinds, settlementEventKinds } from '#shared/settlement/events.ts';
import type { SqlValue } from '../../cache/connection.ts';

export type Row = Readonly<Record<string, SqlValue>>;

/** Columns that hold a place in a list, by table. */
const codes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  member: { role: memberRoles },
  meter_reading: { quality: readingQualities },
  offer: { type: offerTypes, status: offerStatuses },
  outbox: { kind: outboxKinds, state: outboxStates, type: offerTypes },
  rule_version: { type: offerTypes },
  sealed_order: { type: offerTypes },
  settlement_event: { kind: settlementEventKinds, failure_code: failureCodes, resolution: resolutionKinds },
  trade: { status: settlementStatuses, failure_code: failureCodes },
};

const MEMBER_COLUMNS = /^(member|buyer|seller|counterparty)_id$/;
const TIME_COLUMNS = /(_at|^at|^slot|^window_(start|end)|^valid_from)$/;

/** Names for the row ids of members and rules. */
export interface RowNames {
  /** A pseudonym; nobody's identity. */
  member(id: number): string;
  /** A wire id. */
  rule(id: number): string;
}

/**
 * A row as somebody outside can read it: members by pseudonym, codes in words, times in UTC by ISO 8601, ids as text. Energy stays in Wh,
 * prices in micro-currency per kWh, amounts in micro-currency, as the names of the columns say.
 */
export function readableRow(table: string, row: Row, names: RowNames): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, readable(codes[table]?.[column], column, value, names)]),
  );
}

function readable(
  list: readonly string[] | undefined,
  column: string,
  value: SqlValue,
  names: RowNames,
): string | number | null {
  if (value instanceof Uint8Array)
    return value.length === UUID_BYTES ? uuidText(value) : Buffer.from(value).toString('hex');
  if (typeof value !== 'number') return value;
  if (list) return list[value] ?? value;
  if (MEMBER_COLUMNS.test(column)) return names.member(value);
  if (column === 'rule_id') return names.rule(value);
  return TIME_COLUMNS.test(column) ? new Date(value).toISOString() : value;
}
