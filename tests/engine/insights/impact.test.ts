import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { storeFactors } from '#engine/insights/factors/stored-factors.ts';
import { statsHandlers } from '#engine/stats/handlers.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { COMMUNITY, memberId, uuid } from '../fixtures/pages.ts';
import { dayOf, readingsOf, smallCommunity, type SmallCommunity } from './small-community.ts';

const [monday, tuesday] = [dayOf(20250331), dayOf(20250401)];
const range = { from: monday.from, to: tuesday.to };
const YEAR = 342.06;

/** On both days each of five prosumers uses 100 of its own 300 Wh and sells 150 Wh to one of five consumers, for 0.03. */
function sharing(country: string | null = 'DEU'): SmallCommunity {
  const community = smallCommunity(5, 5, {}, country);
  const rows = Array.from({ length: 10 }, (_, index) =>
    index < 5 ? { produced: 300, consumed: 100, exported: 200 } : { consumed: 200, imported: 200 },
  );
  for (const { from } of [monday, tuesday]) {
    community.putReadings(readingsOf(from, rows));
    community.putTrades(
      [0, 1, 2, 3, 4].map((seller) => ({
        id: uuid('d', from / HOUR + seller),
        slot: from,
        seller,
        buyer: seller + 5,
        quantity: 150,
        amount: 30_000,
      })),
    );
  }
  return community;
}

/** @param milligrams per kWh by hour */
function putFactors({ context: { cache } }: SmallCommunity, milligrams: ReadonlyMap<number, number>): void {
  storeFactors(cache.write, requireCommunity(cache.read, COMMUNITY).id, {
    source: 'Grid operator 2025',
    fileName: 'grid.csv',
    hours: [...milligrams.keys()],
    milligrams: [...milligrams.values()],
    now: 0,
  });
}

function ask(
  { context }: SmallCommunity,
  input: Partial<ParsedInput<'insights.impact'>> = {},
): Promise<Output<'insights.impact'>> {
  return context.insights.query('insights.impact', {
    communityId: COMMUNITY,
    range,
    compareWith: null,
    step: 'day',
    ...input,
  });
}

describe('impact', () => {
  it('is the community self-consumed x the factor of the year, and what members paid one another', async () => {
    const { co2AvoidedG, moneyKept, totals, factor } = await ask(sharing());
    expect(co2AvoidedG).toEqual([(1500 * YEAR) / 1000, (1500 * YEAR) / 1000]);
    expect(moneyKept).toEqual([150_000, 150_000]);
    expect(totals).toEqual({
      co2AvoidedG: (3000 * YEAR) / 1000,
      moneyKept: 300_000,
      selfConsumedWh: 3000,
      tradedWh: 1500,
      withheldDays: 0,
    });
    expect(factor).toMatchObject({ kind: 'year', factor: { gramsPerKwh: YEAR, country: 'DEU', year: 2024 } });
  });

  it('tells of members their own self-consumed and what they bought', async () => {
    const { members } = await ask(sharing());
    expect(members).toHaveLength(10);
    expect(members.find((one) => one.memberId === memberId(0))).toEqual({
      memberId: memberId(0),
      anonymizedId: 'House A0',
      selfConsumedWh: 200,
      boughtWh: 0,
      co2AvoidedG: (200 * YEAR) / 1000,
    });
    expect(members.find((one) => one.memberId === memberId(9))).toMatchObject({ selfConsumedWh: 0, boughtWh: 300 });
  });

  it('takes the factor of the hour where there is one, and that of the year else', async () => {
    const community = sharing();
    putFactors(community, new Map([[monday.from, 100_000]]));
    const { co2AvoidedG, factor, members } = await ask(community);
    expect(co2AvoidedG).toEqual([150, (1500 * YEAR) / 1000]);
    expect(factor).toMatchObject({
      kind: 'hourly',
      source: 'Grid operator 2025',
      from: monday.from,
      to: monday.from + HOUR,
      hours: 2,
      coveredHours: 1,
      meanGramsPerKwh: 100,
      otherwise: { gramsPerKwh: YEAR },
    });
    expect(members.map(({ co2AvoidedG: grams }) => grams)).toEqual([
      ...Array.from({ length: 5 }, () => expect.closeTo(0.1 * 100 + 0.1 * YEAR) as number),
      ...Array.from({ length: 5 }, () => expect.closeTo(0.15 * 100 + 0.15 * YEAR) as number),
    ]);
  });

  it('is the same on the overview', async () => {
    const community = sharing();
    putFactors(community, new Map([[monday.from, 100_000]]));
    const { totals, factor } = await ask(community);
    const stats = await statsHandlers['stats.indicators']({ communityId: COMMUNITY, range }, community.context);
    expect(stats.current.co2AvoidedG).toBeCloseTo(totals.co2AvoidedG!);
    expect(stats.co2Factor).toEqual(factor);
  });

  it('is nothing in hours without any factor, and null on days that have none', async () => {
    const community = sharing(null);
    putFactors(community, new Map([[monday.from, 100_000]]));
    const { co2AvoidedG, totals, factor } = await ask(community);
    expect(co2AvoidedG).toEqual([150, null]);
    expect(totals.co2AvoidedG).toBe(150);
    expect(factor).toMatchObject({ kind: 'hourly', otherwise: null });
  });

  it('says the factor of the year where the series does not reach, and nothing where that is not known', async () => {
    for (const [country, kind] of [
      ['DEU', 'year'],
      [null, undefined],
    ] as const) {
      const community = sharing(country);
      putFactors(community, new Map([[tuesday.to, 100_000]]));
      const { factor, totals, members } = await ask(community);
      expect(factor?.kind).toBe(kind);
      expect(totals.co2AvoidedG === null).toBe(country === null);
      expect(members[0].co2AvoidedG === null).toBe(country === null);
    }
  });

  it('withholds CO2 on days on which one member makes up most of the energy, but not the money', async () => {
    const community = sharing();
    community.putReadings([{ slot: tuesday.from + HOUR, member: 0, produced: 100_000, exported: 100_000 }]);
    const { co2AvoidedG, moneyKept, totals } = await ask(community);
    expect(co2AvoidedG).toEqual([(1500 * YEAR) / 1000, null]);
    expect(moneyKept).toEqual([150_000, 150_000]);
    expect(totals).toMatchObject({ selfConsumedWh: 1500, tradedWh: 1500, withheldDays: 1 });
  });

  it('withholds the money of a day on which one member bought most', async () => {
    const community = sharing();
    community.putTrades([{ id: uuid('d', 1), slot: tuesday.from + HOUR, seller: 0, buyer: 9, quantity: 90_000 }]);
    const { moneyKept, totals } = await ask(community);
    expect(moneyKept).toEqual([150_000, null]);
    expect(totals).toMatchObject({ tradedWh: 750, selfConsumedWh: 3000, withheldDays: 1 });
  });

  it('names nobody when fewer than five members have readings or trades', async () => {
    const community = smallCommunity(5, 5);
    community.putReadings(
      readingsOf(
        monday.from,
        Array.from({ length: 4 }, () => ({ consumed: 100 })),
      ),
    );
    expect((await ask(community)).members).toEqual([]);
    community.putReadings([{ slot: monday.from, member: 4, consumed: 100 }]);
    expect((await ask(community)).members).toHaveLength(5);
  });

  it('compares with the period before', async () => {
    const { previous } = await ask(sharing(), { range: tuesday, compareWith: monday });
    expect(previous).toMatchObject({
      start: [monday.from],
      moneyKept: [150_000],
      totals: { selfConsumedWh: 1500, moneyKept: 150_000 },
    });
  });
});
