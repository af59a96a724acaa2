import { describe, expect, it } from 'vitest';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { COMMUNITY, offers, SLOT, uuid } from '../fixtures/pages.ts';
import { dayOf, readingsOf, smallCommunity, type SmallCommunity } from './small-community.ts';

const [monday, tuesday, wednesday] = [dayOf(20250331), dayOf(20250401), dayOf(20250402)];
const range = { from: monday.from, to: wednesday.to };

/** Three prosumers and three consumers: one consumer joins on Tuesday, one prosumer leaves on Wednesday. */
function changing(): SmallCommunity {
  const community = smallCommunity(3, 3, {
    2: { leftAt: wednesday.from + SLOT, isActive: false },
    5: { joinedAt: tuesday.from },
  });
  for (const { from } of [monday, tuesday, wednesday]) {
    community.putReadings(
      readingsOf(
        from,
        Array.from({ length: 6 }, () => ({ consumed: 1 })),
      ),
    );
  }
  community.putTrades([{ id: uuid('d', 1), slot: monday.from, seller: 0, buyer: 3, quantity: 100 }]);
  community.put({ offers: offers([{ id: uuid('e', 1), member: 1, start: tuesday.from }]) });
  return community;
}

function ask(
  { context }: SmallCommunity,
  input: Partial<ParsedInput<'insights.participation'>> = {},
): Promise<Output<'insights.participation'>> {
  return context.insights.query('insights.participation', {
    communityId: COMMUNITY,
    range,
    compareWith: null,
    step: 'day',
    group: 'all',
    ...input,
  });
}

describe('participation', () => {
  it('counts day by day who was a member, took part, joined and left', async () => {
    expect(await ask(changing())).toEqual({
      start: [monday.from, tuesday.from, wednesday.from],
      activeMembers: [5, 6, 6],
      participants: [2, 1, 0],
      joined: [0, 1, 0],
      left: [0, 0, 1],
      totals: { activeMembers: 6, participants: 3, rate: 0.5, joined: 1, left: 1 },
      previous: null,
    });
  });

  it('counts each member once in a month, and only what of the month is in the period', async () => {
    const { start, activeMembers, participants } = await ask(changing(), { step: 'month' });
    expect(start).toEqual([dayOf(20250301).from, tuesday.from]);
    expect(activeMembers).toEqual([5, 6]);
    expect(participants).toEqual([2, 1]);
  });

  it('is told of a role', async () => {
    const { totals } = await ask(changing(), { group: 'consumer' });
    expect(totals).toEqual({ activeMembers: 3, participants: 1, rate: 1 / 3, joined: 1, left: 0 });
  });

  it('compares with the period before', async () => {
    const { previous } = await ask(changing(), { range: tuesday, compareWith: monday });
    expect(previous).toMatchObject({
      start: [monday.from],
      participants: [2],
      totals: { activeMembers: 5, participants: 2, rate: 0.4, joined: 0, left: 0 },
    });
  });

  it('says in all who joined before there were data, where there is no step', async () => {
    const community = smallCommunity(3, 3, { 0: { joinedAt: monday.from } });
    community.putReadings([{ slot: wednesday.from, member: 1, consumed: 1 }]);
    const { start, joined, totals } = await ask(community);
    expect([start, joined, totals.joined]).toEqual([[wednesday.from], [0], 1]);
  });

  it('has no rate without members', async () => {
    const { totals } = await ask(smallCommunity(2, 0), { group: 'consumer' });
    expect(totals).toMatchObject({ activeMembers: 0, rate: null });
  });
});
