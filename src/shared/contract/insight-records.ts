/** What the insights show: sums over groups of members, each of them safe to show (DOMAIN.md sections 5 and 8). */
import { z } from 'zod';
import { memberRoles } from '../domain/records.ts';
import { instant, spanSchema, uid } from './communities.ts';
import { insightSumSchema, withheldReasons } from './published-sum.ts';
import { co2FactorSchema } from './stats.ts';

const count = z.number().int();
const wh = z.number().int();
const amount = z.number().int();
/** 0..1, or null ("n/a") when its denominator is 0 or what it needs is withheld. */
const share = z.number().nullable();

/** Whose figures: of all members, or of those with a role. */
export const memberGroups = ['all', ...memberRoles] as const;
export type MemberGroup = (typeof memberGroups)[number];

/** Local days, or local months. */
export const insightSteps = ['day', 'month'] as const;
export type InsightStep = (typeof insightSteps)[number];

/** What is summed. Self-consumed is the community's (per slot) for all members, and the members' own for a role. */
export const measures = [
  'producedWh',
  'consumedWh',
  'selfConsumedWh',
  'importedWh',
  'exportedWh',
  'boughtWh',
  'soldWh',
  'savings',
] as const;
export type Measure = (typeof measures)[number];

/** A sum step by step, as `insightSumSchema` in all. */
const columnSchema = z.object({ values: z.array(z.number().int().nullable()), withheldDays: z.array(count) });

function ofMeasures<S extends z.ZodType>(schema: S): z.ZodObject<Record<Measure, S>> {
  return z.object(Object.fromEntries(measures.map((name) => [name, schema])) as Record<Measure, S>);
}

export const insightPeriodSchema = z.object({
  range: spanSchema,
  /** Start of every step that the period touches and the data reach into. */
  start: z.array(instant),
  columns: ofMeasures(columnSchema),
  totals: ofMeasures(insightSumSchema),
  /** Members of the group at some time in the step; and those with a trade or an offer. */
  activeMembers: z.array(count),
  participants: z.array(count),
  /** Of each step, and of all: over the days of which both sums are shown. */
  shares: z.object({ selfSufficiency: z.array(share), selfConsumption: z.array(share) }),
  selfSufficiency: share,
  selfConsumption: share,
  totalActiveMembers: count,
  totalParticipants: count,
  participationRate: share,
});
export type InsightPeriod = z.infer<typeof insightPeriodSchema>;

/** The highest slot of a period. */
const peakSchema = z.object({
  /** From or into the grid in that slot, with what members traded among themselves taken off. Null without readings, or withheld. */
  wh: wh.nullable(),
  at: instant.nullable(),
  /** As it would have been without trading. */
  baselineWh: wh.nullable(),
  baselineAt: instant.nullable(),
  /** 1 - peak / baseline; null when the baseline is 0. */
  reduction: share,
  withheld: z.enum(withheldReasons).nullable(),
});
export const peaksSchema = z.object({ import: peakSchema, export: peakSchema });
export type Peak = z.infer<typeof peakSchema>;
export type Peaks = z.infer<typeof peaksSchema>;

/** Traded: bought and sold, Wh. Savings: micro-currency. Self-sufficiency: share. Shared surplus: sold to members, Wh. */
export const boardNames = ['traded', 'savings', 'selfSufficiency', 'sharedSurplus'] as const;
export type BoardName = (typeof boardNames)[number];

const rankedMemberSchema = z.object({
  /** From 1; equal values share a rank, the next one counts on past them. */
  rank: z.number().int().min(1),
  /** In the period that is compared with; null without one, or when the member had no rank there. */
  rankBefore: z.number().int().nullable(),
  memberId: uid,
  anonymizedId: z.string(),
  value: z.number(),
});
export type RankedMember = z.infer<typeof rankedMemberSchema>;

