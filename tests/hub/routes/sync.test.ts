import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#shared/contract/method.ts';
import { communityMemberWire } from '#shared/wire/community.ts';
import { tradingOfferWire } from '#shared/wire/market.ts';
import { PROTOCOL_HEADER, type SyncPage, syncPageFields } from '#shared/wire/sync.ts';
import { START_TIMEOUT } from '../databases.ts';
import { PASSWORD, type RunningHub, startHub } from '../running-hub.ts';

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub();
}, START_TIMEOUT);
afterAll(() => hub.stop(), START_TIMEOUT);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(
  query: Record<string, string>,
  headers?: Record<string, string>,
  role: Role = 'viewer',
): Promise<Answer> {
  const url = `${hub.address}/api/sync?${new URLSearchParams({ community: hub.communityId, ...query }).toString()}`;
  const response = await fetch(url, { headers: { ...(await hub.headersOf(role)), ...headers } });
  return { status: response.status, body: await response.json() };
}

/** An answer as it comes over the wire: `fetch` would undo its compression. */
async function raw(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const signedIn = await hub.headersOf('viewer');
  return new Promise((resolve, reject) => {
    const sent = request(`${hub.address}${path}`, { headers: { ...signedIn, ...headers } }, (answer) => {
      const status = answer.statusCode!;
      buffer(answer).then((body) => resolve({ status, headers: answer.headers, body }), reject);
    });
    sent.on('error', reject).end();
  });
}

/** A page as a console reads it. */
async function page(query: Record<string, string> = {}, role: Role = 'viewer'): Promise<SyncPage> {
  const { body } = await ask(query, {}, role);
  return syncPageFields.parse(body);
}

const code = ({ status, body }: Answer) => [status, (body as { error: { code: string } }).error.code];

describe('GET /api/sync', () => {
  it('brings the whole community, page by page, in records that a console can read', async () => {
    const known = { member: new Set<string>(), offers: 0 };
    let cursor: string | null = null;
    for (let complete = false; !complete;) {
      const next: SyncPage = await page({ limit: '500', ...(cursor === null ? {} : { cursor }) });
      expect(next.from).toBe(cursor);
      for (const member of next.changes.member ?? []) {
        const decoded = communityMemberWire.decode(member);
        expect(decoded.ok).toBe(true);
        if (decoded.ok) known.member.add(decoded.record.id);
      }
      for (const offer of next.changes.offer ?? []) {
        const decoded = tradingOfferWire.decode(offer);
        expect(decoded.ok).toBe(true);
        // L3: who is named came before or comes in this page.
        if (decoded.ok) expect(known.member).toContain(decoded.record.memberId);
        known.offers++;
      }
      ({ next: cursor, complete } = next);
    }
    const stored = await hub.db.selectFrom('trading_offers').select('id').execute();
    expect(known.offers).toBe(stored.length);
    expect(known.member.size).toBe(8);
  });

  it('says when it was made and by which protocol', async () => {
    expect(await page({ limit: '1' })).toMatchObject({
      protocol: 1,
      community_id: hub.communityId,
      hub_time: hub.parts.now(),
      complete: false,
    });
  });

  it('L14: tells an admin who the members are, and nobody else', async () => {
    const people = async (role: Role) =>
      (await page({}, role)).changes.member.map((member) => (member as { user_id?: string }).user_id);
    const stored = await hub.db.selectFrom('community_members').select('user_id').execute();
    expect(new Set(await people('admin'))).toEqual(new Set(stored.map(({ user_id: person }) => person)));
    expect(stored).not.toContainEqual({ user_id: null });
    for (const role of ['viewer', 'auditor', 'manager'] as const) {
      expect(new Set(await people(role))).toEqual(new Set([undefined]));
    }
  });

  it('P1: refuses a request without a token', async () => {
    const response = await fetch(`${hub.address}/api/sync?community=${hub.communityId}`);
    expect(response.status).toBe(401);
  });

  it.each(['0', '2', 'one'])('P4: answers 426 to a console of version %s', async (version) => {
    const answer = await ask({ limit: 'not looked at' }, { [PROTOCOL_HEADER]: version });
    expect(code(answer)).toEqual([426, 'CLIENT_TOO_OLD']);
  });

  it('P4: answers 426 to whoever does not say the version', async () => {
    const { authorization } = await hub.headersOf('viewer');
    const response = await fetch(`${hub.address}/api/sync?community=${hub.communityId}`, {
      headers: { authorization },
    });
    expect(response.status).toBe(426);
  });

  it('L11: answers 410 to a cursor that leads nowhere', async () => {
    expect(code(await ask({ cursor: 'bm93aGVyZQ' }))).toEqual([410, 'RESYNC_REQUIRED']);
  });

  it('P5: answers 404 for a community of others, and 400 for what is no request', async () => {
    expect(code(await ask({ community: 'nowhere' }))).toEqual([404, 'FORBIDDEN']);
    for (const limit of ['0', '5001', '1.5']) expect(code(await ask({ limit }))).toEqual([400, 'INPUT_INVALID']);
  });

  it('L17: answers 304 without a body to whoever names the newest cursor, and tells everything to whoever names another', async () => {
    const whole = await page();
    const known = (cursor: string, tag: string) =>
      raw(`/api/sync?community=${hub.communityId}&cursor=${cursor}`, { 'if-none-match': `"${tag}"` });
    const same = await known(whole.next, whole.next);
    expect([same.status, same.body.length]).toEqual([304, 0]);
    const { next } = await page({ limit: '10' });
    const more = await known(next, next);
    expect([more.status, more.headers['etag']]).toEqual([200, `"${whole.next}"`]);
    expect(syncPageFields.parse(JSON.parse(more.body.toString())).from).toBe(next);
  });

  it('P8: compresses what is large as the console can read it, and never the answers with tokens', async () => {
    const path = `/api/sync?community=${hub.communityId}`;
    const plain = await raw(path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const zstd = await raw(path, { 'accept-encoding': 'zstd, gzip' });
    const gzip = await raw(path, { 'accept-encoding': 'gzip' });
    expect([zstd.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['zstd', 'gzip']);
    expect([zlib.zstdDecompressSync(zstd.body), zlib.gunzipSync(gzip.body)]).toEqual([plain.body, plain.body]);
    expect(zstd.body.length).toBeLessThan(plain.body.length / 4);
    const signIn = await fetch(`${hub.address}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'zstd, gzip' },
      body: JSON.stringify({ email: hub.users.viewer.email, password: PASSWORD }),
    });
    expect([signIn.status, signIn.headers.get('content-encoding')]).toEqual([200, null]);
  });

  it('goes on from the same cursors after the hub was started again', async () => {
    const first = await page({ limit: '10' });
    await hub.restart();
    const second = await page({ limit: '10', cursor: first.next });
    expect(second).toMatchObject({ from: first.next, position: first.position + 10 });
  });

  it('says in /healthz that it works, to anybody', async () => {
    const response = await fetch(`${hub.address}/healthz`);
    expect(await response.json()).toMatchObject({ status: 'ok', database: 'pglite' });
  });
});
