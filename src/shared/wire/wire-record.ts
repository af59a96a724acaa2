import { z } from 'zod';

/** Why a record of the wire does not fit: which field, what stood there, what is wrong with it. */
export interface WireProblem {
  /** Path of the wire names, e.g. `market.price_cap`; empty for the record as a whole. */
  readonly field: string;
  readonly value: string;
  /** Reads on after the field's name: "has more than 3 decimals". */
  readonly problem: string;
}

export type Decoded<R> =
  | { readonly ok: true; readonly record: R; readonly communityId: string | null }
  | ({ readonly ok: false } & WireProblem);

/** A record of DOMAIN.md section 2 between its wire form `W` and its integer form `R`. */
export interface WireRecord<S extends z.ZodObject, R> {
  /** The wire's fields; `z.input` is what stands in JSON. Unknown fields are ignored. */
  readonly schema: S;
  /** Checks and converts what came out of `JSON.parse`; never throws. The first problem is told. */
  decode(value: unknown): Decoded<R>;
  /** The wire form of a record. Throws a RangeError when it has none (an amount beyond what a decimal can say exactly). */
  encode(record: R, communityId: string): z.input<S>;
}

const MAX_SHOWN = 60;

/** A value as a message shows it: short, on one line. */
export function showValue(value: unknown): string {
  const isPrimitive = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = isPrimitive ? String(value) : (JSON.stringify(value) ?? '');
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

/** The first thing that a schema has against `value`. */
export function firstProblem(error: z.ZodError, value: unknown): WireProblem {
  const [issue] = error.issues;
  const at = valueAt(value, issue.path);
  const missing = at === undefined && issue.path.length > 0;
  return {
    field: issue.path.join('.'),
    value: showValue(at),
    problem: missing ? 'is missing' : issue.message.replace(/^Invalid (?:input|option): expected/, 'should be'),
  };
}

/** Ties a schema of wire names to the record of the same meaning; only names change between the two. */
export function defineWireRecord<S extends z.ZodObject, R>(
  schema: S,
  toRecord: (fields: z.output<S>) => R,
  toFields: (record: R, communityId: string) => z.output<S>,
): WireRecord<S, R> {
  return {
    schema,
    decode: (value) => {
      const result = z.safeDecode(schema, value as z.input<S>);
      if (!result.success) return { ok: false, ...firstProblem(result.error, value) };
      const { community_id: communityId } = result.data as { community_id?: string };
      return { ok: true, record: toRecord(result.data), communityId: communityId ?? null };
    },
    encode: (record, communityId) => {
      const fields = toFields(record, communityId);
      const result = z.safeEncode(schema, fields);
      if (result.success) return result.data;
      const { field, value, problem } = firstProblem(result.error, fields);
      throw new RangeError(`${field} ${problem}: ${value}`);
    },
  };
}
