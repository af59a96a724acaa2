import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { marketInProcess, startMarketThread } from '#engine/market/market-work.ts';
import { packOrders } from '#engine/market/sealed-orders.ts';
import { ruleHandlers } from '#engine/rules/handlers.ts';
import { currentRules, draftFields, type StoredRule } from '#engine/rules/rule-rows.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { ruleSimulationSchema, type RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { sealedOrders } from '../../shared/market/sealed.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { KEY } from '../fixtures/temporary-cache.ts';

type Trial = ParsedInput<'rules.simulate'>['trial'];

const { context, communityId, notified } = engineWithCommunity({ members: 24, days: 5 });
const { cache, tasks, market } = context;
const { write } = cache;
const rules = currentRules(cache.read, requireCommunity(cache.read, communityId));
/** The last whole days of the data. */
const range = { from: localDayRange(20261022, 'Europe/Berlin').from, to: localDayRange(20261024, 'Europe/Berlin').to };
const slots = 3 * 96;

/** Of those that sold, the only one with which its member sells; and one that offers less. */
const selling = soldMost(
  rules.filter((rule) => rules.filter((one) => one.memberId === rule.memberId && one.type === 'sell').length === 1),
);
const asItIs = draftFields(selling);
const limited = { ...asItIs, maxQuantityWh: 150 };

function soldMost(candidates: readonly StoredRule[]): StoredRule {
  const byTradedWh = write.pluck<string>(
    `SELECT rule.uid FROM trade JOIN offer ON offer.id = sell_offer_id AND window_start = trade.slot JOIN rule ON rule.id = rule_id
     GROUP BY rule.id ORDER BY SUM(trade.quantity_wh) DESC, rule.uid`,
  );
  return byTradedWh.flatMap((id) => candidates.filter((rule) => rule.id === id))[0];
}

function trialOf(draft: Trial['draft'], changes: Partial<Trial> = {}): Trial {
  return { communityId, memberId: selling.memberId, insteadOf: selling.id, draft, ...changes };
}

async function simulated(trial: Trial, over = range): Promise<RuleSimulationResult> {
  const { taskId } = await ruleHandlers['rules.simulate']({ trial, range: over }, context);
  expect(await tasks.finished(taskId)).toMatchObject({ state: 'done', problem: null });
  return (await ruleHandlers['rules.simulation']({ taskId }, context))!;
}

const day = (trial: Trial, of: number): Promise<Output<'rules.simulatedDay'>> =>
  market.query('rules.simulatedDay', { trial, day: of });

