import { setImmediate } from 'node:timers/promises';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { Cache } from '../cache/open.ts';
import { rawFromOf } from '../cache/raw-window.ts';
import { applyFeedPage, type Copy, findCopy, memberOfPseudonym } from './apply-feed-page.ts';
import { type DecodedPage, decodePage, unchangedPage } from './decode-page.ts';
import { removeRetired, replaceByGeneration, startGeneration } from './generation.ts';
import type { HubClient } from './hub-client.ts';
import { garbled, HubFailure } from './hub-failure.ts';
import { keepWindow } from './keep-window.ts';
import { monthsToFetch } from './raw-choice.ts';

export interface PullParts {
  readonly cache: Cache;
  readonly client: Pick<HubClient, 'page' | 'rollups'>;
  readonly signal: AbortSignal;
  /** A person has decided that a new generation replaces the old one although it is much smaller (PROTOCOL.md L13). */
  readonly acceptFewer?: boolean;
  /** After each page that was written: changes so far and in all, as far as is known; whether something in view has changed. */
  onPage(page: { readonly done: number; readonly total: number; readonly changed: boolean }): void;
  /** Epoch ms; for tests. */
  readonly now?: () => number;
}

export interface PullResult {
  readonly position: number;
  /** The copy tells everything that the hub knew at this time, epoch ms: when its last page was asked for (L10). */
  readonly completeAt: number;
  /** Changes that were fetched: records and deletions. */
  readonly rows: number;
  /** A new generation has replaced the old one. */
  readonly replaced: boolean;
}

/** How many generations a pull begins, and how many pages in a row it throws away, before it gives up until the next one. */
const MAX_GENERATIONS = 2;
const MAX_STALE = 3;

/**
 * Brings the copy of a community (wire id) up to what the hub knows, page by page, each in a transaction of its own; what was written
 * stays when it stops. The next page is on its way while one is written. After `410` it builds a new generation beside the copy in view
 * and puts it in its place when it is complete (L12); one that was begun before is gone on with.
 * @throws HubFailure; Failure INPUT_INVALID for a page that does not fit (L9) or a community that is this desk's own, RESYNC_REQUIRED for
 *   a new generation that is suspiciously small (L13), CANCELLED; and what can befall the cache
 */
export async function pullCommunity(parts: PullParts, communityId: string): Promise<PullResult> {
  const leave = new AbortController();
  const signal = AbortSignal.any([parts.signal, leave.signal]);
  try {
    return await pull({ ...parts, signal }, communityId);
  } finally {
    // A page that is still on its way belongs to nobody.
    leave.abort();
  }
}

interface Ask {
  readonly cursor: string | null;
  readonly answer: ReturnType<HubClient['page']>;
}

async function pull(parts: PullParts, communityId: string): Promise<PullResult> {
  const { cache, client, signal, onPage } = parts;
  const ask = (cursor: string | null): Ask => {
    const rawMonths = cursor === null ? monthsToFetch(cache.write, communityId) : null;
    const answer = client.page({ communityId, cursor, rawMonths }, signal);
    // One that is thrown away may fail unseen.
    answer.catch(() => undefined);
    return { cursor, answer };
  };

  let copy = findCopy(cache.write, communityId);
  if (copy.seenId !== null) removeRetired(cache.write, copy.seenId);
  copy = findCopy(cache.write, communityId);
  let asked = ask(copy.cursor);
  let rows = 0;
  let generations = 0;
  let stale = 0;
  for (;;) {
    let answer: Awaited<Ask['answer']>;
    try {
      answer = await asked.answer;
    } catch (error) {
      const canBegin = asked.cursor !== null && copy.seenId !== null && generations < MAX_GENERATIONS;
      if (!isResync(error) || !canBegin) throw error;
      generations++;
      startGeneration(cache.write, copy.seenId!);
      copy = findCopy(cache.write, communityId);
      asked = ask(copy.cursor);
      continue;
    }
    const page =
      answer.text === null
        ? unchangedPage(communityId, asked.cursor!, copy.position)
        : decodePage(answer.text, {
            communityId,
            memberOfPseudonym: (pseudonym) => memberOfPseudonym(cache.write, copy, communityId, pseudonym),
          });
    requireProgress(page, copy);
    const following = page.complete ? null : ask(page.next);
    await letOthersIn();
    const written = applyFeedPage(cache.write, communityId, page, answer.askedAt);
    copy = findCopy(cache.write, communityId);
    if (written === null) {
      if (++stale > MAX_STALE) throw garbled('its pages do not follow the ones that were asked for');
      asked = ask(copy.cursor);
      continue;
    }
    stale = 0;
    rows += page.count;
    if (isOutOfStep(cache.write, copy)) {
      startGeneration(cache.write, copy.seenId!);
      copy = findCopy(cache.write, communityId);
      asked = ask(copy.cursor);
      continue;
    }
    const now = parts.now ?? Date.now;
    const complete = { id: copy.copyId!, uid: communityId, prefix: copy.prefix, position: page.position };
    const kept =
      page.complete && (await keepWindow({ cache, client, signal, now }, { ...complete, askedAt: answer.askedAt }));
    const replaced = page.complete && copy.isGeneration;
    if (replaced) replaceByGeneration(cache.write, copy.seenId!, parts.acceptFewer ?? false, now());
    const changed = written.changed || replaced || (kept && !copy.isGeneration);
    onPage({ done: rows, total: rows + (page.complete ? 0 : page.remaining), changed });
    if (!following) {
      if (replaced) await dropRetired(parts, communityId);
      return { position: page.position, completeAt: answer.askedAt, rows, replaced };
    }
    asked = following;
  }
}

/**
 * Whether the time whose records are not kept does not end with a local day any more, because the community has another time zone: its days
 * have to be cut anew.
 */
function isOutOfStep(db: ReadDb, { seenId, copyId, isGeneration }: Copy): boolean {
  const rawFrom = copyId === null ? 0 : rawFromOf(db, copyId);
  if (rawFrom === 0 || isGeneration) return false;
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [seenId]);
  return startOfLocalDay(localDay(rawFrom, timeZone), timeZone) !== rawFrom;
}

/** The old rows go after the new ones are in view, so that the page is not kept waiting for it. */
async function dropRetired({ cache }: PullParts, communityId: string): Promise<void> {
  await letOthersIn();
  const { seenId } = findCopy(cache.write, communityId);
  if (seenId !== null) removeRetired(cache.write, seenId);
}

/** Other calls of the engine, and the request for the next page: measured, it leaves in the second turn. */
async function letOthersIn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** A hub that never comes to an end would keep the console fetching for ever. */
function requireProgress(page: DecodedPage, copy: Copy): void {
  if (page.from !== copy.cursor) return;
  if (page.position < copy.position) throw garbled('its page ends before where it began');
  if (!page.complete && page.next === page.from) throw garbled('its page does not lead on');
}

function isResync(error: unknown): boolean {
  return error instanceof HubFailure && error.status === 410;
}
