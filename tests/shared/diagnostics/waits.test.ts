import { describe, expect, it } from 'vitest';
import { noWaits, summariesOf, withWait, type Wait } from '#shared/diagnostics/waits.ts';

const logOf = (waits: readonly Wait[]) => waits.reduce(withWait, noWaits);
const wait = (kind: Wait['kind'], page: Wait['page'], milliseconds: number): Wait => ({ kind, page, milliseconds });

describe('the waits of a window', () => {
  it('are told by kind, all pages together and then each, with percentiles that are one of the waits', () => {
    const log = logOf([
      ...Array.from({ length: 20 }, (_, index) => wait('page', 'ledger', 20 - index)),
      wait('page', 'members', 99.96),
      wait('unlock', 'overview', 700),
    ]);
    expect(summariesOf(log)).toEqual([
      { kind: 'page', page: null, count: 21, median: 11, p95: 20, worst: 100 },
      { kind: 'page', page: 'ledger', count: 20, median: 10, p95: 19, worst: 20 },
      { kind: 'page', page: 'members', count: 1, median: 100, p95: 100, worst: 100 },
      { kind: 'unlock', page: 'overview', count: 1, median: 700, p95: 700, worst: 700 },
    ]);
    expect(summariesOf(noWaits)).toEqual([]);
  });

  it('are forgotten beyond 500 of a kind, the oldest first, whatever there is of other kinds', () => {
    const scrolled = Array.from({ length: 502 }, (_, index) => wait('scroll', 'ledger', index));
    const log = logOf([wait('filter', 'ledger', 5), ...scrolled]);
    expect(log.scroll).toHaveLength(500);
    expect(log.scroll[0].milliseconds).toBe(2);
    expect(log.filter).toHaveLength(1);
  });
});
