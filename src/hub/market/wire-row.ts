import type { Decoded, WireRecord } from '#shared/wire/wire-record.ts';
import type { z } from 'zod';

/** A row of a record table in its wire form: the columns have the names of the wire, only times differ. */
export type WireRow<Row> = {
  [Column in keyof Row]: Row[Column] extends Date
    ? string
    : Row[Column] extends Date | null
      ? string | null
      : Row[Column];
};

/** The row with its times as the wire writes them. */
export function wireRow<Row extends object>(row: Row): WireRow<Row> {
  const columns = Object.entries(row).map(([column, value]): [string, unknown] => [
    column,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(columns) as WireRow<Row>;
}

/**
 * The record that a row says, in integer units.
 * @throws RangeError when the database holds what the wire does not allow
 */
export function recordOf<S extends z.ZodObject, R>(wire: WireRecord<S, R>, row: object): R {
  const decoded: Decoded<R> = wire.decode(wireRow(row));
  if (decoded.ok) return decoded.record;
  throw new RangeError(`${decoded.field} ${decoded.problem}: ${decoded.value}`);
}
