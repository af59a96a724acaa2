import { Failure } from '#shared/contract/errors.ts';
import type { WriteDb } from '../cache/connection.ts';
import { rawFromOf } from '../cache/raw-window.ts';
import { readConnection } from './connection.ts';
import { startGeneration } from './generation.ts';
import { chooseMonths, wantedFrom } from './raw-choice.ts';

/**
 * Chooses how many months of single records are kept of a community (wire id) of the hub; it may still be on its way. What is missing then
 * comes with a new generation beside the copy (PROTOCOL.md W6); what is too much goes with the next exchange.
 * @param months null for all
 * @throws Failure INPUT_INVALID for a community that the hub does not keep
 */
export function keepMonths(db: WriteDb, communityUid: string, months: number | null, now: number): void {
  db.transaction(() => {
    const known = db.get<{ id: number; isOfHub: number }>(
      `SELECT id, EXISTS (SELECT 1 FROM sync_state WHERE community_id = community.id) AS isOfHub FROM community WHERE uid = ?`,
      [communityUid],
    );
    if (readConnection(db) === null || known?.isOfHub === 0) {
      throw new Failure('INPUT_INVALID', "This community is this desk's own: all of its records are here alone.", {
        remedy: 'Choose a community of the hub. Nothing was changed.',
      });
    }
    chooseMonths(db, communityUid, months);
    if (known && wantedFrom(db, known.id, communityUid, now) < rawFromOf(db, known.id)) startGeneration(db, known.id);
  });
}
