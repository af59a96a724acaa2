import { z } from 'zod';
import { sessionStateSchema } from './session.ts';
import { taskSchema } from './tasks.ts';

/** Areas whose data changed: never the data itself, the page asks again for what it shows. */
const changedAreas = [
  'communities',
  'members',
  'stats',
  'pricing',
  'health',
  'map',
  'market',
  'rules',
  'ledger',
  'settlement',
  'insights',
  'audit',
  'reports',
  'privacy',
  'documents',
  'consents',
  'backups',
  'diagnostics',
  'outbox',
  'sync',
  'tasks',
  'updates',
] as const;
export type ChangedArea = (typeof changedAreas)[number];

/** The areas that a page of changes from a source may touch. */
export const sourceAreas = [
  'communities',
  'members',
  'stats',
  'pricing',
  'health',
  'map',
  'market',
  'rules',
  'ledger',
  'settlement',
  'insights',
] as const satisfies readonly ChangedArea[];

/** What the page can subscribe to. */
export const events = {
  'cache.changed': z.object({ areas: z.array(z.enum(changedAreas)) }),
  'task.changed': taskSchema,
  'session.changed': sessionStateSchema,
  /** Something was asked of the page from outside: `errands.take` has it. */
  'errands.waiting': z.object({}),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;
export const eventNames = Object.keys(events) as EventName[];
