import { describe, expect, it } from 'vitest';
import { allCommunities, requireCommunity } from '#engine/communities/community.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { PullParts } from '#engine/sync/pull.ts';
import { COMMUNITY, foundingPage, memberId, uuid } from '../fixtures/pages.ts';
import { fillFeed, fillSlot, pulling, stateOf } from '../fixtures/pulling.ts';
import { expectRollupsOfRecords, recordsOf, rollupsOf } from '../fixtures/rollups.ts';
import { problemBody } from '../fixtures/scripted-hub.ts';
import { pageText, wireCommunity, wireMember, wireReading, wireTrade } from '../fixtures/wire-records.ts';

describe('a pull', () => {
  it('fetches a community that the cache does not have, page by page, and says how far it has come', async () => {
    const desk = await pulling({ limit: 7 });
    fillFeed(desk.feed, 3, 4);
    const before = Date.now();
    const result = await desk.pull();
    expect(result).toMatchObject({ position: 31, rows: 31, replaced: false });
    expect(result.completeAt).toBeGreaterThanOrEqual(before);
    expect(desk.told).toEqual([
      { done: 7, total: 31, changed: true },
      { done: 14, total: 31, changed: true },
      { done: 21, total: 31, changed: true },
      { done: 28, total: 31, changed: true },
      { done: 31, total: 31, changed: true },
    ]);
    expect(stateOf(desk)).toEqual({ cursor: 'a.31', position: 31, complete_at: result.completeAt });
    expect(allCommunities(desk.cache.read).map(({ uid }) => uid)).toEqual([COMMUNITY]);
    expect(recordsOf(desk.cache).trade).toHaveLength(4);
    expect(recordsOf(desk.cache).certificate).toEqual([]);
    expectRollupsOfRecords(desk.cache);
  });

  it('gives the same copy in pages of any size', async () => {
    const whole = await pulling();
    fillFeed(whole.feed, 3, 6);
    await whole.pull();
    for (const limit of [1, 2, 5, 13]) {
      const desk = await pulling({ limit });
      fillFeed(desk.feed, 3, 6);
      await desk.pull();
      expect(recordsOf(desk.cache), `pages of ${limit}`).toEqual(recordsOf(whole.cache));
      expect(rollupsOf(desk.cache), `pages of ${limit}`).toEqual(rollupsOf(whole.cache));
    }
  });

  it('asks only for what is new the next time, and says when nothing was', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 2);
    await desk.pull();
    desk.told.length = 0;
    expect(await desk.pull()).toMatchObject({ rows: 0 });
    expect(desk.told).toEqual([{ done: 0, total: 0, changed: false }]);
    desk.feed.put(
      'trade',
      wireTrade(1, { settlement_status: 'failed', failure_code: 'INSUFFICIENT_BALANCE', version: 2 }),
    );
    expect(await desk.pull()).toMatchObject({ rows: 1 });
    expect(desk.told.at(-1)).toEqual({ done: 1, total: 1, changed: true });
    expect(desk.hub.requests.map(({ query }) => query.get('cursor'))).toEqual([null, 'a.17', 'a.17']);
    expectRollupsOfRecords(desk.cache);
  });

  it('L17: names the cursor that it holds, and is up to date when the hub answers that nothing is newer', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 2);
    await desk.pull();
    const {
      cursor,
      position,
      complete_at: before,
    } = stateOf(desk) as { cursor: string; position: number; complete_at: number };
    desk.told.length = 0;
    desk.before = ({ headers }) => (headers['if-none-match'] === `"${cursor}"` ? { status: 304 } : null);
    const { completeAt } = await desk.pull();
    expect(desk.told).toEqual([{ done: 0, total: 0, changed: false }]);
    expect(completeAt).toBeGreaterThanOrEqual(before);
    expect(stateOf(desk)).toEqual({ cursor, position, complete_at: completeAt });
    expect(desk.hub.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, `"${cursor}"`]);
  });

  it('takes no 304 for an answer to a question for everything', async () => {
    const desk = await pulling();
    desk.before = () => ({ status: 304 });
    await expect(desk.pull()).rejects.toMatchObject({ code: 'HUB_REFUSED', status: 304 });
  });

  it('has the next page on its way while one is written', async () => {
    const desk = await pulling({ limit: 10 });
    fillFeed(desk.feed, 3, 4);
    const heldWhenAsked: unknown[] = [];
    const page: PullParts['client']['page'] = (request, signal) => {
      const position = desk.cache.read.pluck<number>('SELECT position FROM sync_state')[0] ?? 0;
      heldWhenAsked.push([position, request.cursor]);
      return desk.hub.client.page(request, signal);
    };
    await desk.pull({ client: { page, rollups: (...asked) => desk.hub.client.rollups(...asked) } });
    expect(heldWhenAsked).toEqual([
      [0, null],
      [0, 'a.10'],
      [10, 'a.20'],
      [20, 'a.30'],
    ]);
  });

  it('stays where it was when a page does not come to its end (L4)', async () => {
    const desk = await pulling({ limit: 10 });
    fillFeed(desk.feed, 3, 4);
    desk.before = ({ query }) => {
      if (query.get('cursor') !== 'a.20') return null;
      return { body: desk.feed.answer({ query }).body.slice(0, -20) };
    };
    await expect(desk.pull()).rejects.toMatchObject({ code: 'HUB_REFUSED', retryable: true });
    expect(stateOf(desk)).toEqual({ cursor: 'a.20', position: 20, complete_at: null });
    expectRollupsOfRecords(desk.cache);
    desk.before = () => null;
    expect(await desk.pull()).toMatchObject({ rows: 11, position: 31 });
  });

  it('throws away a page that does not follow the cursor of by now, and asks again (L5)', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 1);
    await desk.pull();
    fillSlot(desk.feed, 1);
    const late = desk.feed.answer({ query: new URLSearchParams({ cursor: 'a.11' }) });
    let wasLate = false;
    desk.before = async () => {
      if (wasLate) return null;
      wasLate = true;
      // Meanwhile another pull has brought the same page.
      await desk.pull();
      return late;
    };
    fillSlot(desk.feed, 2);
    expect(await desk.pull()).toMatchObject({ position: 23 });
    expect(recordsOf(desk.cache).trade).toHaveLength(3);
    expectRollupsOfRecords(desk.cache);
  });

  it('gives up when pages never follow what was asked for', async () => {
    const desk = await pulling();
    desk.before = () => ({ body: pageText({ from: 'another', next: 'x' }) });
    await expect(desk.pull()).rejects.toMatchObject({ code: 'HUB_REFUSED', retryable: true });
    expect(desk.hub.requests).toHaveLength(4);
    expect(allCommunities(desk.cache.read)).toEqual([]);
  });

  it('gives up when a page leads nowhere or back', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 1);
    await desk.pull();
    const before = stateOf(desk);
    for (const page of [
      { next: 'a.11', position: 11, complete: false },
      { next: 'a.10', position: 10, complete: true },
    ]) {
      desk.before = () => ({ body: pageText({ from: 'a.11', ...page }) });
      await expect(desk.pull()).rejects.toMatchObject({ code: 'HUB_REFUSED' });
    }
    expect(stateOf(desk)).toEqual(before);
  });

  it('changes nothing when all pages come a second time (L6)', async () => {
    const desk = await pulling({ limit: 6 });
    fillFeed(desk.feed, 3, 5);
    await desk.pull();
    const before = [recordsOf(desk.cache), rollupsOf(desk.cache)];
    desk.cache.write.run('UPDATE sync_state SET cursor = NULL, position = 0');
    await desk.pull();
    expect([recordsOf(desk.cache), rollupsOf(desk.cache)]).toEqual(before);
  });

  it('stops before a page with a record that does not fit, and names it (L9)', async () => {
    const desk = await pulling({ limit: 17 });
    fillFeed(desk.feed, 2, 2);
    await desk.pull();
    desk.feed.put('reading', wireReading(2, 0), '2/0');
    desk.feed.put('trade', wireTrade(2, { total_amount: 0.1234567 }));
    const before = [recordsOf(desk.cache), rollupsOf(desk.cache), stateOf(desk)];
    await expect(desk.pull()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      retryable: false,
      details: { kind: 'trade', row: 0, field: 'total_amount' },
    });
    expect([recordsOf(desk.cache), rollupsOf(desk.cache), stateOf(desk)]).toEqual(before);
  });

  it('stops before a page with a record that names what nobody knows, and writes nothing of it', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 1);
    await desk.pull();
    const before = [recordsOf(desk.cache), rollupsOf(desk.cache), stateOf(desk)];
    fillSlot(desk.feed, 1);
    desk.feed.put('trade', wireTrade(2, { buyer_id: memberId(9) }));
    await expect(desk.pull()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      details: { kind: 'trades', field: 'buyer' },
    });
    expect([recordsOf(desk.cache), rollupsOf(desk.cache), stateOf(desk)]).toEqual(before);
  });

  it('overwrites no community of this desk alone', async () => {
    const desk = await pulling();
    applyPage(desk.cache.write, foundingPage(3));
    fillFeed(desk.feed, 2, 1);
    const before = recordsOf(desk.cache);
    await expect(desk.pull()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(recordsOf(desk.cache)).toEqual(before);
    expect(desk.hub.requests).toEqual([]);
  });

  it('keeps what it has fetched when it is stopped, and goes on from there', async () => {
    const desk = await pulling({ limit: 5 });
    fillFeed(desk.feed, 3, 4);
    const stop = new AbortController();
    const onPage = (): void => stop.abort();
    await expect(desk.pull({ signal: stop.signal, onPage })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(stateOf(desk)).toMatchObject({ cursor: 'a.5' });
    expect(await desk.pull()).toMatchObject({ rows: 26 });
    expectRollupsOfRecords(desk.cache);
  });

  it('resolves the pseudonyms of certificates also to members of earlier pages', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 2, 1);
    await desk.pull();
    const clearing = clearingWithCertificate();
    desk.feed.put('clearing', clearing);
    await desk.pull();
    expect(recordsOf(desk.cache).certificate).toHaveLength(1);
    desk.feed.put('clearing', clearingWithCertificate({ id: uuid('c', 78), member: 'House Z9' }));
    await expect(desk.pull()).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { kind: 'certificates' } });
  });
});

