import { z } from 'zod';
import { defineArea } from './method.ts';

/** A file that the person chose in main's dialog. The page knows it by this id only; the path stays in main and the engine. */
export const chosenFileSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type ChosenFile = z.infer<typeof chosenFileSchema>;

const MAX_EXPORT_CHARACTERS = 40_000_000;

export const files = defineArea({
  /** Opens the system's dialog. null when the person closed it. */
  'files.choose': {
    input: z.object({ purpose: z.enum(['import', 'boundary', 'grid-factors', 'report']) }),
    output: chosenFileSchema.nullable(),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Opens the system's dialog for where to write an export. null when the person closed it. */
  'files.chooseTarget': {
    input: z.object({ suggestedName: z.string().min(1).max(120), type: z.enum(['csv', 'xlsx', 'zip']) }),
    output: z.object({ fileId: z.string(), name: z.string() }).nullable(),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Saves a chart or table that the page made, after the system's save dialog. `saved` is false when the person closed it. */
  'files.save': {
    input: z.object({
      suggestedName: z.string().min(1).max(120),
      type: z.enum(['csv', 'json', 'png', 'txt']),
      /** Base64 for png, otherwise the text. */
      content: z.string().max(MAX_EXPORT_CHARACTERS),
    }),
    output: z.object({ saved: z.boolean() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
