import { z } from 'zod';
import { updateChannels } from '#shared/contract/updates.ts';

/** What this desk keeps about updates, in `updates.json` of the profile. */
export const updateMemorySchema = z.object({
  channel: z.enum(updateChannels),
  isAutomatic: z.boolean(),
  /** Epoch milliseconds of the last time that the feed could be read. */
  checkedAt: z.number().int().nullable(),
  /** The version that the person does not want to hear of until then. */
  putOff: z.object({ version: z.string(), until: z.number().int() }).nullable(),
});
export type UpdateMemory = z.infer<typeof updateMemorySchema>;

export const usualUpdates: UpdateMemory = {
  channel: 'latest',
  isAutomatic: true,
  checkedAt: null,
  putOff: null,
};
