import type { ClockClass } from '#shared/privacy/retention.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

/** Everything older (epoch ms) of a class has been cleared from a community (wire id); null before the first run. */
export function clearedBefore(db: ReadDb, communityUid: string, clockClass: ClockClass): number | null {
  const [before] = db.pluck<number>('SELECT before FROM retention_cleared WHERE community_uid = ? AND class = ?', [
    communityUid,
    clockClass,
  ]);
  return before ?? null;
}

/** Notes that everything older is cleared, in the transaction that clears it; what was noted before stays when it is later. */
export function noteCleared(db: WriteDb, communityUid: string, clockClass: ClockClass, before: number): void {
  db.run(
    `INSERT INTO retention_cleared (community_uid, class, before) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET before = MAX(before, excluded.before)`,
    [communityUid, clockClass, before],
  );
}

/** Rows of a source that are older than these are not taken in again, epoch ms. */
export interface Uptake {
  readonly meter: number;
  readonly offer: number;
  readonly trade: number;
}

/**
 * What a source may not bring back into a community (wire id, also that of a new generation). While a legal hold stands everything is taken
 * in: what is held must not be lost by fetching anew, and the next run clears what is not.
 */
export function uptakeOf(db: ReadDb, communityUid: string): Uptake {
  const uid = communityUid.replace(/^~+/, '');
  const isHeld = db.get('SELECT 1 FROM legal_hold WHERE community_uid = ? AND lifted_at IS NULL', [uid]) !== undefined;
  const from = (clockClass: ClockClass): number =>
    isHeld ? -Infinity : (clearedBefore(db, uid, clockClass) ?? -Infinity);
  return { meter: from('meter'), offer: from('offer'), trade: from('trade') };
}

/** Offers of which nothing can be told any more, because they were deleted: those of windows before `before`, and of erased members. */
export interface GoneOffers {
  readonly before: number;
  /** Row ids. */
  readonly members: ReadonlySet<number>;
}

export function goneOffers(db: ReadDb, community: { readonly id: number; readonly uid: string }): GoneOffers {
  const members = db.pluck<number>('SELECT id FROM member WHERE community_id = ? AND erased_at IS NOT NULL', [
    community.id,
  ]);
  return { before: clearedBefore(db, community.uid, 'offer') ?? -Infinity, members: new Set(members) };
}
