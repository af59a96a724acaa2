import { z } from 'zod';
import { consentDecisions, consentPurposes } from '../privacy/consents.ts';
import { instant, moment, uid } from './communities.ts';
import { documentVersionSchema } from './documents.ts';
import { defineArea } from './method.ts';

const decision = z.enum(consentDecisions);

const consentSchema = z.object({
  decision,
  /** The version of the consent text that it was given to; null for a withdrawal. */
  documentVersion: z.number().int().positive().nullable(),
  /** Start of the local day of the decision. */
  at: instant,
});

const byPurpose = <T extends z.ZodType>(schema: T) =>
  z.object(
    Object.fromEntries(consentPurposes.map((purpose) => [purpose, schema])) as Record<
      (typeof consentPurposes)[number],
      T
    >,
  );

const memberConsentsSchema = z.object({
  memberId: uid,
  anonymizedId: z.string(),
  isActive: z.boolean(),
  /** The last word on each purpose; null while none is recorded. */
  last: byPurpose(consentSchema.nullable()),
});
export type MemberConsents = z.infer<typeof memberConsentsSchema>;

export const consents = defineArea({
  /** The last word of each member on each purpose. */
  'consents.list': {
    input: z.object({ communityId: uid }),
    output: z.object({
      /** How many of the active members have decided how. */
      counts: byPurpose(z.object({ given: z.number().int(), withdrawn: z.number().int(), none: z.number().int() })),
      /** By pseudonym. */
      members: z.array(memberConsentsSchema),
      /** The versions of the consent text, newest first. */
      texts: z.array(documentVersionSchema),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Every recorded decision of a member, the latest first. */
  'consents.history': {
    input: z.object({ memberId: uid }),
    output: z.array(
      consentSchema.extend({
        /** In the order in which they were recorded: 1, 2, 3, ... */
        number: z.number().int().positive(),
        purpose: z.enum(consentPurposes),
        recordedAt: instant,
      }),
    ),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Records what a member has decided. The decision of the latest local day holds; among those of a day, the one that was recorded last.
   * INPUT_INVALID for a day that is still to come, and for a consent to a text that did not hold on that day.
   */
  'consents.record': {
    input: z.object({
      memberId: uid,
      purpose: z.enum(consentPurposes),
      decision,
      /** Null for a withdrawal. */
      documentVersion: z.number().int().positive().nullable(),
      /** Any moment of the local day of the decision. */
      at: moment,
    }),
    output: z.object({
      number: z.number().int(),
      /** False when a decision of a later day holds. */
      isLastWord: z.boolean(),
    }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
});
