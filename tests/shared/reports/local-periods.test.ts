import { describe, expect, it } from 'vitest';
import { localMonth, localYear, monthAfter } from '#shared/reports/local-periods.ts';

const HOUR = 3_600_000;

describe('a local month', () => {
  it.each([
    ['2025-03', 31 * 24 - 1],
    ['2025-10', 31 * 24 + 1],
    ['2024-02', 29 * 24],
    ['2025-12', 31 * 24],
  ])('%s in Berlin has %i hours', (month, hours) => {
    const { from, to } = localMonth(month, 'Europe/Berlin');
    expect((to - from) / HOUR).toBe(hours);
  });

  it('begins at the local midnight of its first day', () => {
    expect(localMonth('2025-01', 'Europe/Berlin').from).toBe(Date.UTC(2024, 11, 31, 23));
    expect(localMonth('2025-01', 'America/New_York').from).toBe(Date.UTC(2025, 0, 1, 5));
  });

  it('ends where the next one begins, over the end of the year too', () => {
    expect(localMonth('2025-12', 'Europe/Berlin').to).toBe(localMonth('2026-01', 'Europe/Berlin').from);
  });
});

it('a local year is its twelve months', () => {
  expect(localYear(2025, 'Europe/Berlin')).toEqual({
    from: localMonth('2025-01', 'Europe/Berlin').from,
    to: localMonth('2025-12', 'Europe/Berlin').to,
  });
});

it.each([
  ['2026-01', -1, '2025-12'],
  ['2025-12', 1, '2026-01'],
  ['2026-10', 0, '2026-10'],
  ['2026-10', -22, '2024-12'],
])('%s moved by %i months is %s', (month, months, moved) => {
  expect(monthAfter(month, months)).toBe(moved);
});
