import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { START_TIMEOUT } from '../databases.ts';
import { fromFeed, setAccount } from '../market/market-under-test.ts';
import { CaseDesk, REASON } from './case-desk.ts';

let desk: CaseDesk;
let total: number;

beforeAll(async () => {
  desk = await CaseDesk.start();
}, START_TIMEOUT);
afterAll(() => desk.hub.stop());
beforeEach(async () => {
  await desk.reset();
  total = await desk.total();
});
// Whatever becomes of a trade, what one member pays another one gets.
afterEach(async () => {
  expect(await desk.total()).toBe(total);
});

const statsOf = (slot: number) =>
  desk.hub.db
    .selectFrom('community_stats')
    .select(['traded_kwh', 'trade_count'])
    .where('period', '=', 'hour')
    .where('period_start', '=', new Date(Math.floor(slot / 3_600_000) * 3_600_000))
    .executeTakeFirst();

describe('a small proposal', () => {
  it('to settle again is carried out at once: the trade is settled, and its money goes from buyer to seller', async () => {
    const trade = await desk.failed();
    const sent = desk.proposal(trade, { kind: 'retry' });
    const result = await desk.send(sent);
    expect(result).toMatchObject({ outcome: 'accepted' });
    expect(await desk.moved()).toEqual({ buyer: -400_000, seller: 400_000 });
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'settled', failure_code: null, version: 3 });
    const { id: adaId, name } = desk.hub.users.admin;
    expect(await desk.steps(trade)).toMatchObject([
      { number: 1, kind: 'failed' },
      { number: 2, kind: 'proposed', by: name, by_id: adaId, reason: REASON, needs_approval: false, trade_version: 2 },
      { number: 3, kind: 'approved', by: null, by_id: null, reason: null, trade_version: 2 },
      {
        number: 4,
        kind: 'resolved',
        by: null,
        resolution: { kind: 'retry' },
        trade_version: 3,
        before: { quantity_kwh: 2, total_amount: 0.4 },
      },
    ]);
  });

  it('tells trade, steps and members in the feed, and counts the trade in the statistics of its hour', async () => {
    const trade = await desk.failed({ quantityWh: 1500, amount: 300_000 });
    const before = await statsOf(trade.slot);
    const { position } = await desk.send(desk.proposal(trade, { kind: 'retry' }));
    expect(await fromFeed(desk.hub.db, 'trade', trade.id)).toMatchObject({ settlement_status: 'settled', version: 3 });
    for (const { id, number } of await desk.steps(trade)) {
      expect(await fromFeed(desk.hub.db, 'settlement', id)).toMatchObject({ trade_id: trade.id, number });
    }
    expect(await fromFeed(desk.hub.db, 'member', trade.buyerId)).toMatchObject({ balance: 19.7 });
    expect(await fromFeed(desk.hub.db, 'member', trade.sellerId)).toMatchObject({ balance: 20.3 });
    const { feed_position: end } = await desk.hub.db
      .selectFrom('communities')
      .select('feed_position')
      .executeTakeFirstOrThrow();
    expect(position).toBe(end);
    const after = await statsOf(trade.slot);
    expect(after!.trade_count - (before?.trade_count ?? 0)).toBe(1);
    expect(after!.traded_kwh - (before?.traded_kwh ?? 0)).toBeCloseTo(1.5, 6);
  });

  it('to adjust settles the metered quantity at the agreed price', async () => {
    const trade = await desk.failed({ failureCode: 'QUANTITY_EXCEEDS_METER' }, { exported: 1234 });
    await desk.send(desk.proposal(trade, { kind: 'adjust', quantity_kwh: 1.234 }));
    expect(await desk.tradeNow(trade)).toMatchObject({
      quantity_kwh: 1.234,
      total_amount: 0.2468,
      settlement_status: 'settled',
    });
    expect(await desk.moved()).toEqual({ buyer: -246_800, seller: 246_800 });
    expect((await desk.steps(trade)).at(-1)).toMatchObject({ before: { quantity_kwh: 2, total_amount: 0.4 } });
  });

  it.each([2, 2.001])('to adjust to %s kWh of 2 is refused', async (quantity_kwh) => {
    const trade = await desk.failed();
    const result = await desk.send(desk.proposal(trade, { kind: 'adjust', quantity_kwh }));
    expect(result).toMatchObject({
      outcome: 'refused',
      error: { code: 'INPUT_INVALID', details: { field: 'quantity_kwh' } },
    });
    expect(await desk.kinds(trade)).toEqual(['failed']);
  });

  it('to settle by hand moves no money over the accounts, and keeps the evidence', async () => {
    const trade = await desk.failed();
    const resolution = { kind: 'by-hand', evidence: 'Paid in cash, seen by both.', reference: 'Receipt 17' };
    await desk.send(desk.proposal(trade, resolution));
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'settled', total_amount: 0.4 });
    expect(await desk.moved()).toEqual({ buyer: 0, seller: 0 });
    expect((await desk.steps(trade)).at(-1)).toMatchObject({ kind: 'resolved', resolution });
  });

  it('at a negative price takes the money from the seller', async () => {
    const trade = await desk.failed({ price: -100_000, amount: -200_000 });
    await desk.send(desk.proposal(trade, { kind: 'retry' }));
    expect(await desk.moved()).toEqual({ buyer: 200_000, seller: -200_000 });
  });

  it('is told to the audit log, with who, what, and the amounts', async () => {
    const trade = await desk.failed({}, { exported: 1000 });
    const sent = desk.proposal(trade, { kind: 'adjust', quantity_kwh: 1 });
    const { position } = await desk.send(sent);
    const entries = await desk.hub.db
      .selectFrom('audit_log')
      .select(['user_id', 'action', 'subject', 'outcome', 'details'])
      .where('subject', '=', trade.id)
      .execute();
    expect(entries).toEqual([
      {
        user_id: desk.hub.users.admin.id,
        action: 'settlement.propose',
        subject: trade.id,
        outcome: 'accepted',
        details: {
          key: sent.key,
          member_id: null,
          trade_version: 2,
          case_number: 1,
          made_at: sent.made_at,
          position,
          step: 'resolved',
          resolution: 'adjust',
          buyer_id: trade.buyerId,
          seller_id: trade.sellerId,
          amount: 0.4,
          failure_code: null,
          amount_after: 0.2,
          booked: 0.2,
        },
      },
    ]);
  });
});

