import { z } from 'zod';
import { erasureGrounds } from '../privacy/erasure.ts';
import { exportDatasets, MAX_RISK_COLUMNS } from '../privacy/quasi-identifiers.ts';
import { clockClasses } from '../privacy/retention.ts';
import { auditKinds } from './audit-records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { measures } from './insight-records.ts';
import { defineArea } from './method.ts';
import {
  clockSchema,
  erasurePreviewSchema,
  erasureRecordSchema,
  exportRiskSchema,
  HOLD_REASON,
  legalHoldSchema,
  retentionPlanSchema,
} from './privacy-records.ts';
import { languages } from '../languages/languages.ts';

const count = z.number().int().nonnegative();

/** Shortest password of an access pack. */
export const PACK_PASSWORD = 12;
export const PACK_REASON = { min: 10, max: 300 } as const;

export const privacy = defineArea({
  /** The clocks of a community, what is held, and what was erased so far, newest first. */
  'privacy.retention': {
    input: z.object({ communityId: uid }),
    output: z.object({
      clocks: z.array(clockSchema),
      holds: z.array(legalHoldSchema),
      records: z.array(erasureRecordSchema),
      isKeptByHub: z.boolean(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Clocks that are not named stay. INPUT_INVALID for a length out of bounds, and when trades would go before the readings and orders that prove them. */
  'privacy.setClocks': {
    input: z.object({ communityId: uid, clocks: z.partialRecord(z.enum(clockClasses), z.number().int()) }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  'privacy.setHold': {
    input: z.object({
      communityId: uid,
      memberId: uid.nullable(),
      class: z.enum(clockClasses).nullable(),
      reason: z.string().trim().min(HOLD_REASON.min).max(HOLD_REASON.max),
    }),
    output: z.object({ holdId: z.string() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** INPUT_INVALID when there is no such hold, or it is lifted. */
  'privacy.liftHold': {
    input: z.object({ holdId: z.string() }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** What a run of the clocks would do now. Nothing is written. */
  'privacy.dryRun': {
    input: z.object({ communityId: uid }),
    output: retentionPlanSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Does what a dry run said, as a task. INPUT_INVALID when its counts do not hold any more. */
  'privacy.runRetention': {
    input: z.object({ communityId: uid, planId: z.string() }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** What erasing a member would do (GDPR Art. 17). */
  'privacy.erasurePreview': {
    input: z.object({ memberId: uid }),
    output: erasurePreviewSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Erases a member, as a task; it cannot be undone. FORBIDDEN for a community that the hub keeps; INPUT_INVALID when the preview refuses. */
  'privacy.eraseMember': {
    input: z.object({ memberId: uid, ground: z.enum(erasureGrounds) }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** Writes all that is kept about a member to a chosen file (`files.chooseTarget` with `zip`), encrypted, as a task (GDPR Art. 15). */
  'privacy.accessPack': {
    input: z.object({
      memberId: uid,
      fileId: z.string(),
      password: z.string().min(PACK_PASSWORD).max(200),
      language: z.enum(languages),
      reason: z.string().trim().min(PACK_REASON.min).max(PACK_REASON.max),
    }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** How small the groups are that the console shows, and what left it. */
  'privacy.meter': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: z.object({
      k: count,
      /** Fewest members behind anything that is shown; null while nothing is. */
      smallestGroup: z
        .object({ members: count, where: z.enum(['map', 'figures']), day: z.number().int().nullable() })
        .nullable(),
      map: z.object({
        /** Cells in which members live. */
        cells: count,
        /** What they are shown as, so that each holds k members. */
        shown: count,
        suppressed: count,
        membersNotShown: count,
      }),
      /** Days on which a figure is not shown as a whole, by measure. */
      days: count,
      withheld: z.array(z.object({ measure: z.enum(measures), days: count, wholeOnly: count })),
      /** Members whose rows are held back because they have no pseudonym (ANONYMISATION_FAILED). */
      withoutPseudonym: count,
      /** What left the console in the period, or showed a name. */
      disclosures: z.array(
        z.object({ kind: z.enum(auditKinds), count, latestAt: instant, latestEntry: z.number().int().positive() }),
      ),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** How well a reader who knows a member could find it in an export of these columns. */
  'privacy.exportRisk': {
    input: z.object({
      communityId: uid,
      range: rangeSchema,
      dataset: z.enum(exportDatasets),
      columns: z.array(z.string().max(64)).max(MAX_RISK_COLUMNS),
    }),
    output: exportRiskSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
