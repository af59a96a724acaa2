import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestPage } from '#hub/db/ingest.ts';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { recordOf } from '#hub/market/wire-row.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Rule, Trade } from '#shared/domain/records.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { clearingFields, clearingWire, tradeWire } from '#shared/wire/market.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { offerAt, readingAt, tradeAt } from '#shared/wire/page-records.ts';
import { memoryDatabase, SMALL_SEED, START_TIMEOUT } from '../databases.ts';

const TIME_ZONE = 'Europe/Berlin';
const pages: readonly ChangePage[] = [
  ...simulateCommunity({ ...SMALL_SEED, seed: 1, violations: true }, (text) => hash('sha256', text, 'buffer')),
];
const { communityId } = pages[0];

describe('a page of changes that the hub takes in', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await memoryDatabase(SMALL_SEED);
  }, START_TIMEOUT);
  afterAll(() => database.close());

  const ingest = (page: ChangePage): Promise<number> => database.db.transaction().execute((tx) => ingestPage(tx, page));
  const published = async (kind: string): Promise<Map<string, Record<string, unknown>>> => {
    const rows = await database.db.selectFrom('change_feed').select(['key', 'body']).where('kind', '=', kind).execute();
    return new Map(rows.map(({ key, body }) => [key, JSON.parse(body) as Record<string, unknown>]));
  };
  const position = async (): Promise<number> => {
    const row = await database.db.selectFrom('communities').select('feed_position').executeTakeFirstOrThrow();
    return row.feed_position;
  };
  /** The page of one state of a record. */
  const pageOf = (fill: (builder: PageBuilder) => void): ChangePage => {
    const builder = new PageBuilder(communityId);
    fill(builder);
    return builder.take();
  };
  const allTrades = (): Trade[] =>
    pages.flatMap(({ trades, memberIds }) =>
      trades ? Array.from({ length: trades.count }, (_, row) => tradeAt(trades, row, memberIds)) : [],
    );

  it('stands in the tables and in the feed, record by record', async () => {
    const counts = async (table: 'meter_readings' | 'pricing_signals' | 'clearings' | 'trading_offers' | 'trades') =>
      (
        await database.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n;
    const sum = (of: (page: ChangePage) => number | undefined): number =>
      pages.reduce((total, page) => total + (of(page) ?? 0), 0);
    for (const [kind, table, expected] of [
      ['reading', 'meter_readings', sum((page) => page.readings?.count)],
      ['signal', 'pricing_signals', sum((page) => page.signals?.count)],
      ['clearing', 'clearings', sum((page) => page.clearings?.count)],
      ['offer', 'trading_offers', sum((page) => page.offers?.count)],
      ['trade', 'trades', sum((page) => page.trades?.count)],
    ] as const) {
      expect(expected).toBeGreaterThan(0);
      expect([kind, await counts(table), (await published(kind)).size]).toEqual([kind, expected, expected]);
    }
  });

  it('publishes trades that a console reads as the simulator made them', async () => {
    const bodies = await published('trade');
    for (const trade of allTrades()) {
      expect(tradeWire.decode(bodies.get(trade.id))).toEqual({ ok: true, record: trade, communityId });
    }
  });

  it('publishes clearings with certificates that name members by pseudonym', async () => {
    const bodies = [...(await published('clearing')).values()];
    const sealed = bodies.filter((body) => body.certificate !== undefined);
    expect(sealed.length).toBeGreaterThan(0);
    const pseudonyms = new Set(
      (await database.db.selectFrom('members_pseudonymous').select('anonymized_id').execute()).map(
        ({ anonymized_id: pseudonym }) => pseudonym,
      ),
    );
    for (const body of sealed) {
      const wire = clearingFields.parse(body);
      expect(clearingWire.decode(body).ok).toBe(true);
      for (const { member } of [...wire.certificate!.bids, ...wire.certificate!.offers]) {
        expect(pseudonyms).toContain(member);
      }
    }
  });

  it('L14: says nowhere in the feed who a member is, and keeps it for the hub', async () => {
    const known = await database.db.selectFrom('community_members').select('user_id').execute();
    const feed = await database.db.selectFrom('change_feed').select('body').execute();
    const text = feed.map(({ body }) => body).join('\n');
    expect(known.length).toBeGreaterThan(0);
    for (const { user_id: person } of known) {
      expect(person).toMatch(/./);
      expect(text).not.toContain(person);
    }
    expect(text).not.toContain('user_id');
  });

  it('changes nothing when it comes a second time', async () => {
    const before = await position();
    // Members have no version: an earlier state of one is a change.
    for (const page of pages) await ingest({ ...page, members: undefined });
    await ingest(pages.findLast(({ members }) => members !== undefined)!);
    expect(await position()).toBe(before);
    const [{ n }] = await database.db
      .selectFrom('trade_events')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .execute();
    expect(n).toBe(allTrades().length);
  });

  it('keeps the higher version of a trade, with an entry in its history', async () => {
    const [trade] = allTrades().filter((each) => each.settlementStatus === 'pending');
    const before = await position();
    const failed: Trade = {
      ...trade,
      settlementStatus: 'failed',
      failureCode: 'BANK_RETURN',
      version: trade.version + 1,
    };
    await ingest(pageOf(({ trades }) => trades.push(failed)));
    expect(await position()).toBe(before + 1);
    await ingest(pageOf(({ trades }) => trades.push(trade)));
    expect(await position()).toBe(before + 1);
    expect((await published('trade')).get(trade.id)).toMatchObject({ failure_code: 'BANK_RETURN' });
    const history = await database.db
      .selectFrom('trade_events')
      .select(['version', 'settlement_status'])
      .where('trade_id', '=', trade.id)
      .orderBy('id')
      .execute();
    expect(history).toEqual([
      { version: trade.version, settlement_status: 'pending' },
      { version: trade.version + 1, settlement_status: 'failed' },
    ]);
  });

  it('takes the steps of a case as they are, each once, and changes none', async () => {
    const [{ id: tradeId, executedAt, version: tradeVersion }] = allTrades();
    const id = '019ec464-d2c5-7314-806d-00000000c0de';
    const step: SettlementEvent = {
      id,
      tradeId,
      executedAt,
      number: 90,
      kind: 'proposed',
      at: SMALL_SEED.until,
      by: 'Ada',
      byId: 'ada-1',
      reason: 'Both members agree.',
      tradeVersion,
      failureCode: null,
      resolution: { kind: 'adjust', quantityWh: 1 },
      needsApproval: true,
      before: null,
    };
    const before = await position();
    await ingest(pageOf(({ settlements }) => settlements.push(step)));
    await ingest(pageOf(({ settlements }) => settlements.push({ ...step, reason: 'Another one.' })));
    expect(await position()).toBe(before + 1);
    const body = (await published('settlement')).get(id);
    expect(settlementEventWire.decode(body)).toEqual({ ok: true, record: step, communityId });
    const row = await database.db.selectFrom('settlement_events').selectAll().where('id', '=', id).executeTakeFirst();
    expect(recordOf(settlementEventWire, row!)).toEqual(step);
  });

  it('moves an offer forward only', async () => {
    const { offers, memberIds, ruleIds } = pages.at(-1)!;
    const offer = offerAt(offers!, 0, memberIds, ruleIds);
    expect(offer).toMatchObject({ status: 'active', remainingWh: offer.quantityWh });
    const before = await position();
    const partly = { ...offer, remainingWh: offer.quantityWh - 1 };
    await ingest(pageOf((builder) => builder.offers.push(partly)));
    await ingest(pageOf((builder) => builder.offers.push(offer)));
    expect((await published('offer')).get(offer.id)).toMatchObject({ remaining_kwh: partly.remainingWh / 1000 });
    await ingest(pageOf((builder) => builder.offers.push({ ...partly, status: 'cancelled' })));
    await ingest(pageOf((builder) => builder.offers.push({ ...partly, remainingWh: 0 })));
    expect((await published('offer')).get(offer.id)).toMatchObject({ status: 'cancelled' });
    expect(await position()).toBe(before + 2);
  });

  it('keeps the head of a rule at its newest version, and every version', async () => {
    const { memberId, ...known } = pages[0].rules![0];
    const rule = (version: number, lastMatchedAt: number | null): Rule => ({
      ...known,
      memberId,
      id: 'rule of a test',
      version,
      lastMatchedAt,
    });
    await ingest(pageOf(({ rules }) => rules.push(rule(2, null), rule(1, null))));
    await ingest(pageOf(({ rules }) => rules.push(rule(2, Date.UTC(2026, 5, 15)))));
    const before = await position();
    await ingest(pageOf(({ rules }) => rules.push(rule(1, Date.UTC(2026, 5, 16)))));
    expect(await position()).toBe(before);
    const heads = await database.db
      .selectFrom('trading_rules')
      .select(['version', 'last_matched_at'])
      .where('id', '=', 'rule of a test')
      .execute();
    expect(heads).toEqual([{ version: 2, last_matched_at: new Date(Date.UTC(2026, 5, 15)) }]);
    const bodies = await published('rule');
    expect(bodies.get('rule of a test/1')).toMatchObject({ last_matched_at: null });
    expect(bodies.get('rule of a test/2')).toMatchObject({ last_matched_at: '2026-06-15T00:00:00.000Z' });
  });

  it('does not forget who a member is when a source does not say so', async () => {
    const member = pages[0].members![0];
    const personOf = async () =>
      (
        await database.db
          .selectFrom('community_members')
          .select('user_id')
          .where('id', '=', member.id)
          .executeTakeFirstOrThrow()
      ).user_id;
    const before = await personOf();
    await ingest(pageOf(({ members }) => members.push({ ...member, userId: '', creditLimit: 123_000_000 })));
    expect(await personOf()).toBe(before);
    expect((await published('member')).get(member.id)).toMatchObject({ credit_limit: 123 });
  });

  it('keeps what a member was called before, its id from when it had no name, and tells it', async () => {
    const member = pages[0].members![1];
    for (const anonymizedId of ['', 'House Z1', member.anonymizedId]) {
      await ingest(pageOf(({ members }) => members.push({ ...member, anonymizedId })));
    }
    expect((await published('member')).get(member.id)).toMatchObject({
      anonymized_id: member.anonymizedId,
      former_anonymized_ids: [member.anonymizedId, member.id, 'House Z1'],
    });
  });

  it('refuses a page of a community that nobody has brought', async () => {
    const foreign = new PageBuilder('nowhere');
    await expect(ingest(foreign.take())).rejects.toMatchObject({ status: 404 });
  });
});

