import { describe, expect, it } from 'vitest';
import type { WriteDb } from '#engine/cache/connection.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { type CounterfactualProgress, replayUnderMechanisms } from '#engine/insights/counterfactual.ts';
import { insightsHandlers } from '#engine/insights/handlers.ts';
import { startInsightsThread } from '#engine/insights/insights-work.ts';
import { replayedSlots } from '#engine/insights/replayed-slots.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { certificateOf, clearingRows } from '#engine/market/stored-clearings.ts';
import { applyPage } from '#engine/sync/apply.ts';
import {
  type Counterfactual,
  counterfactualSchema,
  type ScenarioName,
} from '#shared/contract/counterfactual-records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { UUID_BYTES } from '#shared/domain/uuid.ts';
import { clearAgain } from '#shared/market/certificate.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { testEngine, UNTIL } from '../fixtures/community.ts';
import { KEY } from '../fixtures/temporary-cache.ts';

/** Trades failed, were adjusted, were booked twice and taken by hand; one of those that came from no clearing was settled after all. */
const { context, notified } = testEngine();
const { cache, tasks } = context;
const { write } = cache;
let communityId = '';
for (const page of simulateCommunity({ seed: 3, members: 16, days: 8, until: UNTIL, violations: true }, sha256)) {
  applyPage(write, page);
  communityId = page.communityId;
}
const community = requireCommunity(write, communityId);
const whole = { from: UNTIL - 9 * 86_400_000, to: UNTIL };
const day = localDayRange(20261022, 'Europe/Berlin');
const noon = day.from + 12 * 3_600_000;
const hour = { from: noon, to: noon + 3_600_000 };

async function replay(range = day, db: typeof cache.read = write): Promise<Counterfactual> {
  const told: CounterfactualProgress[] = [];
  await replayUnderMechanisms(
    db,
    { communityId, range },
    (progress) => told.push(progress),
    () => false,
  );
  return told.at(-1)!.result!;
}

/** What is found once something was changed, and puts it back. */
async function replayAfter(change: (db: WriteDb) => void, range = day): Promise<Counterfactual> {
  write.exec('SAVEPOINT unchanged');
  try {
    change(write);
    return await replay(range);
  } finally {
    write.exec('ROLLBACK TO unchanged; RELEASE unchanged');
  }
}

const scenario = (found: Counterfactual, name: ScenarioName) => found.scenarios.find((one) => one.name === name)!;
/** Of each member, by its row id in the order of the pseudonyms. */
const savingsIn = (found: Counterfactual, name: ScenarioName): number[] => {
  const at = found.scenarios.findIndex((one) => one.name === name);
  return found.members.map(({ savings }) => savings[at]);
};

interface Trade {
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly wh: number;
  readonly amount: number;
  readonly retail: number;
  readonly feed_in: number;
}

/** The trades of the ledger that a clearing made, with what they were before anything was adjusted. */
function tradesAsMade(): Trade[] {
  return write.all<Trade>(
    `SELECT buyer_id, seller_id, ifnull(quantity_before_wh, trade.quantity_wh) AS wh, ifnull(amount_before, amount) AS amount,
            grid_import_price AS retail, grid_export_price AS feed_in
     FROM trade JOIN pricing_signal USING (community_id, slot)
     LEFT JOIN settlement_event AS event ON event.trade_id = trade.id AND kind = 4 AND resolution = 1
     WHERE clearing_id IS NOT NULL`,
  );
}

/** The savings of each member by these trades and those that came from no clearing and did not fail. */
function savingsByLedger(): number[] {
  const outside = write.all<Trade>(
    `SELECT buyer_id, seller_id, quantity_wh AS wh, amount, grid_import_price AS retail, grid_export_price AS feed_in
     FROM trade JOIN pricing_signal USING (community_id, slot) WHERE clearing_id IS NULL AND status <> 2`,
  );
  const saved = new Map<number, number>();
  const add = (member: number, amount: number): void => void saved.set(member, (saved.get(member) ?? 0) + amount);
  for (const { buyer_id, seller_id, wh, amount, retail, feed_in } of [...tradesAsMade(), ...outside]) {
    add(buyer_id, amountOf(wh, retail) - amount);
    add(seller_id, amount - amountOf(wh, feed_in));
  }
  return write.pluck<number>('SELECT id FROM member_view ORDER BY anonymized_id').map((id) => saved.get(id) ?? 0);
}

