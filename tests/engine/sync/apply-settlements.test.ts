import { describe, expect, it } from 'vitest';
import { eventsBetween, eventsOfTrade } from '#engine/settlement/event-rows.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { uuidBytes } from '#shared/domain/uuid.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import { cacheOf, NOTHING } from '../fixtures/community-cache.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, page, SLOT, uuid } from '../fixtures/pages.ts';
import { fillFeed, pulling } from '../fixtures/pulling.ts';
import { recordsOf, rollupsOf } from '../fixtures/rollups.ts';
import { EXECUTED_AT, settlementStep as event, TRADE } from '../fixtures/settlement-steps.ts';
import { iso } from '../fixtures/wire-records.ts';

/** A case with a step of every kind and a resolution of every kind. */
const steps: readonly SettlementEvent[] = [
  event(1, { kind: 'failed', by: null, byId: null, reason: null, failureCode: 'DUPLICATE', resolution: null }),
  event(2, { resolution: { kind: 'void' }, needsApproval: true }),
  event(3, { kind: 'rejected', by: 'Tobias Keller', byId: 'person-2', resolution: { kind: 'void' } }),
  event(4),
  event(5, { kind: 'approved', by: null, byId: null, reason: null }),
  event(6, { resolution: { kind: 'by-hand', evidence: 'Both have signed the receipt.', reference: 'Receipt 17' } }),
  event(7, {
    kind: 'resolved',
    tradeVersion: 3,
    resolution: { kind: 'adjust', quantityWh: 350 },
    before: { quantityWh: 500, amount: -75_000 },
  }),
];

describe('the steps of a case', () => {
  it('are stored and read as they came, in their order', () => {
    const { read, write } = cacheOf(2);
    const { settlements } = applyPage(write, page(2, { settlements: steps.toReversed() }));
    expect(settlements).toEqual({ ...NOTHING, inserted: steps.length });
    expect(eventsOfTrade(read, 1, EXECUTED_AT, uuidBytes(TRADE))).toEqual(steps);
    expect(eventsOfTrade(read, 1, EXECUTED_AT, uuidBytes(uuid('d', 9)))).toEqual([]);
  });

  it('are found by when their trades were executed, the end excluded', () => {
    const { read, write } = cacheOf(2);
    const others = [
      event(1, { tradeId: uuid('d', 3), id: uuid('e', 1) }),
      event(1, { tradeId: uuid('d', 4), id: uuid('e', 2), executedAt: EXECUTED_AT + SLOT }),
    ];
    applyPage(write, page(2, { settlements: [...others, ...steps] }));
    const found = [...eventsBetween(read, 1, { from: EXECUTED_AT, to: EXECUTED_AT + SLOT })];
    expect(found.map(({ tradeId, number }) => [tradeId, number])).toEqual([
      ...steps.map(({ number }) => [TRADE, number]),
      [uuid('d', 3), 1],
    ]);
  });

  it('that come again change nothing, not even when they say something else now', () => {
    const cache = cacheOf(2);
    applyPage(cache.write, page(2, { settlements: steps }));
    const before = recordsOf(cache);
    const again = applyPage(cache.write, page(2, { settlements: [event(2, { reason: 'Something else now.' })] }));
    expect(again.settlements).toEqual({ ...NOTHING, unchanged: 1 });
    expect(recordsOf(cache)).toEqual(before);
  });

  it.each([
    ['number', event(2, { id: uuid('e', 2) }), 'another step of the case has the number 2'],
    ['number', event(0), 'number'],
    ['tradeId', event(8, { tradeId: 'trade-8' }), '"trade-8" is no UUID'],
    ['resolution', event(8, { resolution: { kind: 'adjust', quantityWh: 0 } }), 'quantityWh'],
    ['kind', event(8, { kind: 'forgotten' as 'failed' }), '"forgotten" is none'],
  ])('are refused with their row for a wrong %s, and nothing of the page is stored', (_, wrong, message) => {
    const cache = cacheOf(2);
    applyPage(cache.write, page(2, { settlements: steps }));
    const before = recordsOf(cache);
    const failure = failureOf(() => applyPage(cache.write, page(2, { settlements: [event(9), wrong] })));
    expect(failure.code).toBe('INPUT_INVALID');
    expect(failure.message).toContain(message);
    expect(recordsOf(cache)).toEqual(before);
  });
});

describe('the steps of a case at a hub', () => {
  it('are pulled with their trade, move no rollup, and go when the hub takes them back or takes the trade away', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 3, 2);
    await desk.pull();
    const rollups = rollupsOf(desk.cache);
    for (const step of steps) desk.feed.put('settlement', settlementEventWire.encode(step, COMMUNITY));
    await desk.pull();
    expect(eventsOfTrade(desk.cache.read, 1, EXECUTED_AT, uuidBytes(TRADE))).toEqual(steps);
    expect(rollupsOf(desk.cache)).toEqual(rollups);

    const key = { trade_id: TRADE, executed_at: iso(EXECUTED_AT) };
    desk.feed.remove('settlement', { id: steps[6].id, number: 7, ...key });
    await desk.pull();
    expect(eventsOfTrade(desk.cache.read, 1, EXECUTED_AT, uuidBytes(TRADE))).toEqual(steps.slice(0, 6));
    desk.feed.remove('trade', { id: TRADE, executed_at: iso(EXECUTED_AT) });
    await desk.pull();
    expect(recordsOf(desk.cache).settlement_event).toEqual([]);
  });
});
