import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HubDatabase } from '#hub/db/open-database.ts';
import { FeedSignals } from '#hub/feed-signals.ts';
import { startLive } from '#hub/live/live.ts';
import { LiveCommunity } from '#hub/live/live-community.ts';
import { DEFAULT_LIMITS, type HubParts } from '#hub/parts.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { memoryDatabase, type SeedOptions, SMALL_SEED, START_TIMEOUT } from '../databases.ts';
import { activeMembers, balances, putOffer } from '../market/market-under-test.ts';
import { replayStored } from '../market/replays.ts';

const SLOT = 15 * MINUTE;
const SEED = { ...SMALL_SEED, members: 16 };
const FIRST = SEED.until;
const OWN = '00000000-0000-4000-8000-000000000001';
const WAIT = { timeout: START_TIMEOUT, interval: 20 };

interface Played extends HubDatabase {
  readonly communityId: string;
}

async function freshDatabase(seed: SeedOptions = SEED): Promise<Played> {
  const database = await memoryDatabase(seed);
  const { id: communityId } = await database.db.selectFrom('communities').select('id').executeTakeFirstOrThrow();
  return { ...database, communityId };
}

async function playSlots({ db, communityId }: Played, count: number): Promise<LiveCommunity> {
  const live = await LiveCommunity.open(db, communityId, 1);
  for (let slot = 0; slot < count; slot++) await live.playSlot();
  return live;
}

const feedOf = ({ db }: HubDatabase) =>
  db.selectFrom('change_feed').select(['kind', 'key', 'position', 'body']).orderBy('position').execute();
const positionOf = async ({ db }: HubDatabase) =>
  (await db.selectFrom('communities').select('feed_position').executeTakeFirstOrThrow()).feed_position;

/** What a person offers for the first slot that is played. */
async function putOwn({ db, communityId }: Played): Promise<void> {
  const [seller] = (await activeMembers(db, communityId)).filter(({ pvCapacityWp }) => pvCapacityWp > 0);
  await putOffer(db, communityId, {
    id: OWN,
    memberId: seller.id,
    type: 'sell',
    quantityWh: 200,
    price: 1,
    windowStart: FIRST,
    windowEnd: FIRST + SLOT,
  });
}

describe('a community that goes on living', () => {
  let database: Played;
  let before: number;
  beforeAll(async () => {
    database = await freshDatabase();
    await putOwn(database);
    before = await positionOf(database);
    await playSlots(database, 3);
  }, START_TIMEOUT);
  afterAll(() => database.close());

  it('brings every kind of record', async () => {
    const told = (await feedOf(database)).filter(({ position }) => position > before);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(
      new Set(['member', 'rule', 'signal', 'reading', 'clearing', 'offer', 'trade']),
    );
  });

  it('clears what people have placed with what rules have, and all certificates replay', async () => {
    const { db, communityId } = database;
    const replayed = await replayStored(db, communityId, FIRST);
    expect([...replayed]).toEqual([0, 1, 2].map((at) => [new Date(FIRST + at * SLOT).toISOString(), []]));
    const bought = await db.selectFrom('trades').select('quantity_kwh').where('sell_offer_id', '=', OWN).execute();
    expect(bought.reduce((sum, trade) => sum + trade.quantity_kwh, 0)).toBeCloseTo(0.2, 9);
  });

  it('lets rules offer in every slot, the first one too, no more than its meters then show', async () => {
    const offered = await database.db
      .selectFrom('trading_offers as offer')
      .innerJoin('meter_readings as reading', (join) =>
        join
          .onRef('reading.slot', '=', 'offer.time_window_start')
          .onRef('reading.member_id', '=', 'offer.member_id')
          .on('reading.quality', '=', 'measured')
          .on('reading.revision', '=', 0),
      )
      .select(['reading.slot', 'reading.member_id', 'offer.type', 'reading.exported_wh', 'reading.imported_wh'])
      .select(({ fn }) => fn.sum<number>('offer.quantity_kwh').as('kwh'))
      .where('offer.rule_id', 'is not', null)
      .where('offer.status', '<>', 'cancelled')
      .where('offer.time_window_start', '>=', new Date(FIRST))
      .groupBy(['reading.slot', 'reading.member_id', 'offer.type', 'reading.exported_wh', 'reading.imported_wh'])
      .execute();
    expect(new Set(offered.map(({ slot }) => slot.getTime()))).toEqual(new Set([FIRST, FIRST + SLOT]));
    for (const { type, kwh, exported_wh, imported_wh } of offered) {
      expect(Math.round(kwh * 1000)).toBeLessThanOrEqual(type === 'sell' ? exported_wh : imported_wh);
    }
  });

  it('has the readings of the slot before the last one, and the open orders of the next one', async () => {
    const last = await database.db
      .selectFrom('meter_readings')
      .select(({ fn }) => fn.max('slot').as('slot'))
      .executeTakeFirstOrThrow();
    expect(last.slot?.getTime()).toBe(FIRST + SLOT);
    const open = await database.db
      .selectFrom('trading_offers')
      .innerJoin('trading_rules', 'trading_rules.id', 'trading_offers.rule_id')
      .select(['rule_version', 'version'])
      .where('status', '=', 'active')
      .where('time_window_start', '=', new Date(FIRST + 3 * SLOT))
      .execute();
    expect(open.length).toBeGreaterThan(4);
    for (const { rule_version, version } of open) expect(rule_version).toBe(version);
  });

  it(
    'goes on after a restart as if nothing had happened',
    async () => {
      const restarted = await freshDatabase();
      try {
        await putOwn(restarted);
        await playSlots(restarted, 2);
        await playSlots(restarted, 1);
        expect(await feedOf(restarted)).toEqual(await feedOf(database));
      } finally {
        await restarted.close();
      }
    },
    START_TIMEOUT,
  );

  it('refuses a community that was invented from another seed', async () => {
    await expect(LiveCommunity.open(database.db, database.communityId, 2)).rejects.toThrow(/seed 2/);
  });

  it(
    'settles trades after two days, and no money comes or goes',
    async () => {
      const longer = await freshDatabase({ ...SEED, members: 8, days: 4 });
      try {
        const sum = async (): Promise<number> =>
          [...(await balances(longer.db)).values()].reduce((total, balance) => total + balance, 0);
        const had = await sum();
        await playSlots(longer, 2);
        expect(await sum()).toBe(had);
        const due = await longer.db
          .selectFrom('trades')
          .select(['settlement_status', 'version'])
          .where('slot', '<', new Date(FIRST + SLOT - 48 * HOUR))
          .where('slot', '>=', new Date(FIRST - 48 * HOUR))
          .execute();
        expect(due.length).toBeGreaterThan(0);
        for (const trade of due) {
          expect(trade.settlement_status).not.toBe('pending');
          expect(trade.version).toBe(2);
        }
      } finally {
        await longer.close();
      }
    },
    START_TIMEOUT,
  );
});

