import { describe, expect, it } from 'vitest';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { HOUR, localDayRange } from '#shared/domain/slots.ts';
import { testEngine } from '../fixtures/community.ts';
import { COMMUNITY, foundingPage, page, readings, SLOT, trades, uuid } from '../fixtures/pages.ts';

const ZONE = 'Europe/Berlin';
const day = localDayRange(20250331, ZONE);
const slots = Array.from({ length: 96 }, (_, at) => day.from + at * SLOT);
/** The slot of the day in which one member alone produces, and the one in which one alone buys. */
const DAWN = 20;
const DUSK = 70;

/** Members who produce from the dawn to the dusk and trade at noon; at dawn and at dusk it is one. */
function communityOf(members: number) {
  const { context } = testEngine();
  const { write } = context.cache;
  applyPage(write, foundingPage(members));
  const all = Array.from({ length: members }, (_, index) => index);
  applyPage(
    write,
    page(members, {
      readings: readings(
        slots.flatMap((slot, at) =>
          all.map((member) => ({
            slot,
            member,
            produced: at < DAWN || at > DUSK || (at === DAWN && member > 0) ? 0 : 100,
            consumed: 200,
          })),
        ),
      ),
      trades: trades(
        slots.flatMap((slot, at) =>
          (at >= 40 && at < 50 ? all : at === DUSK ? [0] : []).map((buyer) => ({
            id: uuid('d', 100 * at + buyer),
            slot,
            buyer,
            seller: (buyer + 1) % members,
            quantity: 20,
          })),
        ),
      ),
    }),
  );
  return context;
}

type Series = Awaited<ReturnType<(typeof statsHandlers)['stats.series']>>;
const gapsOf = (column: Series['producedWh']): number[] => column.flatMap((wh, at) => (wh === null ? [at] : []));

describe('a day of seven members, of whom one alone produces at dawn and one alone buys at dusk', () => {
  const context = communityOf(7);
  const series = (granularity: 'slot' | 'hour' | 'day') =>
    statsHandlers['stats.series']({ communityId: COMMUNITY, range: day, granularity }, context);
  const upTo = async (slot: number) =>
    (
      await statsHandlers['stats.indicators'](
        { communityId: COMMUNITY, range: { from: day.from, to: slots[slot] } },
        context,
      )
    ).current;

  it('is told by the slot but for those slots and the ones around them, which are told only together', async () => {
    const { producedWh, consumedWh, selfConsumedWh, tradedWh } = await series('slot');
    expect(gapsOf(producedWh)).toEqual([DAWN, 21, 22, 23, 24, 25]);
    expect(gapsOf(consumedWh)).toEqual(gapsOf(producedWh));
    expect(gapsOf(selfConsumedWh)).toEqual(gapsOf(producedWh));
    expect(gapsOf(tradedWh)).toEqual([45, 46, 47, 48, 49, DUSK]);
    expect(producedWh[30]).toBe(700);
    expect(producedWh[0]).toBe(0);
  });

  it('is told by the hour but for the hours that hold a part of them', async () => {
    const { start, producedWh } = await series('hour');
    expect(gapsOf(producedWh).map((at) => (start[at] - day.from) / HOUR)).toEqual([5, 6]);
    expect(producedWh[8]).toBe(4 * 700);
  });

  it('is told whole, and up to any time that does not divide them', async () => {
    const { producedWh } = await series('day');
    expect(producedWh).toEqual([100 + 50 * 700]);
    expect((await upTo(26)).producedWh).toEqual({ value: 100 + 5 * 700, withheldDays: 0, reason: null });
    expect((await upTo(26)).tradedWh).toMatchObject({ value: 0 });
    expect((await upTo(23)).producedWh).toEqual({ value: null, withheldDays: 1, reason: 'one-member' });
    expect((await upTo(46)).tradedWh).toMatchObject({ value: null });
    expect((await upTo(96 - 1)).tradedWh).toMatchObject({ value: 10 * 7 * 20 + 20 });
  });
});

describe('a community of four members', () => {
  const context = communityOf(4);

  it('has no sum in any step, and counts of members and trades all the same', async () => {
    for (const granularity of ['slot', 'hour', 'day'] as const) {
      const { producedWh, consumedWh, selfConsumedWh, tradedWh, savings } = await statsHandlers['stats.series'](
        { communityId: COMMUNITY, range: day, granularity },
        context,
      );
      for (const column of [producedWh, consumedWh, selfConsumedWh, tradedWh, savings]) {
        expect(column.length).toBeGreaterThan(0);
        expect(column.every((value) => value === null)).toBe(true);
      }
    }
    const { current } = await statsHandlers['stats.indicators']({ communityId: COMMUNITY, range: day }, context);
    const withheld = { value: null, withheldDays: 1, reason: 'few-members' };
    expect(current).toMatchObject({
      producedWh: withheld,
      consumedWh: withheld,
      selfConsumedWh: withheld,
      tradedWh: withheld,
      savings: withheld,
      selfSufficiency: null,
      co2AvoidedG: null,
      tradeCount: 41,
      activeMembers: 4,
    });
  });
});
