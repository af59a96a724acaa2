import { describe, expect, it } from 'vitest';
import { dueMonths, monthOf } from '#main/reports/due-months.ts';

const BERLIN = 'Europe/Berlin';

describe('the months whose report is due', () => {
  it('are none while the first one is under way', () => {
    expect(dueMonths('2026-10', Date.parse('2026-10-31T22:59:59Z'), BERLIN)).toEqual([]);
  });

  it('begin with the first one as soon as it is over where the community is, not in UTC', () => {
    expect(dueMonths('2026-10', Date.parse('2026-10-31T23:00:00Z'), BERLIN)).toEqual(['2026-10']);
  });

  it('are all that were missed, in their order, across the turn of a year', () => {
    expect(dueMonths('2026-11', Date.parse('2027-02-01T00:00:00Z'), BERLIN)).toEqual(['2026-11', '2026-12', '2027-01']);
  });

  it('are none when the clock was set back before what is written', () => {
    expect(dueMonths('2026-12', Date.parse('2026-09-15T00:00:00Z'), BERLIN)).toEqual([]);
  });
});

it('the month of an instant is that of the community’s time zone', () => {
  const newYear = Date.parse('2026-12-31T23:30:00Z');
  expect(monthOf(newYear, BERLIN)).toBe('2027-01');
  expect(monthOf(newYear, 'UTC')).toBe('2026-12');
});
