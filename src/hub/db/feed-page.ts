import { Buffer } from 'node:buffer';
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { rawWindowStart } from '#shared/domain/raw-window.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import { recordNames } from '#shared/wire/record-names.ts';
import { COMMUNITY_KIND, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { HubError } from '../hub-error.ts';
import type { Principal } from '../parts.ts';
import { asUser } from './as-user.ts';
import { noSuchCommunity } from './feed.ts';
import type { CommunitiesTable, Tables } from './tables.ts';

export interface FeedPageRequest {
  readonly communityId: string;
  /** null for the beginning. */
  readonly cursor: string | null;
  readonly limit: number;
  /** From the beginning: single records of that many months alone, and of the current one (PROTOCOL.md W1); all when absent. */
  readonly rawMonths?: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a fetch from the beginning is spared: records of before `from` (epoch ms), as far as they stood in the feed when it began. */
interface Window {
  readonly from: number;
  readonly end: number;
}

/** How long after its slot a trade is executed at most: one that was within the window is told. */
const EXECUTED_WITHIN = 24 * HOUR;

/** Places in the feed that a page of such a fetch looks at, at most: no request may take long because nothing of it is told. */
const MAX_LOOKED_AT = 100_000;

/** The kinds in the order in which a page tells them; those of no name here come after them. */
const kindOrder: readonly string[] = [COMMUNITY_KIND, ...recordNames];

/** One kind of a page: the bodies of its records, or of its deletions, as a list in JSON without its brackets. */
interface KindOfPage {
  readonly kind: string;
  readonly is_deleted: boolean;
  readonly bodies: string;
}

/**
 * The page of the feed after a cursor, as JSON of `syncPageFields` (PROTOCOL.md L2, L3, L10, L14). The records are texts already and are
 * only joined.
 * @returns `next`: the cursor that says that all of it is known
 * @throws HubError 404 when the community is not the caller's, 410 when the cursor leads nowhere (L11)
 */
export async function feedPage(
  db: Kysely<Tables>,
  principal: Principal,
  { communityId, cursor, limit, rawMonths, now }: FeedPageRequest,
): Promise<{ readonly next: string; readonly text: string }> {
  const page = await asUser(db, principal, async (tx) => {
    const head = await feedHead(tx, communityId);
    const { position, window } =
      cursor === null ? { position: 0, window: windowOf(head, rawMonths, now) } : placeOf(cursor, head);
    const read = await readPage(tx, communityId, position, limit, window);
    return { epoch: head.feed_epoch, window, ...read };
  });
  const told = page.kinds.filter((kind) => !kind.is_deleted);
  if (principal.role === 'admin') await tellIdentities(db, communityId, told);
  told.sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
  const changes = told.map(({ kind, bodies }) => `${JSON.stringify(kind)}:[${bodies}]`);
  const next = cursorAt(page.epoch, page.position, page.window);
  const envelope = {
    protocol: PROTOCOL_VERSION,
    community_id: communityId,
    from: cursor,
    next,
    position: page.position,
    complete: page.position === page.end,
    // Counting what is left would read the whole feed for each of its pages.
    remaining: page.end - page.position,
    hub_time: new Date(now).toISOString(),
    raw_from: page.window && new Date(page.window.from).toISOString(),
    deleted: page.kinds.filter((kind) => kind.is_deleted).flatMap(deletions),
  };
  return { next, text: `${JSON.stringify(envelope).slice(0, -1)},"changes":{${changes.join(',')}}}` };
}

/**
 * The last position of a community's feed.
 * @throws HubError 404 when the community is not one of the transaction's user
 */
export async function feedPosition(tx: Transaction<Tables>, communityId: string): Promise<number> {
  return (await feedHead(tx, communityId)).feed_position;
}

type FeedHead = Pick<Selectable<CommunitiesTable>, 'feed_epoch' | 'feed_position' | 'feed_pruned_to' | 'time_zone'>;

async function feedHead(tx: Transaction<Tables>, communityId: string): Promise<FeedHead> {
  const head = await tx
    .selectFrom('communities')
    .select(['feed_epoch', 'feed_position', 'feed_pruned_to', 'time_zone'])
    .where('id', '=', communityId)
    .executeTakeFirst();
  if (head) return head;
  throw noSuchCommunity();
}

function windowOf(
  { feed_position: end, time_zone }: FeedHead,
  rawMonths: number | undefined,
  now: number,
): Window | null {
  return rawMonths === undefined ? null : { from: rawWindowStart(rawMonths, now, time_zone), end };
}

/** What has changed since the fetch began is told whatever its time: a console may hold an older state of it. */
function cursorAt(epoch: string, position: number, window: Window | null): string {
  const isOver = window === null || position >= window.end;
  const place = { e: epoch, p: position, ...(!isOver && { w: [window.from, window.end] }) };
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

const cursorFields = z.object({ e: z.string(), p: z.int().min(0), w: z.tuple([z.int(), z.int()]).optional() });

/** What a cursor of this feed means. */
function placeOf(
  cursor: string,
  { feed_epoch, feed_position, feed_pruned_to }: FeedHead,
): { readonly position: number; readonly window: Window | null } {
  const { data } = cursorFields.safeParse(contentOf(cursor));
  // Whoever starts from the beginning is told everything that is there: no deletion is needed for that.
  const isKnown = data?.e === feed_epoch && (data.p === 0 || (data.p >= feed_pruned_to && data.p <= feed_position));
  if (isKnown) return { position: data.p, window: data.w ? { from: data.w[0], end: data.w[1] } : null };
  throw new HubError(410, 'RESYNC_REQUIRED', 'The hub cannot go on from where this copy of the community ends.', {
    remedy: 'Fetch the community again from the beginning. Decisions that wait are kept.',
  });
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

interface PageOfFeed {
  readonly position: number;
  /** The last position of the feed. */
  readonly end: number;
  readonly kinds: KindOfPage[];
}

/** One statement, so that all of it is of one moment. A record without kind only carries the numbers of an empty page. */
async function readPage(
  tx: Transaction<Tables>,
  communityId: string,
  from: number,
  limit: number,
  window: Window | null,
): Promise<PageOfFeed> {
  const [needed, isTold] = window ? windowParts(communityId, window) : [sql``, sql`true`];
  const furthest = window ? from + MAX_LOOKED_AT : Number.MAX_SAFE_INTEGER;
  const { rows } = await sql<{ position: number; feed_position: number } & (KindOfPage | { kind: null })>`
    WITH ${needed} page AS (
      SELECT position, kind, is_deleted, body FROM change_feed
      WHERE community_id = ${communityId} AND position > ${from} AND position <= ${furthest} AND ${isTold}
      ORDER BY position LIMIT ${limit}),
    reach AS (
      SELECT feed_position,
        CASE WHEN told.count < ${limit} THEN LEAST(feed_position, ${furthest}) ELSE told.last END AS position
      FROM communities, (SELECT count(*) AS count, max(position) AS last FROM page) AS told WHERE id = ${communityId}),
    ahead AS (
      SELECT feed.position, kind, is_deleted, body FROM change_feed AS feed, reach
      WHERE community_id = ${communityId} AND kind IN ('member', 'rule') AND NOT is_deleted
        AND first_position > ${from} AND first_position <= reach.position AND feed.position > reach.position),
    kinds AS (
      SELECT kind, is_deleted, string_agg(body, ',' ORDER BY position) AS bodies
      FROM (SELECT * FROM page UNION ALL SELECT * FROM ahead) AS told GROUP BY kind, is_deleted)
    SELECT reach.position, feed_position, kinds.* FROM reach LEFT JOIN kinds ON true`.execute(tx);
  if (rows.length === 0) throw noSuchCommunity();
  const { position, feed_position: end } = rows[0];
  return { position, end, kinds: rows.filter((row) => row.kind !== null) };
}

/**
 * What of a feed is told to whoever keeps single records from a time on: what has no time, signals, what is as young, orders that may reach
 * into that time, trades that may have been executed in it, and of before what the cases of trades that are not settled are decided by (W2) - their readings, orders, and what else
 * their members traded in the slot.
 * @returns table expressions, and a condition over `change_feed` that uses them
 */
function windowParts(communityId: string, { from, end }: Window): [RawBuilder<unknown>, RawBuilder<unknown>] {
  const start = new Date(from);
  return [
    sql`unsettled AS MATERIALIZED (
      SELECT slot, buyer_id, seller_id, buy_offer_id, sell_offer_id FROM trades
      WHERE community_id = ${communityId} AND settlement_status <> 'settled' AND slot < ${start}),
    needed AS MATERIALIZED (
      SELECT 'reading' AS kind, to_char(slot AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '/' || member AS key
      FROM (SELECT slot, buyer_id AS member FROM unsettled UNION SELECT slot, seller_id FROM unsettled) AS parties
      UNION SELECT 'offer', buy_offer_id::text FROM unsettled WHERE buy_offer_id IS NOT NULL
      UNION SELECT 'offer', sell_offer_id::text FROM unsettled WHERE sell_offer_id IS NOT NULL
      UNION SELECT 'trade', trades.id::text FROM unsettled JOIN trades
        ON trades.community_id = ${communityId} AND trades.slot = unsettled.slot
        AND (trades.buyer_id = unsettled.buyer_id OR trades.seller_id = unsettled.seller_id)),`,
    sql`(position > ${end} OR slot IS NULL OR kind = 'signal' OR slot >= ${start}
      OR (kind = 'offer' AND slot >= ${new Date(from - MAX_WINDOW)})
      OR (kind = 'trade' AND slot >= ${new Date(from - EXECUTED_WITHIN)}) OR (kind, key) IN (SELECT kind, key FROM needed))`,
  ];
}

/** Adds who the members are, which the database tells no user: read by the hub itself, for the members of this page alone (L14). */
async function tellIdentities(db: Kysely<Tables>, communityId: string, told: KindOfPage[]): Promise<void> {
  const at = told.findIndex(({ kind }) => kind === 'member');
  if (at < 0) return;
  const members = JSON.parse(`[${told[at].bodies}]`) as { id: string }[];
  const identities = await db
    .selectFrom('community_members')
    .select(['id', 'user_id'])
    .where('community_id', '=', communityId)
    .where(
      sql<boolean>`id IN (SELECT jsonb_array_elements_text(${JSON.stringify(members.map(({ id }) => id))}::jsonb))`,
    )
    .execute();
  const userIds = new Map(identities.map(({ id, user_id: userId }) => [id, userId ?? undefined]));
  const bodies = members.map((member) => JSON.stringify({ ...member, user_id: userIds.get(member.id) })).join(',');
  told[at] = { ...told[at], bodies };
}

function deletions({ kind, bodies }: KindOfPage): object[] {
  return (JSON.parse(`[${bodies}]`) as object[]).map((key) => ({ kind, ...key }));
}

function orderOf(kind: string): number {
  const at = kindOrder.indexOf(kind);
  return at < 0 ? kindOrder.length : at;
}
