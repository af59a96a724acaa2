// A hub whose feed is made while it is read, so that five million trades are nowhere in memory: `node feed-child.ts TRADES DAYS STOP,STOP,...`
// tells its port to its parent. At each stop, so many trades, the feed is complete as far as the hub knows.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { communityWire } from '#shared/wire/community.ts';
import { pageRecords } from '#shared/wire/page-wire.ts';
import { COMMUNITY_KIND, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { tradePages } from '../trade-year.ts';

const [trades, days] = process.argv.slice(2, 4).map(Number);
const stops = new Set(process.argv[4].split(',').map(Number));
const pages = tradePages({ trades, days });
/** The pages that may be asked for: each is asked for once, in order, and perhaps once more. */
const texts = new Map<number, string>();
let position = 0;
let traded = 0;

function textAfter(cursor: number): string {
  for (let next = texts.size === 0 ? 0 : Math.max(...texts.keys()) + 1; next <= cursor; next++) {
    texts.set(next, textOf(pages.next().value, next));
    texts.delete(next - 2);
  }
  return texts.get(cursor)!;
}

function textOf(page: ChangePage, cursor: number): string {
  const changes: Record<string, object[]> = {};
  if (page.community) changes[COMMUNITY_KIND] = [communityWire.encode(page.community, page.communityId)];
  for (const [kind, record] of pageRecords({ ...page, rules: [] }, new Map())) {
    (changes[kind] ??= []).push(kind === 'member' ? { ...record, user_id: undefined } : record);
  }
  position += Object.values(changes).reduce((sum, records) => sum + records.length, 0);
  traded += page.trades?.count ?? 0;
  const isComplete = stops.has(traded);
  return JSON.stringify({
    protocol: PROTOCOL_VERSION,
    community_id: page.communityId,
    from: cursor === 0 ? null : String(cursor),
    next: String(cursor + 1),
    position,
    complete: isComplete,
    remaining: isComplete ? 0 : 1,
    hub_time: new Date().toISOString(),
    deleted: [],
    changes,
  });
}

const tokens = {
  user: { email: 'reader@hub.example', name: 'Reader', role: 'viewer' },
  communities: [],
  access_token: 'access',
  expires_in: 36_000,
  refresh_token: 'refresh',
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost');
  const isSync = url.pathname === '/api/sync';
  const body = isSync ? textAfter(Number(url.searchParams.get('cursor') ?? 0)) : JSON.stringify(tokens);
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
// Also when the parent is gone without a word.
process.once('disconnect', () => process.exit());