describe('live mode', () => {
  function partsOf({ db }: HubDatabase, now: () => number): HubParts & { readonly logged: string[] } {
    const logged: string[] = [];
    return {
      db,
      secret: new Uint8Array(32),
      signals: new FeedSignals(),
      now,
      log: (line) => void logged.push(line),
      limits: DEFAULT_LIMITS,
      logged,
    };
  }
  const lastSlot = async ({ db }: HubDatabase): Promise<number> => {
    const clearings = db.selectFrom('clearings').select(({ fn }) => fn.max('slot').as('slot'));
    return (await clearings.executeTakeFirstOrThrow()).slot.getTime();
  };

  let database: Played;
  let told: number[];
  beforeAll(async () => {
    database = await freshDatabase();
  }, START_TIMEOUT);
  afterAll(() => database.close());

  function listening(parts: HubParts): void {
    told = [];
    parts.signals.subscribe(database.communityId, (position) => told.push(position));
  }

  it('catches up with the clock, waits for the next slot, and tells the event streams of each', async () => {
    const parts = partsOf(database, () => FIRST + 3 * SLOT + 10_000);
    listening(parts);
    const live = await startLive(parts, { speed: 1 });
    await vi.waitFor(() => expect(told).toHaveLength(4), WAIT);
    await live.stop();
    expect(await lastSlot(database)).toBe(FIRST + 3 * SLOT);
    expect(told.at(-1)).toBe(await positionOf(database));
    expect(parts.logged).toEqual(['live: Sonnenhang catches up on 3 slots']);
  });

  it('runs ahead of the clock when it is faster, and goes on from there after a restart', async () => {
    let now = FIRST + 3 * SLOT + 10_000;
    // Each look at the clock is a second later: at this speed half a slot.
    const parts = partsOf(database, () => (now += 1000));
    listening(parts);
    for (const slots of [2, 4]) {
      const live = await startLive(parts, { speed: 450 });
      await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(slots), WAIT);
      await live.stop();
    }
    expect(await lastSlot(database)).toBe(FIRST + (3 + told.length) * SLOT);
    expect(await lastSlot(database)).toBeGreaterThan(now);
  });

  it('tells the log of a slot that cannot be played, and stops all the same', async () => {
    const later = (await lastSlot(database)) + 2 * SLOT;
    const parts = partsOf(database, () => later);
    const slots = sql.raw(`(slot < '${new Date(later - SLOT).toISOString()}')`);
    await sql`ALTER TABLE clearings ADD CONSTRAINT fault CHECK ${slots}`.execute(database.db);
    const live = await startLive(parts, { speed: 1 });
    await vi.waitFor(() => expect(parts.logged.at(-1)).toMatch(/Sonnenhang could not be played: .*fault/), WAIT);
    await live.stop();
    expect(await lastSlot(database)).toBe(later - 2 * SLOT);
    await sql`ALTER TABLE clearings DROP CONSTRAINT fault`.execute(database.db);
  });

  it('says which demo it cannot go on with, and leaves alone what is none', async () => {
    const later = (await lastSlot(database)) + 2 * SLOT;
    const parts = partsOf(database, () => later);
    const before = await positionOf(database);
    await (await startLive(parts, { speed: 1, seed: 2 })).stop();
    expect(parts.logged).toEqual([expect.stringMatching(/Sonnenhang stays as it is: .*seed 2/)]);
    await database.db.updateTable('communities').set({ is_demo: false }).execute();
    await (await startLive(parts, { speed: 1 })).stop();
    expect(parts.logged).toHaveLength(1);
    expect(await positionOf(database)).toBe(before);
  });
});
