import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { requireMember } from '#engine/members/member.ts';
import { causesOf, type PeriodCase, periodCases } from '#engine/reports/period/period-cases.ts';
import { rulesOfMemberAt } from '#engine/rules/rule-rows.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { COMMUNITY, memberId, page, rule, SLOT, START, type TradeRow, trades, uuid } from '../fixtures/pages.ts';
import { decidingDesk, ref } from '../settlement/deciding-desk.ts';
import { EXECUTED_AT, settlementStep, TRADE } from '../fixtures/settlement-steps.ts';

const range = { from: START, to: START + 10 * 24 * HOUR };
const failed: TradeRow = {
  id: TRADE,
  slot: START,
  buyer: 0,
  seller: 1,
  quantity: 1000,
  status: 2,
  failureCode: failureCodes.indexOf('METER_READING_LATE'),
};

function casesIn(cache: Cache, part = range): PeriodCase[] {
  const work = periodCases(cache.read, requireCommunity(cache.read, COMMUNITY), part);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function cacheWith(rows: readonly TradeRow[], settlements: readonly SettlementEvent[] = []): Cache {
  const cache = cacheOf(2);
  applyPage(cache.write, page(2, { trades: trades(rows), settlements }));
  return cache;
}

describe('the cases of a period', () => {
  it('are the trades that failed, open while nothing else is known', () => {
    expect(casesIn(cacheWith([failed, { ...failed, id: uuid('d', 1), status: 1 }]))).toMatchObject([
      {
        tradeId: TRADE,
        buyer: 'House A0',
        seller: 'House A1',
        cause: 'METER_READING_LATE',
        state: 'open',
        resolution: null,
      },
    ]);
  });

  it('tell of one that was put in order how, why, and what the trade said before', () => {
    const adjusted = { kind: 'adjust', quantityWh: 800 } as const;
    const steps = [
      settlementStep(1, { kind: 'failed', failureCode: 'QUANTITY_EXCEEDS_METER', resolution: null, reason: null }),
      settlementStep(2, { kind: 'proposed', resolution: adjusted, reason: 'The meter shows 0.8 kWh.' }),
      settlementStep(3, { kind: 'approved', resolution: adjusted, by: null, reason: null }),
      settlementStep(4, { kind: 'resolved', resolution: adjusted, before: { quantityWh: 1000, amount: 200_000 } }),
    ];
    const settled = { ...failed, quantity: 800, status: 1, failureCode: -1 };
    expect(casesIn(cacheWith([settled], steps))).toMatchObject([
      {
        cause: 'QUANTITY_EXCEEDS_METER',
        state: 'resolved',
        resolution: 'adjust',
        reason: 'The meter shows 0.8 kWh.',
        resolvedAt: START + 4 * SLOT,
        quantityWh: 800,
        before: { quantityWh: 1000, amount: 200_000 },
      },
    ]);
  });

  it('are those of trades that were executed in it, oldest first, over all its days', () => {
    const later = { ...failed, id: uuid('d', 2), slot: START + 9 * 24 * HOUR };
    const cache = cacheWith([later, failed, { ...failed, id: uuid('d', 3), slot: range.to }]);
    expect(casesIn(cache).map(({ tradeId }) => tradeId)).toEqual([TRADE, later.id]);
    expect(casesIn(cache, { from: EXECUTED_AT + 1, to: range.to })).toHaveLength(1);
  });

  it('are as the hub has them, whatever this desk has decided and not sent yet', () => {
    const desk = decidingDesk(1);
    const all = { from: START - 40 * SLOT, to: START };
    const before = casesIn(desk.cache, all);
    desk.propose([ref(0)]);
    expect(before).toMatchObject([{ state: 'open' }]);
    expect(casesIn(desk.cache, all)).toEqual(before);
  });

  it('are counted by cause, the most frequent first', () => {
    const bank = failureCodes.indexOf('BANK_RETURN');
    const cache = cacheWith([
      failed,
      { ...failed, id: uuid('d', 1), failureCode: bank },
      { ...failed, id: uuid('d', 2), failureCode: bank },
      { ...failed, id: uuid('d', 3), failureCode: -1 },
    ]);
    expect(causesOf(casesIn(cache)).map(({ cause, failed: count, open }) => [cause, count, open])).toEqual([
      ['BANK_RETURN', 2, 2],
      ['METER_READING_LATE', 1, 1],
      ['UNKNOWN', 1, 1],
    ]);
  });
});

describe('the rules of a member at a time', () => {
  it('are in the versions that held just before it', () => {
    const cache = cacheOf(1);
    const changed = START + HOUR;
    applyPage(
      cache.write,
      page(1, {
        rules: [
          rule(0, { version: 2, minPrice: 120_000, validFrom: changed }),
          rule(7, { memberId: memberId(0), createdAt: changed, validFrom: changed }),
        ],
      }),
    );
    const { id } = requireMember(cache.read, memberId(0));
    const versions = (time: number) =>
      rulesOfMemberAt(cache.read, id, time).map(({ version, minPrice }) => [version, minPrice]);
    expect(versions(changed)).toEqual([[1, 90_000]]);
    expect(versions(changed + 1)).toEqual([
      [2, 120_000],
      [1, 90_000],
    ]);
  });
});
