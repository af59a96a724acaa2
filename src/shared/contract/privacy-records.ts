import { z } from 'zod';
import { erasureGrounds } from '../privacy/erasure.ts';
import { clockClasses } from '../privacy/retention.ts';
import { instant, uid } from './communities.ts';

const count = z.number().int().nonnegative();

export const clockSchema = z.object({
  class: z.enum(clockClasses),
  unit: z.enum(['months', 'days']),
  length: z.number().int(),
  standard: z.number().int(),
  least: z.number().int(),
  most: z.number().int(),
  /** What is older is due; of the identity, of whom left before. Start of a local day. */
  cutoff: instant,
  /** Everything older has been cleared by runs so far; null before the first one. */
  clearedBefore: instant.nullable(),
});
export type RetentionClock = z.infer<typeof clockSchema>;

export const HOLD_REASON = { min: 10, max: 300 } as const;

export const legalHoldSchema = z.object({
  id: z.string(),
  /** Null: the whole community. A pseudonym is null too when the member has been removed. */
  memberId: uid.nullable(),
  anonymizedId: z.string().nullable(),
  /** Null: every class. */
  class: z.enum(clockClasses).nullable(),
  reason: z.string(),
  setAt: instant,
  liftedAt: instant.nullable(),
});
export type LegalHold = z.infer<typeof legalHoldSchema>;

/** Rows by what they are; the names are those of the cache's tables. No personal data. */
const erasedCountsSchema = z.record(z.string(), count);

export const erasureRecordSchema = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(['retention', 'member']),
  /** Of a run of the clocks. */
  class: z.enum(clockClasses).nullable(),
  cutoff: instant.nullable(),
  counts: erasedCountsSchema,
  /** The entry of the audit log that says the same. */
  auditEntry: z.number().int().positive(),
});
export type ErasureRecord = z.infer<typeof erasureRecordSchema>;

export const retentionPlanSchema = z.object({
  /** SHA-256 over what the dry run says: a run that names it does exactly that. 64 hex digits. */
  id: z.string(),
  classes: z.array(
    z.object({
      class: z.enum(clockClasses),
      cutoff: instant,
      /** Rows that are older. */
      due: count,
      /** Of those, rows that a legal hold keeps. */
      heldBack: count,
      /** Holds that keep them. */
      holds: z.array(z.string()),
      /** `aggregate`: the rows go, the sums made of them stay. `keep`: nothing happens, see the class. */
      treatment: z.enum(['delete', 'aggregate', 'keep']),
      /** Rows that would go, by table. */
      deletes: erasedCountsSchema,
    }),
  ),
  /** The community is the hub's: its own rows stay there until it deletes them. */
  isKeptByHub: z.boolean(),
});
export type RetentionPlan = z.infer<typeof retentionPlanSchema>;

const erasureRefusals = [
  /** The hub keeps the community: erase there, the desk follows. */
  'hub',
  'legal-hold',
  /** Trades of the member are not settled, or have an open case. */
  'open-trades',
  /** The member's decisions still wait in the outbox. */
  'waiting-decisions',
] as const;

export const erasurePreviewSchema = z.object({
  memberId: uid,
  anonymizedId: z.string(),
  isActive: z.boolean(),
  leftAt: instant.nullable(),
  /** Why the member cannot be erased now; null when it can. */
  refusal: z.enum(erasureRefusals).nullable(),
  /** Rows that go, by table. */
  deletes: erasedCountsSchema,
  /** Rows that stay under a new pseudonym, which nothing links to the old one, by table. */
  keeps: erasedCountsSchema,
  grounds: z.array(z.enum(erasureGrounds)),
});
export type ErasurePreview = z.infer<typeof erasurePreviewSchema>;

const riskColumnSchema = z.object({
  column: z.string(),
  /** The mean risk of the rows when this column alone is shown, 0..1. */
  riskAlone: z.number(),
  /** Without this column. Columns that say the same each change nothing when one of them is left out. */
  riskWithout: z.number(),
  /** Members that are unique without this column. */
  uniqueWithout: count,
});

export const exportRiskSchema = z.object({
  /** Rows that were looked at, the newest ones, of so many in the period. */
  rows: count,
  rowsInPeriod: count,
  /** Members that the export tells about. */
  members: count,
  /** Size of the smallest group that looks alike; 0 without any. */
  smallest: count,
  /** Members who look like nobody else. */
  unique: count,
  /** Members in groups below the k of the console. */
  belowK: count,
  k: count,
  /** Prosecutor risk: mean over the rows of 1 / members who have such a row, 0..1. */
  risk: z.number(),
  columns: z.array(riskColumnSchema),
  /** EXPOSURE_RISK: whether the export would isolate a member. */
  isExposing: z.boolean(),
});
export type ExportRisk = z.infer<typeof exportRiskSchema>;
