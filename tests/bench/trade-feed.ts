import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { communityWire } from '#shared/wire/community.ts';
import { pageRecords } from '#shared/wire/page-wire.ts';
import { COMMUNITY_KIND, MAX_PAGE_CHANGES, PROTOCOL_VERSION } from '#shared/wire/sync.ts';

/** The pages of a feed as a hub sends them, the page after cursor `n` at place `n`. */
export interface TradeFeed {
  readonly communityId: string;
  readonly trades: number;
  readonly pages: readonly string[];
}

const MEMBERS = 160;
/** More than enough: the simulation stops when there are enough trades. */
const DAYS = 90;
const UNTIL = Date.UTC(2026, 5, 1);

/** The first `trades` trades of an invented community of 160 members, behind the members and prices that they need. */
export function tradeFeed(trades: number): TradeFeed {
  const first = new Map<string, Change>();
  const traded: Change[] = [];
  let communityId = '';
  for (const page of simulateCommunity({ members: MEMBERS, days: DAYS, seed: 1, until: UNTIL })) {
    communityId = page.communityId;
    if (page.community) first.set(communityId, [COMMUNITY_KIND, communityWire.encode(page.community, communityId)]);
    // A member whose balance moved on comes again; it stands in the feed once, and names nobody.
    for (const [kind, record] of pageRecords(
      { ...page, rules: [], settlements: [], readings: undefined, offers: undefined, clearings: undefined },
      new Map(),
    )) {
      if (kind === 'member') first.set((record as { id: string }).id, [kind, { ...record, user_id: undefined }]);
      else if (kind === 'signal') first.set((record as { timestamp: string }).timestamp, [kind, record]);
      else if (traded.length < trades) traded.push([kind, record]);
    }
    if (traded.length === trades) break;
  }
  if (traded.length < trades) throw new Error(`There are only ${traded.length} trades in ${DAYS} days.`);
  return { communityId, trades, pages: pagesOf(communityId, [...first.values(), ...traded]) };
}

type Change = readonly [kind: string, record: object];

function pagesOf(communityId: string, feed: readonly Change[]): string[] {
  const count = Math.ceil(feed.length / MAX_PAGE_CHANGES);
  return Array.from({ length: count }, (_, at) => {
    const position = Math.min((at + 1) * MAX_PAGE_CHANGES, feed.length);
    const changes: Record<string, object[]> = {};
    for (const [kind, record] of feed.slice(at * MAX_PAGE_CHANGES, position)) (changes[kind] ??= []).push(record);
    return JSON.stringify({
      protocol: PROTOCOL_VERSION,
      community_id: communityId,
      from: at === 0 ? null : String(at),
      next: String(at + 1),
      position,
      complete: position === feed.length,
      remaining: feed.length - position,
      hub_time: new Date(UNTIL).toISOString(),
      deleted: [],
      changes,
    });
  });
}
