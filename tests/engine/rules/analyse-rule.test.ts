import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { memberTrades } from '#engine/members/trades.ts';
import { ruleHandlers } from '#engine/rules/handlers.ts';
import { currentRules, draftFields, type StoredRule, versionsOfRule } from '#engine/rules/rule-rows.ts';
import { placingTime, RulesInForce } from '#engine/rules/rules-in-force.ts';
import { type RuleAnalysis, ruleAnalysisSchema, type RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { localDayRange, MINUTE } from '#shared/domain/slots.ts';
import { sealedOrders } from '../../shared/market/sealed.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { SLOT, START } from '../fixtures/pages.ts';

const { context, communityId, notified } = engineWithCommunity({ seed: 1, members: 24, days: 8 });
const { cache, tasks, market } = context;
const { read, write } = cache;
const community = requireCommunity(read, communityId);
const rules = currentRules(read, community);
const range = { from: community.data_from!, to: UNTIL };
/** What need not be told of more than a few days is told of these. */
const someDays = {
  from: localDayRange(20261022, 'Europe/Berlin').from,
  to: localDayRange(20261024, 'Europe/Berlin').to,
};
const slots = 3 * 96;

async function analysed(rule: StoredRule, over = someDays): Promise<RuleAnalysis> {
  const input = { communityId, ruleId: rule.id, range: over };
  const { taskId } = await ruleHandlers['rules.analyse'](input, context);
  expect(await tasks.finished(taskId)).toMatchObject({ state: 'done', problem: null });
  return (await ruleHandlers['rules.analysis']({ taskId }, context))!;
}

/** Whose rules fired on the readings that are stored: none of them was estimated, lost or revised later. */
const measured = new Set(
  read.pluck<number>(
    'SELECT member_id FROM meter_reading GROUP BY member_id HAVING MAX(quality) = 0 AND MAX(revision) = 0',
  ),
);
const isMeasured = ({ memberRowId }: StoredRule): boolean => measured.has(memberRowId);
const isAlone = ({ id, memberId }: StoredRule): boolean =>
  !rules.some((one) => one.memberId === memberId && one.id !== id);

const IN_RANGE = 'window_start >= ? AND window_start < ?';

/** What the rule's orders for the slots of a range are stored with, and all trades of them. */
function stored({ rowId }: StoredRule, { from, to } = range) {
  const orders = read.get<{ firedSlots: number; offeredWh: number }>(
    `SELECT COUNT(*) AS firedSlots, SUM(quantity_wh) AS offeredWh FROM offer WHERE rule_id = ? AND ${IN_RANGE}`,
    [rowId, from, to],
  );
  const ids = `SELECT id FROM offer WHERE rule_id = @rule AND window_start >= @from AND window_start < @to`;
  const trades = read.get<{ tradedWh: number; amount: number }>(
    `SELECT SUM(quantity_wh) AS tradedWh, SUM(amount) AS amount FROM trade
     WHERE buy_offer_id IN (${ids}) OR sell_offer_id IN (${ids})`,
    { rule: rowId, from, to },
  );
  return { ...orders!, ...trades! };
}

const byOrders = read.pluck<number>(
  `SELECT rule_id FROM offer WHERE rule_id IS NOT NULL AND ${IN_RANGE} GROUP BY rule_id ORDER BY COUNT(*) DESC`,
  [range.from, range.to],
);

/** The one of them that placed the most orders. */
function busiest(candidates: readonly StoredRule[]): StoredRule {
  return byOrders.flatMap((rowId) => candidates.filter((rule) => rule.rowId === rowId))[0];
}

describe('the rule as it was', () => {
  const changed = rules.filter(
    (rule) =>
      isMeasured(rule) && versionsOfRule(read, community, rule.id).some(({ validFrom }) => validFrom > range.from),
  );
  const sellers = rules.filter((rule) => isMeasured(rule) && rule.type === 'sell' && rule.isEnabled);
  const later = sellers.filter((rule) => sellers.find(({ memberId }) => memberId === rule.memberId) !== rule);

  it.each([
    ['whose versions changed on the way', changed[0]],
    ['that sells what an earlier rule of its member leaves', busiest(later)],
    ['that buys', busiest(rules.filter((rule) => isMeasured(rule) && rule.type === 'buy'))],
  ])('places and trades what the ledger says, to the Wh and the micro-unit: one %s', async (_, rule) => {
    const { asItWas, slotsWithoutReading } = await analysed(rule, range);
    expect(slotsWithoutReading).toBe(0);
    expect(asItWas.firedSlots).toBeGreaterThan(0);
    expect(asItWas).toMatchObject(stored(rule));
  });

  it('differs from today’s version where that is another one', async () => {
    const { asItWas, current } = await analysed(changed[0], range);
    expect(asItWas).not.toEqual(current);
  });
});

describe('an analysis', () => {
  const rule = busiest(
    rules.filter((one) => isMeasured(one) && isAlone(one) && one.type === 'sell' && one.version === 1),
  );

  it('answers what the contract says; days and hours add up', async () => {
    const result = await analysed(rule);
    expect(ruleAnalysisSchema.parse(result)).toEqual(result);
    const { asItWas, days, firedByHour } = result;
    const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
    expect(result).toMatchObject({ slots, slotsBefore: 0, current: asItWas });
    expect(days.day).toHaveLength(3);
    expect(sumOf(days.fired)).toBe(asItWas.firedSlots);
    expect(sumOf(firedByHour)).toBe(asItWas.firedSlots);
    expect(sumOf(days.tradedWh)).toBe(asItWas.tradedWh);
    // The member has no other rule.
    expect(sumOf(days.savings)).toBe(asItWas.savings);
    expect(asItWas.stopped.QUANTITY.slots + asItWas.firedSlots).toBeLessThanOrEqual(slots);
    expect(notified.findLast(({ kind }) => kind === 'rule-analysis')).toMatchObject({
      unit: 'slots',
      done: slots,
      total: slots,
    });
  });

  it('has the ledger’s trades of the rule; failed ones earn nothing and are told apart', async () => {
    write.run(
      'UPDATE trade SET status = 2 WHERE id = (SELECT id FROM trade WHERE seller_id = ? AND slot >= ? LIMIT 1)',
      [rule.memberRowId, someDays.from],
    );
    const trades = memberTrades(read, {
      memberId: rule.memberId,
      range: someDays,
      limit: 100_000,
    }).trades;
    const failed = trades.filter(({ status }) => status === 'failed');
    const others = trades.filter(({ status }) => status !== 'failed');
    const sumOf = (field: 'quantityWh' | 'amount' | 'savings'): number =>
      others.reduce((sum, trade) => sum + trade[field]!, 0);
    expect(failed.length).toBeGreaterThan(0);
    expect((await analysed(rule)).ledger).toEqual({
      orders: stored(rule, someDays).firedSlots,
      offeredWh: stored(rule, someDays).offeredWh,
      trades: others.length,
      tradedWh: sumOf('quantityWh'),
      amount: sumOf('amount'),
      savings: sumOf('savings'),
      failedTrades: failed.length,
      tradesWithoutTariff: 0,
    });
  });

  it('cannot tell the savings of trades in slots without tariffs', async () => {
    const before = await analysed(rule);
    write.run('UPDATE pricing_signal SET community_id = -1');
    try {
      const { ledger, asItWas } = await analysed(rule);
      expect(ledger).toEqual({ ...before.ledger, savings: 0, tradesWithoutTariff: before.ledger.trades });
      expect(asItWas).toEqual({ ...before.asItWas, savings: 0 });
    } finally {
      write.run('UPDATE pricing_signal SET community_id = 1 WHERE community_id = -1');
    }
  });

  it('counts the slots before the rule existed apart', async () => {
    const sinceSlot = someDays.from + 100 * SLOT;
    const from = 'UPDATE rule_version SET valid_from = ? WHERE rule_id = ?';
    // A version that comes while the first slot's orders are being placed is too late for it.
    write.run(from, [sinceSlot - MINUTE, rule.rowId]);
    try {
      const { slotsBefore, asItWas, current } = await analysed(rule);
      expect(slotsBefore).toBe(101);
      expect(asItWas.firedSlots).toBeLessThan(current.firedSlots);
    } finally {
      write.run(from, [rule.validFrom, rule.rowId]);
    }
  });

  it('tries each small change as a simulation of that draft would', async () => {
    const { changes, current } = await analysed(rule);
    expect(changes.length).toBeGreaterThan(1);
    for (const { kind, draft, ...figures } of changes) {
      const trial = { communityId, memberId: rule.memberId, insteadOf: rule.id, draft };
      let simulated: RuleSimulationResult | null = null;
      await market.run(
        'rules.simulate',
        { trial, range: someDays },
        ({ result }) => (simulated = result),
        new AbortController().signal,
      );
      const { current: asItIs, drafted } = simulated!;
      expect(asItIs.rule).toEqual(current);
      expect([kind, figures]).toEqual([
        kind,
        {
          firedSlots: drafted.rule.firedSlots,
          tradedWh: drafted.rule.tradedWh,
          savingsChange: drafted.member.savings - asItIs.member.savings,
        },
      ]);
    }
  });

  it('passes over windows that this console cannot read', async () => {
    const windows = 'UPDATE rule_version SET time_windows = ? WHERE rule_id = ?';
    const before = await analysed(rule);
    write.run(windows, [JSON.stringify(['every other Friday', ...rule.timeWindows]), rule.rowId]);
    try {
      expect(await analysed(rule)).toEqual(before);
    } finally {
      write.run(windows, [JSON.stringify(rule.timeWindows), rule.rowId]);
    }
  });

  it('of a rule that only this desk knows tells what it would have done, and that it was not there', async () => {
    const draft = { ...draftFields(rule), minPrice: null };
    const decision = { communityId, memberId: rule.memberId, ruleId: null, baseVersion: 0, draft, reason: null };
    const key = crypto.randomUUID();
    const { ruleId } = await ruleHandlers['rules.save']({ ...decision, key }, context);
    try {
      const result = await analysed({ ...rule, id: ruleId });
      expect(result).toMatchObject({ slots, slotsBefore: slots, asItWas: { firedSlots: 0 }, ledger: { orders: 0 } });
      // Its member's other rule comes first and leaves nothing.
      expect(result.current.stopped.QUANTITY.slots).toBe(slots);
    } finally {
      write.run('DELETE FROM outbox');
    }
  });

  it('stops when asked, without a result', async () => {
    const abort = new AbortController();
    const results: unknown[] = [];
    const tell = ({ result }: { result: unknown }): void => {
      results.push(result);
      abort.abort();
    };
    await market.run('rules.analyse', { communityId, ruleId: rule.id, range: someDays }, tell, abort.signal);
    expect(results.every((result) => result === null)).toBe(true);
  });

  it('of a rule that the cache does not have is refused', async () => {
    const input = { communityId, ruleId: 'nothing', range: someDays };
    await expect(
      market.run('rules.analyse', input, () => undefined, new AbortController().signal),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

describe('the versions that fired for a slot', () => {
  it('are those of the moment when the first rule placed its order, or of five minutes before the slot', () => {
    const orders = sealedOrders([{ member: 1, wh: 1, rule: 3 }], [{ member: 2, wh: 1, rule: 4 }]);
    expect(placingTime({ slot: START, orders })).toBe(START - SLOT);
    const byHand = sealedOrders([{ member: 1, wh: 1 }], []);
    expect(placingTime({ slot: START, orders: byHand })).toBe(START - 5 * MINUTE);
    const ofLongerWindow = sealedOrders([], [{ member: 1, wh: 1, rule: 3, start: START - 4 * SLOT }]);
    expect(placingTime({ slot: START, orders: ofLongerWindow })).toBe(START - 5 * MINUTE);
  });

  it('begin with the millisecond from which they hold', () => {
    const [rule] = rules;
    const first: StoredRule = { ...rule, version: 1, validFrom: 1000, isEnabled: true };
    const second: StoredRule = { ...rule, version: 2, validFrom: 2000, isEnabled: false };
    const inForce = new RulesInForce([[second, first]]);
    const isEnabledAt = (time: number): boolean[] => inForce.at(time).map(({ prepared }) => prepared.isEnabled);
    expect([999, 1000, 1999, 2000].map(isEnabledAt)).toEqual([[], [true], [true], [false]]);
  });
});
