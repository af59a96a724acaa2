import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { checkCache } from '#engine/cache/check.ts';
import type { EngineContext } from '#engine/context.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { engineWithCommunity, testEngine } from '../fixtures/community.ts';
import { foundingPage, memberId, page, readings as readingColumns } from '../fixtures/pages.ts';
import { recordsOf } from '../fixtures/rollups.ts';
import { HEADER, KONSTANZ, lines, temporaryCsv } from './csv-file.ts';
import { importFile, inspect, start } from './importing.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2016, 4, 14);

/** A file of hourly rows for homes; home 0 produces. */
function homes(count: number, hours: number, from = 0): string {
  const rows: string[] = [HEADER];
  for (let hour = from; hour < from + hours; hour++) {
    for (let home = 0; home < count; home++) {
      const produced = home === 0 ? 0.2 + 0.01 * (hour % 24) : 0;
      rows.push(`${new Date(START + hour * HOUR).toISOString()},home${home},${produced.toFixed(3)},0.15`);
    }
  }
  return lines(...rows);
}

/** Waits until the newest task has reported this many rows. */
async function untilWritten({ tasks }: EngineContext, rows: number): Promise<void> {
  for (let task = tasks.list().at(-1)!; task.state === 'running' && task.done < rows; task = tasks.list().at(-1)!) {
    await setImmediate();
  }
}

const tariffs = { gridImportPrice: 300_000, gridExportPrice: 80_000 };

