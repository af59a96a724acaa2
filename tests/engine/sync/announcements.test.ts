import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcements } from '#engine/sync/announcements.ts';
import type { ChangedArea } from '#shared/contract/events.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function announcing() {
  const told: ChangedArea[][] = [];
  const announcements = new Announcements((...areas) => told.push(areas), 250);
  return { told, announcements };
}

describe('announcements', () => {
  it('come at once, and those that follow together when the page can show them', () => {
    const { told, announcements } = announcing();
    announcements.tell('sync');
    expect(told).toEqual([['sync']]);
    announcements.tell('outbox', 'sync');
    announcements.tell('market', 'sync');
    vi.advanceTimersByTime(249);
    expect(told).toEqual([['sync']]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([['sync'], ['outbox', 'sync', 'market']]);
  });

  it('are not more than one in each stretch of time, however many there are', () => {
    const { told, announcements } = announcing();
    for (let at = 0; at < 1000; at++) {
      announcements.tell('sync');
      vi.advanceTimersByTime(1);
    }
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.length).toBeGreaterThanOrEqual(4);
  });

  it('say nothing when nothing happens', () => {
    const { told, announcements } = announcing();
    announcements.tell('sync');
    vi.advanceTimersByTime(10_000);
    announcements.flush();
    expect(told).toHaveLength(1);
  });

  it('that are left are told at once at the end', () => {
    const { told, announcements } = announcing();
    announcements.tell('sync');
    announcements.tell('outbox');
    announcements.flush();
    expect(told).toEqual([['sync'], ['outbox']]);
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(2);
  });
});
