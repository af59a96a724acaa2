import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { ReadDb } from '#engine/cache/connection.ts';
import { readRawWindow } from '#engine/cache/raw-window.ts';
import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { setHold } from '#engine/privacy/legal-holds.ts';
import { startGeneration } from '#engine/sync/generation.ts';
import { chooseMonths } from '#engine/sync/raw-choice.ts';
import { ingestPage } from '#hub/db/ingest.ts';
import type { Trade } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { START_TIMEOUT } from '../../../hub/databases.ts';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { keepDecision } from '../../fixtures/pulling.ts';
import { contentOf, differences } from '../faults/cache-content.ts';
import { Desk } from '../faults/desk.ts';

const UNTIL = Date.UTC(2026, 5, 3, 10);
/** A month later: whoever keeps one month has single records from 1 June on. */
const NOW = Date.UTC(2026, 6, 3, 10);
const RAW_FROM = Date.UTC(2026, 4, 31, 22);

let hub: RunningHub;
let full: Desk;
beforeAll(async () => {
  hub = await startHub({ seed: { members: 7, days: 5, until: UNTIL }, now: () => NOW });
  full = await newDesk();
  await full.syncToTheEnd();
}, START_TIMEOUT);
beforeEach(() => full.syncToTheEnd());
afterAll(async () => {
  await full.close();
  await hub.stop();
}, START_TIMEOUT);

async function newDesk(): Promise<Desk> {
  const desk = new Desk({ now: () => NOW });
  await desk.connect(hub.address, 'viewer@hub.example', PASSWORD);
  return desk;
}

/** A desk that has fetched the last month alone, or all of it. */
async function deskWith(months: number | null): Promise<Desk> {
  const desk = await newDesk();
  onTestFinished(() => desk.close());
  chooseMonths(desk.cache.write, hub.communityId, months);
  await desk.syncToTheEnd();
  return desk;
}

const windowOf = ({ cache }: Desk) => readRawWindow(cache.read, idOf(cache.read));
const idOf = (db: ReadDb): number => requireCommunity(db, hub.communityId).id;
const count = ({ cache }: Desk, table: string, where = '1'): number =>
  cache.read.pluck<number>(`SELECT COUNT(*) FROM ${table} WHERE ${where}`)[0];
const sums = ({ cache }: Desk) => {
  const { community, rollup_slot, rollup_hour, rollup_day, rollup_member_day } = contentOf(cache.read);
  return { community, rollup_slot, rollup_hour, rollup_day, rollup_member_day };
};

/** A record of the full copy in another state, through the hub. */
async function change(fill: (builder: PageBuilder) => void): Promise<void> {
  const builder = new PageBuilder(hub.communityId);
  fill(builder);
  await hub.db.transaction().execute((tx) => ingestPage(tx, builder.take()));
}

const OLD = `slot < ${RAW_FROM}`;

it('W2: a first fetch of the last months has the same sums, and of before only what open cases need', async () => {
  const desk = await deskWith(1);
  expect(windowOf(desk).rawFrom).toBe(RAW_FROM);
  expect(differences(sums(desk), sums(full))).toEqual([]);
  for (const table of ['trade', 'meter_reading', 'clearing', 'certificate', 'pricing_signal']) {
    const young = `NOT (${OLD})`;
    expect([table, count(desk, table, young)]).toEqual([table, count(full, table, young)]);
  }
  expect(count(desk, 'clearing', OLD) + count(desk, 'certificate', OLD)).toBe(0);
  const unsettled = count(full, 'trade', `${OLD} AND status <> 1`);
  expect(unsettled).toBeGreaterThan(0);
  expect(count(desk, 'trade', `${OLD} AND status <> 1`)).toBe(unsettled);
  expect(count(desk, 'trade', OLD)).toBeLessThan(count(full, 'trade', OLD) / 2);
  // The meters of both members of each, and the steps of their cases.
  const readings = (of: Desk): number =>
    count(
      of,
      `trade JOIN meter_reading USING (community_id, slot)`,
      `${OLD} AND status <> 1 AND member_id IN (buyer_id, seller_id)`,
    );
  expect(readings(desk)).toBe(readings(full));
  expect(count(desk, 'settlement_event')).toBe(
    count(full, 'settlement_event JOIN trade ON trade.id = trade_id', `status <> 1 OR NOT (${OLD})`),
  );
});

it('W5: what was fetched as a whole becomes the same when its old records are dropped, and keeps all of its sums', async () => {
  const fetched = await deskWith(1);
  const dropped = await deskWith(null);
  expect(windowOf(dropped).rawFrom).toBe(0);
  chooseMonths(dropped.cache.write, hub.communityId, 1);
  await dropped.syncToTheEnd();
  expect(windowOf(dropped).rawFrom).toBe(RAW_FROM);
  expect(differences(contentOf(dropped.cache.read), contentOf(fetched.cache.read))).toEqual([]);
  expect(differences(sums(dropped), sums(full))).toEqual([]);
  rebuildRollups(dropped.cache.write, idOf(dropped.cache.read));
  expect(differences(sums(dropped), sums(full))).toEqual([]);
});