describe('an import of meter readings', () => {
  it('makes a community with members, readings and rollups, and reports what it did', async () => {
    const { context, notified } = testEngine();
    const task = await importFile(context, temporaryCsv(homes(3, 48)), {
      communityName: 'Am Hang',
      currency: 'CHF',
      country: 'CHE',
    });
    expect(task).toMatchObject({
      kind: 'import',
      subject: 'readings.csv',
      state: 'done',
      done: 144,
      total: 144,
      outcome: { imported: 144, unchanged: 0, skipped: 0, repeated: 0, flagged: 0, missing: 0 },
    });
    expect(notified[0].state).toBe('running');
    const { read } = context.cache;
    expect(read.all('SELECT * FROM community')).toMatchObject([
      {
        uid: task.communityId,
        name: 'Am Hang',
        time_zone: 'Europe/Berlin',
        currency: 'CHF',
        country: 'CHE',
        mechanism: 'uniform-price',
        slot_minutes: 60,
        is_demo: 0,
        has_simulated_trades: 0,
        data_from: START,
        data_to: START + 48 * HOUR,
      },
    ]);
    expect(read.get('SELECT SUM(consumed_wh) AS consumed FROM rollup_day')).toEqual({ consumed: 144 * 150 });
    expect(checkCache(context.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
    expect(read.all('SELECT kind, state, rows_done, rows_total, file_name FROM import_run')).toEqual([
      { kind: 'readings', state: 'done', rows_done: 144, rows_total: 144, file_name: 'readings.csv' },
    ]);
  });

  it('knows the members by pseudonym; the names of the file go to the identity table alone', async () => {
    const { context } = testEngine();
    await importFile(context, temporaryCsv(homes(12, 3)));
    const members = context.cache.read.all<{ id: number; uid: string; anonymized_id: string; role: number }>(
      'SELECT * FROM member ORDER BY id',
    );
    expect(members.map((member) => member.anonymized_id).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, at) => `House A${at + 1}`).toSorted(),
    );
    const names = members.map((member) => userIdOf(context.cache.read, member.id)!);
    expect(names.toSorted()).toEqual(Array.from({ length: 12 }, (_, at) => `home${at}`).toSorted());
    expect(
      members.filter((member) => member.role === 0).map((member) => userIdOf(context.cache.read, member.id)),
    ).toEqual(['home0']);
    expect(new Set(members.map((member) => member.uid.charAt(14)))).toEqual(new Set(['8']));
  });

  it('numbers the members in an order that neither the names nor the file tell', async () => {
    const orders = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const { context } = testEngine();
      await importFile(context, temporaryCsv(homes(12, 2)));
      const ids = context.cache.read.pluck<number>(
        'SELECT id FROM member ORDER BY CAST(substr(anonymized_id, 8) AS INTEGER)',
      );
      orders.add(ids.map((id) => userIdOf(context.cache.read, id)).join());
    }
    expect(orders.size).toBe(4);
  });

  it('again changes nothing, and the file is proposed for the community it made', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(homes(3, 48));
    expect((await inspect(context, file)).community).toEqual({ id: null, name: 'readings', exists: false });
    const first = await importFile(context, file, { communityName: 'Am Hang', ...tariffs });
    const before = recordsOf(context.cache);
    const { community } = await inspect(context, file);
    expect(community).toEqual({ id: first.communityId, name: 'Am Hang', exists: true });
    const again = await importFile(context, file, { communityId: community.id, ...tariffs });
    expect(again.outcome).toMatchObject({ imported: 0, unchanged: 144 });
    expect(recordsOf(context.cache)).toEqual(before);
    expect(checkCache(context.cache).rollupDifferences).toBe(0);
  });

  it('of a later file goes on: known members keep their pseudonyms, new ones are numbered on', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(context, temporaryCsv(homes(3, 24)));
    const known = context.cache.read.all('SELECT uid, anonymized_id FROM member ORDER BY id');
    const task = await importFile(context, temporaryCsv(homes(5, 24, 24)), { communityId });
    expect(task).toMatchObject({ state: 'done', outcome: { imported: 120 } });
    const members = context.cache.read.all<{ anonymized_id: string }>(
      'SELECT uid, anonymized_id FROM member ORDER BY id',
    );
    expect(members.slice(0, 3)).toEqual(known);
    expect(members.slice(3).map((member) => member.anonymized_id)).toEqual(['House A4', 'House A5']);
    expect(context.cache.read.get('SELECT data_from, data_to FROM community')).toEqual({
      data_from: START,
      data_to: START + 48 * HOUR,
    });
  });

  it('of corrected values stores them as the next revision', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(context, temporaryCsv(homes(1, 2)));
    const corrected = homes(1, 2).replace('0.210,0.15', '0.500,0.15');
    const task = await importFile(context, temporaryCsv(corrected), { communityId });
    expect(task.outcome).toMatchObject({ imported: 1, unchanged: 1 });
    expect(
      context.cache.read.all('SELECT produced_wh, exported_wh, revision FROM meter_reading ORDER BY slot'),
    ).toEqual([
      { produced_wh: 200, exported_wh: 50, revision: 0 },
      { produced_wh: 500, exported_wh: 350, revision: 1 },
    ]);
    expect(context.cache.read.get('SELECT SUM(produced_wh) AS produced FROM rollup_day')).toEqual({ produced: 700 });
  });

  it('makes a member that begins to produce a prosumer, and keeps what else is known of it', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(
      context,
      temporaryCsv(lines(HEADER, '2016-05-14T02:00:00Z,a,0,1', '2016-05-14T03:00:00Z,a,0,1')),
    );
    context.cache.write.run('UPDATE member SET pv_capacity_wp = 4000');
    await importFile(context, temporaryCsv(lines(HEADER, '2016-05-14T00:00:00Z,a,2,1')), { communityId });
    expect(context.cache.read.all('SELECT role, joined_at, pv_capacity_wp, anonymized_id FROM member')).toEqual([
      { role: 0, joined_at: START, pv_capacity_wp: 4000, anonymized_id: 'House A1' },
    ]);
  });

  it('holds the last of repeated rows, wherever they stand', async () => {
    const { context } = testEngine();
    const many = homes(2, 4000);
    const task = await importFile(context, temporaryCsv(`${many}2016-05-14T00:00:00Z,home0,9,0.15\n`));
    expect(task.outcome).toMatchObject({ imported: 8000, repeated: 1 });
    expect(context.cache.read.pluck('SELECT MAX(produced_wh) FROM meter_reading')).toEqual([9000]);
    expect(checkCache(context.cache).rollupDifferences).toBe(0);
  });

  it('imports readings that do not balance and counts them', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(
      lines(
        `${HEADER},imported_kwh,exported_kwh`,
        '2016-05-14T00:00:00Z,a,1,1,0.5,0',
        '2016-05-14T01:00:00Z,a,1,1,0,0',
      ),
    );
    expect(await inspect(context, file)).toMatchObject({ unbalancedRows: 1, goodRows: 2 });
    expect((await importFile(context, file)).outcome).toMatchObject({ imported: 2, flagged: 1 });
  });

  it('writes nothing when rows are bad and are to be refused, and names the first', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(`${homes(2, 24)}2016-05-15T00:00:00Z,home1,x,1\n2016-05-15T00:00:00Z,home0,1,-1\n`);
    const task = await importFile(context, file);
    expect(task).toMatchObject({
      state: 'failed',
      problem: {
        code: 'INPUT_INVALID',
        message:
          'readings.csv: row 50, produced_kwh: "x" is not a number, and 1 more rows cannot be imported. Nothing was imported.',
        details: { file: 'readings.csv', row: 50, field: 'produced_kwh', value: 'x' },
      },
    });
    expect(context.cache.read.all('SELECT * FROM community')).toEqual([]);
  });

  it('imports the rest when bad rows are to be skipped', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(`${homes(2, 24)}2016-05-15T00:00:00Z,home1,x,1\n`);
    expect(await importFile(context, file, { onBadRows: 'skip' })).toMatchObject({
      state: 'done',
      outcome: { imported: 48, skipped: 1 },
    });
  });

  it('fails when no row is good, also when bad rows are to be skipped', async () => {
    const { context } = testEngine();
    const task = await importFile(context, temporaryCsv(lines(HEADER, 'never,a,0,1')), { onBadRows: 'skip' });
    expect(task).toMatchObject({ state: 'failed', problem: { code: 'INPUT_INVALID', details: { row: 2 } } });
  });

  it('of another interval than the community has is refused', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(context, temporaryCsv(homes(1, 24)));
    const quarters = lines(HEADER, '2016-06-01T00:00:00Z,a,0,1', '2016-06-01T00:15:00Z,a,0,1');
    const shifted = lines(HEADER, '2016-06-01T00:30:00Z,a,0,1', '2016-06-01T01:30:00Z,a,0,1');
    for (const content of [quarters, shifted]) {
      const task = await importFile(context, temporaryCsv(content), { communityId });
      expect(task).toMatchObject({
        state: 'failed',
        problem: { code: 'INPUT_INVALID', remedy: 'Import the file as a new community.' },
      });
    }
  });

  it.each([
    [{ gridImportPrice: 300_000 }, 'Only one of the two tariffs is given.'],
    [{ simulateTrades: true }, 'Simulated trades need both tariffs.'],
    [{ timeZone: 'Mars/Olympus' }, '"Mars/Olympus" is not a time zone.'],
    [{ communityId: 'nobody' }, 'This community is not in the cache of this desk.'],
  ])('with %j is refused at once', async (input, message) => {
    const { context } = testEngine();
    await expect(start(context, temporaryCsv(homes(1, 2)), input)).rejects.toMatchObject({ message });
  });

  it('uses the time zone of the community for times without an offset when none is given', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(context, temporaryCsv(homes(1, 2)), { timeZone: 'Asia/Tokyo' });
    const later = temporaryCsv(lines(HEADER, '2016-06-01 09:00,home0,0,1'));
    await importFile(context, later, { communityId, timeZone: undefined });
    expect(context.cache.read.pluck('SELECT MAX(slot) FROM meter_reading')).toEqual([Date.UTC(2016, 5, 1)]);
  });
});