/** Lets every clearing be one by pay-as-bid: the same orders, what they trade then, and as many of the trades failed as before. */
function clearByPayAsBid(db: WriteDb): void {
  db.run("UPDATE community SET mechanism = 'pay-as-bid'");
  // All of them first: a connection that is being read from does not write.
  const rows = [...clearingRows(db, community, whole)];
  for (const row of rows) {
    const certificate = { ...certificateOf(row)!, mechanism: 'pay-as-bid' as const, offerOrder: 'descending' as const };
    const { orders, clearedAt } = certificate;
    const failed = db.run('DELETE FROM trade WHERE clearing_id = ? AND status = 2', [row.id]);
    db.run('DELETE FROM trade WHERE clearing_id = ?', [row.id]);
    const { trades } = clearAgain(certificate);
    const ids = new Uint8Array(trades.length * UUID_BYTES);
    for (const [at, { bid, offer, wh, price }] of trades.entries()) {
      const id = Uint8Array.from(row.id);
      id.set([255, at], UUID_BYTES - 2);
      ids.set(id, at * UUID_BYTES);
      const sides = [orders.member[bid], orders.member[offer]];
      const values = [
        clearedAt,
        id,
        row.slot,
        ...sides,
        wh,
        price,
        amountOf(wh, price),
        at < failed ? 2 : 1,
        2,
        row.id,
      ];
      db.run(
        `INSERT INTO trade (community_id, executed_at, id, slot, buyer_id, seller_id, quantity_wh, price, amount, status, version, clearing_id)
         VALUES (${community.id}, ${values.map(() => '?').join(', ')})`,
        values,
      );
    }
    db.run(
      "UPDATE certificate SET mechanism = 'pay-as-bid', offer_order = 'descending', trade_ids = ? WHERE clearing_id = ?",
      [ids, row.id],
    );
  }
}

const found = await replay(whole);

describe('the replay of what really was', () => {
  it('gives the ledger: every trade of every clearing, to the Wh and micro-unit of every member', () => {
    const made = tradesAsMade();
    const sums = {
      wh: made.reduce((sum, { wh }) => sum + wh, 0),
      amount: made.reduce((sum, { amount }) => sum + amount, 0),
    };
    expect(found.reproduction).toEqual({
      clearings: 7 * 96 + 13 * 4,
      withoutCertificate: 0,
      damaged: 0,
      ledgerTrades: made.length,
      ledgerWh: sums.wh,
      ledgerAmount: sums.amount,
      replayedTrades: made.length,
      replayedWh: sums.wh,
      replayedAmount: sums.amount,
      differingMembers: 0,
      isExact: true,
      outsideTrades: 1,
    });
    expect(savingsIn(found, 'actual')).toEqual(savingsByLedger());
    expect(write.pluck('SELECT COUNT(*) FROM trade WHERE status = 2 AND clearing_id IS NOT NULL')[0]).toBeGreaterThan(
      5,
    );
    expect(write.pluck('SELECT COUNT(*) FROM settlement_event WHERE kind = 4 AND resolution = 1')[0]).toBeGreaterThan(
      2,
    );
  });

  it('gives it of a community that clears pay-as-bid, dearest offers first, too', async () => {
    const [before, after] = [found, await replayAfter(clearByPayAsBid, whole)];
    expect(after.reproduction).toMatchObject({ differingMembers: 0, isExact: true, outsideTrades: 1 });
    expect(savingsIn(after, 'actual')).toEqual(savingsIn(before, 'pay-as-bid-descending'));
    for (const name of ['uniform-price', 'pay-as-bid', 'trade-reduction', 'mid-market-rate'] as const) {
      expect(savingsIn(after, name)).toEqual(savingsIn(before, name));
    }
  });

  it('is not exact when one micro-unit of one trade was changed, and counts its buyer and its seller', async () => {
    const meddled = await replayAfter((db) => {
      db.run(
        'UPDATE trade SET amount = amount + 1 WHERE id = (SELECT id FROM trade WHERE clearing_id IS NOT NULL AND slot >= ? LIMIT 1)',
        [noon],
      );
    });
    expect(meddled.reproduction).toMatchObject({ differingMembers: 2, isExact: false });
    expect(meddled.reproduction.ledgerAmount).toBe(meddled.reproduction.replayedAmount! + 1);
  });

  it('misses a trade that was taken out of the ledger', async () => {
    const meddled = await replayAfter((db) => {
      db.run(
        'DELETE FROM trade WHERE id = (SELECT id FROM trade WHERE clearing_id IS NOT NULL AND slot >= ? LIMIT 1)',
        [noon],
      );
    });
    expect(meddled.reproduction.replayedTrades - meddled.reproduction.ledgerTrades).toBe(1);
    expect(meddled.reproduction).toMatchObject({ differingMembers: 2, isExact: false });
  });
});

