import { z } from 'zod';
import { languages } from '../languages/languages.ts';
import { instant, moment, rangeSchema, uid } from './communities.ts';
import { problemSchema } from './errors.ts';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** What is to be reported. The order and the cached data give the report's figures; nothing else does. */
export const reportOrderSchema = z.discriminatedUnion('kind', [
  /** A local month of the community, `2026-10`. */
  z.object({ kind: z.literal('community-month'), communityId: uid, month }),
  z.object({ kind: z.literal('member-statement'), communityId: uid, memberId: uid, range: rangeSchema }),
  z.object({ kind: z.literal('rule-audit'), communityId: uid, range: rangeSchema }),
  z.object({ kind: z.literal('reconciliation'), communityId: uid, range: rangeSchema }),
  z.object({ kind: z.literal('clearing-certificate'), communityId: uid, slot: moment, clearingId: uid }),
  /** GDPR Art. 30. */
  z.object({ kind: z.literal('processing-record'), communityId: uid }),
  /** A local calendar year, for the members' meeting. */
  z.object({ kind: z.literal('assembly-pack'), communityId: uid, year: z.number().int().min(2000).max(2200) }),
  /** Every trade of a period. */
  z.object({ kind: z.literal('ledger'), communityId: uid, range: rangeSchema }),
]);
export type ReportOrder = z.infer<typeof reportOrderSchema>;
export type ReportKind = ReportOrder['kind'];
export const reportKinds = [
  'community-month',
  'assembly-pack',
  'member-statement',
  'reconciliation',
  'rule-audit',
  'clearing-certificate',
  'ledger',
  'processing-record',
] as const satisfies readonly ReportKind[];

/** e.g. `CW-7K2M-9QX4-T5BN`: Crockford base 32, typed from paper. */
export const reportIdSchema = z.string().regex(/^CW(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);

/** A report that was made at this desk. Rows are kept; the printed pages can be checked against them years later. */
export const madeReportSchema = z.object({
  id: reportIdSchema,
  order: reportOrderSchema,
  language: z.enum(languages),
  madeAt: instant,
  /** End of the data that it is made from. */
  dataTo: instant.nullable(),
  /** SHA-256 over the canonical JSON of its figures, 64 hex digits; pages print the first 32 in groups of four. */
  fingerprint: z.string(),
  /** In the report's language. */
  title: z.string(),
  /** Whether its pages can be shown now; otherwise it is made again from its order. */
  isAtHand: z.boolean(),
});
export type MadeReport = z.infer<typeof madeReportSchema>;

/** What checking a printed report says. */
export const reportCheckSchema = z.object({
  reportId: z.string(),
  verdict: z.enum([
    /** The cached data give exactly these figures. */
    'same',
    /** The fingerprint is the report's, but the data now give other figures: `sections` names where. */
    'data-changed',
    /** The report is known, and its fingerprint is another one: mistyped, or not what was printed here. */
    'fingerprint-differs',
    /** No report of this id was made at this desk. */
    'unknown',
    /** The data that it is about are not in the cache any more (community removed, retention). */
    'data-gone',
  ]),
  report: madeReportSchema.nullable(),
  /** Sections whose figures differ, by their titles in the report's language. */
  sections: z.array(z.string()),
  /** Of a file: byte for byte as it was saved here, or not; null when paper was checked. */
  file: z.enum(['as-saved', 'not-as-saved', 'no-report']).nullable(),
});
export type ReportCheck = z.infer<typeof reportCheckSchema>;

/** The monthly report by itself: on the first of each month, into a folder, while the console runs; missed ones at the next start. */
export const reportScheduleSchema = z.object({
  isOn: z.boolean(),
  communityId: uid.nullable(),
  language: z.enum(languages),
  /** Name of the chosen folder; its path stays in main. */
  folder: z.string().nullable(),
  /** The last month that was written, `2026-10`. */
  lastMonth: z.string().nullable(),
  /** Why the last attempt failed; null when it did not. */
  problem: problemSchema.nullable(),
});
export type ReportSchedule = z.infer<typeof reportScheduleSchema>;
