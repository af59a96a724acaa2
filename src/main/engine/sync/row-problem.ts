import { Failure } from '#shared/contract/errors.ts';
import { isZeroUuid } from '#shared/domain/uuid.ts';

/** The parts of a page that have rows. */
export type RowKind =
  | 'members'
  | 'rules'
  | 'signals'
  | 'readings'
  | 'clearings'
  | 'certificates'
  | 'offers'
  | 'trades'
  | 'settlements';

/**
 * INPUT_INVALID for one row of a page. Nothing of the page is stored.
 * @param row index of the row in its part of the page, from 0
 * @param problem continues "trades row 3, buyer: ..."
 */
export function rowProblem(kind: RowKind, row: number, field: string, problem: string): Failure {
  return new Failure('INPUT_INVALID', `${kind} row ${row}, ${field}: ${problem}. Nothing of this page was stored.`, {
    remedy: 'Correct the source and send the page again.',
    details: { kind, row, field },
  });
}

/** `value` when it is an integer from `min` to `max`; otherwise throws INPUT_INVALID. */
export function integerIn(value: number, min: number, max: number, kind: RowKind, row: number, field: string): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw rowProblem(kind, row, field, `${value} is no whole number from ${min} to ${max}`);
}

/** `value` when it is an instant of the years 1970 to 9999; otherwise throws INPUT_INVALID. */
export function instantAt(value: number, kind: RowKind, row: number, field: string): number {
  return integerIn(value, 0, MAX_TIME, kind, row, field);
}

/** `value` when it is a price or an amount: any safe integer; otherwise throws INPUT_INVALID. */
export function moneyAt(value: number, kind: RowKind, row: number, field: string): number {
  return integerIn(value, -MAX, MAX, kind, row, field);
}

/** As `moneyAt`, with null for NaN. */
export function moneyOrNull(value: number, kind: RowKind, row: number, field: string): number | null {
  return Number.isNaN(value) ? null : moneyAt(value, kind, row, field);
}

/** Energy of one row in Wh: what a 32-bit column of the page holds. */
export const MAX_WH = 2_147_483_647;

const MAX = Number.MAX_SAFE_INTEGER;
/** The last whole UTC day that is in the year 9999 in every time zone: local days are four-digit years. */
const MAX_TIME = Date.UTC(9999, 11, 30);

/** Bytes of the UUID in row `row` of `bytes`; null when it is all zero. Throws INPUT_INVALID when the column is too short. */
export function uuidOrNull(bytes: Uint8Array, row: number, kind: RowKind, field: string): Uint8Array | null {
  const start = row * 16;
  if (bytes.length < start + 16) throw rowProblem(kind, row, field, 'is missing');
  return isZeroUuid(bytes, row) ? null : bytes.subarray(start, start + 16);
}

/** As `uuidOrNull` where there must be one. */
export function uuidAt(bytes: Uint8Array, row: number, kind: RowKind, field: string): Uint8Array {
  const id = uuidOrNull(bytes, row, kind, field);
  if (id === null) throw rowProblem(kind, row, field, 'is missing');
  return id;
}
