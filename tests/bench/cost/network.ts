import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { LiveCommunity } from '#hub/live/live-community.ts';
import { DEMO } from '#hub/seed/demo.ts';
import { slotStart } from '#shared/domain/slots.ts';
import { type RunningHub, startHub } from '../../hub/running-hub.ts';
import { bytes, type Cost } from './cost.ts';

const MEMBERS = 160;
const DAYS = 2;

/** The bytes of answers with their heads, of the questions that a console asks its hub, as plain text and in both compressions. */
export async function network(): Promise<Cost[]> {
  const hub = await startHub({ seed: { members: MEMBERS, days: DAYS, until: slotStart(Date.UTC(2026, 5, 15, 10)) } });
  try {
    const headers = await hub.headersOf('manager');
    const first: Cost[] = [];
    let cursor = '';
    for (const encoding of ['identity', 'gzip', 'zstd']) {
      const fetched = await fetchAll(hub, { ...headers, 'accept-encoding': encoding }, null);
      cursor = fetched.cursor;
      first.push({ what: `first fetch, ${DAYS} days of ${MEMBERS} members, ${encoding}`, value: told(fetched) });
    }
    const asked = { ...headers, 'accept-encoding': 'zstd' };
    const nothing = await ask(hub, `/api/sync?community=${hub.communityId}&cursor=${cursor}`, {
      ...asked,
      'if-none-match': `"${cursor}"`,
    });
    const account = await ask(hub, '/api/auth/me', asked);
    const live = await LiveCommunity.open(hub.db, hub.communityId, DEMO.seed);
    // What the stored days end with is put right first.
    await live.playSlot();
    ({ cursor } = await fetchAll(hub, asked, cursor));
    await live.playSlot();
    const slot: Cost[] = [];
    for (const encoding of ['identity', 'zstd']) {
      const fetched = await fetchAll(hub, { ...headers, 'accept-encoding': encoding }, cursor);
      slot.push({ what: `a quarter of an hour, ${encoding}`, value: told(fetched) });
    }
    return [
      ...first,
      ...slot,
      { what: 'nothing new (304)', value: bytes(nothing.received) },
      { what: 'who am I, before each round', value: bytes(account.received) },
    ];
  } finally {
    await hub.stop();
  }
}

interface Fetched {
  readonly received: number;
  readonly pages: number;
  readonly cursor: string;
}

async function fetchAll(hub: RunningHub, headers: Record<string, string>, from: string | null): Promise<Fetched> {
  let received = 0;
  let pages = 0;
  for (let cursor = from; ;) {
    const query = new URLSearchParams({ community: hub.communityId, ...(cursor !== null && { cursor }) });
    const answer = await ask(hub, `/api/sync?${query.toString()}`, headers);
    const page = JSON.parse(answer.text) as { next: string; complete: boolean };
    received += answer.received;
    pages++;
    cursor = page.next;
    if (page.complete) return { received, pages, cursor };
  }
}

async function ask(
  { address }: RunningHub,
  path: string,
  headers: Record<string, string>,
): Promise<{ readonly received: number; readonly text: string }> {
  const [answer] = (await once(request(`${address}${path}`, { headers, agent: false }).end(), 'response')) as [
    IncomingMessage,
  ];
  const { socket } = answer;
  const body = await buffer(answer);
  if (answer.statusCode! >= 400) throw new Error(`${path}: ${answer.statusCode} ${body.toString()}`);
  const coding = answer.headers['content-encoding'];
  const plain = coding === 'gzip' ? zlib.gunzipSync(body) : coding === 'zstd' ? zlib.zstdDecompressSync(body) : body;
  return { received: socket.bytesRead, text: plain.toString() };
}

function told({ received, pages }: Fetched): string {
  return `${bytes(received)} in ${pages} ${pages === 1 ? 'page' : 'pages'}`;
}
