import { z } from 'zod';
import { failureCodes } from '../domain/records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';

/** Findings of the plain-language summary; the sentence is in the locales under `health`, the numbers come from here. */
export const findingKinds = [
  'failed-settlements',
  'missing-readings',
  'unbalanced-readings',
  'worse-off-members',
  'held-back-members',
  'low-participation',
  'self-sufficiency-change',
  'all-well',
] as const;

export const findingSchema = z.object({
  kind: z.enum(findingKinds),
  level: z.enum(['critical', 'warning', 'notice', 'good']),
  /** Numbers for the sentence: counts, shares 0..1, amounts in micro-currency; and at most one code or pseudonym. */
  values: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type Finding = z.infer<typeof findingSchema>;

export const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trade-failed'),
    at: instant,
    tradeId: uid,
    buyer: z.string(),
    seller: z.string(),
    quantityWh: z.number().int(),
    amount: z.number().int(),
    failureCode: z.enum(failureCodes).nullable(),
  }),
  z.object({ kind: z.literal('member-joined'), at: instant, member: z.string() }),
  z.object({ kind: z.literal('member-left'), at: instant, member: z.string() }),
  z.object({ kind: z.literal('rule-changed'), at: instant, member: z.string(), version: z.number().int() }),
]);
export type CommunityEvent = z.infer<typeof eventSchema>;

export const health = defineArea({
  /** What needs attention first, most urgent first. */
  'health.findings': {
    input: z.object({ communityId: uid, range: rangeSchema, compareWith: rangeSchema.optional() }),
    output: z.array(findingSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'health.events': {
    input: z.object({ communityId: uid, range: rangeSchema, limit: z.number().int().min(1).max(100) }),
    output: z.array(eventSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
