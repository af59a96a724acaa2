import { describe, expect, it } from 'vitest';
import { answerMarketQuery } from '#engine/market/queries.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { localDayRange, localTime } from '#shared/domain/slots.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { COMMUNITY, memberId, page, readings, SLOT } from '../fixtures/pages.ts';

const zone = 'Europe/Berlin';

/** A day in which member 0 has 100 Wh to sell in every slot, with a draft that sells between two and three at night. */
function tried(day: number) {
  const { from, to } = localDayRange(day, zone);
  const cache = cacheOf(1);
  const slots = Array.from({ length: (to - from) / SLOT }, (_, at) => from + at * SLOT);
  applyPage(cache.write, page(1, { readings: readings(slots.map((slot) => ({ slot, member: 0, exported: 100 }))) }));
  const draft = {
    type: 'sell' as const,
    maxQuantityWh: null,
    maxPrice: null,
    minPrice: null,
    minBatterySoc: null,
    timeWindows: ['* 02:00-03:00'],
    isEnabled: true,
  };
  const trial = { communityId: COMMUNITY, memberId: memberId(0), insteadOf: null, draft };
  const answer = answerMarketQuery(cache.read, 'rules.simulatedDay', { trial, day }, to);
  return { slots, answer, fired: answer.filter(({ drafted }) => drafted.offeredWh > 0).map(({ slot }) => slot) };
}

describe('a trial on a clock-change day', () => {
  it('has 92 slots in spring, and a window inside the missing hour does not fire', () => {
    const { slots, answer, fired } = tried(20250330);
    expect(slots).toHaveLength(92);
    expect(answer.map(({ slot }) => slot)).toEqual(slots);
    expect(fired).toEqual([]);
  });

  it('has 100 slots in autumn, and a window inside the repeated hour fires in both passes', () => {
    const { slots, answer, fired } = tried(20251026);
    expect(slots).toHaveLength(100);
    expect(answer.map(({ slot }) => slot)).toEqual(slots);
    expect(fired).toHaveLength(8);
    expect(fired.every((slot) => localTime(slot, zone).hour === 2)).toBe(true);
  });

  it('has 96 slots on any other day', () => {
    const { slots, answer, fired } = tried(20251027);
    expect(answer.map(({ slot }) => slot)).toEqual(slots);
    expect([slots.length, fired.length]).toEqual([96, 4]);
  });
});
