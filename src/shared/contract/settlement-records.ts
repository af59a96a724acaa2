import { z } from 'zod';
import { failureCodes, settlementStatuses } from '../domain/records.ts';
import { caseStates } from '../settlement/case.ts';
import {
  MAX_EVIDENCE,
  MAX_REASON,
  MAX_REFERENCE,
  MIN_REASON,
  type ResolutionKind,
  resolutionKinds,
  settlementActions,
  settlementEventKinds,
} from '../settlement/events.ts';
import { suggestionReasons } from '../settlement/suggestion.ts';
import { instant, uid } from './communities.ts';
import { problemSchema } from './errors.ts';

const wh = z.number().int();
const amount = z.number().int();
const price = z.number().int();

export const resolutionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry') }),
  z.object({ kind: z.literal('adjust'), quantityWh: wh.min(1) }),
  z.object({ kind: z.literal('void') }),
  z.object({
    kind: z.literal('by-hand'),
    evidence: z.string().trim().min(MIN_REASON).max(MAX_EVIDENCE),
    reference: z.string().trim().min(1).max(MAX_REFERENCE),
  }),
]);

export const reasonSchema = z.string().trim().min(MIN_REASON).max(MAX_REASON);

export const settlementEventSchema = z.object({
  id: uid,
  number: z.number().int(),
  kind: z.enum(settlementEventKinds),
  at: instant,
  by: z.string().nullable(),
  reason: z.string().nullable(),
  tradeVersion: z.number().int(),
  failureCode: z.enum(failureCodes).nullable(),
  resolution: resolutionSchema.nullable(),
  needsApproval: z.boolean(),
  before: z.object({ quantityWh: wh, amount }).nullable(),
});
export type SettlementEventRecord = z.infer<typeof settlementEventSchema>;

/** A case by its trade, as the person saw it: by version and number a change in between is found. */
export const caseRefSchema = z.object({
  tradeId: uid,
  executedAt: instant,
  /** Version of the trade. */
  tradeVersion: z.number().int(),
  /** Number of the case's last event; 0 before the first. */
  number: z.number().int().min(0),
});
export type CaseRef = z.infer<typeof caseRefSchema>;

const proposalSchema = z.object({
  resolution: resolutionSchema,
  number: z.number().int(),
  by: z.string().nullable(),
  at: instant,
  reason: z.string().nullable(),
  needsApproval: z.boolean(),
});

/** A decision of this desk about a case that the copy does not tell yet. */
const pendingDecisionSchema = z.object({
  commandId: z.string(),
  action: z.enum(settlementActions),
  state: z.enum(['waiting', 'sent', 'accepted', 'refused', 'conflict']),
});

