import { z } from 'zod';
import { type OutboxKind, outboxStates } from '../domain/outbox.ts';
import { failureCodes, offerStatuses, offerTypes, settlementStatuses } from '../domain/records.ts';
import { settlementActions } from '../settlement/events.ts';
import { instant, uid } from './communities.ts';
import { problemSchema } from './errors.ts';
import { defineArea, type Role } from './method.ts';
import { ruleDraftSchema, ruleVersionSchema } from './rule-records.ts';
import { resolutionSchema, settlementEventSchema } from './settlement-records.ts';

const decisionSchema = z.object({
  id: z.string(),
  state: z.enum(outboxStates),
  createdAt: instant,
  changedAt: instant,
  /** For whom: the member who offers or takes, whose rule it is, or the buyer of a trade. Null when held back. */
  anonymizedId: z.string().nullable(),
  /** Why it was refused, or what keeps it from being sent. */
  problem: problemSchema.nullable(),
  /** Attempts to send it that failed, and when the next one is due; null when nothing delays it. */
  attempts: z.number().int(),
  nextAttemptAt: instant.nullable(),
});

/** An offer to place, or one to take. Energy in Wh, prices in micro-currency per kWh. */
const outboxOfferSchema = decisionSchema.extend({
  kind: z.enum(['offer', 'trade']),
  /** What the member does. */
  type: z.enum(offerTypes),
  quantityWh: z.number().int(),
  /** Null is a market order. */
  price: z.number().int().nullable(),
  windowStart: instant,
  windowEnd: instant,
  /** The other member of a trade; null for an offer, or when held back. */
  counterparty: z.string().nullable(),
  /** With a conflict: the offer that it is about as the hub has it now; null when the hub has none. */
  theirs: z
    .object({
      status: z.enum(offerStatuses),
      quantityWh: z.number().int(),
      remainingWh: z.number().int(),
      price: z.number().int().nullable(),
    })
    .nullable(),
});
export type OutboxOffer = z.infer<typeof outboxOfferSchema>;

/** A rule to make or to change. */
const outboxRuleSchema = decisionSchema.extend({
  kind: z.literal('rule'),
  /** What the rule does. */
  type: z.enum(offerTypes),
  ruleId: uid,
  /** 0 for a new rule. */
  baseVersion: z.number().int(),
  draft: ruleDraftSchema,
  /** The version that it changes; null for a new rule, or when the copy does not have it. */
  before: ruleDraftSchema.nullable(),
  reason: z.string().nullable(),
  /** With a conflict: the rule as the hub has it now; null when the hub has none. */
  theirs: ruleVersionSchema.nullable(),
});
export type OutboxRule = z.infer<typeof outboxRuleSchema>;

/** A trade with the steps of its case, as the desk saw it or as the hub has it. */
const caseVersionSchema = z.object({
  status: z.enum(settlementStatuses),
  failureCode: z.enum(failureCodes).nullable(),
  quantityWh: z.number().int(),
  amount: z.number().int(),
  version: z.number().int(),
  events: z.array(settlementEventSchema),
});

/** A step in the case of a failed trade. */
const outboxSettlementSchema = decisionSchema.extend({
  kind: z.literal('settlement'),
  action: z.enum(settlementActions),
  tradeId: uid,
  executedAt: instant,
  /** The seller; null when held back. */
  counterparty: z.string().nullable(),
  /** What is proposed, approved or rejected. */
  resolution: resolutionSchema,
  reason: z.string(),
  /** The trade as the copy has it; null when it has none. */
  ours: caseVersionSchema.nullable(),
  /** With a conflict: the trade and its case as the hub has them now. */
  theirs: caseVersionSchema.nullable(),
});
export type OutboxSettlement = z.infer<typeof outboxSettlementSchema>;

/** A decision of this desk on its way to the hub. */
const outboxItemSchema = z.discriminatedUnion('kind', [outboxOfferSchema, outboxRuleSchema, outboxSettlementSchema]);
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** The least role that may take back, dismiss or repeat a decision: that of the commands which make it. */
export const rolesToDecide: Readonly<Record<OutboxKind, Role>> = {
  offer: 'manager',
  trade: 'manager',
  rule: 'manager',
  settlement: 'admin',
};

export const outbox = defineArea({
  /** Newest first: what waits, and the latest hundred that do not any more. */
  'outbox.list': {
    input: z.object({ communityId: uid }),
    output: z.array(outboxItemSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Takes back what has not been sent. VERSION_CONFLICT when it has, FORBIDDEN by `rolesToDecide`. */
  'outbox.withdraw': {
    input: z.object({ id: z.string() }),
    output: z.object({}),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Takes what was refused or conflicts out of the list. VERSION_CONFLICT when it may still be carried out, FORBIDDEN by `rolesToDecide`. */
  'outbox.dismiss': {
    input: z.object({ id: z.string() }),
    output: z.object({}),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Decides once more what was refused or conflicts, checked again as it is now; the old one is taken out. Fails as placing or taking does, and with FORBIDDEN by `rolesToDecide`. */
  'outbox.retry': {
    input: z.object({ id: z.string(), key: z.uuid() }),
    output: z.object({ commandId: z.string() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
});
