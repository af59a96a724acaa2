import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { marketTime } from '#engine/market/market-time.ts';
import type { Cache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { clearings, COMMUNITY, page, SLOT, START, uuid } from '../fixtures/pages.ts';

function marketTimeAt(now: number, ...cleared: number[]): number {
  return timeIn(cacheOf(1), now, cleared);
}

/** As marketTimeAt, of a community that a hub keeps. */
function hubTimeAt(now: number, ...cleared: number[]): number {
  const cache = cacheOf(1);
  const { id } = requireCommunity(cache.read, COMMUNITY);
  writeSyncState(cache.write, { communityId: id, cursor: null, position: 0, completeAt: null });
  cache.write.run(
    `INSERT INTO hub_connection (id, address, email, name, role, connected_at) VALUES (1, 'https://hub.example', 'e', 'n', 'manager', 0)`,
  );
  return timeIn(cache, now, cleared);
}

function timeIn({ read, write }: Cache, now: number, cleared: readonly number[]): number {
  applyPage(write, page(1, { clearings: clearings(cleared.map((slot, at) => ({ id: uuid('c', at), slot }))) }));
  return marketTime(read, requireCommunity(read, COMMUNITY), now);
}

describe('the first open slot', () => {
  it('is the one after the slot that runs where nothing was ever cleared', () => {
    expect(marketTimeAt(START)).toBe(START + SLOT);
    expect(marketTimeAt(START + SLOT - 1)).toBe(START + SLOT);
  });

  it('is the one after the last that was cleared, however long ago that was', () => {
    expect(marketTimeAt(START + 60_000, START - SLOT, START)).toBe(START + SLOT);
    expect(marketTimeAt(START + 1e9, START, START - SLOT)).toBe(START + SLOT);
  });

  it('stays behind what was cleared ahead of the clock', () => {
    expect(marketTimeAt(START, START + 8 * SLOT)).toBe(START + 9 * SLOT);
  });
});

describe('the first open slot of a community that a hub keeps', () => {
  it('is never one that has begun, cleared or not', () => {
    expect(hubTimeAt(START + 60_000, START - SLOT)).toBe(START + SLOT);
    expect(hubTimeAt(START + 10 * SLOT, START)).toBe(START + 11 * SLOT);
    expect(hubTimeAt(START + 10 * SLOT)).toBe(START + 11 * SLOT);
  });

  it('stays behind what the hub has cleared ahead of the clock of this desk', () => {
    expect(hubTimeAt(START, START + 8 * SLOT)).toBe(START + 9 * SLOT);
  });
});
