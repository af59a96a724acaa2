import { z } from 'zod';
import { failureCodes } from '../domain/records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';

/** Where a finding can be checked: what the person is led to by its sentence. */
export const evidences = [
  /** The cases of the trades that failed in the period. */
  'settlements-failed',
  /** The cases that wait for a second person, of any time. */
  'settlements-proposed',
  /** The energy of the period slot by slot, and the import for those who may. */
  'readings',
  /** The members' list, which those who are held back are missing from, and the import for those who may. */
  'members',
  /** Members whose savings over the period are negative; members with neither a trade nor an offer in it. */
  'members-worse-off',
  'members-idle',
  /** The figures of the period, each beside that of the period before. */
  'overview',
  /** Prices of the period beside the tariffs. */
  'prices',
  /** The views of the insights; `insights-losses` is the never-worse monitor. */
  'insights-health',
  'insights-peaks',
  'insights-impact',
  'insights-participation',
  'insights-fairness',
  'insights-losses',
] as const;
export type Evidence = (typeof evidences)[number];

const findingLevels = ['critical', 'warning', 'notice', 'good'] as const;

const count = z.number().int();
const amount = z.number().int();
const wh = z.number().int();
const share = z.number();
/** Means per day of the period and of the one before, as far as their data reach; `change` is their relative change, -1 and more. */
const perDay = { perDay: z.number(), before: z.number(), change: z.number() };
/** Shares 0..1 of the period and of the one before; `change` is their difference. */
const points = { now: share, before: share, change: z.number() };

function finding<K extends string, V extends z.ZodRawShape>(kind: K, values: V) {
  return z.object({
    kind: z.literal(kind),
    level: z.enum(findingLevels),
    evidence: z.enum(evidences),
    /** All that the sentence says: counts, shares 0..1, Wh, micro-currency, micro-currency per kWh. */
    values: z.object(values),
  });
}

/**
 * Findings of the plain-language summary; the sentence is in the locales under `health`, the numbers come from here. When each is found, and
 * from which bound on, is said by `shared/stats/health-rules`.
 */
export const findingSchema = z.discriminatedUnion('kind', [
  /** Trades of the period that failed, what they came to, the most common cause and how often it is the cause. */
  finding('failed-settlements', { count, amount, topCode: z.enum(failureCodes), topCount: count }),
  /** Cases, of any time, that wait for a second person, and what their trades came to. */
  finding('waiting-approvals', { count, amount }),
  /** Slots without any reading, of those that the period has data for. */
  finding('missing-readings', { missing: count, slots: count }),
  /** Whole local days between the last reading (`dataTo`, its end) and the end of the period. */
  finding('stale-data', { days: count, dataTo: instant }),
  /** No reading at all in the period: nothing else can be said of it. */
  finding('no-data', {}),
  /** Of the rows of the latest import of readings. */
  finding('unbalanced-readings', { rows: count, total: count }),
  /** Of the members who traded in the period. */
  finding('worse-off-members', { count, traders: count }),
  /** The same over the 30 local days that end with the period: the never-worse monitor. */
  finding('worse-off-rolling', { count, traders: count, days: count }),
  finding('held-back-members', { count }),
  /** All members' savings against retail; negative: they lost. Days of which the sum is withheld are not in it. */
  finding('savings-total', { amount, days: count, withheldDays: count }),
  /** Micro-currency per day. */
  finding('savings-change', perDay),
  /** Means over the energy that was traded, micro-currency per kWh; `share` is where the price lies between feed-in (0) and retail (1), or beyond. */
  finding('one-sided-price', { price: amount, retail: amount, feedIn: amount, share: z.number() }),
  /** `lowerHalfShare`: the part of all savings that the half of the traders with the least has together. */
  finding('uneven-savings', { gini: share, lowerHalfShare: share, members: count }),
  finding('low-participation', { rate: share, participants: count, activeMembers: count }),
  finding('participation-change', points),
  finding('members-change', { joined: count, left: count, activeMembers: count }),
  finding('self-sufficiency-change', points),
  finding('self-consumption-change', points),
  /** Wh per day that members bought from one another. */
  finding('traded-change', perDay),
  /** The highest import from the grid in a slot, against the same without trading: `reduction` is 1 - wh / baselineWh. */
  finding('peak-reduced', { wh, baselineWh: wh, reduction: share, at: instant }),
  /** Never shown without its factor, source, year and method; `year` is null with hourly factors, whose source names it. */
  finding('co2-avoided', {
    grams: z.number(),
    gramsPerKwh: z.number(),
    source: z.string(),
    year: z.number().int().nullable(),
    method: z.string(),
  }),
  /** Nothing of the above that needs attention; over how many members and slots with readings. */
  finding('all-well', { activeMembers: count, slots: count }),
]);
export type Finding = z.infer<typeof findingSchema>;
export type FindingKind = Finding['kind'];
export const findingKinds: readonly FindingKind[] = findingSchema.options.map(({ shape }) => shape.kind.value);

const eventSchema = z.discriminatedUnion('kind', [
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
  /** The health of the community in at most 8 findings, most urgent first. */
  'health.findings': {
    input: z.object({
      communityId: uid,
      range: rangeSchema,
      compareWith: rangeSchema.optional(),
      /** True leaves out what is so today, whatever the period: cases that wait, members held back, the latest import. */
      ofPeriodOnly: z.boolean().optional(),
    }),
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
