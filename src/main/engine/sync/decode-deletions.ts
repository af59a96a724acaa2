import { z } from 'zod';
import { instant, uid, uuid, version } from '#shared/wire/fields.ts';
import type { deletionFields } from '#shared/wire/sync.ts';
import { firstProblem } from '#shared/wire/wire-record.ts';
import { recordProblem } from './decode-record.ts';

const knownDeletions = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), id: uid }),
  z.object({ kind: z.literal('rule'), id: uid }),
  z.object({ kind: z.literal('signal'), timestamp: instant }),
  z.object({ kind: z.literal('reading'), member_id: uid, slot: instant }),
  z.object({ kind: z.literal('clearing'), id: uuid, slot: instant }),
  z.object({ kind: z.literal('offer'), id: uuid, time_window_start: instant }),
  z.object({ kind: z.literal('trade'), id: uuid, executed_at: instant }),
  z.object({ kind: z.literal('settlement'), id: uuid, trade_id: uuid, executed_at: instant, number: version }),
]);

/** What is gone at the hub, found in the cache by these fields; times in epoch ms. */
export type Deletion = z.output<typeof knownDeletions>;
/** A record of a kind that is not known here, by the fields of its key. */
export type UnknownDeletion = z.output<typeof deletionFields>;

const known: ReadonlySet<string> = new Set(knownDeletions.options.map(({ shape }) => shape.kind.value));

/**
 * The deletions of a page by whether their kind is known.
 * @throws Failure INPUT_INVALID for one without the fields of its key, and for the community itself: the hub does not take it from a desk
 */
export function decodeDeletions(deleted: readonly UnknownDeletion[]): {
  deletions: Deletion[];
  unknown: UnknownDeletion[];
} {
  const deletions: Deletion[] = [];
  const unknown: UnknownDeletion[] = [];
  for (const [row, entry] of deleted.entries()) {
    if (entry.kind === 'community') {
      const problem = 'is the community itself, whose copy only a person takes from this desk';
      throw recordProblem('deleted', row, { field: 'kind', value: entry.kind, problem });
    }
    if (!known.has(entry.kind)) {
      unknown.push(entry);
      continue;
    }
    const result = z.safeDecode(knownDeletions, entry as z.input<typeof knownDeletions>);
    if (!result.success) throw recordProblem('deleted', row, firstProblem(result.error, entry));
    deletions.push(result.data);
  }
  return { deletions, unknown };
}