describe('an import that is stopped', () => {
  it('removes the community it was making', async () => {
    const { context } = testEngine();
    const taskId = await start(context, temporaryCsv(homes(4, 24 * 120)), tariffs);
    await untilWritten(context, 5000);
    context.tasks.cancel(taskId);
    expect(await context.tasks.finished(taskId)).toMatchObject({ state: 'cancelled', problem: null });
    for (const records of Object.values(recordsOf(context.cache))) expect(records).toEqual([]);
    expect(context.cache.read.all('SELECT name FROM community')).toEqual([]);
    expect(context.cache.read.all('SELECT community_id, state FROM import_run')).toEqual([
      { community_id: null, state: 'cancelled' },
    ]);
  });

  it('leaves an existing community with what was written, and the same file completes it', async () => {
    const { context } = testEngine();
    const whole = testEngine().context;
    const [founding, all] = [temporaryCsv(homes(4, 2)), temporaryCsv(homes(4, 24 * 120))];
    const { communityId } = await importFile(context, founding);
    const taskId = await start(context, all, { communityId });
    await untilWritten(context, 5000);
    context.tasks.cancel(taskId);
    const stopped = (await context.tasks.finished(taskId))!;
    expect(stopped.state).toBe('cancelled');
    const stored = context.cache.read.pluck<number>('SELECT COUNT(*) FROM meter_reading')[0];
    expect(stored).toBe(stopped.done);
    expect(stored).toBeLessThan(4 * 24 * 120);
    expect(checkCache(context.cache).rollupDifferences).toBe(0);

    expect(await importFile(context, all, { communityId })).toMatchObject({ outcome: { unchanged: stored } });
    await importFile(whole, all);
    const sums = 'SELECT day, SUM(produced_wh) AS p, SUM(consumed_wh) AS c FROM rollup_day GROUP BY day ORDER BY day';
    expect(context.cache.read.all(sums)).toEqual(whole.cache.read.all(sums));
  });

  it('answers queries in between', async () => {
    const { context } = testEngine();
    const taskId = await start(context, temporaryCsv(homes(4, 24 * 120)));
    const seen = new Set<number>();
    let isRunning = true;
    const finished = context.tasks.finished(taskId).then(() => (isRunning = false));
    while (isRunning) {
      seen.add(context.cache.read.pluck<number>('SELECT COUNT(*) FROM meter_reading')[0]);
      await setImmediate();
    }
    await finished;
    expect(seen.size).toBeGreaterThan(2);
  });
});

