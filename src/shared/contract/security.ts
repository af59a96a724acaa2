import { z } from 'zod';
import { defineArea } from './method.ts';
import { MIN_PASSPHRASE_LENGTH, sessionStateSchema } from './session.ts';

const known = z.string().min(1).max(1024);
const chosen = z.string().min(MIN_PASSPHRASE_LENGTH).max(1024);

/** How the data key of this desk is protected. A desk belongs to whoever unlocked it: no role is needed. Not for the demo, which has no key to keep. */
export const security = defineArea({
  /**
   * Sets, changes or removes the passphrase; only the wrap of the data key changes. `current` is needed where there is one. Removing needs a
   * keychain wrap. KEY_UNAVAILABLE when `current` is wrong (attempts wait longer and longer), INPUT_INVALID when nothing would protect the key.
   */
  'security.setPassphrase': {
    input: z.object({ current: known.nullable(), next: chosen.nullable() }),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Adds the wrap by the system's keychain as it is now, or takes it away; also how a key moves to another keychain. */
  'security.setKeychain': {
    input: z.object({ isOn: z.boolean() }),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /**
   * Encrypts cache and backups with a new data key, each on a copy that is verified before it takes the place of the old file. `passphrase`
   * is the current one where there is one. Whatever happens meanwhile, one of the two keys opens every file.
   */
  'security.rekey': {
    input: z.object({ passphrase: known.nullable() }),
    output: sessionStateSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
