import { z } from 'zod';
import { languages } from '../languages/languages.ts';
import { instant, moment, uid } from './communities.ts';
import { defineArea } from './method.ts';

export const documentKinds = ['statutes', 'privacy-notice', 'consent-text'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A version of a document without its text. */
export const documentVersionSchema = z.object({
  kind: z.enum(documentKinds),
  /** 1, 2, 3, ... for each kind. */
  version: z.number().int().positive(),
  title: z.string(),
  language: z.enum(languages),
  /** Start of the local day from which on it holds, until the day of a higher version has come. */
  validFrom: instant,
  createdAt: instant,
  /** Of the text in UTF-8, 64 hex digits. */
  sha256: z.string(),
  characters: z.number().int(),
  /** Whether it is the one of its kind that holds now. */
  isInForce: z.boolean(),
});
export type DocumentVersion = z.infer<typeof documentVersionSchema>;

const line = (maximum: number): z.ZodString => z.string().trim().min(1).max(maximum);

/** Who runs the community, as the record of processing names the controller (GDPR Art. 30(1)(a)). */
const organiserSchema = z.object({
  name: line(200),
  address: line(500),
  /** How the organiser is reached: e-mail, telephone or both. */
  contact: line(200),
  /** Null: there is none. */
  representative: line(300).nullable(),
  protectionOfficer: line(300).nullable(),
});
export type Organiser = z.infer<typeof organiserSchema>;

export const DOCUMENT_CHARACTERS = 100_000;

export const documents = defineArea({
  /** Every version of every document of a community, by kind and newest first. `contains`: only those whose title or text holds it. */
  'documents.list': {
    input: z.object({ communityId: uid, contains: z.string().max(100).optional() }),
    output: z.array(documentVersionSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** INPUT_INVALID when there is no such version. */
  'documents.get': {
    input: z.object({ communityId: uid, kind: z.enum(documentKinds), version: z.number().int().positive() }),
    output: documentVersionSchema.extend({ text: z.string() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Adds a version; those before it stay. INPUT_INVALID when the text is that of the version before it. */
  'documents.save': {
    input: z.object({
      communityId: uid,
      kind: z.enum(documentKinds),
      title: line(200),
      language: z.enum(languages),
      text: z
        .string()
        .max(DOCUMENT_CHARACTERS)
        .refine((text) => text.trim() !== ''),
      /** Any moment of the local day. */
      validFrom: moment,
    }),
    output: z.object({ version: z.number().int() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** Null until somebody has entered it. */
  'documents.organiser': {
    input: z.object({ communityId: uid }),
    output: organiserSchema.extend({ changedAt: instant }).nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  'documents.setOrganiser': {
    input: z.object({ communityId: uid, organiser: organiserSchema }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
});
