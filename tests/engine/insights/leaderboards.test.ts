import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import type { MemberSums } from '#engine/cache/rollup-tables.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { Board } from '#shared/contract/insight-records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { cacheOfMembers, putMemberDay } from '../fixtures/member-days.ts';
import { COMMUNITY, memberId } from '../fixtures/pages.ts';

const DAY = 20250401;
const DAY_BEFORE = 20250331;
const zone = 'Europe/Berlin';

function boardsOf(
  cache: Cache,
  input: Partial<ParsedInput<'insights.leaderboards'>> = {},
): Promise<Output<'insights.leaderboards'>> {
  const asked = {
    communityId: COMMUNITY,
    range: localDayRange(DAY, zone),
    compareWith: null,
    group: 'all' as const,
    limit: 500,
  };
  return engineContext(cache).insights.query('insights.leaderboards', { ...asked, ...input });
}

/** A community of as many prosumers, each with a day. */
function cacheWith(days: readonly Partial<MemberSums>[], day = DAY): Cache {
  const cache = cacheOfMembers(days.map(() => ({})));
  days.forEach((sums, number) => putMemberDay(cache, day, number, sums));
  return cache;
}

function told({ rows }: Board): [rank: number, pseudonym: string, value: number][] {
  return rows.map(({ rank, anonymizedId, value }) => [rank, anonymizedId, value]);
}

describe('the leaderboards', () => {
  it('rank by each board’s own value, best first; equal values share a rank and stand by pseudonym', async () => {
    const boards = await boardsOf(
      cacheWith([
        { sold_wh: 10, consumed_wh: 100, self_consumed_wh: 50, trade_count: 1, sold_amount: 9, sold_feed_in_amount: 4 },
        { sold_wh: 30, consumed_wh: 100, self_consumed_wh: 80, trade_count: 1, sold_amount: 5, sold_feed_in_amount: 6 },
        { sold_wh: 20, bought_wh: 10, consumed_wh: 50, self_consumed_wh: 25, trade_count: 2 },
        { sold_wh: 5, consumed_wh: 100, trade_count: 1 },
        { sold_wh: 50, bought_wh: 1, consumed_wh: 10, trade_count: 3, bought_amount: 7, bought_retail_amount: 27 },
      ]),
    );
    expect(told(boards.traded)).toEqual([
      [1, 'House A4', 51],
      [2, 'House A1', 30],
      [2, 'House A2', 30],
      [4, 'House A0', 10],
      [5, 'House A3', 5],
    ]);
    expect(told(boards.savings).map(([, , saved]) => saved)).toEqual([20, 5, 0, 0, -1]);
    expect(told(boards.selfSufficiency).slice(0, 3)).toEqual([
      [1, 'House A1', 0.8],
      [2, 'House A0', 0.5],
      [2, 'House A2', 0.5],
    ]);
    expect(told(boards.sharedSurplus).map(([, , sold]) => sold)).toEqual([50, 30, 20, 10, 5]);
  });

  it('leave out who has no value: who sold nothing shared nothing, and n/a is not 0 %', async () => {
    const five = { sold_wh: 1, trade_count: 1, consumed_wh: 10 };
    const boards = await boardsOf(cacheWith([five, five, five, five, five, { bought_wh: 5, trade_count: 5 }, {}]));
    expect(boards.traded.members).toBe(6);
    expect(boards.savings.members).toBe(6);
    expect(boards.selfSufficiency.members).toBe(5);
    expect(boards.sharedSurplus.members).toBe(5);
  });

  it('rank nobody with fewer than five members who have a value', async () => {
    const one = { sold_wh: 1, trade_count: 1, consumed_wh: 10 };
    const boards = await boardsOf(cacheWith([one, one, one, one, { consumed_wh: 10 }]));
    expect(boards.traded).toEqual({ members: 4, isWithheld: true, rows: [] });
    expect(boards.selfSufficiency.isWithheld).toBe(false);
  });

  it('rank within the group that is asked for', async () => {
    const roles = [...Array<'prosumer'>(5).fill('prosumer'), ...Array<'consumer'>(4).fill('consumer')];
    const cache = cacheOfMembers(roles.map((role) => ({ role })));
    roles.forEach((_, number) => putMemberDay(cache, DAY, number, { bought_wh: number + 1, trade_count: 1 }));
    const { traded } = await boardsOf(cache, { group: 'prosumer' });
    expect(told(traded)[0]).toEqual([1, 'House A4', 5]);
    expect((await boardsOf(cache, { group: 'consumer' })).traded).toEqual({ members: 4, isWithheld: true, rows: [] });
  });

  it('show the best of them only as far as asked, and count all', async () => {
    const cache = cacheWith(Array.from({ length: 8 }, (_, number) => ({ sold_wh: 8 - number, trade_count: 1 })));
    const { traded } = await boardsOf(cache, { limit: 2 });
    expect(traded.members).toBe(8);
    expect(told(traded)).toEqual([
      [1, 'House A0', 8],
      [2, 'House A1', 7],
    ]);
  });

  it('say where each stood in the period before, where it had a rank then', async () => {
    const cache = cacheWith(Array.from({ length: 6 }, (_, number) => ({ sold_wh: 10 + number, trade_count: 1 })));
    for (let number = 0; number < 5; number++) putMemberDay(cache, DAY_BEFORE, number, { sold_wh: 10 - number });
    const compareWith = localDayRange(DAY_BEFORE, zone);
    const { sharedSurplus } = await boardsOf(cache, { compareWith });
    expect(sharedSurplus.rows.map(({ rank, rankBefore }) => [rank, rankBefore])).toEqual([
      [1, null],
      [2, 5],
      [3, 4],
      [4, 3],
      [5, 2],
      [6, 1],
    ]);
    const alone = await boardsOf(cache);
    expect(alone.sharedSurplus.rows.every(({ rankBefore }) => rankBefore === null)).toBe(true);
  });

  it('say nothing of ranks before in a period in which nobody was ranked', async () => {
    const cache = cacheWith(Array.from({ length: 5 }, () => ({ sold_wh: 1, trade_count: 1 })));
    for (let number = 0; number < 4; number++) putMemberDay(cache, DAY_BEFORE, number, { sold_wh: 1 });
    const { sharedSurplus } = await boardsOf(cache, { compareWith: localDayRange(DAY_BEFORE, zone) });
    expect(sharedSurplus.rows.map(({ rankBefore }) => rankBefore)).toEqual([null, null, null, null, null]);
  });

  it('never show a member who is held back for want of a pseudonym', async () => {
    const cache = cacheWith(Array.from({ length: 6 }, () => ({ sold_wh: 1, trade_count: 1 })));
    cache.write.run('UPDATE member SET anonymized_id = NULL WHERE uid = ?', [memberId(0)]);
    const { sharedSurplus } = await boardsOf(cache);
    expect(sharedSurplus.members).toBe(5);
    expect(sharedSurplus.rows.map(({ memberId: id }) => id)).not.toContain(memberId(0));
  });
});
