import { z } from 'zod';
import { sessionStateSchema } from './session.ts';
import { taskSchema } from './tasks.ts';

/** Areas whose data changed: never the data itself, the page asks again for what it shows. */
export const changedAreas = ['communities', 'members', 'stats', 'pricing', 'health', 'map', 'tasks'] as const;
export type ChangedArea = (typeof changedAreas)[number];

/** What the page can subscribe to. */
export const events = {
  'cache.changed': z.object({ areas: z.array(z.enum(changedAreas)) }),
  'task.changed': taskSchema,
  'session.changed': sessionStateSchema,
} as const;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;
export const eventNames = Object.keys(events) as EventName[];
