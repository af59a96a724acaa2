import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';
import { plainNotes } from '#shared/updates/plain-notes.ts';

const GIB = 1024 ** 3;

/** A name in the manifest's own folder: no address, no path, nothing that a file system or an address would read otherwise. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/);

const manifestSchema = z.object({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,64})?$/),
  files: z
    .array(
      z.object({
        url: fileName,
        /** Base64 of 64 bytes. */
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.number().int().positive().max(GIB),
        isAdminRightsRequired: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(20),
  releaseDate: z.iso.datetime().nullable().catch(null),
  /** One text, or one for each version since. */
  releaseNotes: z
    .union([z.string(), z.array(z.object({ version: z.string(), note: z.string().nullable() }))])
    .nullable()
    .catch(null)
    .transform((notes) => plainNotes(Array.isArray(notes) ? notes.map(wordsOf).join('\n\n') : (notes ?? ''))),
  /** Which part of the consoles is offered it, in percent; everybody without it. */
  stagingPercentage: z.number().min(0).max(100).optional(),
  minimumSystemVersion: z.string().max(64).optional(),
});

/** What a release manifest (`latest-linux.yml` and the like) says, of which everything else is dropped. */
export type Manifest = z.output<typeof manifestSchema>;

/** @throws what is wrong with it; the caller tells that the feed cannot be read */
export function parseManifest(text: string, name: string, address: URL): Manifest {
  return manifestSchema.parse(parseUpdateInfo(text, name, address));
}

function wordsOf({ version, note }: { readonly version: string; readonly note: string | null }): string {
  return `${version}\n${note ?? ''}`;
}
