import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { ingestPage } from '../db/ingest.ts';
import type { Tables } from '../db/tables.ts';

export interface DemoOptions {
  /** 2 to 5,000. */
  readonly members: number;
  /** Local days, the last of which holds the end. */
  readonly days: number;
  /** The same seed invents the same community. */
  readonly seed: number;
  /** Exclusive end in epoch milliseconds, at a slot's start. */
  readonly until: number;
}

/** The demo community of a hub that has none. */
export const DEMO = { members: 48, days: 14, seed: 1 } as const;

/**
 * Stores an invented community.
 * @param onDay hears after each day how many of the days are stored
 * @returns the community's id
 * @throws RangeError that names the option that cannot be
 */
export async function seedDemo(
  db: Kysely<Tables>,
  options: DemoOptions,
  onDay?: (day: number) => void,
): Promise<string> {
  const sha256 = (text: string): Uint8Array => hash('sha256', text, 'buffer');
  let communityId = '';
  // All or nothing: a hub that was stopped meanwhile begins again, not with half a community.
  await db.transaction().execute(async (tx) => {
    let day = 0;
    for (const page of simulateCommunity({ ...options, violations: true }, sha256)) {
      await ingestPage(tx, page);
      communityId = page.communityId;
      if (page.readings) onDay?.(++day);
    }
  });
  return communityId;
}
