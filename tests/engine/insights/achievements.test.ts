import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import {
  communitySums,
  type CommunitySums,
  dayRollup,
  type MemberSums,
  putRollup,
  zeroSums,
} from '#engine/cache/rollup-tables.ts';
import type { Achievements, CommunityAchievement } from '#shared/contract/achievement-records.ts';
import { addDays, startOfLocalDay } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';
import { cacheOfMembers, putMemberDay } from '../fixtures/member-days.ts';
import { COMMUNITY, memberId } from '../fixtures/pages.ts';

const zone = 'Europe/Berlin';
/** A Monday. */
const MONDAY = 20250331;
const start = (days: number): number => startOfLocalDay(addDays(MONDAY, days), zone);

interface GivenDay {
  readonly community?: Partial<CommunitySums>;
  /** One for each member. */
  readonly members?: readonly Partial<MemberSums>[];
}

/** A community of so many prosumers with these days, from a Monday on. */
function cacheWith(members: number, days: readonly GivenDay[]): Cache {
  const cache = cacheOfMembers(Array.from({ length: members }, () => ({})));
  const community = cache.read.pluck<number>('SELECT id FROM community')[0];
  days.forEach((given, at) => {
    const day = addDays(MONDAY, at);
    putRollup(cache.write, dayRollup, community, [day], { ...zeroSums(communitySums), ...given.community });
    given.members?.forEach((sums, number) => putMemberDay(cache, day, number, sums));
  });
  return cache;
}

function achievementsOf(cache: Cache, until = start(400), limit = 100): Promise<Achievements> {
  return engineContext(cache).insights.query('insights.achievements', { communityId: COMMUNITY, until, limit });
}

async function ofCommunity(
  cache: Cache,
  kind: CommunityAchievement,
  until?: number,
): Promise<Pick<Achievements['community'][number], 'reachedAt' | 'value'>> {
  const { reachedAt, value } = (await achievementsOf(cache, until)).community.find((one) => one.kind === kind)!;
  return { reachedAt, value };
}

function repeated<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

describe('members’ achievements', () => {
  it('are listed newest first, by pseudonym among those of a day, as far as asked; all are counted', async () => {
    const sold = { trade_count: 1, sold_wh: 60_000 };
    const cache = cacheWith(3, [{ members: [sold, {}, sold] }, { members: [sold, sold, {}] }]);
    const { latest, members } = await achievementsOf(cache);
    expect(latest.map(({ kind, anonymizedId, reachedAt }) => [kind, anonymizedId, reachedAt])).toEqual([
      ['shared-100-kwh', 'House A0', start(1)],
      ['first-trade', 'House A1', start(1)],
      ['first-trade', 'House A0', start(0)],
      ['first-trade', 'House A2', start(0)],
    ]);
    const counts = Object.fromEntries(members.map((one) => [one.kind, one.members]));
    expect(counts).toMatchObject({ 'first-trade': 3, 'shared-100-kwh': 1, 'saved-100': 0 });
    expect((await achievementsOf(cache, start(400), 1)).latest).toHaveLength(1);
    expect((await achievementsOf(cache, start(400), 1)).members).toEqual(members);
  });

  it('are reached by what was saved against retail and feed-in, and by one’s own energy', async () => {
    const usual = { consumed_wh: 10_000, self_consumed_wh: 8_000 };
    const saving = { ...usual, bought_amount: 10_000_000, bought_retail_amount: 110_000_000 };
    const { latest } = await achievementsOf(
      cacheWith(
        1,
        repeated(7, (at) => ({ members: [at === 2 ? saving : usual] })),
      ),
    );
    expect(latest.map(({ kind, reachedAt }) => [kind, reachedAt])).toEqual([
      ['week-self-sufficient', start(6)],
      ['saved-100', start(2)],
    ]);
  });

  it('end with the local day that is asked for', async () => {
    const cache = cacheWith(1, [{}, { members: [{ trade_count: 1 }] }]);
    expect((await achievementsOf(cache, start(1))).latest).toEqual([]);
    expect((await achievementsOf(cache, start(1) + 1)).latest).toHaveLength(1);
  });

  it('are not told of a member who is held back for want of a pseudonym', async () => {
    const cache = cacheWith(2, [{ members: [{ trade_count: 1 }, { trade_count: 1 }] }]);
    cache.write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [memberId(0)]);
    const { latest, members } = await achievementsOf(cache);
    expect(latest.map((one) => one.memberId)).toEqual([memberId(1)]);
    expect(members.find(({ kind }) => kind === 'first-trade')!.members).toBe(1);
  });
});

