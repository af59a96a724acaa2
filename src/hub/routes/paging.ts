import { z } from 'zod';
import { instant, uid } from '#shared/wire/fields.ts';
import { HubError } from '../hub-error.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** What every list is asked with. A filter that the hub does not know is refused, not overlooked: extend with `z.strictObject`. */
export const listQuery = {
  community_id: uid,
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  after: z.string().max(512).optional().describe('`next` of the page before'),
};

/** A span of time, from inclusive, to exclusive. */
export const spanQuery = { from: instant.optional(), to: instant.optional() };

/** A truth value as a query says it. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The answer of a list: `next` asks for the page that follows, null at the end. */
export function pageFields<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** The parts of the key by which a list is sorted: what tells where a page ended. */
const keyParts = z.array(z.string()).min(1).max(3);

/**
 * Where the page before ended: the key that `fields` describe, or null at the beginning.
 * @throws HubError INPUT_INVALID for what is no cursor of this list
 */
export function readCursor<S extends z.ZodTuple>(after: string | undefined, fields: S): z.output<S> | null {
  if (after === undefined) return null;
  const key = fields.safeParse(jsonOf(after));
  if (key.success) return key.data;
  throw new HubError(400, 'INPUT_INVALID', 'after is not a cursor of this list.', {
    remedy: 'Give back `next` as it came, or leave it out to begin again.',
    details: { field: 'after' },
  });
}

/** A page of `rows`, of which one more than `limit` were asked for. `keyOf` gives the key of a row as texts. */
export function pageOf<R, I>(
  rows: readonly R[],
  limit: number,
  { item, keyOf }: { readonly item: (row: R) => I; readonly keyOf: (row: R) => readonly string[] },
): { readonly items: I[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null;
  return { items: shown.map((row) => item(row)), next };
}

function cursorOf(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(keyParts.parse(key))).toString('base64url');
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