describe('what keeps a trade from being settled again (C17)', () => {
  it.each([
    ['a reading that is not there', { imported: null }, 'METER_READING_MISSING'],
    ['a reading that is estimated', { quality: 'estimated' }, 'METER_READING_LATE'],
    ['a revised reading below what was sold', { exported: 1999, revision: 1 }, 'QUANTITY_EXCEEDS_METER'],
  ] as const)('%s makes it fail again with that cause, and the case is open again', async (_, meters, code) => {
    const trade = await desk.failed({}, meters);
    expect(await desk.send(desk.proposal(trade, { kind: 'retry' }))).toMatchObject({ outcome: 'accepted' });
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'failed', failure_code: code, version: 3 });
    expect(await desk.steps(trade)).toMatchObject([
      { kind: 'failed', failure_code: 'NETWORK_FAILURE' },
      { kind: 'proposed' },
      { kind: 'approved' },
      { kind: 'failed', failure_code: code, trade_version: 3, before: null },
    ]);
    expect(await desk.moved()).toEqual({ buyer: 0, seller: 0 });
    const again = desk.proposal({ ...trade, version: 3 }, { kind: 'void' }, { case_number: 4 });
    expect(await desk.send(again)).toMatchObject({ outcome: 'accepted' });
  });

  it('is no revised reading that covers everything sold in the slot, and one that does not because of other trades', async () => {
    const first = await desk.failed({}, { exported: 3000, revision: 1 });
    await desk.send(desk.proposal(first, { kind: 'retry' }));
    expect(await desk.tradeNow(first)).toMatchObject({ settlement_status: 'settled' });
    const beside = await desk.failed({ slot: first.slot, quantityWh: 1500, amount: 300_000 });
    await desk.send(desk.proposal(beside, { kind: 'retry' }));
    expect(await desk.tradeNow(beside)).toMatchObject({ failure_code: 'QUANTITY_EXCEEDS_METER' });
    const left = desk.proposal({ ...beside, version: 3 }, { kind: 'adjust', quantity_kwh: 1 }, { case_number: 4 });
    await desk.send(left);
    expect(await desk.tradeNow(beside)).toMatchObject({ settlement_status: 'settled', quantity_kwh: 1 });
  });

  it('is an account that does not hold enough', async () => {
    await setAccount(desk.hub.db, desk.members[0].id, -9.7, 10);
    total = await desk.total();
    const trade = await desk.failed();
    await desk.send(desk.proposal(trade, { kind: 'retry' }));
    expect(await desk.tradeNow(trade)).toMatchObject({ failure_code: 'INSUFFICIENT_BALANCE' });
    const less = desk.proposal({ ...trade, version: 3 }, { kind: 'adjust', quantity_kwh: 1.5 }, { case_number: 4 });
    await desk.send(less);
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'settled', total_amount: 0.3 });
  });

  it('is an adjustment to more than either meter leaves', async () => {
    const trade = await desk.failed({}, { imported: 900 });
    await desk.send(desk.proposal(trade, { kind: 'adjust', quantity_kwh: 0.901 }));
    expect(await desk.tradeNow(trade)).toMatchObject({
      settlement_status: 'failed',
      failure_code: 'QUANTITY_EXCEEDS_METER',
      quantity_kwh: 2,
    });
  });
});

