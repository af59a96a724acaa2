import { z } from 'zod';
import { languages } from '../languages/languages.ts';
import { defineArea } from './method.ts';

/** What the system's desktop is told while nobody looks at the window: failed settlements, long work that ended, backups, updates. */
export const notificationKinds = ['settlements', 'work', 'backups', 'updates'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** What a person chose for this desk. Nothing secret and nothing of the community's data: it is readable while locked. */
export const preferencesSchema = z.object({
  colourScheme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...languages]),
  /** Minutes of idleness before locking; 0 is never. */
  autoLockMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60),
  communityId: z.string().max(64).nullable(),
  /** The period picker's last choice, as it stands in the address. */
  period: z.string().max(64).nullable(),
  /** Version of the tour that was begun last; 0 before the first. */
  tour: z.number().int().min(0),
  /** The notifications that are switched off. */
  mutedNotifications: z.array(z.enum(notificationKinds)),
  /** Columns, widths and the like, by view name. */
  views: z.record(z.string().max(64), z.string().max(4096)),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const preferences = defineArea({
  'preferences.get': {
    input: z.object({}),
    output: preferencesSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  'preferences.set': {
    input: preferencesSchema.partial(),
    output: preferencesSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