describe('the slots of a period', () => {
  it('are all of one state of the cache, whatever is written meanwhile', () => {
    const later = (): unknown[] => [...replayedSlots(cache.read, community, hour)].slice(1);
    const asItIs = later();
    const slots = replayedSlots(cache.read, community, hour);
    slots.next();
    write.run('UPDATE trade SET amount = amount + 1');
    const seen = [...slots];
    const changed = later();
    write.run('UPDATE trade SET amount = amount - 1');
    expect(seen).toEqual(asItIs);
    expect(changed).not.toEqual(asItIs);
  });
});

describe('trades that came from no clearing', () => {
  /** A trade of the hour once more, under another id. */
  const again = (status: number) => (db: WriteDb) =>
    db.run(
      `INSERT INTO trade SELECT community_id, executed_at, randomblob(16), slot, buyer_id, seller_id, quantity_wh, price, amount, ${status},
         failure_code, version, clearing_id, buy_offer_id, sell_offer_id
       FROM trade WHERE clearing_id IS NOT NULL AND slot >= ? LIMIT 1`,
      [noon],
    );

  it('stay as they were in every scenario in which members trade, also those that name a clearing that did not make them', async () => {
    const [before, after] = [await replay(hour), await replayAfter(again(1), hour)];
    const { outsideTrades, isExact } = after.reproduction;
    expect({ outsideTrades, isExact }).toEqual({ outsideTrades: 1, isExact: true });
    const [wh] = write.pluck<number>(
      'SELECT quantity_wh FROM trade WHERE clearing_id IS NOT NULL AND slot >= ? LIMIT 1',
      [noon],
    );
    for (const { name, tradedWh } of before.scenarios) {
      const more = scenario(after, name).tradedWh! - tradedWh!;
      if (name === 'retail-only') expect(more).toBe(0);
      // Of what the meters say it is taken off: no Wh counts twice.
      else if (name === 'mid-market-rate' || name === 'supply-demand-ratio') expect(more).toBeLessThanOrEqual(wh);
      else expect(more).toBe(wh);
    }
  });

  it('are left out when they failed', async () => {
    expect(await replayAfter(again(2), hour)).toEqual(await replay(hour));
  });
});

