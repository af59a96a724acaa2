import { describe, expect, it } from 'vitest';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { COMMUNITY, uuid } from '../fixtures/pages.ts';
import { dayOf, readingsOf, smallCommunity, type SmallCommunity } from './small-community.ts';

const [monday, tuesday, thursday] = [dayOf(20250331), dayOf(20250401), dayOf(20250403)];
const range = { from: monday.from, to: thursday.to };

function ask(
  { context }: SmallCommunity,
  input: Partial<ParsedInput<'insights.indicators'>> = {},
): Promise<Output<'insights.indicators'>> {
  return context.insights.query('insights.indicators', {
    communityId: COMMUNITY,
    range,
    compareWith: null,
    step: 'day',
    group: 'all',
    ...input,
  });
}

const evenly = (count: number, one: { produced?: number; consumed?: number }) =>
  Array.from({ length: count }, () => one);

describe('indicators over time', () => {
  it('have a step for every day from the first to the last with data, and null where a day between has none', async () => {
    const community = smallCommunity(5, 5);
    community.putReadings(readingsOf(tuesday.from, evenly(10, { consumed: 100 })));
    community.putReadings(readingsOf(thursday.from, evenly(10, { consumed: 200 })));
    const { current } = await ask(community);
    expect(current.start).toEqual([tuesday.from, dayOf(20250402).from, thursday.from]);
    expect(current.columns.consumedWh).toEqual({ values: [1000, null, 2000], withheldDays: [0, 0, 0] });
    expect(current.totals.consumedWh).toEqual({ value: 3000, withheldDays: 0, reason: null });
  });

  it('have months by their first day, with nothing in them but the days of the period', async () => {
    const community = smallCommunity(5, 5);
    for (const { from } of [dayOf(20250330), monday, tuesday]) {
      community.putReadings(readingsOf(from, evenly(10, { consumed: 100 })));
    }
    const { current } = await ask(community, { step: 'month' });
    expect(current.start).toEqual([dayOf(20250301).from, tuesday.from]);
    expect(current.columns.consumedWh.values).toEqual([1000, 1000]);
  });

  it('tell the roles apart where both are safe', async () => {
    const community = smallCommunity(5, 5);
    community.putReadings(
      readingsOf(monday.from, [...evenly(5, { produced: 300, consumed: 100 }), ...evenly(5, { consumed: 50 })]),
    );
    const [all, prosumers, consumers] = [
      await ask(community),
      await ask(community, { group: 'prosumer' }),
      await ask(community, { group: 'consumer' }),
    ];
    expect(all.hasGroups).toBe(true);
    expect([all, prosumers, consumers].map(({ current }) => current.totals.consumedWh.value)).toEqual([750, 500, 250]);
    // The community uses among its members what prosumers have left over; a role has what each member uses of its own.
    expect([all, prosumers, consumers].map(({ current }) => current.totals.selfConsumedWh.value)).toEqual([
      750, 500, 0,
    ]);
    expect(all.current.selfConsumption).toBe(0.5);
    expect(prosumers.current.selfConsumption).toBeCloseTo(1 / 3);
    expect(consumers.current.selfConsumption).toBeNull();
  });

  it('show no role when one of them would be told by the difference', async () => {
    const community = smallCommunity(4, 5);
    community.putReadings(readingsOf(monday.from, evenly(9, { produced: 50, consumed: 100 })));
    expect((await ask(community)).hasGroups).toBe(false);
    const { current } = await ask(community, { group: 'consumer' });
    expect(current.totals.consumedWh).toEqual({ value: null, withheldDays: 1, reason: 'few-members' });
    expect(current.selfSufficiency).toBeNull();
  });

  it('withhold the days on which one member makes up more than 80 %, and leave them out of ratios', async () => {
    const community = smallCommunity(5, 5);
    community.putReadings(readingsOf(monday.from, evenly(10, { produced: 50, consumed: 100 })));
    const giant = [{ produced: 100_000, consumed: 100 }, ...evenly(9, { produced: 50, consumed: 100 })];
    community.putReadings(readingsOf(tuesday.from, giant));
    const { current } = await ask(community);
    expect(current.totals.producedWh).toEqual({ value: 500, withheldDays: 1, reason: 'one-member' });
    expect(current.totals.consumedWh.value).toBe(2000);
    expect(current.totals.selfConsumedWh).toEqual({ value: 500, withheldDays: 1, reason: 'one-member' });
    expect(current.columns.producedWh).toEqual({ values: [500, null], withheldDays: [0, 1] });
    expect(current.selfSufficiency).toBe(0.5);
  });

  it('withhold what the community uses of its own also where what it consumes is withheld', async () => {
    const community = smallCommunity(5, 5);
    const giant = [{ produced: 50, consumed: 100_000 }, ...evenly(9, { produced: 50, consumed: 100 })];
    community.putReadings(readingsOf(monday.from, giant));
    const { current } = await ask(community);
    expect(current.totals.producedWh.value).toBe(500);
    expect(current.totals.selfConsumedWh).toEqual({ value: null, withheldDays: 1, reason: 'one-member' });
  });

  it('count members without a pseudonym in the sums, as the community itself does', async () => {
    const community = smallCommunity(5, 5, { 9: { anonymizedId: '' } });
    community.putReadings(readingsOf(monday.from, evenly(10, { consumed: 100 })));
    expect((await ask(community)).current.totals.consumedWh.value).toBe(1000);
  });

  it('keep a loss as a loss', async () => {
    const community = smallCommunity(5, 5);
    // 1 kWh each for 0.40 where retail is 0.30 and feed-in 0.08: buyers lose 0.10, sellers gain 0.32.
    community.putTrades(
      [0, 1, 2, 3, 4].map((number) => ({
        id: uuid('d', number),
        slot: monday.from,
        seller: number,
        buyer: number + 5,
        quantity: 1000,
        amount: 400_000,
      })),
    );
    const savingsOf = async (group: 'all' | 'prosumer' | 'consumer') =>
      (await ask(community, { group })).current.totals.savings.value;
    expect(await savingsOf('consumer')).toBe(-500_000);
    expect(await savingsOf('prosumer')).toBe(1_600_000);
    expect(await savingsOf('all')).toBe(1_100_000);
  });

  it('have no step and nothing withheld where there are no data', async () => {
    const { current, previous, dataTo } = await ask(smallCommunity(5, 5), { compareWith: monday });
    expect(current.start).toEqual([]);
    expect(current.totals.producedWh).toEqual({ value: null, withheldDays: 0, reason: null });
    expect(previous?.selfSufficiency).toBeNull();
    expect(dataTo).toBeNull();
  });

  it('refuse a community that there is not', async () => {
    await expect(ask(smallCommunity(1, 1), { communityId: uuid('f', 1) })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
