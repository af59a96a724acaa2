import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { marketTime } from '#engine/market/market-time.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { clearings, COMMUNITY, page, SLOT, START, uuid } from '../fixtures/pages.ts';

function marketTimeAt(now: number, ...cleared: number[]): number {
  const { read, write } = cacheOf(1);
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