describe('a counterfactual', () => {
  it('answers what the contract says, in scenarios that add up', () => {
    expect(counterfactualSchema.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      communityId,
      range: whole,
      slots: found.reproduction.clearings,
      slotsWithoutTariff: 0,
    });
    for (const { name, spread, operatorSurplus, better, worse, same } of found.scenarios) {
      expect(spread).toMatchObject({
        members: found.members.length,
        total: savingsIn(found, name).reduce((sum, saved) => sum + saved, 0),
      });
      expect(better + worse + same).toBe(found.members.length);
      if (name === 'trade-reduction') expect(operatorSurplus).toBeGreaterThan(0);
      else expect(Math.abs(operatorSurplus ?? 0)).toBeLessThan(found.slots);
    }
    expect(scenario(found, 'actual')).toMatchObject({ better: 0, worse: 0, same: found.members.length });
    expect(scenario(found, 'retail-only')).toMatchObject({ tradedWh: 0, paid: 0, spread: { total: 0, worseOff: 0 } });
    expect({ ...scenario(found, 'uniform-price'), name: 'actual' }).toEqual(scenario(found, 'actual'));
  });

  it('is told by local day, and by the hour up to three days, the clock change among them', async () => {
    expect(found).toMatchObject({ step: 'day', start: { length: 8 } });
    const threeDays = {
      from: localDayRange(20261023, 'Europe/Berlin').from,
      to: localDayRange(20261025, 'Europe/Berlin').to,
    };
    const hourly = await replay(threeDays);
    expect(hourly).toMatchObject({ step: 'hour', start: { length: (UNTIL - threeDays.from) / 3_600_000 } });
    const at = hourly.start.indexOf(localDayRange(20261024, 'Europe/Berlin').from + 12 * 3_600_000);
    const [mean] = write.pluck<number>(
      'SELECT round(1000.0 * SUM(amount) / SUM(quantity_wh)) FROM trade WHERE slot / 3600000 = ? / 3600000 AND clearing_id IS NOT NULL',
      [hourly.start[at]],
    );
    expect(scenario(hourly, 'actual')).toMatchObject({ buyPrice: { [at]: mean }, sellPrice: { [at]: mean } });
    for (const name of ['mid-market-rate', 'supply-demand-ratio'] as const) {
      const { buyPrice, sellPrice } = scenario(hourly, name);
      expect(sellPrice[at]).toBeGreaterThanOrEqual(hourly.feedIn[at]!);
      expect(buyPrice[at]).toBeLessThanOrEqual(hourly.retail[at]!);
    }
  });

  it('leaves slots without tariffs out of the scenarios, but not out of the comparison with the ledger', async () => {
    const without = await replayAfter((db) =>
      db.run('DELETE FROM pricing_signal WHERE slot >= ? AND slot < ?', [hour.from, hour.to]),
    );
    const all = await replay();
    expect(without).toMatchObject({ slots: 96, slotsWithoutTariff: 4, reproduction: all.reproduction });
    expect(without.retail[12]).toBeNull();
    expect(scenario(without, 'actual').buyPrice[12]).toBeNull();
    expect(scenario(without, 'actual').tradedWh).toBe(
      scenario(all, 'actual').tradedWh! - scenario(await replay(hour), 'actual').tradedWh!,
    );
  });

  it('makes a clearing without a certificate from the offers as they are stored', async () => {
    const all = await replay(hour);
    const without = await replayAfter((db) => db.run('DELETE FROM certificate'), hour);
    expect(without).toEqual({ ...all, reproduction: { ...all.reproduction, withoutCertificate: 4 } });
  });

  it.each([
    ['sealed orders', 'orders = zeroblob(9)'],
    ['ids of trades', 'trade_ids = zeroblob(9)'],
    ['limits', 'price_floor = price_cap + 1'],
    ['name of its mechanism', "mechanism = 'auction'"],
  ])('leaves out a clearing with damaged %s, and its trades', async (_, damage) => {
    const damaged = await replayAfter((db) => db.run(`UPDATE certificate SET ${damage} WHERE slot = ?`, [noon]), hour);
    const later = await replay({ from: noon + 900_000, to: hour.to });
    expect(damaged.reproduction).toEqual({ ...later.reproduction, damaged: 1 });
    expect(damaged.reproduction.isExact).toBe(true);
    expect(scenario(damaged, 'actual')).toEqual(scenario(later, 'actual'));
  });

  it('counts every clearing of a slot', async () => {
    const twice = await replayAfter((db) => {
      db.run(`INSERT INTO clearing SELECT community_id, slot, zeroblob(16), type, price, interval_low, interval_high, quantity_wh,
                marginal_quantity_wh, marginal_total_wh FROM clearing WHERE slot = ${noon}`);
      db.run(`INSERT INTO certificate (community_id, slot, clearing_id, cleared_at, mechanism, price_floor, price_cap, orders, trade_ids, fingerprint)
              SELECT community_id, slot, zeroblob(16), cleared_at, mechanism, price_floor, price_cap, orders, x'', fingerprint
              FROM certificate WHERE slot = ${noon}`);
    }, hour);
    const once = await replay(hour);
    const [again] = write.pluck<number>(`SELECT quantity_wh FROM clearing WHERE slot = ${noon}`);
    expect(scenario(twice, 'uniform-price').tradedWh).toBe(scenario(once, 'uniform-price').tradedWh! + again);
  });

  it('prices totals from the readings that are there', async () => {
    const without = await replayAfter((db) => db.run('UPDATE meter_reading SET quality = 2'), hour);
    expect(scenario(without, 'mid-market-rate')).toMatchObject({
      tradedWh: 0,
      spread: { total: 0 },
      buyPrice: [null],
      sellPrice: [null],
    });
    expect(scenario(await replay(hour), 'mid-market-rate').tradedWh).toBeGreaterThan(0);
  });

  it('holds a member without a pseudonym back, whose orders count for the prices all the same', async () => {
    const all = await replay();
    const [heldBack, ...others] = all.members;
    const without = await replayAfter((db) =>
      db.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [heldBack.memberId]),
    );
    expect(without.members).toEqual(others);
    for (const { name, tradedWh, paid, buyPrice } of all.scenarios) {
      expect(scenario(without, name)).toMatchObject({ tradedWh, paid, buyPrice, spread: { members: others.length } });
    }
    expect(without.reproduction).toEqual(all.reproduction);
  });

  it('tells nothing of the scenarios of fewer than five members: no savings, no sums, no prices', async () => {
    const few = await replayAfter((db) =>
      db.run('UPDATE member SET anonymized_id = NULL WHERE id NOT IN (SELECT id FROM member ORDER BY id LIMIT 4)'),
    );
    expect(few.members).toEqual([]);
    expect(few.scenarios).toEqual([]);
  });

  it('of a period without data is empty', async () => {
    const empty = await replay({ from: UNTIL + 1, to: UNTIL + 86_400_000 });
    expect(empty).toMatchObject({ slots: 0, start: [], members: [], reproduction: { clearings: 0, isExact: true } });
  });

  it('of an unknown community is refused', () => {
    const input = { communityId: 'nobody', range: day };
    expect(() => insightsHandlers['insights.counterfactual'](input, context)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});

describe('the task', () => {
  it('tells the slots that are done, and has the result in the end', async () => {
    const { taskId } = await insightsHandlers['insights.counterfactual']({ communityId, range: day }, context);
    expect(await insightsHandlers['insights.counterfactualResult']({ taskId }, context)).toBeNull();
    expect(await tasks.finished(taskId)).toMatchObject({ state: 'done', problem: null });
    const last = notified.findLast(({ kind }) => kind === 'counterfactual');
    expect(last).toMatchObject({ unit: 'slots', done: 96, total: 96, communityId });
    expect(await insightsHandlers['insights.counterfactualResult']({ taskId }, context)).toEqual(await replay());
  });

  it('finds in a thread of its own what it finds in the caller’s, and stops when asked, without a result', async () => {
    const thread = startInsightsThread({ file: cache.file, key: Uint8Array.from(KEY) });
    const told: CounterfactualProgress[] = [];
    const input = { communityId, range: whole };
    const { signal } = new AbortController();
    await thread.run('insights.counterfactual', input, (progress) => told.push(progress), signal);
    expect(told[0]).toEqual({ done: 0, total: found.slots, result: null });
    expect(told.at(-1)).toEqual({ done: found.slots, total: found.slots, result: found });

    const abort = new AbortController();
    const stopped: unknown[] = [];
    const tell = (progress: CounterfactualProgress): void => {
      stopped.push(progress.result);
      abort.abort();
    };
    await thread.run('insights.counterfactual', input, tell, abort.signal);
    expect(stopped.every((result) => result === null)).toBe(true);
    await thread.close();
  });
});
