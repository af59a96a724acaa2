import { z } from 'zod';
import { wireRow } from '../market/wire-row.ts';

/**
 * A row of the database, whose columns have the names of the wire, in the integer units inside; what the schema does not name stays
 * behind. The answer's schema turns it into decimals again, so every value that leaves has been checked.
 * @throws ZodError for a row that has no such form: a fault of the hub
 */
export function decodeRow<S extends z.ZodObject>(schema: S, row: object): z.output<S> {
  return z.decode(schema, wireRow(row) as z.input<S>);
}