const input = { trial: trialOf(limited), range };
/** Unless it is said otherwise, of the rule that offers less. */
const result = await simulated(trialOf(limited));

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('a simulation', () => {
  it('of the rule as it is changes nothing for anybody', async () => {
    const same = await simulated(trialOf(asItIs));
    expect(same.current.rule.tradedWh).toBeGreaterThan(0);
    expect(same).toMatchObject({
      slots,
      slotsWithoutReading: 0,
      slotsWithoutTariff: 0,
      others: [],
      heldBackChange: 0,
    });
    expect(same.drafted).toEqual(same.current);
    expect(same.days.draftedSavings).toEqual(same.days.currentSavings);
  });

  it('answers what the contract says, with days that add up and the others by their gain', () => {
    expect(ruleSimulationSchema.parse(result)).toEqual(result);
    expect(result.days.day).toEqual([20261022, 20261023, 20261024]);
    expect(sumOf(result.days.draftedTradedWh)).toBe(result.drafted.rule.tradedWh);
    expect(sumOf(result.days.draftedSavings)).toBe(result.drafted.member.savings);
    expect(result.spread.weeks).toEqual([
      { monday: 20261019, days: 3, change: result.drafted.member.savings - result.current.member.savings },
    ]);
    expect(result.drafted.rule.tradedWh).toBeLessThan(result.current.rule.tradedWh);
    expect(result.others.length).toBeGreaterThan(1);
    expect(result.others).toEqual(result.others.toSorted((a, b) => b.change - a.change));
    expect(result.others.map(({ memberId }) => memberId)).not.toContain(selling.memberId);
  });

  it('beside the rules of the member comes last: it can offer what they leave', async () => {
    const beside = await day(trialOf(limited, { insteadOf: null }), 20261023);
    const asItWouldBe = await day(trialOf(limited), 20261023);
    expect(beside.every(({ current }) => current === null)).toBe(true);
    expect(beside.map(({ drafted }) => drafted.openWh)).toEqual(
      asItWouldBe.map(({ surplusWh, current }) => surplusWh - current!.offeredWh),
    );
    const { current, drafted } = await simulated(trialOf(limited, { insteadOf: null }));
    expect(current.rule).toMatchObject({ firedSlots: 0, offeredWh: 0, stopped: { QUANTITY: { slots: 0 } } });
    expect(drafted.member.soldWh).toBeGreaterThanOrEqual(current.member.soldWh);
  });

  it('with the rule switched off leaves the member what its other rules do', async () => {
    const off = await simulated(trialOf({ ...asItIs, isEnabled: false }));
    expect(off.drafted.rule).toMatchObject({ firedSlots: 0, stopped: { ENABLED: { slots } } });
    expect(off.drafted.member.savings).toBeLessThan(off.current.member.savings);
  });

  it('is told as a task with the slots that are done, and ends with all', () => {
    const last = notified.findLast(({ kind }) => kind === 'rule-simulation');
    expect(last).toMatchObject({ unit: 'slots', state: 'done', done: slots, total: slots, communityId });
  });

  it('takes the slots of the range that there is data of', async () => {
    const all = await simulated(trialOf(limited), { from: range.from, to: UNTIL + 30 * 86_400_000 });
    expect(all.slots).toBe((UNTIL - range.from) / 900_000);
    expect(await simulated(trialOf(limited), { from: UNTIL, to: UNTIL + 86_400_000 })).toMatchObject({
      slots: 0,
      slotsWithoutReading: 0,
    });
  });

  it('passes over slots without a reading, and tells how many', async () => {
    const missing = 'UPDATE meter_reading SET quality = ? WHERE slot >= ? AND slot < ? AND member_id = ?';
    const hour = [range.from, range.from + 3_600_000, selling.memberRowId];
    write.run(missing, [2, ...hour]);
    try {
      expect(await simulated(trialOf(limited))).toMatchObject({ slots: slots - 4, slotsWithoutReading: 4 });
    } finally {
      write.run(missing, [0, ...hour]);
    }
  });

  it('clears what was offered where a clearing has no certificate', async () => {
    write.run('UPDATE certificate SET community_id = -1');
    try {
      expect(await simulated(trialOf(limited))).toEqual(result);
    } finally {
      write.run('UPDATE certificate SET community_id = 1 WHERE community_id = -1');
    }
  });

  it('finds nobody to trade with in slots that were not cleared', async () => {
    write.run('UPDATE clearing SET community_id = -1');
    try {
      const { current, drafted } = await simulated(trialOf(limited));
      expect([current.communityWh, drafted.communityWh]).toEqual([0, 0]);
      expect(drafted.rule.reasons.NO_COUNTERPART).toBe(drafted.rule.firedSlots);
    } finally {
      write.run('UPDATE clearing SET community_id = 1 WHERE community_id = -1');
    }
  });

  it('takes the last one of several clearings of a slot', async () => {
    const earlier = new Uint8Array(16);
    const orders = packOrders(sealedOrders([], []));
    write.run(
      `INSERT INTO clearing SELECT community_id, slot, ?, type, price, interval_low, interval_high, quantity_wh, marginal_quantity_wh,
       marginal_total_wh FROM clearing`,
      [earlier],
    );
    write.run(
      `INSERT INTO certificate (community_id, slot, clearing_id, cleared_at, mechanism, price_floor, price_cap, orders, trade_ids, fingerprint)
       SELECT community_id, slot, ?, cleared_at, mechanism, price_floor, price_cap, ?, trade_ids, fingerprint FROM certificate`,
      [earlier, orders],
    );
    try {
      expect(await simulated(trialOf(limited))).toEqual(result);
    } finally {
      write.run('DELETE FROM clearing WHERE id = ?', [earlier]);
      write.run('DELETE FROM certificate WHERE clearing_id = ?', [earlier]);
    }
  });

  it('tells what members without a pseudonym gain only together', async () => {
    const [first, second] = result.others;
    write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [first.memberId]);
    try {
      const heldBack = await simulated(trialOf(limited));
      expect(heldBack.others[0]).toEqual(second);
      expect(heldBack.heldBackChange).toBe(first.change);
    } finally {
      write.run('UPDATE member SET anonymized_id = ? WHERE uid = ?', [first.anonymizedId, first.memberId]);
    }
  });

  it.each([
    ['a mechanism that this console does not know', "UPDATE community SET mechanism = 'auction'", 'INPUT_INVALID'],
    ['a damaged certificate', 'UPDATE certificate SET orders = zeroblob(9)', 'CACHE_CORRUPT'],
  ])('with %s says so', async (_, damage, code) => {
    write.exec(`SAVEPOINT undamaged; ${damage}`);
    try {
      await expect(
        marketInProcess(write).run('rules.simulate', input, () => undefined, new AbortController().signal),
      ).rejects.toMatchObject({ name: 'Failure', code });
    } finally {
      write.exec('ROLLBACK TO undamaged; RELEASE undamaged');
    }
  });

  it.each([
    ['an unknown community', { communityId: 'nobody' }],
    ['an unknown member', { memberId: 'nobody' }],
    ['an unknown rule', { insteadOf: 'nothing' }],
    ['the rule of another member', { insteadOf: rules.find(({ memberId }) => memberId !== selling.memberId)!.id }],
    ['a draft that is no rule', { draft: { ...trialOf(asItIs).draft, timeWindows: ['always'] } }],
  ])('of %s is refused', async (_, changes) => {
    const wrong = { trial: trialOf(asItIs, changes), range };
    const refused = { code: 'INPUT_INVALID' };
    await expect(market.query('rules.simulatedDay', { trial: wrong.trial, day: 20261023 })).rejects.toMatchObject(
      refused,
    );
    await expect(
      market.run('rules.simulate', wrong, () => undefined, new AbortController().signal),
    ).rejects.toMatchObject(refused);
  });
});

