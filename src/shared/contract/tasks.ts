import { z } from 'zod';
import { defineArea, type Role } from './method.ts';
import { problemSchema } from './errors.ts';

/** Long work: it goes on while the person works elsewhere, shows counts and time left, and can be cancelled. */
export const taskSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'demo',
    'import',
    'replay',
    'sync',
    'rule-simulation',
    'rule-analysis',
    'rule-audit',
    'export',
    'counterfactual',
    'audit-log',
    'report',
    'report-verification',
    'retention',
    'access-pack',
    'erasure',
    'backup',
    'examination',
  ]),
  /** A file or community name for the title; the words around it are the page's. */
  subject: z.string(),
  communityId: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  /** null while it is not known. */
  total: z.number().int().nullable(),
  unit: z.enum(['rows', 'days', 'clearings', 'changes', 'slots', 'entries', 'sections', 'pages']),
  startedAt: z.number().int(),
  /** Milliseconds still to go, estimated from the pace so far; null while there is none. */
  remainingMs: z.number().nullable(),
  problem: problemSchema.nullable(),
  /** Numbers of the outcome, e.g. rows imported, skipped and flagged. */
  outcome: z.record(z.string(), z.number()),
});
export type Task = z.infer<typeof taskSchema>;

/** The least role that may stop a task: that of the command which starts it. What only reads, anybody may stop. */
export const rolesToCancel: Readonly<Record<Task['kind'], Role>> = {
  demo: 'manager',
  import: 'manager',
  replay: 'viewer',
  sync: 'viewer',
  'rule-simulation': 'viewer',
  'rule-analysis': 'viewer',
  'rule-audit': 'viewer',
  export: 'viewer',
  counterfactual: 'viewer',
  'audit-log': 'viewer',
  report: 'viewer',
  'report-verification': 'viewer',
  retention: 'admin',
  'access-pack': 'admin',
  erasure: 'admin',
  backup: 'viewer',
  examination: 'viewer',
};

export const tasks = defineArea({
  'tasks.list': {
    input: z.object({}),
    output: z.array(taskSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Asks the task to stop; it ends as `cancelled` shortly after. Cancelling a finished task changes nothing. FORBIDDEN by `rolesToCancel`. */
  'tasks.cancel': {
    input: z.object({ taskId: z.string() }),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Makes the demo community in the open cache. */
  'demo.create': {
    input: z.object({
      members: z.number().int().min(5).max(2000).optional(),
      days: z.number().int().min(1).max(800).optional(),
      seed: z.number().int().min(0).max(0xffff_ffff).optional(),
    }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
});
