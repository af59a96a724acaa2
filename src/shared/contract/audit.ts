import { z } from 'zod';
import { auditEntrySchema, auditFindingSchema, auditKinds, auditVerificationSchema } from './audit-records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';

const auditFilterSchema = z.object({
  /** Null: of all communities and of none. */
  communityId: uid.nullable(),
  range: rangeSchema.nullable(),
  /** Empty: all. */
  kinds: z.array(z.enum(auditKinds)),
  /** Found in method, actor and facts, whatever its case. */
  text: z.string().max(64),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const audit = defineArea({
  /** How the log stands: its size, its end and the newest signed checkpoint. */
  'audit.state': {
    input: z.object({}),
    output: z.object({
      entries: z.number().int(),
      firstAt: instant.nullable(),
      head: z.object({ number: z.number().int(), at: instant, hash: z.string() }).nullable(),
      checkpoint: z.object({ number: z.number().int(), at: instant }).nullable(),
      /** SHA-256 of the device's public key, 64 hex digits. */
      deviceKey: z.string(),
      /** Of this run of the console; null when nobody has verified yet. */
      lastVerified: z.object({ at: instant, isIntact: z.boolean() }).nullable(),
      /**
       * The end of the log that this opening found missing, for the first time: the cache has lost what was written last, or an older copy was
       * put in its place.
       */
      newlyMissing: auditFindingSchema.nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Entries of a filter, newest first. */
  'audit.entries': {
    input: z.object({
      filter: auditFilterSchema,
      from: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ entries: z.array(auditEntrySchema), total: z.number().int() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Recomputes the whole chain and checks every signature, as a task. */
  'audit.verify': {
    input: z.object({}),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** How far a verification is, and what it found; null for a task that is none, or is forgotten. */
  'audit.verification': {
    input: z.object({ taskId: z.string() }),
    output: auditVerificationSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