describe('a trial on one day', () => {
  it('tells slot by slot what the simulation of the day adds up to', async () => {
    const { rule, member } = (await simulated(trialOf(limited), localDayRange(20261023, 'Europe/Berlin'))).drafted;
    const traces = (await day(trialOf(limited), 20261023)).map(({ drafted }) => drafted);
    expect(traces).toHaveLength(96);
    expect({
      firedSlots: traces.filter(({ unmet }) => unmet.length === 0).length,
      offeredWh: sumOf(traces.map(({ offeredWh }) => offeredWh)),
      tradedWh: sumOf(traces.map(({ tradedWh }) => tradedWh)),
      amount: sumOf(traces.map(({ amount }) => amount)),
      savings: sumOf(traces.map(({ savings }) => savings)),
    }).toEqual({
      firedSlots: rule.firedSlots,
      offeredWh: rule.offeredWh,
      tradedWh: rule.tradedWh,
      amount: rule.amount,
      savings: rule.savings,
    });
    expect(member.soldWh).toBeGreaterThanOrEqual(rule.tradedWh);
  });

  it('sets the draft beside the rule that it replaces, with what both had to go by', async () => {
    const sold = (await day(trialOf(limited), 20261023)).filter(({ current }) => current!.tradedWh > 150);
    expect(sold.length).toBeGreaterThan(0);
    for (const { current, drafted, surplusWh, retail, feedIn } of sold) {
      expect(current!.openWh).toBe(surplusWh);
      expect(drafted).toMatchObject({ openWh: surplusWh, offeredWh: 150, limit: asItIs.minPrice, unmet: [] });
      expect(current!.clearingPrice).toBeGreaterThanOrEqual(feedIn!);
      expect(current!.clearingPrice).toBeLessThanOrEqual(retail!);
    }
  });

  it('ends where the data ends', async () => {
    const slotsOfLastDay = (await day(trialOf(asItIs), 20261025)).map(({ slot }) => slot);
    expect(slotsOfLastDay[0]).toBe(localDayRange(20261025, 'Europe/Berlin').from);
    expect(slotsOfLastDay.at(-1)).toBe(UNTIL - 900_000);
    expect(await day(trialOf(asItIs), 20261026)).toEqual([]);
  });
});

describe('the market’s thread', () => {
  it('simulates as the same thread would, and stops when asked, without a result', async () => {
    const thread = startMarketThread({ file: cache.file, key: Uint8Array.from(KEY) });
    const told: { done: number; total: number; result: RuleSimulationResult | null }[] = [];
    await thread.run('rules.simulate', input, (progress) => told.push(progress), new AbortController().signal);
    expect(told[0]).toEqual({ done: 0, total: slots, result: null });
    expect(told.at(-1)).toEqual({ done: slots, total: slots, result });

    const abort = new AbortController();
    const stopped: unknown[] = [];
    const tell = (progress: { result: unknown }): void => {
      stopped.push(progress.result);
      abort.abort();
    };
    await thread.run('rules.simulate', input, tell, abort.signal);
    expect(stopped.every((one) => one === null)).toBe(true);
    await thread.close();
  });
});
