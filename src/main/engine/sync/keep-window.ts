import { setImmediate } from 'node:timers/promises';
import { addDays, localDay, localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';
import type { WriteDb } from '../cache/connection.ts';
import type { Cache } from '../cache/open.ts';
import { readRawWindow, writeRawWindow } from '../cache/raw-window.ts';
import { updateDataBounds } from '../cache/rollup-tables.ts';
import { uptakeOf } from '../privacy/cleared.ts';
import { evidenceOf } from '../reports/evidence.ts';
import type { Range } from '../stats/sums.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import { dropRecords } from './drop-old.ts';
import type { HubClient } from './hub-client.ts';
import { applyRollupDays } from './hub-rollups.ts';
import { wantedFrom } from './raw-choice.ts';
import { readSyncState, writeSyncState } from './sync-state.ts';

interface WindowParts {
  readonly cache: Cache;
  readonly client: Pick<HubClient, 'rollups'>;
  readonly signal: AbortSignal;
  /** Epoch ms. */
  now(): number;
}

/** A copy that tells everything of the feed up to a position. */
interface CompleteCopy {
  /** Row id. */
  readonly id: number;
  /** Wire id, without what is before it. */
  readonly uid: string;
  /** Before the wire ids of the copy. */
  readonly prefix: string;
  readonly position: number;
  /** When the last page was asked for, epoch ms. */
  readonly askedAt: number;
}

/**
 * Keeps single records of the wanted time alone (PROTOCOL.md W4, W5): fetches the sums of earlier days that have changed at the hub, which
 * makes the copy complete, and then drops the records of days that are not wanted any more, a day in each transaction, so that it can be
 * killed at any time and goes on with the next pull.
 * @returns whether anything has changed
 * @throws HubFailure, CANCELLED, and what can befall the cache
 */
export async function keepWindow(parts: WindowParts, copy: CompleteCopy): Promise<boolean> {
  const isFetched = await fetchSums(parts, copy);
  const isDropped = await dropUnwanted(parts, copy);
  return isFetched || isDropped;
}

async function fetchSums({ cache, client, signal }: WindowParts, copy: CompleteCopy): Promise<boolean> {
  const { rawFrom, rolledTo } = readRawWindow(cache.write, copy.id);
  if (rawFrom === 0) return false;
  const isFirst = rolledTo === 0;
  let days = 0;
  for (let after: string | null = null, isMore = rolledTo < copy.position; isMore;) {
    const asked = { communityId: copy.uid, before: rawFrom, since: rolledTo, after };
    const page = await client.rollups(asked, signal);
    cache.write.transaction(() => applyRollupDays(cache.write, targetOf(cache.write, copy), page.days));
    days += page.days.length;
    ({ next: after } = page);
    isMore = after !== null;
    await setImmediate();
  }
  cache.write.transaction(() => {
    const state = readSyncState(cache.write, copy.id)!;
    writeSyncState(cache.write, { ...state, completeAt: copy.askedAt });
    // Not what the sums may tell already of changes that are still to be fetched: those are asked for again.
    writeRawWindow(cache.write, copy.id, { rawFrom, rolledTo: copy.position });
    // Of orders that ended before nobody could say in advance whether they were needed.
    if (isFirst) dropOutside(cache.write, copy, { from: 0, to: rawFrom });
    if (days > 0) updateDataBounds(cache.write, copy.id);
  });
  return days > 0;
}

function targetOf(db: WriteDb, { id, uid, prefix }: CompleteCopy): Parameters<typeof applyRollupDays>[1] {
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [id]);
  return { communityId: id, timeZone, prefix, clearedBefore: uptakeOf(db, uid).trade };
}

async function dropUnwanted({ cache, client, signal, now }: WindowParts, copy: CompleteCopy): Promise<boolean> {
  const db = cache.write;
  const wanted = wantedFrom(db, copy.id, copy.uid, now());
  const { rawFrom } = readRawWindow(db, copy.id);
  const [first] = db.pluck<number | null>('SELECT MIN(slot) FROM rollup_slot WHERE community_id = ?', [copy.id]);
  if (first === null || wanted <= Math.max(rawFrom, first)) return false;
  // A hub that cannot tell sums could not tell either when one of them changes.
  await client.rollups({ communityId: copy.uid, before: wanted, since: copy.position, after: null }, signal);
  const { timeZone } = targetOf(db, copy);
  for (let day = localDay(Math.max(rawFrom, first), timeZone); ; day = addDays(day, 1)) {
    const span = localDayRange(day, timeZone);
    if (span.from >= wanted) break;
    throwIfCancelled(signal);
    db.transaction(() => {
      dropOutside(db, copy, span);
      writeRawWindow(db, copy.id, { rawFrom: span.to, rolledTo: copy.position });
    });
    await setImmediate();
  }
  db.transaction(() => {
    // Cases that were open when their day went may be closed by now.
    dropOutside(db, copy, { from: 0, to: startOfLocalDay(localDay(wanted, timeZone), timeZone) });
    updateDataBounds(db, copy.id);
  });
  return true;
}

/** Drops the records of a span, but for the days that printed reports are checked against. */
function dropOutside(db: WriteDb, { id, uid }: CompleteCopy, span: Range): void {
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [id]);
  let { from } = span;
  for (const evidence of evidenceOf(db, uid)) {
    const kept = {
      // Trades are executed up to a day after their slot.
      from: localDayRange(addDays(localDay(evidence.from, timeZone), -1), timeZone).from,
      to: localDayRange(localDay(evidence.to - 1, timeZone), timeZone).to,
    };
    if (kept.from > from) dropRecords(db, id, { from, to: Math.min(kept.from, span.to) });
    from = Math.max(from, kept.to);
    if (from >= span.to) return;
  }
  dropRecords(db, id, { from, to: span.to });
}
