import { z } from 'zod';
import { ruleVerdicts } from '../rules/audit.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';
import {
  auditFindingSchema,
  priceBandSchema,
  ruleAnalysisSchema,
  ruleAuditSchema,
  ruleConflictSchema,
  ruleDraftProblemSchema,
  ruleDraftSchema,
  ruleSchema,
  ruleSimulationSchema,
  ruleTrialSchema,
  ruleVersionSchema,
  simulatedSlotSchema,
} from './rule-records.ts';

const started = z.object({ taskId: z.string() });

export const rules = defineArea({
  /** Every rule of the community (hundreds, not millions) as it stands on this desk, by member and order of firing. */
  'rules.list': {
    input: z.object({ communityId: uid }),
    output: z.array(ruleSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What the hub has said of a rule, newest version first; empty for a rule that only this desk knows. */
  'rules.versions': {
    input: z.object({ communityId: uid, ruleId: uid }),
    output: z.array(ruleVersionSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What is wrong with a draft, what it conflicts with, and the prices around it. Writes nothing. */
  'rules.check': {
    input: z.object({
      communityId: uid,
      /** Null while none is chosen: the rest is checked all the same. */
      memberId: uid.nullable(),
      /** The rule that is changed; null for a new one. */
      ruleId: uid.nullable(),
      draft: ruleDraftSchema,
    }),
    output: z.object({
      problems: z.array(ruleDraftProblemSchema),
      /** Empty while there is a problem with the rule itself; without a member those of the rule alone. */
      conflicts: z.array(ruleConflictSchema),
      band: priceBandSchema,
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Puts a new rule or a change of one into the outbox. The same key again answers the same command. Refused with the code of the first
   * problem, with RULE_CONFLICT for a blocking conflict, with VERSION_CONFLICT when `baseVersion` is not that of the rule any more.
   */
  'rules.save': {
    input: z.object({
      communityId: uid,
      memberId: uid,
      ruleId: uid.nullable(),
      /** 0 for a new rule. */
      baseVersion: z.number().int().min(0),
      draft: ruleDraftSchema,
      /** Why, for the history. */
      reason: z.string().max(500).nullable(),
      key: z.uuid(),
    }),
    output: z.object({ commandId: z.string(), ruleId: uid }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Switches a rule on or off, in the same way. */
  'rules.setEnabled': {
    input: z.object({
      communityId: uid,
      ruleId: uid,
      baseVersion: z.number().int().min(0),
      isEnabled: z.boolean(),
      key: z.uuid(),
    }),
    output: z.object({ commandId: z.string() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Tries a draft out on a cached period, as a task. */
  'rules.simulate': {
    input: z.object({ trial: ruleTrialSchema, range: rangeSchema }),
    output: started,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What a finished simulation found; null while it runs, and for a task that is none or is forgotten. */
  'rules.simulation': {
    input: z.object({ taskId: z.string() }),
    output: ruleSimulationSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** A trial on one local day (yyyymmdd), slot by slot. */
  'rules.simulatedDay': {
    input: z.object({ trial: ruleTrialSchema, day: z.number().int().min(19700101).max(99991231) }),
    output: z.array(simulatedSlotSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Looks at what a rule did over a cached period and what small changes would have done, as a task. */
  'rules.analyse': {
    input: z.object({ communityId: uid, ruleId: uid, range: rangeSchema }),
    output: started,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** As `rules.simulation`. */
  'rules.analysis': {
    input: z.object({ taskId: z.string() }),
    output: ruleAnalysisSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Gives every trade of a rule in a period its verdict, as a task. The slots of the trades are in the period. */
  'rules.audit': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: started,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What an audit found so far; null for a task that is none, or is forgotten. */
  'rules.auditResult': {
    input: z.object({ taskId: z.string() }),
    output: ruleAuditSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The findings of an audit in the order of slots; `verdict` leaves those of one kind. Empty for a task that is none. */
  'rules.auditFindings': {
    input: z.object({
      taskId: z.string(),
      verdict: z.enum(ruleVerdicts).exclude(['EXPLAINED']).nullable(),
      /** How many to pass over. */
      from: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ findings: z.array(auditFindingSchema), total: z.number().int() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The whole trace of one trade: the verdict on each of its sides that a rule placed. INPUT_INVALID when there is no such trade. */
  'rules.explainTrade': {
    input: z.object({ communityId: uid, tradeId: uid, executedAt: instant }),
    output: z.array(auditFindingSchema.extend({ verdict: z.enum(ruleVerdicts) })),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
