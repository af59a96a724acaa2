import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { seriesOfSums, seriesOfTrades } from '#engine/ledger/comparison.ts';
import { Steps } from '#engine/ledger/steps.ts';
import { finish } from '#engine/ledger/trade-walk.ts';
import { membersHandlers } from '#engine/members/handlers.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import { HOUR, localDayRange } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { plainLedger } from './plain-ledger.ts';

const zone = 'Europe/Berlin';
const DAY = 24 * HOUR;
const { context, communityId } = engineWithCommunity({ members: 12, days: 9 });
const { cache } = context;
const community = requireCommunity(cache.read, communityId);
const range = { from: localDayRange(20261018, zone).from, to: localDayRange(20261025, zone).to };
const members = cache.read.all<{ id: number; uid: string }>('SELECT id, uid FROM member_view');
const trades = plainLedger(cache.read).filter(({ status }) => status !== 'failed');
const within = ({ slot }: LedgerTrade, { from, to }: typeof range): boolean => slot >= from && slot < to;
const total = (of: readonly LedgerTrade[], pick: (trade: LedgerTrade) => number): number =>
  of.reduce((sum, trade) => sum + pick(trade), 0);

function compare(input: Partial<ParsedInput<'ledger.comparison'>>): Promise<Output<'ledger.comparison'>> {
  return context.ledger.query('ledger.comparison', {
    communityId,
    memberId: null,
    range,
    compareWith: null,
    step: 'day',
    ...input,
  });
}

function savings(input: Partial<ParsedInput<'ledger.savings'>>): Promise<Output<'ledger.savings'>> {
  return context.ledger.query('ledger.savings', {
    communityId,
    memberId: null,
    range,
    retail: null,
    feedIn: null,
    ...input,
  });
}

