/** The snapshot format; docs/snapshot-format.md describes it. */
import { z } from 'zod';
import { communityFields } from '#shared/wire/community.ts';
import { instant } from '#shared/wire/fields.ts';
import { type RecordName, recordNames } from '#shared/wire/record-names.ts';

export const SNAPSHOT_FORMAT = 'commonwatt-snapshot';
export const SNAPSHOT_VERSION = 1;

/** Lines of each record name. */
export type SnapshotCounts = Record<RecordName, number>;

/** Counts of nothing yet. */
export function noCounts(): SnapshotCounts {
  return { member: 0, rule: 0, signal: 0, reading: 0, clearing: 0, offer: 0, trade: 0 };
}

/** The first line, as far as its format and version. The community is checked once the version is known to be ours. */
export const headerStartFields = z.object({ format: z.literal(SNAPSHOT_FORMAT), version: z.int().min(1) });

/** The first line of version 1. */
export const headerFields = headerStartFields.extend({ created_at: instant, community: communityFields });

/** The last line. */
export const endFields = z.object({
  end: z.object({
    counts: z.record(z.enum(recordNames), z.int().min(0)),
    /** SHA-256 of all bytes before this line, in hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