/** A clearing of one order, with its certificate. */
function clearingWithCertificate({ id = uuid('c', 77), member = 'House A1' } = {}): object {
  const slot = '2025-04-01T10:00:00.000Z';
  return {
    id,
    community_id: COMMUNITY,
    slot,
    type: 'NULL',
    clearing_price: null,
    clearing_quantity_kwh: 0,
    interval: null,
    marginal_quantity_kwh: 0,
    marginal_total_kwh: 0,
    fingerprint: 'ab'.repeat(32),
    certificate: {
      version: 1,
      id,
      community_id: COMMUNITY,
      slot,
      cleared_at: slot,
      mechanism: 'uniform-price',
      offer_order: null,
      price_floor: 0,
      price_cap: 0.5,
      type: 'NULL',
      clearing_price: null,
      clearing_quantity_kwh: 0,
      interval: null,
      marginal_order: null,
      marginal_quantity_kwh: 0,
      marginal_total_kwh: 0,
      marginal_fraction: 0,
      bids: [],
      offers: [
        {
          id: uuid('e', 1),
          member,
          price_per_kwh: 0.1,
          quantity_kwh: 0.5,
          offer_quantity_kwh: 0.5,
          created_at: slot,
          time_window_start: slot,
          time_window_end: slot,
          rule_id: null,
          rule_version: null,
        },
      ],
      trades: [],
    },
  };
}

