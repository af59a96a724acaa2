import { z } from 'zod';
import { instant } from './communities.ts';
import { defineArea } from './method.ts';

/** `latest`: what is finished. `beta`: what comes next, for those who try it first. */
export const updateChannels = ['latest', 'beta'] as const;
export type UpdateChannel = (typeof updateChannels)[number];

/**
 * Why this console does not update itself. `managed`: the policy file of an administrator says so. `broken-policy`: that file cannot be
 * followed. `not-set-up`: the build knows no address or no key. `not-packaged`: it runs from its sources. `package-manager`: the system's
 * own packages are updated by the system. `by-hand`: an unpacked archive is replaced by whoever unpacked it.
 */
export const offReasons = [
  'managed',
  'broken-policy',
  'not-set-up',
  'not-packaged',
  'package-manager',
  'by-hand',
] as const;
export type OffReason = (typeof offReasons)[number];

/** What kept an update from being found, fetched or put in place; the console goes on as it is. */
export const updateProblems = [
  'offline',
  'feed-missing',
  'feed-unreadable',
  'feed-elsewhere',
  'signature-missing',
  'signature-wrong',
  'checksum',
  'downgrade',
  'disk-full',
  'interrupted',
  'no-rights',
  'backup',
  'unknown',
] as const;
export type UpdateProblem = (typeof updateProblems)[number];

const releaseSchema = z.object({
  version: z.string(),
  publishedAt: instant.nullable(),
  /** Plain text, whatever the feed had; empty without any. */
  notes: z.string(),
  /** Size of the download. */
  bytes: z.number().int(),
});
export type Release = z.infer<typeof releaseSchema>;

const updatesStateSchema = z.object({
  /** The version that runs. */
  version: z.string(),
  channel: z.enum(updateChannels),
  /** Whether the console looks for updates by itself. */
  isAutomatic: z.boolean(),
  /** `manual`: an administrator lets it look only when a person asks. */
  policy: z.discriminatedUnion('state', [
    z.object({ state: z.enum(['on', 'manual']) }),
    z.object({ state: z.literal('off'), reason: z.enum(offReasons) }),
  ]),
  /** When the feed was last read; null before the first time. */
  checkedAt: instant.nullable(),
  status: z.discriminatedUnion('state', [
    /** Nothing newer is known. */
    z.object({ state: z.enum(['idle', 'checking']) }),
    /** `isPutOff`: the person said "later" less than a week ago. */
    z.object({ state: z.literal('available'), release: releaseSchema, isPutOff: z.boolean() }),
    z.object({
      state: z.literal('downloading'),
      release: releaseSchema,
      done: z.number().int(),
      /** Milliseconds still to go at the pace so far; null while there is none. */
      remainingMs: z.number().nullable(),
    }),
    /** Downloaded and checked; put in place when the person says so, or when the console is quit. */
    z.object({ state: z.literal('ready'), release: releaseSchema }),
    /** `release`: what was to be downloaded or put in place; null when the search itself failed. `offered`: the version that a downgrade would bring. */
    z.object({
      state: z.literal('failed'),
      problem: z.enum(updateProblems),
      release: releaseSchema.nullable(),
      offered: z.string().nullable(),
    }),
  ]),
});
export type UpdatesState = z.infer<typeof updatesStateSchema>;

/** What an update waits for, because it would be in the middle of work. */
export const hindrances = ['task', 'sending', 'upkeep'] as const;
export type Hindrance = (typeof hindrances)[number];

/** Updates of the console itself. Nothing is downloaded or put in place without the person's wish. FORBIDDEN while they are switched off. */
export const updates = defineArea({
  'updates.state': {
    input: z.object({}),
    output: updatesStateSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Reads the feed; ends when that is done. What went wrong is in the state. */
  'updates.check': {
    input: z.object({}),
    output: updatesStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Begins to download what is available; how it goes on is in the state. */
  'updates.download': {
    input: z.object({}),
    output: updatesStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Stops a download; nothing of it is kept. */
  'updates.cancel': {
    input: z.object({}),
    output: updatesStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Ends the console, puts the downloaded version in place and starts it; with a hindrance nothing is done. */
  'updates.install': {
    input: z.object({}),
    output: z.object({ hindrance: z.enum(hindrances).nullable() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Shows no notice of this version for a week. */
  'updates.later': {
    input: z.object({}),
    output: updatesStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  'updates.choose': {
    input: z.object({ channel: z.enum(updateChannels).optional(), isAutomatic: z.boolean().optional() }),
    output: updatesStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