describe('a proposal that needs a second person (C15, C16)', () => {
  const large = { quantityWh: 251_000, price: 200_000, amount: 50_200_000 };
  const enough = { imported: 300_000, exported: 300_000 };

  it.each([
    ['to void a trade', {}, { kind: 'void' }, {}],
    ['above the threshold', large, { kind: 'retry' }, {}],
    [
      'above the threshold at a negative price',
      { ...large, price: -200_000, amount: -50_200_000 },
      { kind: 'retry' },
      {},
    ],
    ['that is part of a larger decision', {}, { kind: 'retry' }, { asks_approval: true }],
  ])('%s waits for one, and nothing else happens', async (_, change, resolution, asked) => {
    const trade = await desk.failed(change, enough);
    expect(await desk.send(desk.proposal(trade, resolution, asked))).toMatchObject({ outcome: 'accepted' });
    expect(await desk.kinds(trade)).toEqual(['failed', 'proposed']);
    expect((await desk.steps(trade))[1]).toMatchObject({ needs_approval: true, resolution });
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'failed', version: 2 });
    expect(await desk.moved()).toEqual({ buyer: 0, seller: 0 });
  });

  it('is no proposal of exactly the threshold', async () => {
    const trade = await desk.failed({ quantityWh: 250_000, amount: 50_000_000 }, enough);
    await setAccount(desk.hub.db, trade.buyerId, 20, 40);
    await desk.send(desk.proposal(trade, { kind: 'retry' }));
    expect(await desk.tradeNow(trade)).toMatchObject({ settlement_status: 'settled' });
  });

  it('is not approved by who has proposed it', async () => {
    const trade = await desk.failed();
    await desk.send(desk.proposal(trade, { kind: 'void' }));
    const result = await desk.send(desk.decision(trade, 'approve'));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
    expect(result.error!.message).toContain('another person');
    expect(await desk.kinds(trade)).toEqual(['failed', 'proposed']);
  });

  it('is carried out when another admin approves it, who is named with the reason', async () => {
    const trade = await desk.failed();
    await desk.send(desk.proposal(trade, { kind: 'void' }));
    const sent = desk.decision(trade, 'approve', { reason: 'Both members agree.' });
    expect(await desk.send(sent, desk.ben)).toMatchObject({ outcome: 'accepted' });
    const { name, id } = desk.hub.otherAdmin;
    expect(await desk.steps(trade)).toMatchObject([
      { kind: 'failed' },
      { kind: 'proposed', by: desk.hub.users.admin.name },
      { kind: 'approved', by: name, by_id: id, reason: 'Both members agree.', resolution: { kind: 'void' } },
      { kind: 'resolved', resolution: { kind: 'void' }, before: { quantity_kwh: 2, total_amount: 0.4 } },
    ]);
    expect(await desk.tradeNow(trade)).toMatchObject({
      settlement_status: 'failed',
      failure_code: 'NETWORK_FAILURE',
      version: 3,
    });
    expect(await desk.moved()).toEqual({ buyer: 0, seller: 0 });
  });

  it('goes back to open when anybody rejects it with a reason, also who has proposed it', async () => {
    const trade = await desk.failed();
    for (const [headers, number] of [
      [desk.ben, 2],
      [desk.ada, 4],
    ] as const) {
      await desk.send(desk.proposal(trade, { kind: 'void' }, { case_number: number - 1 }));
      const reject = desk.decision(trade, 'reject', { case_number: number, reason: 'The seller says otherwise.' });
      expect(await desk.send(reject, headers)).toMatchObject({ outcome: 'accepted' });
    }
    expect(await desk.steps(trade)).toMatchObject([
      { kind: 'failed' },
      { kind: 'proposed' },
      { kind: 'rejected', by_id: desk.hub.otherAdmin.id, reason: 'The seller says otherwise.', trade_version: 2 },
      { kind: 'proposed' },
      { kind: 'rejected', by_id: desk.hub.users.admin.id },
    ]);
  });

  it('is approved by nobody where it is not known who has proposed it', async () => {
    const trade = await desk.failed();
    await desk.send(desk.proposal(trade, { kind: 'void' }));
    await desk.hub.db
      .deleteFrom('settlement_events')
      .where('trade_id', '=', trade.id)
      .where('number', '=', 2)
      .execute();
    await desk.hub.db
      .insertInto('settlement_events')
      .values({
        id: crypto.randomUUID(),
        community_id: desk.hub.communityId,
        trade_id: trade.id,
        executed_at: new Date(trade.executedAt),
        number: 2,
        kind: 'proposed',
        at: new Date(),
        by: null,
        by_id: null,
        reason: REASON,
        trade_version: 2,
        failure_code: null,
        resolution: JSON.stringify({ kind: 'void' }),
        needs_approval: true,
        before: null,
      })
      .execute();
    const result = await desk.send(desk.decision(trade, 'approve'), desk.ben);
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
  });
});

