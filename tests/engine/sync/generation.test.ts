import { expect, it } from 'vitest';
import { outboxStates } from '#shared/domain/outbox.ts';
import { allCommunities, requireCommunity } from '#engine/communities/community.ts';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import { storeFactors } from '#engine/insights/factors/stored-factors.ts';
import { requireMember } from '#engine/members/member.ts';
import { startGeneration } from '#engine/sync/generation.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, memberId } from '../fixtures/pages.ts';
import { fillFeed, keepDecision, type Pulling, pulling, stateOf } from '../fixtures/pulling.ts';
import { expectRollupsOfRecords } from '../fixtures/rollups.ts';
import { wireMember } from '../fixtures/wire-records.ts';

const [WAITING, SENT, ACCEPTED, REFUSED] = (['waiting', 'sent', 'accepted', 'refused'] as const).map((state) =>
  outboxStates.indexOf(state),
);

async function filled(): Promise<Pulling> {
  const desk = await pulling({ limit: 6 });
  fillFeed(desk.feed, 4, 4);
  await desk.pull();
  return desk;
}

/** Stops a new generation after its first page. */
async function halfBuilt(): Promise<Pulling> {
  const desk = await filled();
  desk.feed.restart();
  fillFeed(desk.feed, 4, 4);
  const stop = new AbortController();
  await desk.pull({ signal: stop.signal, onPage: () => stop.abort() }).catch(() => undefined);
  return desk;
}

function decisions({ cache }: Pulling): unknown[] {
  return cache.read.all(
    `SELECT outbox.uid, state, position, member.uid AS member, other.uid AS counterparty, community.uid AS community
     FROM outbox JOIN member ON member.id = member_id JOIN community ON community.id = outbox.community_id
     LEFT JOIN member AS other ON other.id = counterparty_id
     WHERE member.community_id = outbox.community_id ORDER BY outbox.uid`,
  );
}

it('decisions go over to the members of the same wire id, and what was accepted is sent again', async () => {
  const desk = await filled();
  keepDecision(desk.cache, memberId(2), { uid: 'd1', state: WAITING });
  keepDecision(desk.cache, memberId(0), { uid: 'd2', state: SENT, counterparty: memberId(1) });
  keepDecision(desk.cache, memberId(1), { uid: 'd3', state: ACCEPTED });
  keepDecision(desk.cache, memberId(1), { uid: 'd4', state: REFUSED });
  desk.feed.restart();
  // In another order, so that the row ids are other ones.
  desk.feed.put('member', wireMember(9));
  fillFeed(desk.feed, 4, 4);
  await desk.pull();
  const common = { community: COMMUNITY, position: null, counterparty: null };
  expect(decisions(desk)).toEqual([
    { ...common, uid: 'd1', state: WAITING, member: memberId(2) },
    { ...common, uid: 'd2', state: SENT, member: memberId(0), counterparty: memberId(1) },
    { ...common, uid: 'd3', state: SENT, member: memberId(1) },
    { ...common, uid: 'd4', state: REFUSED, member: memberId(1) },
  ]);
});

it('a member that only a decision names any more stays, inactive and without what only an admin may know', async () => {
  const desk = await filled();
  keepDecision(desk.cache, memberId(0), { uid: 'd1', counterparty: memberId(3) });
  keepDecision(desk.cache, memberId(2), { uid: 'd2' });
  desk.feed.restart();
  fillFeed(desk.feed, 2, 4);
  // The name of one of those who left is another one's by now.
  desk.feed.put('member', wireMember(7, { anonymized_id: 'House A2' }));
  await desk.pull();
  expect(decisions(desk)).toMatchObject([
    { uid: 'd1', member: memberId(0), counterparty: memberId(3) },
    { uid: 'd2', member: memberId(2) },
  ]);
  expect(desk.cache.read.all('SELECT uid, anonymized_id, is_active FROM member ORDER BY uid')).toEqual([
    { uid: memberId(0), anonymized_id: 'House A0', is_active: 1 },
    { uid: memberId(1), anonymized_id: 'House A1', is_active: 1 },
    { uid: memberId(2), anonymized_id: null, is_active: 0 },
    { uid: memberId(3), anonymized_id: 'House A3', is_active: 0 },
    { uid: memberId(7), anonymized_id: 'House A2', is_active: 1 },
  ]);
});

it('the boundary and the grid factors that were chosen at this desk are carried over', async () => {
  const desk = await filled();
  const boundary = '{"type":"FeatureCollection","features":[]}';
  desk.cache.write.run('UPDATE community SET boundary = ?', [boundary]);
  const factors = { source: 'Ember, 2026', fileName: 'factors.csv', hours: [3_600_000], milligrams: [342_060], now: 5 };
  storeFactors(desk.cache.write, requireCommunity(desk.cache.read, COMMUNITY).id, factors);
  desk.feed.restart();
  fillFeed(desk.feed, 4, 4);
  await desk.pull();
  const { id, boundary: carried } = requireCommunity(desk.cache.read, COMMUNITY);
  expect(carried).toBe(boundary);
  expect(desk.cache.read.all('SELECT * FROM grid_factor')).toEqual([
    { community_id: id, hour: 3_600_000, milligrams_per_kwh: 342_060 },
  ]);
  expect(desk.cache.read.all('SELECT community_id, source FROM grid_factor_source')).toEqual([
    { community_id: id, source: 'Ember, 2026' },
  ]);
});

it('a generation that is being built is in no view', async () => {
  const desk = await halfBuilt();
  expect(desk.cache.read.pluck('SELECT uid FROM community ORDER BY uid')).toEqual([COMMUNITY, `~${COMMUNITY}`]);
  expect(allCommunities(desk.cache.read).map(({ uid }) => uid)).toEqual([COMMUNITY]);
  expect(failureOf(() => requireCommunity(desk.cache.read, `~${COMMUNITY}`)).code).toBe('INPUT_INVALID');
  expect(failureOf(() => requireMember(desk.cache.read, `~${memberId(0)}`)).code).toBe('INPUT_INVALID');
});

it('a generation goes with the community that it was to replace', async () => {
  const desk = await halfBuilt();
  removeCommunity(desk.cache.write, requireCommunity(desk.cache.read, COMMUNITY).id);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([0]);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM trade')).toEqual([0]);
});

it('a generation can be begun by a person while the copy is good, and takes its place', async () => {
  const desk = await filled();
  const before = requireCommunity(desk.cache.read, COMMUNITY).id;
  startGeneration(desk.cache.write, before);
  expect(await desk.pull()).toMatchObject({ replaced: true, rows: 33 });
  expect(requireCommunity(desk.cache.read, COMMUNITY).id).not.toBe(before);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([1]);
  expectRollupsOfRecords(desk.cache);
});

it('what was replaced and not deleted, because the console ended, is deleted by the next pull and never comes back', async () => {
  const desk = await filled();
  desk.feed.restart();
  fillFeed(desk.feed, 4, 4);
  const ended = new Error('The console ends.');
  const onPage = (): void => {
    if (stateOf(desk) && (stateOf(desk) as { cursor: string }).cursor.startsWith('aa')) throw ended;
  };
  await expect(desk.pull({ onPage })).rejects.toBe(ended);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([2]);
  expect(allCommunities(desk.cache.read).map(({ uid }) => uid)).toEqual([COMMUNITY]);
  expect(await desk.pull()).toMatchObject({ rows: 0, replaced: false });
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([1]);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM trade')).toEqual([4]);
});
