import { z } from 'zod';
import { deepLinkSchema } from '../desk/deep-link.ts';
import { pageCommands } from '../desk/page-commands.ts';
import { chosenFileSchema } from './files.ts';
import { defineArea } from './method.ts';

/** Something that was asked of the page from outside: a followed link, an opened file, an item of the menu, a clicked notification. */
const errandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), link: deepLinkSchema }),
  /** Something of the form `commonwatt:…` that is none of the links. */
  z.object({ kind: z.literal('bad-link') }),
  /** To be looked at as one chosen in the import dialog. Nothing is imported by itself. */
  z.object({ kind: z.literal('file'), file: chosenFileSchema }),
  /** A file that cannot be read. */
  z.object({ kind: z.literal('bad-file'), name: z.string() }),
  z.object({ kind: z.literal('command'), command: z.enum(pageCommands) }),
]);
export type Errand = z.infer<typeof errandSchema>;

export const errands = defineArea({
  /** Hands over what waits for the page, oldest first, once. Nothing while the console is locked: it waits, at most ten minutes. */
  'errands.take': {
    input: z.object({}),
    output: z.array(errandSchema),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
