import { z } from 'zod';
import { offerTypes } from '../domain/records.ts';
import { unmatchedReasons } from '../market/clearing.ts';
import { ruleVerdicts } from '../rules/audit.ts';
import { ruleConflictKinds } from '../rules/conflicts.ts';
import { firingConditions } from '../rules/firing.ts';
import { ruleDraftFields, ruleDraftProblemCodes } from '../rules/rule-draft.ts';
import { smallChangeKinds } from '../rules/small-changes.ts';
import { instant, rangeSchema, uid } from './communities.ts';

const wh = z.number().int();
/** Micro-currency per kWh. */
const price = z.number().int();
const amount = z.number().int();
const count = z.number().int();
/** yyyymmdd */
const day = z.number().int().min(19700101).max(99991231);
const values = z.record(z.string(), z.number());

/** What a version of a rule says. Any numbers: what is wrong with them is told by `rules.check`. */
export const ruleDraftSchema = z.object({
  type: z.enum(offerTypes),
  maxQuantityWh: z.number().nullable(),
  maxPrice: z.number().nullable(),
  minPrice: z.number().nullable(),
  /** Percent. */
  minBatterySoc: z.number().nullable(),
  /** DOMAIN.md section 2; nobody types a thousand, checking them has to end. */
  timeWindows: z.array(z.string().max(1000)).max(1000).readonly(),
  isEnabled: z.boolean(),
});

export const ruleConflictSchema = z.object({
  kind: z.enum(ruleConflictKinds),
  field: z.enum(['maxPrice', 'minPrice', 'maxQuantityWh', 'timeWindows', 'minBatterySoc']).nullable(),
  otherRuleId: uid.nullable(),
  values,
});

export const ruleDraftProblemSchema = z.object({
  field: z.enum(ruleDraftFields),
  code: z.enum(ruleDraftProblemCodes),
  values,
});

/** A rule as it stands on this desk: with a decision that waits or has been accepted but not fetched yet, as that says. */
export const ruleSchema = ruleDraftSchema.extend({
  id: uid,
  memberId: uid,
  anonymizedId: z.string(),
  /** The newest version that the hub has said; 0 for a rule that it has not. */
  version: count,
  createdAt: instant,
  /** Of that version; of a rule that the hub has not said, when it was decided. */
  validFrom: instant,
  lastMatchedAt: instant.nullable(),
  /** The latest decision of this desk about it that the copy does not tell yet. */
  pending: z.object({ commandId: z.string(), state: z.enum(['waiting', 'sent', 'accepted']) }).nullable(),
  /** The version that a change has to name as the one it changes. */
  baseVersion: count,
  /** The places of windows that this console cannot read: they count as never. */
  unreadableWindows: z.array(count),
  conflicts: z.array(ruleConflictSchema),
});
export type RuleSummary = z.infer<typeof ruleSchema>;

