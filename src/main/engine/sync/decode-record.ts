import { z } from 'zod';
import { Failure } from '#shared/contract/errors.ts';
import type { WireRecord } from '#shared/wire/wire-record.ts';
import { showValue, type WireProblem } from '#shared/wire/wire-record.ts';
import type { IdNumbers } from './decode-columns.ts';

/** What the decoding of a page's records shares. */
export interface RecordContext {
  /** The community that the page was asked for. */
  readonly communityId: string;
  readonly members: IdNumbers;
  readonly rules: IdNumbers;
  /** Takes what this version does not know of a record (PROTOCOL.md L8). */
  unknown(kind: string, record: object, fields: Readonly<Record<string, unknown>>): void;
}

/**
 * INPUT_INVALID for one record of a page (PROTOCOL.md L9).
 * @param row index among the records of its kind, from 0
 */
export function recordProblem(kind: string, row: number, { field, value, problem }: WireProblem): Failure {
  const shown = value === '' ? '' : ` (${value})`;
  return new Failure(
    'INPUT_INVALID',
    `From the hub, ${kind} record ${row}, ${field || 'as a whole'}: ${problem}${shown}. Nothing of this page was stored; the copy stays as it was.`,
    {
      remedy:
        'Ask whoever runs the hub to correct it; a newer console may also know better. The console goes on from here.',
      details: { kind, row, field, situation: 'hubAnswer' },
    },
  );
}

/**
 * A record by its schema, which is one of the community.
 * @throws Failure INPUT_INVALID
 */
export function decodeRecord<S extends z.ZodObject, R>(
  wire: WireRecord<S, R>,
  kind: string,
  value: unknown,
  row: number,
  communityId: string,
): R {
  const decoded = wire.decode(value);
  if (!decoded.ok) throw recordProblem(kind, row, decoded);
  if (decoded.communityId !== null && decoded.communityId !== communityId) {
    throw recordProblem(kind, row, {
      field: 'community_id',
      value: showValue(decoded.communityId),
      problem: 'is not the community that was asked for',
    });
  }
  return decoded.record;
}

/** The fields of a record that its schema does not name, also inside its objects; null when there is none. */
export function unknownFields(schema: z.ZodObject, record: object): Readonly<Record<string, unknown>> | null {
  const found: [string, unknown][] = [];
  const shape = schema.shape as Record<string, z.ZodType | undefined>;
  for (const [name, value] of Object.entries(record)) {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const inner = field && objectOf(field);
    const within = inner && typeof value === 'object' && value !== null ? unknownFields(inner, value as object) : null;
    if (!field) found.push([name, value]);
    else if (within) found.push([name, within]);
  }
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** The object that a field holds when it holds one whose fields are all named. */
function objectOf(field: z.ZodType): z.ZodObject | null {
  if (field instanceof z.ZodNullable || field instanceof z.ZodOptional) return objectOf(field.unwrap() as z.ZodType);
  return field instanceof z.ZodObject && field.def.catchall === undefined ? field : null;
}
