import { z } from 'zod';
import { defineArea } from './method.ts';

/** A package of somebody else that lies inside the console, with what its licence asks to be passed on. */
export const bundledPackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** An SPDX expression. */
  licence: z.string(),
  /** The licence's own files in full, one after the other. */
  text: z.string(),
});
export type BundledPackage = z.infer<typeof bundledPackageSchema>;

/** What this console is made of. */
export const about = defineArea({
  'about.console': {
    input: z.object({}),
    output: z.object({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      node: z.string(),
      /** The system and the processor it is built for, as Node names them: `linux x64`. */
      platform: z.string(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Every package that is bundled or packed, by name. Electron and Chromium have their own files beside the program. */
  'about.licences': {
    input: z.object({}),
    output: z.object({ packages: z.array(bundledPackageSchema) }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
});
