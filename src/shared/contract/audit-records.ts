import { z } from 'zod';
import { instant, uid } from './communities.ts';
import { roles } from './method.ts';

/** What an entry of the audit log is about; the log knows nothing else. */
export const auditKinds = [
  'unlock',
  'unlock-failed',
  'lock',
  'sign-in',
  'sign-in-failed',
  'disconnect',
  'identity-reveal',
  'export',
  'print',
  'report',
  'offer',
  'rule',
  'settlement',
  'decision',
  'import',
  'community',
  'settings',
  'consent',
  'document',
  'retention',
  'legal-hold',
  'erasure',
  'access-pack',
  'backup',
  'restore',
  'update',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/**
 * `asked`: written before it is done, so that nothing happens without an entry. `refused`: what was asked did not happen. `done`: the result
 * of long work, or something that happened by itself. The latter two name the entry that asked.
 */
const auditOutcomes = ['asked', 'refused', 'done'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Facts of an entry. Pseudonyms and ids only: never a name of a member, a user id or a secret. */
const auditDetailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type AuditDetails = z.infer<typeof auditDetailsSchema>;

export const auditEntrySchema = z.object({
  /** 1, 2, 3, ... without a gap. */
  number: z.number().int().positive(),
  at: instant,
  kind: z.enum(auditKinds),
  outcome: z.enum(auditOutcomes),
  /** The entry that asked for what this one tells the end of. */
  of: z.number().int().positive().nullable(),
  /** The method of the bridge that was called; null for what the console does by itself. */
  method: z.string().nullable(),
  /** Who it was: the operator's name at the hub while one is connected; null at a desk without a hub. */
  actor: z.string().nullable(),
  role: z.enum(roles),
  communityId: uid.nullable(),
  details: auditDetailsSchema,
  /** SHA-256 over the hash of the entry before and the canonical JSON of this one (DOMAIN.md section 8), 64 hex digits. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What a verification found first; the chain says nothing reliable about what comes after it. */
export const auditFindingSchema = z.object({
  kind: z.enum([
    /** The entry's content does not give its hash. */
    'entry-changed',
    /** The entry does not stand on the one before: one was taken out, put in, or changed its place. */
    'order-broken',
    /** A number is missing. */
    'entry-missing',
    /** Fewer entries than the device has signed: the end was cut off. */
    'end-missing',
    /** A checkpoint does not carry the device's signature, or signs another hash than the entry's. */
    'checkpoint-broken',
    /** The mark outside the cache, which tells how far the log went, is missing or not signed by this device. */
    'mark-broken',
  ]),
  /** The first entry that is not as it was. */
  number: z.number().int().positive(),
  at: instant.nullable(),
});
export type AuditLogFinding = z.infer<typeof auditFindingSchema>;

export const auditVerificationSchema = z.object({
  checked: z.number().int(),
  total: z.number().int(),
  checkpoints: z.number().int(),
  /** The last entry and its hash: what a report prints, and what shows a log that was swapped as a whole. */
  head: z.object({ number: z.number().int(), hash: z.string() }).nullable(),
  /** Null while it runs and when all is as it was. */
  finding: auditFindingSchema.nullable(),
  /** The last time that another state of the data was put in place through the console: by its entry, which says how many entries went. */
  restored: z
    .object({ number: z.number().int().positive(), at: instant, entriesLost: z.number().int().nullable() })
    .nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