/** One line of the work list. Members by pseudonym. */
export const caseSummarySchema = z.object({
  ...caseRefSchema.shape,
  slot: instant,
  buyerId: uid,
  buyer: z.string(),
  sellerId: uid,
  seller: z.string(),
  quantityWh: wh,
  price,
  amount,
  /** The cause that the settlement gave; null where it gave none. */
  failureCode: z.enum(failureCodes).nullable(),
  /** The cause that the data shows (see `diagnosisSchema`). */
  cause: z.enum(failureCodes),
  /** Whether the data shows another cause than the settlement gave. */
  causeDiffers: z.boolean(),
  suggestion: z.enum(resolutionKinds).nullable(),
  state: z.enum(caseStates),
  openedAt: instant,
  resolvedAt: instant.nullable(),
  proposal: proposalSchema.nullable(),
  /** Whether the person at this desk may approve the proposal; false without one. */
  mayApprove: z.boolean(),
  pending: pendingDecisionSchema.nullable(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;

/** The cases of one cause. */
export const caseGroupSchema = z.object({
  cause: z.enum(failureCodes),
  count: z.number().int(),
  amount,
  /** When the oldest was opened. */
  oldestAt: instant,
  /** How many of them there are in each state; none that is not in the list. */
  byState: z.record(z.enum(caseStates), z.number().int()),
});
export type CaseGroup = z.infer<typeof caseGroupSchema>;

/** One thing that the data says about a cause; `holds` where it speaks for it. The sentence is in the locales, by `check`. */
export const evidenceChecks = [
  /** values: quality (null: the copy has no reading), wh (imported by the buyer, exported by the seller; null without a reading) */
  'buyer-reading',
  'seller-reading',
  /** values: revision (0 is the first) */
  'buyer-revision',
  'seller-revision',
  /** values: meterWh, settledWh (of it, by other trades), otherWh (of others that are not settled), tradedWh, leftWh (for this trade) */
  'metered-export',
  'metered-import',
  /** Once for each order that is known. values: side (`buy`, `sell`), slot, windowStart, windowEnd */
  'order-window',
  /** values: price, floor, cap, buyLimit, sellLimit (null where none is known), bound (what it breaks: `floor`, `cap`, `buyer`, `seller` or null) */
  'price-limits',
  /** values: slot, joinedAt, leftAt (null: has not left), isActive (now; 0 or 1) */
  'buyer-active',
  'seller-active',
  /** values: retail, feedIn (null without one) */
  'tariff',
  /** values: amount, expected (quantity x price), quantityWh, price */
  'amount',
  /** values: tradeId, executedAt (of the other trade; null without one) */
  'duplicate',
  /** values: balance, creditLimit, funds (both together), amount */
  'buyer-balance',
] as const;
export type EvidenceCheck = (typeof evidenceChecks)[number];
const evidenceSchema = z.object({
  check: z.enum(evidenceChecks),
  holds: z.boolean(),
  /** Numbers (Wh, micro-currency, epoch milliseconds, counts) and words for the sentence. */
  values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Why the trade failed, as far as the copy shows. */
export const diagnosisSchema = z.object({
  cause: z.enum(failureCodes),
  /** `shown` by the data, or only `reported` by the settlement: what no copy can show (a bank, a mandate, the network). */
  basis: z.enum(['shown', 'reported']),
  /** Other causes that the data shows too. */
  also: z.array(z.enum(failureCodes)),
  /** What spoke for the cause first, then what was looked at beside it. */
  evidence: z.array(evidenceSchema),
  /** What to do, and why: the sentence is in the locales. Null where a person has to find out first. */
  suggestion: z.object({ resolution: resolutionSchema, reason: z.enum(suggestionReasons) }).nullable(),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** What becomes of one member. Micro-currency; what is paid is negative. */
const partyEffectSchema = z.object({
  anonymizedId: z.string(),
  /** Of the community account. */
  account: amount,
  /** What the rest of the energy costs at retail, or earns at feed-in. */
  grid: amount,
  /** account + grid, and what was paid by hand, against what holds now: the trade failed, and all its energy was the grid's. */
  change: amount,
  /** The account afterwards. */
  balance: amount,
  /** balance + credit limit: what may be spent. */
  funds: amount,
});

/** What a resolution does to both members and to the community (DOMAIN.md section 6). */
const effectSchema = z.object({
  quantityWh: wh,
  amount,
  /** Wh that were agreed and are the grid's now. */
  gridWh: wh,
  buyer: partyEffectSchema,
  seller: partyEffectSchema,
  /** Sum of both accounts: 0, as what one pays the other gets. */
  accounts: amount,
  /** What the community as a whole wins by it: the change of both members. */
  community: amount,
  statusAfter: z.enum(settlementStatuses),
  /** False where the slot has no tariff: the grid's part cannot be told then and is 0. */
  hasTariff: z.boolean(),
});
export type ResolutionEffect = z.infer<typeof effectSchema>;

/** Why a resolution cannot be proposed for a case. */
const resolutionProblems = [
  'not-open',
  'no-metered-quantity',
  'quantity-too-large',
  'quantity-as-traded',
  'balance-too-low',
  'pending',
] as const;
export type ResolutionProblem = (typeof resolutionProblems)[number];

export const previewItemSchema = z.object({
  tradeId: uid,
  executedAt: instant,
  buyer: z.string(),
  seller: z.string(),
  /** As it would be sent; the metered quantity filled in. Null with a problem. */
  resolution: resolutionSchema.nullable(),
  /** Of a case that waits for a second person too, though nothing else can be proposed for it. */
  effect: effectSchema.nullable(),
  problem: z.enum(resolutionProblems).nullable(),
});
export type PreviewItem = z.infer<typeof previewItemSchema>;

/** How many cases are decided at once, at most. */
export const MAX_CASES_AT_ONCE = 500;

/** What is wanted for many cases: of `adjust` each case has its own quantity, its metered one. */
export const wantedResolutionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry') }),
  z.object({ kind: z.literal('adjust') }),
  z.object({ kind: z.literal('void') }),
  resolutionSchema.options[3],
]) satisfies z.ZodType<{ kind: ResolutionKind }>;
export type WantedResolution = z.infer<typeof wantedResolutionSchema>;

/** What became of one case of a decision: kept in the outbox, or why not. */
export const decidedItemSchema = z.object({
  tradeId: uid,
  executedAt: instant,
  commandId: z.string().nullable(),
  problem: problemSchema.pick({ code: true, message: true, remedy: true }).nullable(),
});
export type DecidedItem = z.infer<typeof decidedItemSchema>;

/** The books of one period. Micro-currency and Wh. */
export const reconciliationSchema = z.object({
  trades: z.number().int(),
  quantityWh: wh,
  amount,
  settled: z.object({ count: z.number().int(), amount }),
  /** Failed and not resolved. */
  open: z.object({ count: z.number().int(), amount }),
  /** All that failed at some time: open, resolved, voided. */
  failed: z.object({ count: z.number().int(), amount }),
  pending: z.object({ count: z.number().int(), amount }),
  resolved: z.object({
    count: z.number().int(),
    byKind: z.record(z.enum(resolutionKinds), z.object({ count: z.number().int(), amountBefore: amount, amount })),
  }),
  /** What all buyers paid, all sellers got, and the community kept, by settled trades; and what the books of the members say. */
  proof: z.object({
    bought: amount,
    sold: amount,
    fees: amount,
    boughtByMembers: amount,
    soldByMembers: amount,
    holds: z.boolean(),
  }),
  /** By member: what its trades and its books say. */
  members: z.array(
    z.object({
      memberId: uid,
      anonymizedId: z.string(),
      boughtAmount: amount,
      soldAmount: amount,
      /** soldAmount - boughtAmount */
      balance: amount,
      failedCount: z.number().int(),
    }),
  ),
  /** At most a thousand, the largest first; `differenceCount` counts all. */
  differences: z.array(
    z.object({
      /** Where two books disagree: a trade's amount and quantity x price, a trade and its clearing, trades and a member's day, a resolution
       * and its trade. */
      kind: z.enum(['amount', 'clearing', 'member-day', 'resolution', 'same-member']),
      tradeId: uid.nullable(),
      executedAt: instant.nullable(),
      memberId: uid.nullable(),
      anonymizedId: z.string().nullable(),
      /** yyyymmdd, of a member's day. */
      day: z.number().int().nullable(),
      expected: z.number().int(),
      found: z.number().int(),
      unit: z.enum(['money', 'energy', 'count']),
    }),
  ),
  differenceCount: z.number().int(),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;