describe('the statistics of an hour and a day', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await memoryDatabase(SMALL_SEED);
  }, START_TIMEOUT);
  afterAll(() => database.close());

  interface Sums {
    produced: number;
    consumed: number;
    selfConsumed: number;
    tradedWh: number;
    trades: number;
    active: Set<string>;
  }

  /** The same sums from the simulator's pages, by the start of each period. */
  function expectedSums(startOf: (time: number) => number): Map<number, Sums> {
    const sums = new Map<number, Sums>();
    const at = (time: number): Sums => {
      const start = startOf(time);
      const none = { produced: 0, consumed: 0, selfConsumed: 0, tradedWh: 0, trades: 0, active: new Set<string>() };
      if (!sums.has(start)) sums.set(start, none);
      return sums.get(start)!;
    };
    const slots = new Map<number, { produced: number; consumed: number }>();
    for (const { readings, trades, offers, memberIds, ruleIds } of pages) {
      for (let row = 0; row < (readings?.count ?? 0); row++) {
        const { slot, producedWh, consumedWh, quality } = readingAt(readings!, row, memberIds);
        if (quality === 'missing') continue;
        const sum = slots.get(slot) ?? { produced: 0, consumed: 0 };
        slots.set(slot, { produced: sum.produced + producedWh, consumed: sum.consumed + consumedWh });
      }
      for (let row = 0; row < (trades?.count ?? 0); row++) {
        const trade = tradeAt(trades!, row, memberIds);
        if (trade.settlementStatus === 'failed') continue;
        const sum = at(trade.slot);
        sum.tradedWh += trade.quantityWh;
        sum.trades += 1;
        sum.active.add(trade.buyerId).add(trade.sellerId);
      }
      for (let row = 0; row < (offers?.count ?? 0); row++) {
        const offer = offerAt(offers!, row, memberIds, ruleIds);
        at(offer.windowStart).active.add(offer.memberId);
      }
    }
    for (const [slot, { produced, consumed }] of slots) {
      const sum = at(slot);
      sum.produced += produced;
      sum.consumed += consumed;
      sum.selfConsumed += Math.min(produced, consumed);
    }
    return sums;
  }

  it.each([
    ['hour', (time: number) => Math.floor(time / 3_600_000) * 3_600_000],
    ['day', (time: number) => startOfLocalDay(localDay(time, TIME_ZONE), TIME_ZONE)],
  ] as const)('of every %s agree with the records', async (period, startOf) => {
    const stored = await database.db
      .selectFrom('community_stats')
      .selectAll()
      .where('period', '=', period)
      .orderBy('period_start')
      .execute();
    const expected = [...expectedSums(startOf)].sort(([a], [b]) => a - b);
    expect(stored.map((row) => row.period_start.getTime())).toEqual(expected.map(([start]) => start));
    expect(
      stored.map((row) => [
        row.produced_kwh,
        row.consumed_kwh,
        row.self_consumed_kwh,
        row.traded_kwh,
        row.trade_count,
        row.active_members,
      ]),
    ).toEqual(
      expected.map(([, sum]) => [
        sum.produced / 1000,
        sum.consumed / 1000,
        sum.selfConsumed / 1000,
        sum.tradedWh / 1000,
        sum.trades,
        sum.active.size,
      ]),
    );
  });
});
