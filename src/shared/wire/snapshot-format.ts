/** The snapshot format; docs/snapshot-format.md describes it. */
import { z } from 'zod';
import type { Community } from '../domain/records.ts';
import { communityFields, communityWire } from './community.ts';
import { instant } from './fields.ts';
import { type RecordName, recordNames } from './record-names.ts';

export const SNAPSHOT_FORMAT = 'commonwatt-snapshot';
export const SNAPSHOT_VERSION = 1;

/** Lines of each record name. */
export type SnapshotCounts = Record<RecordName, number>;

/** Counts of nothing yet. */
export function noCounts(): SnapshotCounts {
  return { member: 0, rule: 0, signal: 0, reading: 0, clearing: 0, offer: 0, trade: 0, settlement: 0 };
}

/** The first line, as far as its format and version. The community is checked once the version is known to be ours. */
const headerStartFields = z.object({ format: z.literal(SNAPSHOT_FORMAT), version: z.int().min(1) });

/** The first line of version 1. */
const headerFields = headerStartFields.extend({ created_at: instant, community: communityFields });

/** The last line. */
const endFields = z.object({
  end: z.object({
    /** A name that is not there counts nothing: files from before a record was known do not name it. */
    counts: z.partialRecord(z.enum(recordNames), z.int().min(0)).transform((counts) => ({ ...noCounts(), ...counts })),
    /** SHA-256 of all bytes before this line, in hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
export type SnapshotEnd = z.output<typeof endFields>['end'];

/** What the first line of a file says: the community, or why it is none that can be read here. */
export type SnapshotHeader =
  | { readonly kind: 'community'; readonly community: Community }
  | { readonly kind: 'no-snapshot' }
  /** Of a newer version than SNAPSHOT_VERSION. */
  | { readonly kind: 'too-new'; readonly version: number }
  /** `problem` reads on after the field's name. */
  | { readonly kind: 'bad-field'; readonly field: string; readonly problem: string };

/** Reads the first line of a file. */
export function readHeader(text: string): SnapshotHeader {
  const header = parsed(text);
  const start = headerStartFields.safeParse(header);
  if (!start.success) return { kind: 'no-snapshot' };
  const { version } = start.data;
  if (version > SNAPSHOT_VERSION) return { kind: 'too-new', version };
  const checked = headerFields.omit({ community: true }).safeParse(header);
  const decoded = communityWire.decode((header as { community?: unknown }).community);
  if (!decoded.ok) {
    const field = `community.${decoded.field}`.replace(/\.$/, '');
    return { kind: 'bad-field', field, problem: decoded.problem };
  }
  if (!checked.success) {
    return { kind: 'bad-field', field: 'created_at', problem: 'is not an ISO 8601 time with an offset' };
  }
  return { kind: 'community', community: decoded.record };
}

/** Reads the last line of a file; null when it is no end record, so that the file was cut off. */
export function readEnd(text: string): SnapshotEnd | null {
  const end = endFields.safeParse(parsed(text));
  return end.success ? end.data.end : null;
}

/** What the end record and the lines of a snapshot disagree in, for a message that reads on after "damaged: "; null when in nothing. */
export function wrongCount(counts: SnapshotCounts, seen: SnapshotCounts): string | null {
  const wrong = recordNames.find((name) => counts[name] !== seen[name]);
  return wrong ? `it holds ${seen[wrong]} ${wrong} records and should hold ${counts[wrong]}` : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
