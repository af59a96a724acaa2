import { z } from 'zod';
import { instant } from './communities.ts';
import { problemSchema } from './errors.ts';
import { defineArea } from './method.ts';

export const backupReasons = ['schedule', 'by-hand', 'update', 'migration', 'restore'] as const;

/** Name of a backup's file: compared with those that are there, never a path. */
export const backupId = z.string().regex(/^[A-Za-z0-9._-]{1,200}$/);

export const backupSchema = z.object({
  /** Name of its file in the folder of backups. */
  id: z.string(),
  madeAt: instant,
  /** Why it was made. `update`: before a new version of the console; `migration`: before one changed the data; `restore`: what a restore put aside. Null for one without a manifest. */
  reason: z.enum(backupReasons).nullable(),
  schemaVersion: z.number().int(),
  appVersion: z.string().nullable(),
  bytes: z.number().int(),
});
export type Backup = z.infer<typeof backupSchema>;

/** What the cache has, and what it would have after the restore of a backup. */
const backupDifferenceSchema = z.object({
  backup: backupSchema,
  /** Communities, members, readings, trades, rules and so on: rows now and in the backup. */
  counts: z.array(z.object({ of: z.string(), now: z.number().int(), inBackup: z.number().int() })),
  /** Exclusive end of the data, now and in the backup; null without any. */
  dataTo: z.object({ now: instant.nullable(), inBackup: instant.nullable() }),
  /** Decisions of the outbox that the hub has not acknowledged and the backup does not have: a restore takes them along. */
  unsentDecisions: z.number().int(),
  /** Entries of the audit log that the backup does not have. */
  auditEntries: z.number().int(),
  /** Since the backup: members that were erased, whom a restore erases again, and runs of retention, whose data come back until the next one. */
  erased: z.object({ members: z.number().int(), retentionRuns: z.number().int() }),
});
export type BackupDifference = z.infer<typeof backupDifferenceSchema>;

export const backupScheduleSchema = z.object({
  every: z.enum(['never', 'day', 'week']),
  /** Epoch milliseconds; null before the first. */
  lastAt: instant.nullable(),
  /** Of the last attempt, when it failed. */
  problem: problemSchema.nullable(),
});

/** Encrypted, verified copies of the cache. A backup has the key of the cache; three are kept of those that were asked for, three from before migrations, three from before restores. */
export const backups = defineArea({
  /** Newest first. */
  'backups.list': {
    input: z.object({}),
    output: z.array(backupSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Makes one as a task; it counts only once it was opened and examined. */
  'backups.make': {
    input: z.object({ reason: z.enum(['schedule', 'by-hand', 'update']) }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'backups.preview': {
    input: z.object({ backupId }),
    output: backupDifferenceSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Puts a backup in the place of the cache, which is kept as a backup of its own; takes unsent decisions along; notes it in the log. */
  'backups.restore': {
    input: z.object({ backupId }),
    output: z.object({ decisionsKept: z.number().int() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'main',
  },
  'backups.schedule': {
    input: z.object({}),
    output: backupScheduleSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  'backups.setSchedule': {
    input: z.object({ every: z.enum(['never', 'day', 'week']) }),
    output: backupScheduleSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
