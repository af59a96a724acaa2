import { describe, expect, it } from 'vitest';
import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { memberTrades } from '#engine/insights/weighed-trades.ts';
import { finish } from '#engine/ledger/trade-walk.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { certificateOf, clearingRows } from '#engine/market/stored-clearings.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { lossAdviceSchema, lossesSchema, type Loss, type LossAdvice } from '#shared/contract/loss-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { localDay } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidBytes } from '#shared/domain/uuid.ts';
import { clearAgain } from '#shared/market/certificate.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { testEngine, UNTIL } from '../fixtures/community.ts';

const ZONE = 'Europe/Berlin';
const FAILED = settlementStatuses.indexOf('failed');

/** Trades failed, were adjusted and taken by hand, orders were placed by hand and against the rules. */
const { context } = testEngine();
const { read, write } = context.cache;
let communityId = '';
for (const page of simulateCommunity({ seed: 3, members: 16, days: 6, until: UNTIL, violations: true }, sha256)) {
  applyPage(write, page);
  communityId = page.communityId;
}
const community = requireCommunity(read, communityId);

function setTariffs(retail: number, feedIn: number): void {
  write.run('UPDATE pricing_signal SET grid_import_price = ?, grid_export_price = ?', [retail, feedIn]);
  rebuildRollups(write, community.id);
}
const losses = async (until = UNTIL) => {
  const answer = await context.insights.query('insights.losses', { communityId, until });
  return lossesSchema.parse(answer);
};
const adviceFor = async (memberId: string): Promise<LossAdvice> =>
  lossAdviceSchema.parse(await context.insights.query('insights.lossAdvice', { communityId, until: UNTIL, memberId }));

interface Row {
  readonly wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly retail: number;
  readonly feed_in: number;
  readonly is_bought: number;
}

