/**
 * What a hub tells of times whose single records a console does not keep (PROTOCOL.md, W): the sums of `domain/rollups`, in the order of
 * their names there. They are whole Wh, millionths of the currency unit and counts, as a console keeps them: sums that no decimal of a record
 * could hold.
 */
import { z } from 'zod';
import { communitySums, memberSums } from '../domain/rollups.ts';
import { instant, uid } from './fields.ts';

/** Days of one page, at most. */
export const MAX_PAGE_DAYS = 31;

/** A local day of the community; without slots and members when it has no records any more. */
const rollupDayFields = z.object({
  day: z.iso.date(),
  slots: z.array(
    z.object({
      slot: instant,
      sums: z.array(z.int()).length(communitySums.length),
      /** When the first and the last trade of the slot were executed. */
      first_trade_at: instant.nullable(),
      last_trade_at: instant.nullable(),
    }),
  ),
  /** Members with a reading, a trade, or an offer that begins on the day. */
  members: z.array(z.object({ member_id: uid, sums: z.array(z.int()).length(memberSums.length) })),
});
export type RollupDay = z.output<typeof rollupDayFields>;

export const rollupPageFields = z.object({
  community_id: uid,
  /** Everything up to this position of the feed is in the sums. */
  position: z.int().min(0),
  /** In the order of time. */
  days: z.array(rollupDayFields).max(MAX_PAGE_DAYS),
  /** The `after` of the page that follows; null at the end. */
  next: z.iso.date().nullable(),
});
export type RollupPage = z.output<typeof rollupPageFields>;
