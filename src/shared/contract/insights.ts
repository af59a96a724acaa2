import { z } from 'zod';
import { achievementsSchema } from './achievement-records.ts';
import { instant, moment, rangeSchema, uid } from './communities.ts';
import { counterfactualSchema } from './counterfactual-records.ts';
import { badRowSchema } from './imports.ts';
import {
  boardNames,
  boardSchema,
  impactSchema,
  insightPeriodSchema,
  insightSteps,
  memberGroups,
  participationSchema,
  peaksSchema,
  spreadSchema,
} from './insight-records.ts';
import { lossAdviceSchema, lossAtSchema, lossesSchema } from './loss-records.ts';
import { defineArea } from './method.ts';

const period = { communityId: uid, range: rangeSchema, compareWith: rangeSchema.nullable() };
const step = z.enum(insightSteps);
const group = z.enum(memberGroups);

/**
 * All sums follow the rules of DOMAIN.md section 8, made from days that each may be shown: whatever is asked, no difference of two answers
 * is a sum over fewer than `k` members or one that a single member makes up (`shared/privacy`). They cover whole local days: every day that a
 * range touches.
 */
export const insights = defineArea({
  'insights.indicators': {
    input: z.object({ ...period, step, group }),
    output: z.object({
      current: insightPeriodSchema,
      previous: insightPeriodSchema.nullable(),
      /** False when the roles cannot be told apart anywhere in the period: one of them would be shown by the difference. */
      hasGroups: z.boolean(),
      dataTo: instant.nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The highest import and export of the community in a slot, against the baseline without trading. */
  'insights.peaks': {
    input: z.object(period),
    output: z.object({ current: peaksSchema, previous: peaksSchema.nullable() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'insights.leaderboards': {
    input: z.object({ ...period, group, limit: z.number().int().min(1).max(500) }),
    output: z
      .object(
        Object.fromEntries(boardNames.map((name) => [name, boardSchema])) as Record<
          (typeof boardNames)[number],
          typeof boardSchema
        >,
      )
      // Who would have a place on one of the boards, but has withdrawn the consent to be ranked.
      .extend({ membersLeftOut: z.number().int() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'insights.impact': {
    input: z.object({ ...period, step }),
    output: impactSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'insights.participation': {
    input: z.object({ ...period, step, group }),
    output: participationSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** From the first data to `until`. */
  'insights.achievements': {
    input: z.object({ communityId: uid, until: moment, limit: z.number().int().min(1).max(500) }),
    output: achievementsSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'insights.fairness': {
    input: z.object({ ...period, group }),
    output: z.object({ current: spreadSchema, previous: spreadSchema.nullable() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Members who lost against retail over the 30 local days before `until` (or before the end of the data), and why. */
  'insights.losses': {
    input: lossAtSchema,
    output: lossesSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What would have helped one of them. INPUT_INVALID when there is no such member, CONSENT_MISSING when it has withdrawn its consent. */
  'insights.lossAdvice': {
    input: lossAtSchema.extend({ memberId: uid }),
    output: lossAdviceSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Replays a period under every mechanism, as a task. */
  'insights.counterfactual': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Null while it runs, and when it is not known any more. */
  'insights.counterfactualResult': {
    input: z.object({ taskId: z.string() }),
    output: counterfactualSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Reads a CSV of hourly grid factors without writing anything. INPUT_INVALID when it is none. */
  'insights.inspectFactors': {
    input: z.object({ communityId: uid, fileId: z.string() }),
    output: z.object({
      fileId: z.string(),
      name: z.string(),
      hours: z.number().int(),
      from: instant.nullable(),
      to: instant.nullable(),
      /** The column of the factors, as the file names it. */
      column: z.string(),
      /** Grams per kWh. */
      least: z.number().nullable(),
      mean: z.number().nullable(),
      most: z.number().nullable(),
      badRowCount: z.number().int(),
      /** The first hundred. */
      badRows: z.array(badRowSchema),
      /** Hours of the community's readings, and those of them that the file has. */
      hoursWithReadings: z.number().int(),
      hoursCovered: z.number().int(),
    }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Stores them in place of those that there are, whole or not at all; INPUT_INVALID when a row is bad. */
  'insights.importFactors': {
    input: z.object({
      communityId: uid,
      fileId: z.string(),
      /** Who published them and for which year or years, as it will stand beside every figure. */
      source: z.string().trim().min(3).max(120),
    }),
    output: z.object({ hours: z.number().int() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Back to the factor of the year. */
  'insights.removeFactors': {
    input: z.object({ communityId: uid }),
    output: z.object({}),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
});
