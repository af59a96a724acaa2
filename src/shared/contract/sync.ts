import { z } from 'zod';
import { windowMonths } from '../domain/raw-window.ts';
import { instant, uid } from './communities.ts';
import { problemSchema } from './errors.ts';
import { defineArea, roles } from './method.ts';

/**
 * - off: no hub; this desk works on its own.
 * - syncing: asking, fetching or sending at this moment.
 * - up-to-date: every community was complete at its last pull, nothing waits, the connection is good (PROTOCOL.md S1).
 * - waiting: the last attempt failed (`problem`); the next one is at `retryAt`.
 * - paused: the person stopped it; it goes on when asked to.
 * - sign-in-needed: the hub wants the password again.
 * - too-old: the hub no longer speaks this console's protocol.
 * - blocked: a person has to decide (`problem`, or a community's).
 * - outbox: all data are complete, but decisions wait or need a person.
 */
export const syncStates = [
  'off',
  'syncing',
  'up-to-date',
  'outbox',
  'waiting',
  'paused',
  'sign-in-needed',
  'too-old',
  'blocked',
] as const;
export type SyncState = (typeof syncStates)[number];

export const syncStatusSchema = z.object({
  state: z.enum(syncStates),
  connection: z
    .object({
      address: z.string(),
      email: z.string(),
      name: z.string(),
      role: z.enum(roles),
      connectedAt: instant,
    })
    .nullable(),
  /** How changes at the hub are heard of: at once, every half minute, or not at all. */
  live: z.enum(['stream', 'polling', 'none']),
  /** Why not at once (REALTIME_LOST) although the hub answers; null also while that is not known yet. */
  liveProblem: problemSchema.nullable(),
  communities: z.array(
    z.object({
      communityId: uid,
      name: z.string(),
      /** The copy told everything that the hub knew at this time; null while the first fetch has not come to its end. */
      completeAt: instant.nullable(),
      /** Of a fetch that takes longer. */
      progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
      /** Why this community stands still although others go on. */
      problem: problemSchema.nullable(),
      /** How many months of single records are to be kept here; null for all. */
      keepMonths: z.number().int().nullable(),
      /** Since when single records are here: of the time before there are totals. Null where all are. */
      rawFrom: instant.nullable(),
      /** A legal hold keeps all of them here, whatever was chosen. */
      isHeld: z.boolean(),
    }),
  ),
  /** Why nothing goes on, or went wrong last. */
  problem: problemSchema.nullable(),
  retryAt: instant.nullable(),
  outbox: z.object({
    /** Not carried out yet, as far as this desk knows. */
    waiting: z.number().int(),
    /** Refused or in conflict: a person has to look. */
    needsPerson: z.number().int(),
    /** The decision whose sending fails again and again, or that was refused first. */
    failing: z
      .object({
        id: z.string(),
        anonymizedId: z.string().nullable(),
        attempts: z.number().int(),
        problem: problemSchema,
      })
      .nullable(),
  }),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** Months of single records to keep, besides the current one; null for all. */
const keepMonths = z.union(windowMonths.map((months) => z.literal(months))).nullable();

const password = z.string().min(1).max(1024);

export const sync = defineArea({
  'sync.status': {
    input: z.object({}),
    output: syncStatusSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Signs in at a hub and begins to fetch its communities. `https:` addresses, and `http:` on this machine only. Fails with
   * INPUT_INVALID (address), HUB_UNREACHABLE, HUB_REFUSED (wrong e-mail or password), RATE_LIMITED, CLIENT_TOO_OLD; FORBIDDEN while
   * another hub is connected. Nothing is kept of a sign-in that fails.
   */
  'sync.connect': {
    input: z.object({
      address: z.string().min(1).max(2048),
      email: z.string().min(3).max(320),
      password,
      /** Of the communities for which nothing else is chosen. */
      keepMonths: keepMonths.default(null),
    }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** Signs in again as the same person, when the hub asks for it. Fails as `sync.connect`. */
  'sync.signIn': {
    input: z.object({ password }),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Asks and sends at once instead of when it would be time; also goes on after a pause. */
  'sync.now': {
    input: z.object({}),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Fetches a community anew from the beginning, beside the copy in view. With `acceptFewer` a new generation that was held back because
   * it is suspiciously small replaces the old one.
   */
  'sync.resync': {
    input: z.object({ communityId: uid, acceptFewer: z.boolean() }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /**
   * Chooses how many months of single records (readings, orders, clearings, trades) this desk keeps of a community; of the time before it has
   * the hub's totals. Fewer months: the older records go with the next exchange, but for those that an open case, the outbox or a printed
   * report needs. More: the community is fetched anew beside the copy in view.
   */
  'sync.keepMonths': {
    input: z.object({ communityId: uid, months: keepMonths }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /**
   * Ends the connection: the copies stay, nothing is fetched or sent any more. VERSION_CONFLICT while decisions wait. Whoever is signed in
   * may sign out: the role is the hub's, and a viewer could not leave it otherwise.
   */
  'sync.disconnect': {
    input: z.object({}),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
