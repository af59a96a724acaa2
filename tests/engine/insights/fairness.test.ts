import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import { dayRollup, putRollup, zeroSums, communitySums } from '#engine/cache/rollup-tables.ts';
import type { MemberGroup, Spread } from '#shared/contract/insight-records.ts';
import type { MemberRole } from '#shared/domain/records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { cacheOfMembers, putMemberDay } from '../fixtures/member-days.ts';
import { COMMUNITY, memberId } from '../fixtures/pages.ts';

const zone = 'Europe/Berlin';
const FIRST = 20250401;
const SECOND = 20250402;

/**
 * A community in which each day gives the members' savings in turn, of the first `prosumers` and then of the consumers; null is a day
 * without a trade.
 */
function cacheWith(prosumers: number, days: Readonly<Record<number, readonly (number | null)[]>>): Cache {
  const count = Math.max(...Object.values(days).map((savings) => savings.length));
  const roles = Array.from({ length: count }, (_, at): MemberRole => (at < prosumers ? 'prosumer' : 'consumer'));
  const cache = cacheOfMembers(roles.map((role) => ({ role })));
  const community = cache.read.pluck<number>('SELECT id FROM community')[0];
  for (const [day, savings] of Object.entries(days)) {
    putRollup(cache.write, dayRollup, community, [Number(day)], zeroSums(communitySums));
    savings.forEach((saved, number) => {
      const traded = { trade_count: 1, sold_wh: 10, bought_wh: 10, sold_amount: saved ?? 0 };
      putMemberDay(cache, Number(day), number, saved === null ? {} : traded);
    });
  }
  return cache;
}

async function spreadOf(
  cache: Cache,
  group: MemberGroup = 'all',
  [first, last]: readonly [number, number] = [FIRST, FIRST],
): Promise<Spread> {
  const range = { from: localDayRange(first, zone).from, to: localDayRange(last, zone).to };
  const asked = { communityId: COMMUNITY, range, compareWith: null, group };
  return (await engineContext(cache).insights.query('insights.fairness', asked)).current;
}

describe('the fairness of a period', () => {
  it('counts members with a trade, their losses as losses, and those who traded for nothing as 0', async () => {
    const spread = await spreadOf(cacheWith(6, { [FIRST]: [40, 30, 20, 10, 0, -5, null] }));
    expect(spread).toMatchObject({ members: 6, total: 95, median: 15, worseOff: 1, gini: null, giniGap: 'losses' });
  });

  it('adds each member’s days before it looks how they are spread', async () => {
    const cache = cacheWith(5, { [FIRST]: [10, 0, 10, 0, 5], [SECOND]: [0, 10, 0, 10, 5] });
    expect(await spreadOf(cache, 'all', [FIRST, SECOND])).toMatchObject({ total: 50, gini: 0, jain: 1 });
    expect((await spreadOf(cache)).gini).not.toBe(0);
  });

  it('compares with another period when asked to', async () => {
    const cache = cacheWith(5, { [FIRST]: [1, 2, 3, 4, 5], [SECOND]: [5, 5, 5, 5, 5] });
    const answer = await engineContext(cache).insights.query('insights.fairness', {
      communityId: COMMUNITY,
      range: localDayRange(SECOND, zone),
      compareWith: localDayRange(FIRST, zone),
      group: 'all',
    });
    expect(answer.current).toMatchObject({ total: 25, gini: 0 });
    expect(answer.previous).toEqual(await spreadOf(cache));
  });

  it('tells nothing but their number of fewer than five members, or where one makes up more than 80 %', async () => {
    expect(await spreadOf(cacheWith(4, { [FIRST]: [1, 1, 1, 1, null] }))).toMatchObject({
      members: 4,
      withheld: 'few-members',
      total: null,
    });
    expect(await spreadOf(cacheWith(5, { [FIRST]: [90, 1, 1, 1, 1] }))).toMatchObject({
      members: 5,
      withheld: 'one-member',
      total: null,
    });
  });

  it('is empty, not withheld, where nobody traded', async () => {
    const spread = await spreadOf(cacheWith(5, { [FIRST]: [1, 1, 1, 1, 1] }), 'all', [SECOND, SECOND]);
    expect(spread).toMatchObject({ members: 0, withheld: null, giniGap: 'no-members' });
  });

  it('leaves out a member who is held back for want of a pseudonym', async () => {
    const cache = cacheWith(6, { [FIRST]: [1, 1, 1, 1, 1, 1] });
    cache.write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [memberId(0)]);
    expect((await spreadOf(cache)).members).toBe(5);
  });
});

describe('what fairness tells by subtraction', () => {
  it('is no role that is withheld: the other one is withheld too, for its reason', async () => {
    const cache = cacheWith(6, { [FIRST]: [10, 10, 10, 10, 10, 10, 7, 7] });
    expect(await spreadOf(cache)).toMatchObject({ members: 8, withheld: null, total: 74 });
    expect(await spreadOf(cache, 'consumer')).toMatchObject({ members: 2, withheld: 'few-members' });
    expect(await spreadOf(cache, 'prosumer')).toMatchObject({ members: 6, withheld: 'few-members', total: null });
  });

  it('is a role that is safe, where the other one is too or has nobody who traded', async () => {
    const both = cacheWith(5, { [FIRST]: [10, 10, 10, 10, 10, 7, 7, 7, 7, 7] });
    expect((await spreadOf(both, 'prosumer')).total).toBe(50);
    expect((await spreadOf(both, 'consumer')).total).toBe(35);
    const one = cacheWith(5, { [FIRST]: [10, 10, 10, 10, 10, null, null] });
    expect(await spreadOf(one, 'prosumer')).toMatchObject({ withheld: null, gini: 0 });
  });

  it('is no day of which one member makes up nearly everything: the longer period has no total then', async () => {
    const cache = cacheWith(5, { [FIRST]: [10, 10, 10, 10, 10], [SECOND]: [30, null, null, null, null] });
    expect((await spreadOf(cache, 'all', [FIRST, FIRST])).total).toBe(50);
    const longer = await spreadOf(cache, 'all', [FIRST, SECOND]);
    expect(longer).toMatchObject({ withheld: null, total: null, worseOff: 0 });
    expect(longer.gini).not.toBeNull();
  });
});
