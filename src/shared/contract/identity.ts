import { z } from 'zod';
import { instant, uid } from './communities.ts';
import { defineArea } from './method.ts';

export const REVEAL_REASON = { min: 10, max: 300 } as const;
/** How long a revealed user id may stay on the screen. */
export const REVEAL_MS = 15 * 60_000;

export const identity = defineArea({
  /**
   * The user id behind a pseudonym: the only answer of the bridge that holds one (DOMAIN.md section 8). Each time is an entry of the audit
   * log, written before anything is read. INPUT_INVALID when none is kept of this member.
   */
  'identity.reveal': {
    input: z.object({ memberId: uid, reason: z.string().trim().min(REVEAL_REASON.min).max(REVEAL_REASON.max) }),
    output: z.object({
      userId: z.string(),
      /** When the page has to forget it. */
      until: instant,
    }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
});