export const ruleVersionSchema = ruleDraftSchema.extend({
  version: count,
  validFrom: instant,
  changedBy: z.string().nullable(),
  changeReason: z.string().nullable(),
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

/** Prices that a limit is set between. */
export const priceBandSchema = z.object({
  floor: price,
  cap: price,
  /** The tariffs of the latest slot that has them. */
  retail: price.nullable(),
  feedIn: price.nullable(),
  /** Community prices of the last seven days with data: the 10th, 50th and 90th percentile over `slots` of them; null without any. */
  low: price.nullable(),
  median: price.nullable(),
  high: price.nullable(),
  slots: count,
});

/** Whose rule is tried out, and in which place: instead of a rule of the member, or beside all of them. */
export const ruleTrialSchema = z.object({
  communityId: uid,
  memberId: uid,
  /** Instead of this rule; null is beside the member's rules, last in order. */
  insteadOf: uid.nullable(),
  draft: ruleDraftSchema,
});

/** See RuleFigures of `shared/rules/rule-simulation`. */
const ruleFiguresSchema = z.object({
  firedSlots: count,
  offeredWh: wh,
  tradedWh: wh,
  amount,
  savings: amount,
  tradedSlots: count,
  partlySlots: count,
  untradedSlots: count,
  reasons: z.record(z.enum(unmatchedReasons), count),
  stopped: z.record(z.enum(firingConditions), z.object({ slots: count, alone: count })),
});

const memberFiguresSchema = z.object({
  boughtWh: wh,
  soldWh: wh,
  paid: amount,
  received: amount,
  savings: amount,
});

const simulatedSetSchema = z.object({ rule: ruleFiguresSchema, member: memberFiguresSchema, communityWh: wh });

export const ruleSimulationSchema = z.object({
  trial: ruleTrialSchema,
  range: rangeSchema,
  /** Slots with a reading of the member: those that were simulated. */
  slots: count,
  slotsWithoutReading: count,
  slotsWithoutTariff: count,
  /** The member's rules as they stand today, over the whole period; `rule` is the one that is replaced (all 0 without one). */
  current: simulatedSetSchema,
  drafted: simulatedSetSchema,
  /** One entry a local day, ascending. Savings are the member's, the rest the rule's. */
  days: z.object({
    day: z.array(day),
    currentSavings: z.array(amount),
    draftedSavings: z.array(amount),
    currentTradedWh: z.array(wh),
    draftedTradedWh: z.array(wh),
    currentFired: z.array(count),
    draftedFired: z.array(count),
  }),
  /** Of the member's savings, week by week. */
  spread: z.object({
    weeks: z.array(z.object({ monday: day, days: count, change: amount })),
    wholeWeeks: count,
    least: amount.nullable(),
    lowerQuartile: amount.nullable(),
    median: amount.nullable(),
    upperQuartile: amount.nullable(),
    most: amount.nullable(),
    better: count,
    worse: count,
  }),
  /** The other members whose savings differ, greatest gain first. */
  others: z.array(z.object({ memberId: uid, anonymizedId: z.string(), change: amount })),
  /** Of members that are held back, together. */
  heldBackChange: amount,
});
export type RuleSimulationResult = z.infer<typeof ruleSimulationSchema>;

/** What a rule did in a slot. */
const slotTraceSchema = z.object({
  /** Why it did not fire; empty when it did. */
  unmet: z.array(z.enum(firingConditions)),
  /** What it could have offered. */
  openWh: wh,
  offeredWh: wh,
  /** Its limit; null is at any price. */
  limit: price.nullable(),
  tradedWh: wh,
  amount,
  savings: amount,
  reason: z.enum(unmatchedReasons).nullable(),
  /** What the slot cleared at; null when there was no common price. */
  clearingPrice: price.nullable(),
});

export const simulatedSlotSchema = z.object({
  slot: instant,
  surplusWh: wh,
  needWh: wh,
  batterySoc: z.number().int().nullable(),
  retail: price.nullable(),
  feedIn: price.nullable(),
  /** Null without a rule that is replaced. */
  current: slotTraceSchema.nullable(),
  drafted: slotTraceSchema,
});

export const ruleAnalysisSchema = z.object({
  ruleId: uid,
  range: rangeSchema,
  /** What the rule placed for slots of the period and what came of it, from the ledger. Failed trades earn nothing and are counted apart. */
  ledger: z.object({
    orders: count,
    offeredWh: wh,
    trades: count,
    tradedWh: wh,
    amount,
    savings: amount,
    failedTrades: count,
    tradesWithoutTariff: count,
  }),
  /** The versions of then on the readings of now. */
  slots: count,
  slotsWithoutReading: count,
  /** Those of `slots` from before the rule existed. */
  slotsBefore: count,
  asItWas: ruleFiguresSchema,
  /** How often it fired, by hour of the week in wall time: 168 counts from Monday 00:00. */
  firedByHour: z.array(count).length(168),
  days: z.object({ day: z.array(day), fired: z.array(count), tradedWh: z.array(wh), savings: z.array(amount) }),
  /** Today's version over the whole period, what the changes are compared with. */
  current: ruleFiguresSchema,
  changes: z.array(
    z.object({
      kind: z.enum(smallChangeKinds),
      draft: ruleDraftSchema,
      firedSlots: count,
      tradedWh: wh,
      /** Of the member, against today's version. */
      savingsChange: amount,
    }),
  ),
});
export type RuleAnalysis = z.infer<typeof ruleAnalysisSchema>;

export const auditFindingSchema = z.object({
  tradeId: uid,
  executedAt: instant,
  slot: instant,
  /** Which of its orders it is about: the buyer's or the seller's. */
  side: z.enum(offerTypes),
  /** Whose order. Null when held back; so is the other member. */
  memberId: uid.nullable(),
  anonymizedId: z.string().nullable(),
  counterparty: z.string().nullable(),
  quantityWh: wh,
  price,
  amount,
  verdict: z.enum(ruleVerdicts).exclude(['EXPLAINED']),
  orderId: uid,
  orderedAt: instant,
  orderWh: wh,
  /** Null is a market order. */
  orderPrice: price.nullable(),
  /** Null when the rule that the order names is not known. */
  ruleId: uid.nullable(),
  /** In force when the order was placed; null without any. */
  ruleVersion: count.nullable(),
  /** The windows of that version. */
  timeWindows: z.array(z.string()).readonly(),
  conditions: z.array(
    z.object({
      verdict: z.enum(ruleVerdicts).exclude(['EXPLAINED']),
      outcome: z.enum(['met', 'failed', 'unknown']),
      values,
    }),
  ),
});
export type AuditFinding = z.infer<typeof auditFindingSchema>;

export const ruleAuditSchema = z.object({
  range: rangeSchema,
  /** Trades of the period, and their sides: two each. */
  trades: count,
  /** Sides whose order a rule placed: each has its verdict. */
  judged: count,
  /** Sides whose order a person placed or took. */
  byHand: count,
  /** Sides that name no order, or one that the cache does not have: nothing can be said of them. */
  withoutOrder: count,
  /** Judged sides of which a condition could not be told, because the reading of that time is not known. */
  partlyKnown: count,
  verdicts: z.record(z.enum(ruleVerdicts), count),
  /** Orders that rules placed in the period, traded or not. */
  ruleOrders: count,
  /** One entry for each kind of finding that there is, in the order of the verdicts. */
  groups: z.array(
    z.object({
      verdict: z.enum(ruleVerdicts).exclude(['EXPLAINED']),
      findings: count,
      members: count,
      quantityWh: wh,
      amount,
    }),
  ),
  /** Findings that are kept; more than that are counted only. */
  kept: count,
});
export type RuleAuditResult = z.infer<typeof ruleAuditSchema>;