describe('the comparison', () => {
  it('has the same figures from the kept sums and from the trades, for any member, period and step', () => {
    const begin = UNTIL - 9 * DAY;
    const periods = fc
      .tuple(fc.integer({ min: -30, max: 220 }), fc.integer({ min: 1, max: 120 }))
      .map(([from, hours]) => ({ from: begin + from * HOUR, to: begin + (from + hours) * HOUR }));
    const cases = fc.tuple(
      periods,
      fc.constantFrom(null, ...members.map(({ id }) => id)),
      fc.constantFrom('hour' as const, 'day' as const, 'month' as const),
    );
    fc.assert(
      fc.property(cases, ([period, member, step]) => {
        fc.pre(step !== 'hour' || member === null);
        const steps = new Steps(step, period, zone);
        expect(seriesOfSums(cache.read, community, member, step, steps)).toEqual(
          finish(seriesOfTrades(cache.read, community, member, steps)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('has days of 25 and of 23 hours when the clocks change', () => {
    const hoursOf = (days: typeof range): number[] => {
      const { starts, range: whole } = new Steps('day', days, zone);
      return starts.map((start, at) => ((starts[at + 1] ?? whole.to) - start) / HOUR);
    };
    const around = (day: number) => ({ from: localDayRange(day - 1, zone).from, to: localDayRange(day + 1, zone).to });
    expect(hoursOf(around(20261025))).toEqual([24, 25, 24]);
    expect(hoursOf(around(20260329))).toEqual([24, 23, 24]);
  });

  it('steps by whole months of the community’s time, over the turn of a year', () => {
    const { starts, range: whole } = new Steps(
      'month',
      { from: Date.UTC(2026, 10, 30, 23), to: Date.UTC(2027, 0, 2) },
      zone,
    );
    expect(starts).toEqual([Date.UTC(2026, 10, 30, 23), Date.UTC(2026, 11, 31, 23)]);
    expect(whole.to).toBe(Date.UTC(2027, 0, 31, 23));
  });

  it('counts energy in the hour in which it flowed, also in the hour that comes twice', async () => {
    const night = { from: Date.UTC(2026, 9, 25, 0), to: Date.UTC(2026, 9, 25, 8) };
    const { start, current } = await compare({ step: 'hour', range: night });
    expect(start).toEqual(Array.from({ length: 8 }, (_, hour) => night.from + hour * HOUR));
    expect(current.boughtWh).toEqual(
      start.map((from) =>
        total(
          trades.filter((trade) => within(trade, { from, to: from + HOUR })),
          (trade) => trade.quantityWh,
        ),
      ),
    );
  });

  it('shows a member beside its period before and the community', async () => {
    const busiest = trades[0].sellerId;
    const compareWith = { from: range.from - DAY, to: range.from + DAY };
    const {
      current,
      before,
      community: all,
      start,
      retail,
      feedIn,
    } = await compare({ memberId: busiest, compareWith });
    const sold = trades.filter((trade) => trade.sellerId === busiest && within(trade, range));
    expect(current.soldWh.reduce((a, b) => a + b)).toBe(total(sold, (trade) => trade.quantityWh));
    expect(before!.start).toEqual([localDayRange(20261017, zone).from, range.from]);
    expect(before!.soldWh[1]).toBe(current.soldWh[0]);
    expect(all!.boughtWh).toEqual((await compare({})).current.boughtWh);
    expect(all!.members).toBe(
      new Set(trades.filter((trade) => within(trade, range)).flatMap(({ buyerId, sellerId }) => [buyerId, sellerId]))
        .size,
    );
    expect([retail.length, feedIn.length]).toEqual([start.length, start.length]);
    expect(retail[0]).toBeGreaterThan(feedIn[0]!);
  });
});

describe('the savings calculator', () => {
  it('says of each member what the members’ page says', async () => {
    const list = await membersHandlers['members.list']({ communityId, range }, context);
    for (const member of list) {
      const answer = await savings({ memberId: member.id });
      expect([answer.savings, answer.boughtWh, answer.soldWh, answer.trades]).toEqual([
        member.savings,
        member.boughtWh,
        member.soldWh,
        member.tradeCount,
      ]);
      expect(answer.needWh).toBe(member.consumedWh - member.selfConsumedWh);
      expect(answer.share).toBeCloseTo(member.savingsShare!, 6);
    }
  });

  it('adds up over all members to what it says of the community', async () => {
    const all = await savings({});
    const each = await Promise.all(members.map(({ uid }) => savings({ memberId: uid })));
    const sum = (pick: (answer: Output<'ledger.savings'>) => number): number =>
      each.reduce((sums, answer) => sums + pick(answer), 0);
    expect(all.savings).toBe(sum((answer) => answer.savings));
    expect(all.needWh).toBe(sum((answer) => answer.needWh));
    expect(all.trades).toBe(trades.filter((trade) => within(trade, range)).length);
  });

  it('holds the trades against assumed tariffs, each rounded by itself', async () => {
    const own = trades.filter((trade) => within(trade, range));
    const answer = await savings({ retail: 412_345, feedIn: 51_237 });
    expect(answer.boughtAtRetail).toBe(total(own, (trade) => amountOf(trade.quantityWh, 412_345)));
    expect(answer.soldAtFeedIn).toBe(total(own, (trade) => amountOf(trade.quantityWh, 51_237)));
    expect(answer.savings).toBe(answer.boughtAtRetail - answer.soldAtFeedIn);
    expect(answer.baseCost).toBe(amountOf(answer.needWh, 412_345));
  });

  it('has no share where nothing was needed, or nothing is known of a tariff', async () => {
    const empty = { from: Date.UTC(2020, 0), to: Date.UTC(2020, 1) };
    expect(await savings({ range: empty })).toMatchObject({ trades: 0, savings: 0, baseCost: 0, share: null });
  });

  it('refuses a member that is not in the community in words a person understands', async () => {
    await expect(savings({ memberId: 'nobody' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

// Last, because it takes a tariff away.
describe('a trade without a tariff', () => {
  it('is in the energy, but in no savings, and is counted', async () => {
    const [day] = (await compare({})).start;
    const ofDay = trades.filter((trade) => within(trade, { from: day, to: day + DAY }));
    const { slot } = ofDay[0];
    cache.write.run('DELETE FROM pricing_signal WHERE slot = ?', [slot]);
    const { current } = await compare({});
    expect(current.boughtWh[0]).toBe(total(ofDay, (trade) => trade.quantityWh));
    expect(current.savings[0]).toBe(
      total(
        ofDay.filter((trade) => trade.slot !== slot),
        ({ buyerSavings, sellerSavings }) => buyerSavings! + sellerSavings!,
      ),
    );
    const without = trades.filter((trade) => trade.slot === slot).length;
    const inPeriod = trades.filter((trade) => within(trade, range)).length;
    expect(await savings({})).toMatchObject({ trades: inPeriod - without, withoutTariff: without });
    expect(await savings({ retail: 300_000, feedIn: 80_000 })).toMatchObject({ trades: inPeriod, withoutTariff: 0 });
  });
});
