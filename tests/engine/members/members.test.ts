import { describe, expect, it } from 'vitest';
import { membersHandlers } from '#engine/members/handlers.ts';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const zone = 'Europe/Berlin';
const range = { from: localDayRange(20261018, zone).from, to: localDayRange(20261024, zone).to };
const everything = { from: localDayRange(20261001, zone).from, to: UNTIL };

describe('members', () => {
  const { context, communityId } = engineWithCommunity();
  const list = () => membersHandlers['members.list']({ communityId, range }, context);

  it('are known by pseudonym; no user id is in any answer', async () => {
    const members = await list();
    expect(members).toHaveLength(24);
    for (const member of members) expect(member.anonymizedId).toMatch(/^House [A-Z]\d+$/);
    contract['members.list'].output.parse(members);
    expect(JSON.stringify(members)).not.toMatch(/user/i);
  });

  it('have energy and savings that add up to the community’s', async () => {
    const members = await list();
    const { current } = await statsHandlers['stats.indicators']({ communityId, range }, context);
    const sum = (pick: (member: (typeof members)[number]) => number): number =>
      members.reduce((total, member) => total + pick(member), 0);
    expect(sum((member) => member.producedWh)).toBe(current.producedWh.value);
    expect(sum((member) => member.boughtWh)).toBe(current.tradedWh.value);
    expect(sum((member) => member.soldWh)).toBe(current.tradedWh.value);
    expect(sum((member) => member.savings)).toBe(current.savings.value);
  });

  it('are held back when they have no pseudonym, and so are their trades', async () => {
    const { context: own, communityId: id } = engineWithCommunity({ members: 8, days: 3 });
    const before = await membersHandlers['members.list']({ communityId: id, range: everything }, own);
    own.cache.write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [before[0].id]);
    const after = await membersHandlers['members.list']({ communityId: id, range: everything }, own);
    expect(after.map((member) => member.id)).toEqual(before.slice(1).map((member) => member.id));
    expect(() => membersHandlers['members.get']({ memberId: before[0].id, range: everything }, own)).toThrow(
      expect.objectContaining({ code: 'ANONYMISATION_FAILED' }) as Error,
    );
    for (const member of after) {
      const { trades } = await membersHandlers['members.trades'](
        { memberId: member.id, range: everything, limit: 500 },
        own,
      );
      for (const trade of trades) expect(trade.counterparty).not.toBe(before[0].anonymizedId);
    }
  });

  it('page their trades newest first without losing or repeating one', async () => {
    const busiest = (await list()).reduce((most, member) => (member.tradeCount > most.tradeCount ? member : most));
    const request = { memberId: busiest.id, range: everything };
    const seen: string[] = [];
    let last = Number.POSITIVE_INFINITY;
    let before: { executedAt: number; id: string } | undefined;
    for (;;) {
      const page = await membersHandlers['members.trades']({ ...request, before, limit: 7 }, context);
      for (const trade of page.trades) {
        expect(trade.executedAt).toBeLessThanOrEqual(last);
        last = trade.executedAt;
        seen.push(trade.id);
      }
      if (!page.next) break;
      before = page.next;
    }
    const counted = context.cache.read.get<{ trades: number }>(
      `SELECT COUNT(*) AS trades FROM trade_view WHERE (buyer_uid = ? OR seller_uid = ?) AND executed_at >= ? AND executed_at < ?`,
      [busiest.id, busiest.id, everything.from, everything.to],
    )!;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(counted.trades);
    expect(seen.length).toBeGreaterThan(20);
  });

  it('have savings per trade that sum to the period’s, failed trades aside', async () => {
    const member = (await list()).find((candidate) => candidate.tradeCount > 10)!;
    let total = 0;
    let before: { executedAt: number; id: string } | undefined;
    const slots = { from: range.from, to: range.to + 60_000 };
    do {
      const page = await membersHandlers['members.trades'](
        { memberId: member.id, range: slots, before, limit: 500 },
        context,
      );
      for (const trade of page.trades) {
        if (trade.status !== 'failed' && trade.slot >= range.from && trade.slot < range.to) total += trade.savings ?? 0;
      }
      before = page.next ?? undefined;
    } while (before);
    expect(total).toBe(member.savings);
  });

  it('have a day of 100 slots when the clocks go back, as far as there are readings', async () => {
    const [member] = await list();
    const answer = await membersHandlers['members.day']({ memberId: member.id, day: 20261025 }, context);
    expect(answer.start).toHaveLength((UNTIL - localDayRange(20261025, zone).from) / 900_000);
  });

  it('have a reputation with the counts behind its three parts', async () => {
    const member = (await list()).find((candidate) => candidate.tradeCount > 10)!;
    const { reputation } = await membersHandlers['members.get']({ memberId: member.id, range }, context);
    expect(reputation.settled.settled).toBeGreaterThan(0);
    const { settled, honoured, standing } = reputation;
    const expected = Math.round(
      100 * (0.6 * (settled.share ?? 1) + 0.3 * (honoured.share ?? 1) + 0.1 * standing.share),
    );
    expect(reputation.score).toBe(expected);
  });

  it('refuse an id that is not in the cache in words a person understands', () => {
    expect(() => membersHandlers['members.get']({ memberId: 'nobody', range }, context)).toThrow(/not in the cache/);
  });
});
