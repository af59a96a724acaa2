import { z } from 'zod';
import { problemSchema } from './errors.ts';
import { defineArea } from './method.ts';

export const MIN_PASSPHRASE_LENGTH = 10;

export const sessionStateSchema = z.object({
  /**
   * `first-run`: no cache yet. `demo`: a throwaway community whose key lives in memory only. `trouble`: the key is there, but the cache does
   * not open, or no longer gives its data.
   */
  state: z.enum(['first-run', 'locked', 'unlocked', 'demo', 'trouble']),
  /** Why the cache does not open, in `trouble`. */
  problem: problemSchema.nullable(),
  /** Work on the closed cache that the window waits for. */
  upkeep: z.enum(['rekey', 'restore']).nullable(),
  /** How much of it is done; absent while that cannot be told. */
  upkeepShare: z.number().min(0).max(1).optional(),
  protection: z.object({ passphrase: z.boolean(), keychain: z.boolean() }),
  keychain: z.object({
    available: z.boolean(),
    /** e.g. `gnome_libsecret`, `dpapi`, `keychain`, `basic_text`. */
    backend: z.string(),
  }),
  engine: z.enum(['stopped', 'starting', 'ready', 'restarting', 'failed']),
  appVersion: z.string(),
  platform: z.string(),
});
export type SessionState = z.infer<typeof sessionStateSchema>;

const passphrase = z.string().min(1).max(1024);

export const session = defineArea({
  'session.state': {
    input: z.object({}),
    output: sessionStateSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** First run: makes the data key, wraps it as chosen, opens an empty cache. At least one of the two is needed. */
  'session.setUp': {
    input: z.object({
      passphrase: z.string().min(MIN_PASSPHRASE_LENGTH).max(1024).optional(),
      keychain: z.boolean(),
    }),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** KEY_UNAVAILABLE when the passphrase is wrong or the keychain gave nothing. */
  'session.unlock': {
    input: z.discriminatedUnion('with', [
      z.object({ with: z.literal('passphrase'), passphrase }),
      z.object({ with: z.literal('keychain') }),
    ]),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Opens the demo community in a throwaway cache; nothing of it is kept. */
  'session.openDemo': {
    input: z.object({}),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Drains, closes the cache, stops the engine, forgets the key and reloads the page. */
  'session.lock': {
    input: z.object({}),
    output: z.object({}),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