describe('a new generation', () => {
  it('is built beside the copy in view after a 410, and replaces it when it is complete (L12)', async () => {
    const desk = await pulling({ limit: 6 });
    fillFeed(desk.feed, 3, 4);
    await desk.pull();
    desk.feed.restart();
    fillFeed(desk.feed, 3, 3);
    desk.feed.put('community', wireCommunity({ name: 'Sonnenhang neu' }), COMMUNITY);
    const seen: unknown[] = [];
    desk.told.length = 0;
    const result = await desk.pull({
      onPage: (page) => {
        desk.told.push(page);
        const all = allCommunities(desk.cache.read);
        seen.push(all.map(({ name, id }) => [name, tradesOf(desk, id)]));
        expect(requireCommunity(desk.cache.read, COMMUNITY).id).toBe(all[0].id);
      },
    });
    expect(result).toMatchObject({ replaced: true, rows: 25 });
    expect(desk.told.map(({ changed }) => changed)).toEqual([false, false, false, false, true]);
    const old = [['Sonnenhang', 4]];
    expect(seen).toEqual([old, old, old, old, [['Sonnenhang neu', 3]]]);
    expect(stateOf(desk)).toMatchObject({ cursor: 'aa.26', position: 26 });
    expect(desk.cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([1]);
    expect(desk.cache.read.pluck("SELECT uid FROM member WHERE uid LIKE '~%'")).toEqual([]);
    expect(desk.cache.read.pluck("SELECT uid FROM rule WHERE uid LIKE '~%'")).toEqual([]);
    expect(recordsOf(desk.cache).trade).toHaveLength(3);
    expectRollupsOfRecords(desk.cache);
  });

  it('has what a fetch into an empty cache gives', async () => {
    const fresh = await pulling();
    fillFeed(fresh.feed, 3, 5);
    await fresh.pull();
    const desk = await pulling({ limit: 4 });
    fillFeed(desk.feed, 2, 2);
    await desk.pull();
    desk.feed.restart();
    fillFeed(desk.feed, 3, 5);
    await desk.pull();
    const withoutIds = (rows: Record<string, unknown[]>): unknown =>
      Object.entries(rows).map(([name, list]) => [name, list.length]);
    expect(withoutIds(recordsOf(desk.cache))).toEqual(withoutIds(recordsOf(fresh.cache)));
    const [days] = [desk, fresh].map(({ cache }) =>
      cache.read.all('SELECT day, traded_wh, trade_count FROM rollup_day'),
    );
    expect(days).toEqual(fresh.cache.read.all('SELECT day, traded_wh, trade_count FROM rollup_day'));
  });

  it('is gone on with by the next pull when it was left half-built', async () => {
    const desk = await pulling({ limit: 6 });
    fillFeed(desk.feed, 3, 4);
    await desk.pull();
    desk.feed.restart();
    fillFeed(desk.feed, 3, 4);
    const stop = new AbortController();
    await expect(desk.pull({ signal: stop.signal, onPage: () => stop.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const asked = desk.hub.requests.length;
    expect(await desk.pull()).toMatchObject({ replaced: true, rows: 25 });
    expect(desk.hub.requests[asked].query.get('cursor')).toBe('aa.6');
  });

  it('is begun anew when its own cursor is refused', async () => {
    const desk = await pulling({ limit: 6 });
    fillFeed(desk.feed, 3, 4);
    await desk.pull();
    desk.feed.restart();
    fillFeed(desk.feed, 5, 4);
    const stop = new AbortController();
    await desk.pull({ signal: stop.signal, onPage: () => stop.abort() }).catch(() => undefined);
    desk.feed.restart();
    fillFeed(desk.feed, 4, 4);
    expect(await desk.pull()).toMatchObject({ replaced: true });
    expect(recordsOf(desk.cache).member).toHaveLength(4);
  });

  it('does not go on for ever when every cursor is refused', async () => {
    const desk = await pulling({ limit: 6 });
    fillFeed(desk.feed, 3, 4);
    await desk.pull();
    desk.before = ({ query }) =>
      query.get('cursor') === null ? null : { status: 410, body: problemBody('RESYNC_REQUIRED') };
    await expect(desk.pull()).rejects.toMatchObject({ code: 'RESYNC_REQUIRED', status: 410 });
    expect(tradesOf(desk, requireCommunity(desk.cache.read, COMMUNITY).id)).toBe(4);
  });

  it.each([
    ['no members', 0, 0, { members: 0, trades: 0 }],
    ['fewer than half of the members', 1, 4, { members: 1, trades: 0 }],
    ['fewer than half of the trades', 3, 1, { members: 3, trades: 1 }],
  ])('with %s waits for a person, and the old one stays in view (L13)', async (_what, members, slots, sizes) => {
    const desk = await pulling();
    fillFeed(desk.feed, 3, 4);
    await desk.pull();
    desk.feed.restart();
    desk.feed.put('community', wireCommunity());
    if (members === 3) {
      desk.feed.restart();
      fillFeed(desk.feed, members, slots);
    } else if (members === 1) desk.feed.put('member', wireMember(0));
    const failure = { code: 'RESYNC_REQUIRED', details: { ...sizes, oldMembers: 3, oldTrades: 4 } };
    await expect(desk.pull()).rejects.toMatchObject(failure);
    await expect(desk.pull()).rejects.toMatchObject(failure);
    expect(tradesOf(desk, requireCommunity(desk.cache.read, COMMUNITY).id)).toBe(4);
    expect(await desk.pull({ acceptFewer: true })).toMatchObject({ replaced: true });
    expect(tradesOf(desk, requireCommunity(desk.cache.read, COMMUNITY).id)).toBe(sizes.trades);
    expectRollupsOfRecords(desk.cache);
  });
});

function tradesOf({ cache }: Parameters<typeof stateOf>[0], communityId: number): number {
  return cache.read.pluck<number>('SELECT COUNT(*) FROM trade WHERE community_id = ?', [communityId])[0];
}
