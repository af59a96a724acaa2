import { z } from 'zod';
import { backupId, backupSchema } from './backups.ts';
import { defineArea } from './method.ts';
import { sessionStateSchema } from './session.ts';

/** What is wrong with a cache that its key does not open, or that does not give its data. */
export const troubles = [
  /** Pages changed or missing; truncated. */
  'damaged',
  'empty',
  /** Not encrypted, or no database at all. */
  'not-ours',
  /** The file is gone but its log of last changes is there. */
  'file-missing',
  'future',
  'in-use',
  'read-only',
  'disk-full',
  'wrong-key',
  'unknown',
] as const;

const recoveryReportSchema = z.object({
  trouble: z.enum(troubles),
  bytes: z.number().int(),
  /** Decisions of the outbox that the hub has not acknowledged: those that can be read, and whether there may be more. */
  decisions: z.object({ readable: z.number().int(), mayBeMore: z.boolean() }),
  /** Whether the hub that the cache was fetched from is known: then the data can be fetched again. */
  hasHub: z.boolean(),
  /** Newest first, those that open with this key and are whole. */
  backups: z.array(backupSchema),
});
export type RecoveryReport = z.infer<typeof recoveryReportSchema>;

const afterwards = z.object({ session: sessionStateSchema, decisionsKept: z.number().int() });

/** The ladder from a cache in trouble back to a working console. Nothing is deleted: what is replaced is put aside, beside the cache. */
export const recovery = defineArea({
  /** FORBIDDEN unless the session is in trouble. Changes nothing. */
  'recovery.inspect': {
    input: z.object({}),
    output: recoveryReportSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Tries to open the cache again: after space was freed, another program closed, rights given back. */
  'recovery.retry': {
    input: z.object({}),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Puts the cache aside and the backup in its place; the decisions that could be read are put into its outbox. */
  'recovery.restore': {
    input: z.object({ backupId }),
    output: afterwards,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Puts the cache aside and begins an empty one, with the hub's address and the decisions that could be read. */
  'recovery.startAnew': {
    input: z.object({}),
    output: afterwards,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** A cache that is open but in trouble: closes it and goes to the recovery screen. */
  'recovery.begin': {
    input: z.object({}),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Opens the folder of the data in the system's file manager; its path is not told to the page. */
  'recovery.showFolder': {
    input: z.object({}),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
