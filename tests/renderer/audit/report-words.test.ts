import { describe, expect, it } from 'vitest';
import { demoCommunity, importedCommunity } from '#renderer/bridge/fake/communities.ts';
import { firstChoice, orderOf } from '#renderer/pages/audit/reports/make/report-choice.ts';
import { lastWhole, monthName, monthsOf, yearsOf } from '#renderer/pages/audit/reports/report-words.ts';

const berlin = { timeZone: 'Europe/Berlin' };
/** 22 July 2026. */
const now = Date.UTC(2026, 6, 22, 12, 2);
const range = { from: now - 86_400_000, to: now };

describe('the months of the data', () => {
  it('are those of the community’s own calendar, the latest first', () => {
    // Both are the first minutes of a month in Berlin, and the last of the one before in UTC.
    const span = { ...berlin, dataFrom: Date.UTC(2025, 10, 30, 23, 15), dataTo: Date.UTC(2026, 0, 31, 23, 15) };
    expect(monthsOf(span)).toEqual(['2026-02', '2026-01', '2025-12']);
    expect(yearsOf(span)).toEqual([2026, 2025]);
  });

  it('are none without data', () => {
    expect(monthsOf({ ...berlin, dataFrom: null, dataTo: null })).toEqual([]);
  });

  it('have as the last whole one the one before that of the latest data', () => {
    const community = demoCommunity(now);
    expect(lastWhole(monthsOf(community), community)).toBe('2026-06');
  });

  it('have as the last whole one that of the latest data when these reach its end', () => {
    expect(lastWhole(monthsOf(importedCommunity), importedCommunity)).toBe('2017-01');
    expect(lastWhole(yearsOf(importedCommunity), importedCommunity)).toBe(2016);
  });

  it('have the only one, even when it is not whole', () => {
    const span = { ...berlin, dataFrom: now - 3_600_000, dataTo: now };
    expect(lastWhole(yearsOf(span), span)).toBe(2026);
  });

  it('are written as people do', () => {
    expect(monthName('2026-10', 'en-GB')).toBe('October 2026');
    expect(monthName('2026-03', 'de-DE')).toBe('März 2026');
  });
});

describe('the order of a report', () => {
  const choice = firstChoice(demoCommunity(now));

  it('takes the month or year that was chosen, to begin with the last whole one', () => {
    expect(orderOf('community-month', 'demo', range, choice)).toEqual({
      kind: 'community-month',
      communityId: 'demo',
      month: '2026-06',
    });
  });

  it('takes the days of the page', () => {
    expect(orderOf('ledger', 'demo', range, choice)).toEqual({ kind: 'ledger', communityId: 'demo', range });
  });

  it.each(['member-statement', 'clearing-certificate'] as const)('of a %s waits for what it is about', (kind) => {
    expect(orderOf(kind, 'demo', range, choice)).toBeNull();
  });

  it('names the clearing and its slot', () => {
    const clearing = { slot: now, clearingId: 'clearing-1' };
    expect(orderOf('clearing-certificate', 'demo', range, { ...choice, clearing })).toMatchObject(clearing);
  });
});
