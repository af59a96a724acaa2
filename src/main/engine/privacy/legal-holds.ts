import { ulid } from 'ulid';
import type { LegalHold } from '#shared/contract/privacy-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ClockClass } from '#shared/privacy/retention.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

interface HoldRow {
  readonly id: string;
  readonly member_uid: string | null;
  readonly class: ClockClass | null;
  readonly reason: string;
  readonly set_at: number;
  readonly lifted_at: number | null;
  readonly member_id: number | null;
  readonly anonymized_id: string | null;
}

const HOLDS = `
  SELECT legal_hold.id, member_uid, class, reason, set_at, lifted_at, member_view.id AS member_id, anonymized_id
  FROM legal_hold LEFT JOIN member_view ON member_view.uid = member_uid
  WHERE legal_hold.community_uid = ?`;

/** Every hold of a community (wire id), those in force first, the newest first. */
export function holdsOf(db: ReadDb, communityUid: string): LegalHold[] {
  return db
    .all<HoldRow>(`${HOLDS} ORDER BY lifted_at IS NOT NULL, set_at DESC, legal_hold.id`, [communityUid])
    .map((row) => ({
      id: row.id,
      memberId: row.member_uid,
      anonymizedId: row.anonymized_id,
      class: row.class,
      reason: row.reason,
      setAt: row.set_at,
      liftedAt: row.lifted_at,
    }));
}

export interface NewHold {
  readonly memberId: string | null;
  readonly class: ClockClass | null;
  readonly reason: string;
}

/** Sets a hold on a community (wire id); returns its id. */
export function setHold(db: WriteDb, communityUid: string, hold: NewHold, now: number): string {
  const id = ulid();
  db.run(
    'INSERT INTO legal_hold (id, community_uid, member_uid, class, reason, set_at, lifted_at) VALUES (?, ?, ?, ?, ?, ?, NULL)',
    [id, communityUid, hold.memberId, hold.class, hold.reason, now],
  );
  return id;
}

/** @throws Failure INPUT_INVALID when there is no such hold in force */
export function liftHold(db: WriteDb, holdId: string, now: number): void {
  const lifted = db.run('UPDATE legal_hold SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL', [now, holdId]);
  if (lifted > 0) return;
  throw new Failure('INPUT_INVALID', 'This hold is not in force any more. Nothing was changed.', {
    remedy: 'Look at the list of holds again.',
  });
}

/** What holds keep of a class. */
export interface Held {
  /** All of the community. */
  readonly all: boolean;
  /** Row ids of members whose rows stay. */
  readonly members: readonly number[];
  /** The holds. */
  readonly ids: readonly string[];
}

/**
 * What the holds in force keep of a class. The books prove themselves on the readings and orders of their days: a hold on those
 * keeps the trades too.
 */
export function heldOf(db: ReadDb, community: CommunityRow, clockClass: ClockClass): Held {
  const meant: readonly (ClockClass | null)[] =
    clockClass === 'trade' ? [null, 'trade', 'meter', 'offer'] : [null, clockClass];
  const rows = db
    .all<HoldRow>(`${HOLDS} AND lifted_at IS NULL ORDER BY legal_hold.id`, [community.uid])
    .filter((row) => meant.includes(row.class));
  return {
    all: rows.some(({ member_uid }) => member_uid === null),
    members: [...new Set(rows.flatMap(({ member_id }) => (member_id === null ? [] : [member_id])))],
    ids: rows.map(({ id }) => id),
  };
}

/** Whether a hold in force keeps anything of a member (wire id). */
export function isMemberHeld(db: ReadDb, communityUid: string, memberUid: string): boolean {
  const hold = db.get(
    `SELECT 1 FROM legal_hold
     WHERE community_uid = ? AND lifted_at IS NULL AND (member_uid IS NULL OR member_uid = ?)`,
    [communityUid, memberUid],
  );
  return hold !== undefined;
}
