import { z } from 'zod';
import { failureCodes } from '../domain/records.ts';
import { caseStates } from '../settlement/case.ts';
import { resolutionKinds } from '../settlement/events.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { slotReadingSchema, tradeSheetSchema } from './ledger-records.ts';
import { defineArea } from './method.ts';
import {
  caseGroupSchema,
  caseRefSchema,
  caseSummarySchema,
  decidedItemSchema,
  diagnosisSchema,
  MAX_CASES_AT_ONCE,
  previewItemSchema,
  reasonSchema,
  reconciliationSchema,
  wantedResolutionSchema,
} from './settlement-records.ts';

/** Which cases are wanted; what is null or empty asks for nothing. */
const caseFilterSchema = z.object({
  /** By time of execution of the trade. Null: all that are not resolved, whenever they were traded. */
  range: rangeSchema.nullable(),
  cause: z.enum(failureCodes).nullable(),
  /** Empty: all that are not resolved. */
  states: z.array(z.enum(caseStates)),
  memberId: uid.nullable(),
  /** As in the ledger. */
  text: z.string().max(64),
});
export type CaseFilter = z.infer<typeof caseFilterSchema>;

const cases = z.array(caseRefSchema).min(1).max(MAX_CASES_AT_ONCE);

export const settlement = defineArea({
  /** The cases of a filter, grouped by cause, the largest sum first. */
  'settlement.groups': {
    input: z.object({ communityId: uid, filter: caseFilterSchema }),
    output: z.array(caseGroupSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The cases of a filter, oldest first; resolved ones latest first. */
  'settlement.cases': {
    input: z.object({
      communityId: uid,
      filter: caseFilterSchema,
      from: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ cases: z.array(caseSummarySchema), total: z.number().int() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** One case with everything around it. INPUT_INVALID when the trade has none. */
  'settlement.case': {
    input: z.object({ communityId: uid, tradeId: uid, executedAt: instant }),
    output: z.object({
      summary: caseSummarySchema,
      sheet: tradeSheetSchema,
      diagnosis: diagnosisSchema,
      /** What the meters leave for this trade, Wh; null where a reading is missing. */
      meteredWh: z.number().int().nullable(),
      /** The readings of the slot before, to see what is usual. */
      before: z.object({ buyer: slotReadingSchema.nullable(), seller: slotReadingSchema.nullable() }),
      /** The effect of each kind of resolution, or why it cannot be proposed; `by-hand` has no resolution yet, as its evidence is to come. */
      choices: z.array(
        previewItemSchema
          .omit({ tradeId: true, executedAt: true, buyer: true, seller: true })
          .extend({ kind: z.enum(resolutionKinds) }),
      ),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What a resolution would do to the chosen cases, and whether a second person has to agree. Writes nothing. */
  'settlement.preview': {
    input: z.object({ communityId: uid, cases, resolution: wantedResolutionSchema }),
    output: z.object({
      items: z.array(previewItemSchema),
      /** Sum of the amounts of the trades that can be resolved so, micro-currency. */
      amount: z.number().int(),
      needsApproval: z.boolean(),
      /** Above it a second person has to agree, micro-currency. */
      threshold: z.number().int(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Proposes a resolution for each case, through the outbox; what needs no second person is carried out by the hub at once. The same key
   * again answers the same commands. Each case has its own outcome: VERSION_CONFLICT where it has changed since it was seen.
   */
  'settlement.propose': {
    input: z.object({
      communityId: uid,
      cases,
      resolution: wantedResolutionSchema,
      reason: reasonSchema,
      key: z.uuid(),
    }),
    output: z.object({ items: z.array(decidedItemSchema) }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** Approves or rejects what is proposed, in the same way. FORBIDDEN for a case whose proposal is the person's own, unless it is rejected. */
  'settlement.decide': {
    input: z.object({
      communityId: uid,
      cases,
      decision: z.enum(['approve', 'reject']),
      reason: reasonSchema,
      key: z.uuid(),
    }),
    output: z.object({ items: z.array(decidedItemSchema) }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** The books of a period, and the proof that what buyers paid is what sellers got and the community kept. */
  'settlement.reconcile': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: reconciliationSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
