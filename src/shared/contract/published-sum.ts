/** A sum over members that may be shown (see shared/privacy/published-sums). */
import { z } from 'zod';

/** Why a sum is not shown: it is over fewer than `k` members, or one of them makes up more than 80 % of it. */
export const withheldReasons = ['few-members', 'one-member'] as const;
export type WithheldReason = (typeof withheldReasons)[number];

/** A sum over the days that may be shown; null when that is none of those that have data. */
export const insightSumSchema = z.object({
  value: z.number().int().nullable(),
  withheldDays: z.number().int(),
  /** Of the first day that is withheld; null when none is. */
  reason: z.enum(withheldReasons).nullable(),
});
export type InsightSum = z.infer<typeof insightSumSchema>;