/** What each trade of a member saved, straight from the records. */
function savedByTrades(memberId: string): number[] {
  return read
    .all<Row>(
      `SELECT quantity_wh AS wh, trade.price, amount, trade.status, grid_import_price AS retail, grid_export_price AS feed_in,
              buyer_id = member.id AS is_bought
       FROM trade JOIN member ON member.id IN (buyer_id, seller_id) JOIN pricing_signal USING (community_id, slot)
       WHERE member.uid = ?`,
      [memberId],
    )
    .filter(({ status }) => status !== FAILED)
    .map(({ wh, amount, retail, feed_in, is_bought }) =>
      is_bought === 1 ? amountOf(wh, retail) - amount : amount - amountOf(wh, feed_in),
    );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

// As the simulator has it the price always lies between the tariffs; with these the prices of evening and night do not.
const honest = await losses();
setTariffs(110_000, 79_200);
const poor = await losses();

describe('the never-worse monitor', () => {
  it('lists nobody while every price lies between the tariffs', () => {
    expect(honest.members).toEqual([]);
    expect(honest.traders).toBeGreaterThan(10);
  });

  it('lists who lost by all its settled trades, most lost first, to the micro-unit', () => {
    const everybody = read.all<{ uid: string; anonymized_id: string }>('SELECT uid, anonymized_id FROM member_view');
    const expected = everybody
      .map(({ uid, anonymized_id }) => ({
        memberId: uid,
        anonymizedId: anonymized_id,
        savings: sum(savedByTrades(uid)),
      }))
      .filter(({ savings }) => savings < 0)
      .toSorted((a, b) => a.savings - b.savings);
    expect(expected.length).toBeGreaterThan(3);
    expect(poor.members.map(({ memberId, anonymizedId, savings }) => ({ memberId, anonymizedId, savings }))).toEqual(
      expected,
    );
  });

  it('puts every losing trade down to one cause, so that losses and gains are the savings', () => {
    for (const { memberId, savings, losses: causes, losingTrades } of poor.members) {
      const saved = savedByTrades(memberId);
      expect(losingTrades).toBe(saved.filter((one) => one < 0).length);
      expect(sum(causes.map((loss) => loss.trades))).toBe(losingTrades);
      expect(sum(causes.map((loss) => loss.savings)) + sum(saved.filter((one) => one > 0))).toBe(savings);
    }
  });

  it('names the version of the rule that placed the orders, with the limit that this version has', () => {
    const ofRules = poor.members.flatMap(({ losses: causes }) => causes).filter(({ cause }) => cause === 'RULE_LIMIT');
    expect(ofRules.length).toBeGreaterThan(3);
    for (const { rule, limit } of ofRules) {
      const [stored] = read.pluck<number>('SELECT max_price FROM rule_view WHERE uid = ? AND version = ?', [
        rule!.id,
        rule!.version,
      ]);
      expect(limit).toBe(stored);
    }
  });

  it('knows the order behind every trade, also one whose window began before the slot, but for offers that were taken', () => {
    const lengths = new Set<boolean>();
    for (const id of read.pluck<number>('SELECT id FROM member_view')) {
      for (const trade of finish(memberTrades(read, community, id, poor.range))) {
        const ownId = trade.type === 'buy' ? trade.buyOfferId : trade.sellOfferId;
        if (ownId === null) {
          expect(trade.order).toBeNull();
          continue;
        }
        const [start] = read.pluck<number>('SELECT window_start FROM offer WHERE id = ?', [uuidBytes(ownId)]);
        lengths.add(start < trade.slot);
        expect(trade.order).not.toBeNull();
      }
    }
    expect(lengths).toEqual(new Set([true, false]));
  });

  it('looks back over thirty local days to the end of the data, or to an earlier day', async () => {
    expect([localDay(poor.range.from, ZONE), localDay(poor.range.to - 1, ZONE)]).toEqual([20260926, 20261025]);
    const earlier = await losses(Date.UTC(2026, 9, 22, 22));
    expect(localDay(earlier.range.to - 1, ZONE)).toBe(20261022);
    expect(sum(earlier.members.map(({ trades }) => trades))).toBeLessThan(
      sum(poor.members.map(({ trades }) => trades)),
    );
  });
});

const advices = new Map<string, LossAdvice>();
for (const { memberId } of poor.members) advices.set(memberId, await adviceFor(memberId));

/** Every certificate of the days, with the savings of a member by it when its orders of a rule's version have a limit, or as it was. */
function savedByClearings(memberId: string, change: LossAdvice['changes'][number] | null): number {
  const [member] = read.pluck<number>('SELECT id FROM member WHERE uid = ?', [memberId]);
  const [rule] = read.pluck<number>('SELECT id FROM rule WHERE uid = ?', [change?.rule?.id ?? '']);
  const tariff = new Map(
    read
      .all<{ slot: number; retail: number; feed_in: number }>(
        'SELECT slot, grid_import_price AS retail, grid_export_price AS feed_in FROM pricing_signal',
      )
      .map((row) => [row.slot, row]),
  );
  let saved = 0;
  for (const row of clearingRows(read, community, poor.range)) {
    const certificate = certificateOf(row)!;
    const { orders } = certificate;
    const price = orders.price.map((limit, at) => {
      const isBid = at < orders.bidCount;
      const isChanged =
        change !== null &&
        orders.member[at] === member &&
        isBid === (change.type === 'buy') &&
        orders.rule[at] === rule &&
        orders.ruleVersion[at] === change.rule?.version;
      if (!isChanged) return limit;
      return isBid ? Math.min(limit, change.to) : Math.max(limit, change.to);
    });
    const { retail, feed_in } = tariff.get(row.slot)!;
    for (const trade of clearAgain({ ...certificate, orders: { ...orders, price } }).trades) {
      const paid = amountOf(trade.wh, trade.price);
      if (orders.member[trade.bid] === member) saved += amountOf(trade.wh, retail) - paid;
      if (orders.member[trade.offer] === member) saved += paid - amountOf(trade.wh, feed_in);
    }
  }
  return saved;
}

describe('the smallest change that would have avoided a loss', () => {
  it('says, of members whose trades all were settled, what clearing all slots again with the new limit gives', () => {
    const untouched = poor.members.filter(({ memberId }) => {
      const [count] = read.pluck<number>(
        `SELECT COUNT(*) FROM trade JOIN member ON member.id IN (buyer_id, seller_id)
         LEFT JOIN settlement_event AS step ON step.executed_at = trade.executed_at AND step.trade_id = trade.id
         WHERE uid = ? AND (status = ${FAILED} OR step.number IS NOT NULL)`,
        [memberId],
      );
      return count === 0;
    });
    let checked = 0;
    for (const { memberId } of untouched) {
      const { savings, changes } = advices.get(memberId)!;
      for (const change of changes.filter(({ rule }) => rule !== null)) {
        checked++;
        const gain = savedByClearings(memberId, change) - savedByClearings(memberId, null);
        expect(change.savings).toBe(savings + gain);
      }
    }
    expect(checked).toBeGreaterThan(0);
  });

  it('makes the limit stricter, and leaves something to trade', () => {
    const changes = [...advices.values()].flatMap((advice) => advice.changes);
    expect(changes.length).toBeGreaterThan(3);
    for (const { type, from, to, tradedWh } of changes) {
      if (from !== null) expect(type === 'buy' ? from - to : to - from).toBeGreaterThan(0);
      expect(tradedWh).toBeGreaterThan(0);
    }
  });

  it('is told for all together, and whether it is enough', () => {
    for (const { savings, changes, together } of advices.values()) {
      for (const change of changes) {
        expect(change.isEnough).toBe(change.savings >= 0);
        expect(change.savings).toBeGreaterThan(savings);
      }
      if (changes.length === 1) expect(together!.savings).toBe(changes[0].savings);
      if (changes.length === 0) expect(together).toBeNull();
      else expect(together!.isEnough).toBe(together!.savings >= 0);
    }
  });

  it('starts from what the monitor says, and goes by versions of rules that lost', () => {
    for (const { memberId, savings, losses: causes } of poor.members) {
      const advice = advices.get(memberId)!;
      expect(advice).toMatchObject({ savings, range: poor.range });
      const key = ({ type, rule }: Pick<Loss, 'type' | 'rule'>) => `${type} ${rule?.id} ${rule?.version}`;
      const lost = new Set(causes.map(key));
      for (const change of advice.changes) expect(lost).toContain(key(change));
    }
  });

  it('has what the other mechanisms would have meant: as the counterfactual desk says for these days', async () => {
    const results: {
      scenarios: readonly { name: string }[];
      members: readonly { memberId: string; savings: number[] }[];
    }[] = [];
    await context.insights.run(
      'insights.counterfactual',
      { communityId, range: poor.range },
      ({ result }) => void (result && results.push(result)),
      new AbortController().signal,
    );
    const [{ scenarios, members }] = results;
    for (const [memberId, { mechanisms }] of advices) {
      const { savings } = members.find((member) => member.memberId === memberId)!;
      const expected = scenarios.map(({ name }, at) => ({ scenario: name, savings: savings[at] }));
      expect(mechanisms).toEqual(expected.filter(({ scenario }) => scenario !== 'retail-only'));
    }
  });

  it('does not exist for a member that is not there', async () => {
    await expect(adviceFor('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('counts nothing that had failed: a rule whose losses all failed needs no change', async () => {
    const { memberId, losses: causes } = poor.members.find(({ losses: all }) => all.length === 1)!;
    expect(advices.get(memberId)!.changes).toHaveLength(1);
    write.run(
      `UPDATE trade SET status = ${FAILED} WHERE buyer_id = (SELECT id FROM member WHERE uid = ?) AND price > 110000`,
      [memberId],
    );
    rebuildRollups(write, community.id);
    expect((await losses()).members.map((member) => member.memberId)).not.toContain(memberId);
    const advice = await adviceFor(memberId);
    expect(advice.savings).toBe(sum(savedByTrades(memberId)));
    expect(advice.savings).toBeGreaterThan(sum(causes.map(({ savings }) => savings)));
    expect(advice.changes).toEqual([]);
  });
});
