import { describe, expect, it } from 'vitest';
import { checkCache } from '#engine/cache/check.ts';
import { engineWithCommunity } from '../fixtures/community.ts';

describe('checking a cache', () => {
  const { context } = engineWithCommunity({ members: 8, days: 2 });

  it('finds a sound one sound and leaves it as it was', () => {
    const before = context.cache.read.all('SELECT * FROM rollup_day');
    expect(checkCache(context.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
    expect(context.cache.read.all('SELECT * FROM rollup_day')).toEqual(before);
  });

  it('counts a rollup row that its records do not add up to', () => {
    context.cache.write.run(
      'UPDATE rollup_hour SET produced_wh = produced_wh + 1 WHERE hour = (SELECT MIN(hour) FROM rollup_hour)',
    );
    expect(checkCache(context.cache).rollupDifferences).toBe(1);
  });
});