it('W4: a late reading and a settled case of before change the sums as they do where all records are', async () => {
  const desk = await deskWith(1);
  const before = sums(full);
  const [reading] = full.cache.read.all<Record<string, number> & { uid: string }>(
    `SELECT meter_reading.*, uid FROM meter_reading JOIN member ON member.id = member_id WHERE ${OLD} ORDER BY slot DESC LIMIT 1`,
  );
  const failed = await hub.db
    .selectFrom('trades')
    .selectAll()
    .where('settlement_status', '=', 'failed')
    .where('slot', '<', new Date(RAW_FROM))
    .executeTakeFirstOrThrow();
  await change((builder) => {
    builder.readings.push({
      memberId: reading.uid,
      slot: reading['slot'],
      producedWh: reading['produced_wh'] + 5000,
      consumedWh: reading['consumed_wh'] + 70,
      importedWh: reading['imported_wh'],
      exportedWh: reading['exported_wh'],
      batterySoc: null,
      quality: 'measured',
      revision: reading['revision'] + 1,
    } as never);
    builder.trades.push({
      ...tradeOf(failed),
      settlementStatus: 'settled',
      failureCode: null,
      version: failed.version + 1,
    });
  });
  await Promise.all([desk.syncToTheEnd(), full.syncToTheEnd()]);
  expect(differences(sums(full), before)).not.toEqual([]);
  expect(differences(sums(desk), sums(full))).toEqual([]);
});

/** A row of the hub's as the engine has it. */
function tradeOf(row: object): Trade {
  const wire = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : (value as unknown),
    ]),
  );
  const decoded = tradeWire.decode(wire);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded));
  return decoded.record;
}

it('W6: keeping all again fetches what is missing, and the copy is as if nothing had been dropped', async () => {
  const desk = await deskWith(1);
  chooseMonths(desk.cache.write, hub.communityId, null);
  startGeneration(desk.cache.write, idOf(desk.cache.read));
  await desk.syncToTheEnd();
  expect(windowOf(desk)).toEqual({ rawFrom: 0, rolledTo: 0 });
  expect(differences(contentOf(desk.cache.read), contentOf(full.cache.read))).toEqual([]);
});

it('a day goes as a whole or not at all: what is stopped in between goes on with the next pull', async () => {
  const desk = await deskWith(null);
  chooseMonths(desk.cache.write, hub.communityId, 1);
  const second = RAW_FROM - 24 * HOUR;
  desk.cache.write.exec(`CREATE TEMP TRIGGER killed BEFORE DELETE ON main.clearing WHEN old.slot >= ${second}
    BEGIN SELECT RAISE(ABORT, 'killed'); END`);
  await desk.loop.once();
  expect(windowOf(desk).rawFrom).toBe(second);
  expect(count(desk, 'trade', `slot >= ${second}`)).toBe(count(full, 'trade', `slot >= ${second}`));
  expect(count(desk, 'meter_reading', `slot >= ${second}`)).toBe(count(full, 'meter_reading', `slot >= ${second}`));
  expect(count(desk, 'clearing', `slot < ${second}`)).toBe(0);
  expect(differences(sums(desk), sums(full))).toEqual([]);
  desk.cache.write.exec('DROP TRIGGER killed');
  await desk.syncToTheEnd();
  const fetched = await deskWith(1);
  expect(differences(contentOf(desk.cache.read), contentOf(fetched.cache.read))).toEqual([]);
});

it('while a legal hold stands nothing is dropped and everything is fetched', async () => {
  const desk = await newDesk();
  onTestFinished(() => desk.close());
  chooseMonths(desk.cache.write, hub.communityId, 1);
  setHold(desk.cache.write, hub.communityId, { memberId: null, class: null, reason: 'A court has asked.' }, NOW);
  await desk.syncToTheEnd();
  expect(windowOf(desk).rawFrom).toBe(0);
  expect(differences(contentOf(desk.cache.read), contentOf(full.cache.read))).toEqual([]);
});

it('the days that a printed report is checked against stay', async () => {
  const desk = await deskWith(null);
  const range = { from: RAW_FROM - 48 * HOUR, to: RAW_FROM - 24 * HOUR };
  const order = { kind: 'ledger', communityId: hub.communityId, range };
  desk.cache.write.run(
    `INSERT INTO report (id, community_uid, report_order, language, made_at, fingerprint, sections, title)
     VALUES ('CW-1', ?, ?, 'en', 0, '', '[]', '')`,
    [hub.communityId, JSON.stringify(order)],
  );
  chooseMonths(desk.cache.write, hub.communityId, 1);
  await desk.syncToTheEnd();
  expect(windowOf(desk).rawFrom).toBe(RAW_FROM);
  const kept = `executed_at >= ${range.from} AND executed_at < ${range.to}`;
  expect(count(desk, 'trade', kept)).toBe(count(full, 'trade', kept));
  expect(count(full, 'trade', kept)).toBeGreaterThan(0);
  expect(count(desk, 'trade', `status = 1 AND executed_at < ${RAW_FROM} AND slot >= ${range.to}`)).toBeLessThan(
    count(full, 'trade', `status = 1 AND executed_at < ${RAW_FROM} AND slot >= ${range.to}`) / 2,
  );
});

it('what a decision in the outbox is about stays', async () => {
  const desk = await deskWith(null);
  const { cache } = desk;
  const [trade] = cache.read.all<{ id: Uint8Array; executed_at: number; buyer_id: number }>(
    `SELECT id, executed_at, buyer_id FROM trade WHERE ${OLD} AND status = 1 ORDER BY executed_at LIMIT 1`,
  );
  const [member] = cache.read.pluck<string>('SELECT uid FROM member WHERE id = ?', [trade.buyer_id]);
  keepDecision(cache, member, { state: 3 });
  cache.write.run(
    `UPDATE outbox SET type = NULL, quantity_wh = NULL, window_start = NULL, window_end = NULL, kind = 3, settlement = '{}', trade_id = ?,
       trade_executed_at = ?, case_number = 1, base_version = 1`,
    [trade.id, trade.executed_at],
  );
  chooseMonths(cache.write, hub.communityId, 1);
  await desk.settle();
  expect(windowOf(desk).rawFrom).toBe(RAW_FROM);
  expect(cache.read.get('SELECT 1 FROM trade WHERE id = ?', [trade.id])).toBeDefined();
});