describe('the community’s achievements', () => {
  it('are all told, with what is asked for, when there are no data yet', async () => {
    const { community, members, latest } = await achievementsOf(cacheOfMembers([{}]));
    expect(community.every(({ reachedAt, value }) => reachedAt === null && value === null)).toBe(true);
    expect(community.find(({ kind }) => kind === 'co2-1-tonne')!.target).toBe(1_000_000);
    expect(members.every((one) => one.members === 0)).toBe(true);
    expect(latest).toEqual([]);
  });

  it('everybody takes part in a week that is over, in which each active member had a trade or an offer', async () => {
    const days = repeated(7, (at) => ({
      members: repeated(3, (number) => (number * 2 === at ? { offer_count: 1 } : {})),
    }));
    const cache = cacheWith(3, days);
    expect(await ofCommunity(cache, 'everybody-takes-part', start(7))).toEqual({ reachedAt: start(6), value: 1 });
    expect(await ofCommunity(cache, 'everybody-takes-part', start(6) + 1)).toEqual({ reachedAt: null, value: null });
    const without = cacheWith(3, days.slice(0, 4));
    expect((await ofCommunity(without, 'everybody-takes-part')).value).toBeCloseTo(2 / 3, 15);
  });

  it('everybody is who was a member in that week', async () => {
    const cache = cacheWith(
      3,
      repeated(7, () => ({ members: [{ trade_count: 1 }, { trade_count: 1 }, {}] })),
    );
    cache.write.run('UPDATE member SET joined_at = ? WHERE uid = ?', [start(7), memberId(2)]);
    expect((await ofCommunity(cache, 'everybody-takes-part')).value).toBe(1);
  });

  it('a month without failure or losses comes from the community’s trades and each member’s savings', async () => {
    const good = { trade_count: 1, sold_amount: 3, sold_feed_in_amount: 1 };
    const bad = { trade_count: 1, sold_amount: 0, sold_feed_in_amount: 1 };
    const cache = cacheWith(
      2,
      repeated(31, (at) => ({
        community: { trade_count: 1, failed_count: at === 30 ? 1 : 0 },
        members: [good, at === 30 ? good : bad],
      })),
    );
    expect(await ofCommunity(cache, 'month-without-failure')).toEqual({ reachedAt: start(29), value: 30 });
    expect(await ofCommunity(cache, 'month-without-losses')).toEqual({ reachedAt: null, value: 1 });
  });

  it('sums hold only the days that may be shown, so that no two ends of the time tell one that may not', async () => {
    const even = repeated(5, () => ({ trade_count: 1, bought_wh: 100_000, sold_wh: 100_000 }));
    const single = repeated(5, (at) => (at === 0 ? { trade_count: 1, bought_wh: 9_000_000, sold_wh: 9_000_000 } : {}));
    const day = (members: readonly Partial<MemberSums>[]): GivenDay => ({
      community: { traded_wh: members.reduce((sum, { bought_wh }) => sum + (bought_wh ?? 0), 0) },
      members,
    });
    const cache = cacheWith(5, [day(even), day(single), day(even)]);
    expect(await ofCommunity(cache, 'traded-1-mwh')).toEqual({ reachedAt: start(2), value: 1_000_000 });
    expect(await ofCommunity(cache, 'traded-10-mwh')).toEqual({ reachedAt: null, value: 1_000_000 });
    expect(await ofCommunity(cacheWith(4, [day(even.slice(1))]), 'traded-1-mwh')).toEqual({
      reachedAt: null,
      value: null,
    });
  });

  it('half a week and avoided CO2 come from community self-consumed, with the grid’s factor', async () => {
    const members = repeated(5, () => ({ produced_wh: 20_000, consumed_wh: 20_000 }));
    const days = repeated(8, () => ({ community: { self_consumed_wh: 50_000 }, members }));
    const cache = cacheWith(5, days);
    expect(await ofCommunity(cache, 'week-half-self-sufficient')).toEqual({ reachedAt: start(6), value: 0.5 });
    const { value } = await ofCommunity(cache, 'co2-1-tonne');
    expect(value).toBeCloseTo(8 * 50 * 342.06, 6);
  });

  it('CO2 cannot be told where the grid’s factor is not known', async () => {
    const cache = cacheWith(5, [{ members: repeated(5, () => ({ produced_wh: 9, consumed_wh: 9 })) }]);
    cache.write.run('UPDATE community SET country = NULL');
    expect((await ofCommunity(cache, 'co2-1-tonne')).value).toBeNull();
  });
});

describe('achievements of a simulated community', () => {
  it('agree with its trades', async () => {
    const { context, communityId } = engineWithCommunity({ members: 8, days: 2 });
    const asked = { communityId, until: UNTIL, limit: 500 };
    const { latest } = await context.insights.query('insights.achievements', asked);
    const first = context.cache.read.all<{ uid: string; at: number }>(
      `SELECT member_view.uid, MIN(trade.slot) AS at FROM member_view JOIN trade
       ON member_view.id IN (trade.buyer_id, trade.seller_id) WHERE trade.status <> 2 GROUP BY member_view.id`,
    );
    const told = new Map(
      latest.flatMap(({ kind, memberId: id, reachedAt }) => (kind === 'first-trade' ? [[id, reachedAt] as const] : [])),
    );
    expect(first.length).toBeGreaterThan(0);
    expect(told.size).toBe(first.length);
    for (const { uid, at } of first) {
      expect(at - told.get(uid)!).toBeGreaterThanOrEqual(0);
      expect(at - told.get(uid)!).toBeLessThan(24 * 3_600_000);
    }
  });
});