describe('a step on a case that is not as it was seen (C14)', () => {
  it('conflicts, and comes with the trade and the case as they are now', async () => {
    const trade = await desk.failed();
    await desk.send(desk.proposal(trade, { kind: 'void' }));
    const result = await desk.send(desk.proposal(trade, { kind: 'retry' }), desk.ben);
    expect(result).toMatchObject({
      outcome: 'conflict',
      error: { code: 'VERSION_CONFLICT' },
      their_case: {
        trade: { id: trade.id, version: 2, settlement_status: 'failed', quantity_kwh: 2, total_amount: 0.4 },
        events: [{ kind: 'failed' }, { kind: 'proposed', by: desk.hub.users.admin.name, resolution: { kind: 'void' } }],
      },
    });
    expect(await desk.kinds(trade)).toEqual(['failed', 'proposed']);
  });

  it('conflicts when the trade has another version', async () => {
    const trade = await desk.failed();
    const result = await desk.send(desk.proposal({ ...trade, version: 1 }, { kind: 'retry' }));
    expect(result).toMatchObject({ outcome: 'conflict', their_case: { trade: { version: 2 } } });
  });

  it('of two at the same moment one is carried out and the other one conflicts', async () => {
    const trade = await desk.failed();
    const results = await Promise.all([
      desk.send(desk.proposal(trade, { kind: 'retry' }), desk.ada),
      desk.send(desk.proposal(trade, { kind: 'retry' }), desk.ben),
    ]);
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'conflict']);
    expect(await desk.moved()).toEqual({ buyer: -400_000, seller: 400_000 });
  });

  it('is done once, however often it is sent', async () => {
    const trade = await desk.failed();
    const sent = desk.proposal(trade, { kind: 'retry' });
    const first = await desk.send(sent);
    expect(await desk.send(sent)).toEqual(first);
    expect(await desk.moved()).toEqual({ buyer: -400_000, seller: 400_000 });
    expect(await desk.kinds(trade)).toHaveLength(4);
  });
});

describe('a step that is none', () => {
  it('is refused for a trade that the community does not have', async () => {
    const result = await desk.send(desk.proposal({ id: crypto.randomUUID(), version: 1 }, { kind: 'retry' }));
    expect(result).toMatchObject({
      outcome: 'refused',
      error: { code: 'INPUT_INVALID', details: { field: 'trade_id' } },
    });
  });

  it('is refused for a trade that has not failed', async () => {
    const trade = await desk.failed({ settlementStatus: 'settled', failureCode: null });
    const result = await desk.send(desk.proposal(trade, { kind: 'void' }, { case_number: 0 }));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
    expect(result.error!.message).toContain('has not failed');
  });

  it('is refused when there is nothing to decide, or something is proposed already', async () => {
    const trade = await desk.failed();
    const early = await desk.send(desk.decision(trade, 'approve', { case_number: 1 }), desk.ben);
    expect(early).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
    await desk.send(desk.proposal(trade, { kind: 'void' }));
    const second = await desk.send(desk.proposal(trade, { kind: 'retry' }, { case_number: 2 }));
    expect(second).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
    expect(second.error!.message).toContain('proposed already');
  });

  it('is refused without a reason of ten characters', async () => {
    const trade = await desk.failed();
    const result = await desk.send(desk.proposal(trade, { kind: 'retry' }, { reason: 'Because.  ' }));
    expect(result).toMatchObject({ outcome: 'refused', error: { details: { field: 'data.reason' } } });
  });

  it.each(['manager', 'auditor', 'viewer'] as const)('is refused to a %s, in words (C18)', async (role) => {
    const trade = await desk.failed();
    const headers = await desk.hub.headersOf(role);
    for (const sent of [desk.proposal(trade, { kind: 'retry' }), desk.decision(trade, 'reject')]) {
      const result = await desk.send(sent, headers);
      expect(result).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
      expect(result.error!.message).toContain('failed trades');
    }
    expect(await desk.kinds(trade)).toEqual(['failed']);
  });
});
