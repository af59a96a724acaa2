import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { applyPage, type ApplyResult } from './apply.ts';
import { applyDeletions } from './apply-deletions.ts';
import type { DecodedPage } from './decode-page.ts';
import { hidden } from './generation.ts';
import { keepAside } from './kept-aside.ts';
import { readRawWindow, writeRawWindow } from '../cache/raw-window.ts';
import { HIDDEN, readGeneration, readSyncState, writeSyncState } from './sync-state.ts';

/** The copy of a community that pages are written to. */
export interface Copy {
  /** Row id of the community in view; null while the cache does not have it. */
  readonly seenId: number | null;
  /** Row id of the community that pages are written to; null while the cache does not have it. */
  readonly copyId: number | null;
  /** Whether it is a new generation beside the one in view. */
  readonly isGeneration: boolean;
  /** Before its wire ids. */
  readonly prefix: string;
  readonly cursor: string | null;
  readonly position: number;
}

/**
 * Where the next page of a community (wire id) belongs: its new generation when there is one.
 * @throws Failure INPUT_INVALID when this desk has a community of that id which did not come from the hub
 */
export function findCopy(db: ReadDb, communityId: string): Copy {
  const seen = db.get<{ id: number }>('SELECT id FROM community WHERE uid = ?', [communityId]);
  if (!seen) return { seenId: null, copyId: null, isGeneration: false, prefix: '', cursor: null, position: 0 };
  const state = readSyncState(db, seen.id);
  if (!state) {
    throw new Failure(
      'INPUT_INVALID',
      'This desk already has a community of this id that was imported, or that stayed from an earlier connection. Nothing of it was overwritten.',
      {
        remedy:
          'Keep it, or remove it from this desk (a snapshot keeps a copy); then the community of the hub is fetched.',
      },
    );
  }
  const generation = readGeneration(db, seen.id);
  const { communityId: copyId, cursor, position } = generation ?? state;
  return {
    seenId: seen.id,
    copyId,
    isGeneration: generation !== undefined,
    prefix: generation ? HIDDEN : '',
    cursor,
    position,
  };
}

/** The wire id of the copy's member that has this pseudonym; where nobody has it, of one that had it once. */
export function memberOfPseudonym(db: ReadDb, copy: Copy, communityId: string, pseudonym: string): string | null {
  const uid = db.get<{ uid: string }>(
    `SELECT member.uid, member.anonymized_id = @pseudonym AS has_it FROM member
     JOIN community ON community.id = member.community_id AND community.uid = @community
     WHERE member.anonymized_id = @pseudonym
       OR EXISTS (SELECT 1 FROM former_pseudonym WHERE member_id = member.id AND former_pseudonym.pseudonym = @pseudonym)
     ORDER BY has_it DESC`,
    { community: copy.prefix + communityId, pseudonym },
  )?.uid;
  return uid === undefined ? null : uid.slice(copy.prefix.length);
}

/**
 * Writes a page with the rollups, the cursor and the position, all in one transaction (PROTOCOL.md L4).
 * @param askedAt when the page was asked for, epoch ms
 * @returns whether anything in view has changed; null when the page does not follow the cursor that is held by now (L5): then nothing was
 *   written
 * @throws Failure INPUT_INVALID naming kind, row and field, with nothing written (L9); and what can befall the cache
 */
export function applyFeedPage(
  db: WriteDb,
  communityId: string,
  page: DecodedPage,
  askedAt: number,
): { changed: boolean } | null {
  return db.transaction(() => {
    const copy = findCopy(db, communityId);
    if (page.from !== copy.cursor) return null;
    const uid = copy.prefix + communityId;
    const known = communityRow(db, uid);
    const gone = known ? applyDeletions(db, known.id, page.deletions, copy.prefix) : 0;
    const rawFrom = page.from === null ? (page.rawFrom ?? 0) : known ? readRawWindow(db, known.id).rawFrom : 0;
    const window = { rawFrom, isSifted: page.rawFrom !== null };
    const result = applyPage(db, copy.isGeneration ? hidden(page.page) : page.page, window);
    const { id } = communityRow(db, uid)!;
    if (page.from === null && rawFrom > 0) writeRawWindow(db, id, { rawFrom, rolledTo: 0 });
    keepAside(db, id, page);
    writeSyncState(db, {
      communityId: id,
      cursor: page.next,
      position: page.position,
      // Where the hub's sums stand for single records, only with them.
      completeAt: page.complete && rawFrom === 0 ? askedAt : null,
    });
    return { changed: !copy.isGeneration && (gone > 0 || page.page.community !== undefined || hasWritten(result)) };
  });
}

function communityRow(db: ReadDb, uid: string): { id: number } | undefined {
  return db.get<{ id: number }>('SELECT id FROM community WHERE uid = ?', [uid]);
}

function hasWritten(result: ApplyResult): boolean {
  return Object.values(result).some(({ inserted, changed }) => inserted + changed > 0);
}