export const boardSchema = z.object({
  /** Members with a value. */
  members: count,
  /** True with fewer than `k` of them: nobody is ranked then. */
  isWithheld: z.boolean(),
  rows: z.array(rankedMemberSchema),
});
export type Board = z.infer<typeof boardSchema>;

const impactTotalsSchema = z.object({
  /** Grams; null when no factor is known, or withheld. */
  co2AvoidedG: z.number().nullable(),
  /** What members paid one another instead of the grid, micro-currency; null when it is withheld. */
  moneyKept: amount.nullable(),
  selfConsumedWh: wh.nullable(),
  tradedWh: wh.nullable(),
  /** Days of which one of these is withheld. */
  withheldDays: count,
});
export type ImpactTotals = z.infer<typeof impactTotalsSchema>;

/** What a period avoided and kept, step by step and in all. */
const impactPeriodSchema = z.object({
  /** Start of every step that the period touches and the data reach into. */
  start: z.array(instant),
  co2AvoidedG: z.array(z.number().nullable()),
  moneyKept: z.array(amount.nullable()),
  /** As in the totals: without any a null has no data, or no factor. */
  withheldDays: z.array(count),
  totals: impactTotalsSchema,
});
export type ImpactPeriod = z.infer<typeof impactPeriodSchema>;

export const impactSchema = impactPeriodSchema.extend({
  /** The period compared with. */
  previous: impactPeriodSchema.nullable(),
  /** Null when the grid's factor is not known. */
  factor: co2FactorSchema.nullable(),
  /** By pseudonym. Own self-consumed + bought, which the community's self-consumed holds already: never add them. */
  members: z.array(
    z.object({
      memberId: uid,
      anonymizedId: z.string(),
      selfConsumedWh: wh,
      boughtWh: wh,
      co2AvoidedG: z.number().nullable(),
    }),
  ),
});
export type Impact = z.infer<typeof impactSchema>;

const participationTotalsSchema = z.object({
  activeMembers: count,
  participants: count,
  rate: share,
  joined: count,
  left: count,
});
export type ParticipationTotals = z.infer<typeof participationTotalsSchema>;

/** Who took part in a period, step by step and in all. */
const participationPeriodSchema = z.object({
  /** The steps that the data reach into; `totals` are of the whole period, with who joined or left before or after. */
  start: z.array(instant),
  activeMembers: z.array(count),
  participants: z.array(count),
  joined: z.array(count),
  left: z.array(count),
  totals: participationTotalsSchema,
});
export type ParticipationPeriod = z.infer<typeof participationPeriodSchema>;

export const participationSchema = participationPeriodSchema.extend({
  /** The period compared with. */
  previous: participationPeriodSchema.nullable(),
});
export type Participation = z.infer<typeof participationSchema>;

/** Why there is no Gini: it is told only when nobody has lost and something was saved. */
export const giniGaps = ['losses', 'no-savings', 'no-members'] as const;

/** How savings are spread over members. */
export const spreadSchema = z.object({
  /** Members with at least one trade: they alone are counted. */
  members: count,
  /** Not null: nothing but `members` is told. */
  withheld: z.enum(withheldReasons).nullable(),
  /** Of a period also null when what was saved on one of its days is withheld: the difference of two periods would tell it. */
  total: amount.nullable(),
  median: amount.nullable(),
  gini: share,
  giniGap: z.enum(giniGaps).nullable(),
  jain: share,
  worseOff: count,
  /** Members by what they saved, ascending: [from, to) in micro-currency, an end that is open is null. Each has `k` members at least. */
  bins: z.array(z.object({ from: amount.nullable(), to: amount.nullable(), members: count })),
  /**
   * The Lorenz curve: the part of the savings that the members with the least have together, at each tenth of the members, or at each fifth
   * or half where a tenth is fewer than `k`. Empty without a Gini, and where a half is.
   */
  lorenz: z.array(z.object({ members: z.number(), savings: z.number() })),
});
export type Spread = z.infer<typeof spreadSchema>;