describe('simulated trades', () => {
  const simulated = { ...tariffs, simulateTrades: true };

  it('clear every slot and are marked', async () => {
    const { context } = testEngine();
    const task = await importFile(context, temporaryCsv(homes(3, 48)), simulated);
    expect(task).toMatchObject({ state: 'done', done: 192, total: 192 });
    const { read } = context.cache;
    expect(read.pluck('SELECT has_simulated_trades FROM community')).toEqual([1]);
    expect(read.pluck('SELECT COUNT(*) FROM clearing')).toEqual([48]);
    expect(read.pluck('SELECT COUNT(*) FROM pricing_signal WHERE p2p_price IS NOT NULL')).toEqual([48]);
    expect(task.outcome['trades']).toBe(read.pluck<number>('SELECT COUNT(*) FROM trade')[0]);
    // Home 0 has 0.05 to 0.28 kWh to sell and the others need 0.15 each.
    const sold = Array.from({ length: 48 }, (_, hour) => Math.min(50 + 10 * (hour % 24), 300));
    expect(read.get('SELECT SUM(traded_wh) AS traded, SUM(failed_count) AS failed FROM rollup_day')).toEqual({
      traded: sold.reduce((sum, wh) => sum + wh, 0),
      failed: 0,
    });
    expect(checkCache(context.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
  });

  it('are made once: the same file again changes nothing', async () => {
    const { context } = testEngine();
    const file = temporaryCsv(homes(3, 48));
    const { communityId } = await importFile(context, file, simulated);
    const before = recordsOf(context.cache);
    expect((await importFile(context, file, { ...simulated, communityId })).outcome).toMatchObject({
      imported: 0,
      trades: 0,
    });
    expect(recordsOf(context.cache)).toEqual(before);
  });

  it('are made anew when readings are added or corrected or a tariff changes, as if all had come at once', async () => {
    const whole = testEngine().context;
    const all = temporaryCsv(homes(4, 48));
    await importFile(whole, all, simulated);

    const parts = testEngine().context;
    const { communityId } = await importFile(parts, temporaryCsv(homes(2, 48)), simulated);
    await importFile(parts, temporaryCsv(homes(4, 24)), { communityId });
    await importFile(parts, temporaryCsv(homes(4, 24, 24).replaceAll(',0.15\n', ',0.175\n')), { communityId });
    await importFile(parts, all, { communityId, gridImportPrice: 250_000, gridExportPrice: 80_000 });
    await importFile(parts, all, { communityId, ...tariffs });
    const sums = `SELECT day, traded_wh, traded_amount, retail_amount, feed_in_amount, failed_count FROM rollup_day ORDER BY day`;
    expect(parts.cache.read.all(sums)).toEqual(whole.cache.read.all(sums));
    expect(parts.cache.read.pluck('SELECT COUNT(*) FROM clearing')).toEqual([48]);
    expect(checkCache(parts.cache).rollupDifferences).toBe(0);
  });

  it('have the signals and forecasts of one file also where it comes in two', async () => {
    const hours = 40 * 24;
    const rows = homes(3, hours)
      .trimEnd()
      .split('\n')
      // Needs that differ from day to day, so that prices do too.
      .map((row, at) => (at % 5 === 2 ? row.replace(/0\.15$/, `0.${100 + ((at * 7919) % 200)}`) : row));
    const whole = testEngine().context;
    await importFile(whole, temporaryCsv(lines(...rows)), simulated);

    const parts = testEngine().context;
    const split = 1 + 3 * 35 * 24;
    const { communityId } = await importFile(parts, temporaryCsv(lines(...rows.slice(0, split))), simulated);
    await importFile(parts, temporaryCsv(lines(HEADER, ...rows.slice(split))), { ...simulated, communityId });

    const prices = 'SELECT slot, p2p_price, signal, forecast_next_hour FROM pricing_signal ORDER BY slot';
    const expected = whole.cache.read.all<{ p2p_price: number | null }>(prices);
    expect(new Set(expected.map((signal) => signal.p2p_price)).size).toBeGreaterThan(1);
    expect(parts.cache.read.all(prices)).toEqual(expected);
  });

  it('wait for a tariff: slots without one are not cleared', async () => {
    const { context } = testEngine();
    const { communityId } = await importFile(context, temporaryCsv(homes(2, 24)), simulated);
    await importFile(context, temporaryCsv(homes(2, 24, 24)), { communityId });
    expect(context.cache.read.pluck('SELECT COUNT(*) FROM clearing')).toEqual([24]);
    await importFile(context, temporaryCsv(homes(2, 24, 24)), { communityId, ...tariffs });
    expect(context.cache.read.pluck('SELECT COUNT(*) FROM clearing')).toEqual([48]);
  });

  it('are not mixed with trades of the community', async () => {
    const { context, communityId } = engineWithCommunity({ members: 6, days: 2 });
    const file = temporaryCsv(
      lines(HEADER, '2016-06-01T00:00:00Z,a,0,1', '2016-06-01T00:15:00Z,a,0,1', '2016-06-01T00:30:00Z,a,0,1'),
    );
    expect(await importFile(context, file, { ...simulated, communityId })).toMatchObject({
      state: 'failed',
      problem: {
        code: 'INPUT_INVALID',
        message: expect.stringContaining('has trades of its own, so none can be simulated in it') as string,
      },
    });
    // Without trades the readings go in, beside the members that are there.
    expect(await importFile(context, file, { communityId })).toMatchObject({ state: 'done', outcome: { imported: 3 } });
  });

  it('are told from a community price that is there: tariffs do not overwrite it', async () => {
    const { context, communityId } = engineWithCommunity({ members: 6, days: 2 });
    const prices = 'SELECT slot, p2p_price, signal, forecast_next_hour FROM pricing_signal ORDER BY slot';
    const before = context.cache.read.all<{ slot: number }>(prices);
    const file = temporaryCsv(
      lines(HEADER, ...before.slice(0, 8).map(({ slot }) => `${new Date(slot).toISOString()},a,0,1`)),
    );
    expect(await importFile(context, file, { ...tariffs, communityId })).toMatchObject({ state: 'done' });
    expect(context.cache.read.all(prices)).toEqual(before);
    expect(context.cache.read.pluck('SELECT COUNT(*) FROM pricing_signal WHERE grid_import_price = 300000')).toEqual([
      8,
    ]);
    expect(checkCache(context.cache).rollupDifferences).toBe(0);
  });

  it('of the Konstanz homes add up to what an independent count gives', { timeout: 240_000 }, async () => {
    expect(existsSync(KONSTANZ), `${KONSTANZ} is missing: this test needs the shared data`).toBe(true);
    const { context } = testEngine();
    const task = await importFile(context, { path: KONSTANZ, name: 'readings.csv' }, simulated);
    expect(task).toMatchObject({ state: 'done', outcome: { imported: 31_560, flagged: 202 } });
    expect(
      context.cache.read.get(
        `SELECT SUM(produced_wh) AS produced, SUM(consumed_wh) AS consumed, SUM(self_consumed_wh) AS self_consumed,
           SUM(traded_wh) AS traded, SUM(retail_amount) - SUM(feed_in_amount) AS saved FROM rollup_day`,
      ),
    ).toEqual({
      produced: 17_447_349,
      consumed: 19_070_913,
      self_consumed: 9_175_166,
      traded: 1_265_473,
      saved: 278_404_060,
    });
    expect(checkCache(context.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
  });
});

describe('readings that a hub brought', () => {
  it('are revised by a file only where it says something else', async () => {
    const { context } = testEngine();
    applyPage(
      context.cache.write,
      foundingPage(1, { market: { mechanism: 'uniform-price', slotMinutes: 60, priceFloor: -1, priceCap: 1 } }),
    );
    const slot = START;
    applyPage(
      context.cache.write,
      page(1, { readings: readingColumns([{ slot, member: 0, produced: 1, soc: 40, revision: 7 }]) }),
    );
    await importFile(context, temporaryCsv(homes(1, 2)), { communityId: foundingPage(1).communityId });
    // Another member by the same file: the hub's reading stays as it is.
    expect(
      context.cache.read.get(
        `SELECT produced_wh, battery_soc, revision FROM meter_reading JOIN member ON member.id = member_id
         WHERE uid = ? AND slot = ?`,
        [memberId(0), slot],
      ),
    ).toEqual({ produced_wh: 1, battery_soc: 40, revision: 7 });
  });
});
