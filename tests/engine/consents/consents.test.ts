import { beforeEach, describe, expect, it } from 'vitest';
import { communitySums, dayRollup, putRollup, zeroSums } from '#engine/cache/rollup-tables.ts';
import { consentsHandlers } from '#engine/consents/handlers.ts';
import type { EngineContext } from '#engine/context.ts';
import { saveDocument } from '#engine/documents/documents.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import { mapHandlers } from '#engine/map/handlers.ts';
import { membersHandlers } from '#engine/members/handlers.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { hidden, replaceByGeneration, startGeneration } from '#engine/sync/generation.ts';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { ChangedArea } from '#shared/contract/events.ts';
import { localDayRange, startOfLocalDay } from '#shared/domain/slots.ts';
import type { ConsentPurpose } from '#shared/privacy/consents.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { cacheOfMembers, putMemberDay } from '../fixtures/member-days.ts';
import { community, COMMUNITY, member, memberId, page } from '../fixtures/pages.ts';

const ZONE = 'Europe/Berlin';
const DAY = 20250401;
const range = localDayRange(DAY, ZONE);
/** Ten houses in one cell, so that it is shown. */
const CELL = '891f8d7a49bffff';
const MEMBERS = 10;

let context: EngineContext;
let changes: ChangedArea[];

beforeEach(() => {
  const cache = cacheOfMembers(Array.from({ length: MEMBERS }, () => ({ mapCell: CELL })));
  for (let number = 0; number < MEMBERS; number++) {
    putMemberDay(cache, DAY, number, { sold_wh: 100 + number, trade_count: 1, consumed_wh: 10 });
  }
  changes = [];
  context = engineContext(cache, { changed: (...areas) => changes.push(...areas) });
  saveText('You agree to be shown by pseudonym.', 20250101);
});

function saveText(text: string, day: number): number {
  const { read, write } = context.cache;
  const validFrom = startOfLocalDay(day, ZONE);
  const document = { kind: 'consent-text', title: 'Consents', language: 'en', text, validFrom } as const;
  return saveDocument(write, requireCommunity(read, COMMUNITY), document, validFrom);
}

type Recorded = Partial<Input<'consents.record'>>;

/** Of member 0 on the leaderboards, unless something else is said. `day` is the local day of the decision. */
function record(decision: 'given' | 'withdrawn', day = DAY, changed: Recorded = {}): Output<'consents.record'> {
  const input = {
    memberId: memberId(0),
    purpose: 'leaderboards' as const,
    decision,
    documentVersion: decision === 'given' ? 1 : null,
    at: startOfLocalDay(day, ZONE) + 3_600_000,
    ...changed,
  };
  return consentsHandlers['consents.record'](input, context) as Output<'consents.record'>;
}

const list = (): Output<'consents.list'> =>
  consentsHandlers['consents.list']({ communityId: COMMUNITY }, context) as Output<'consents.list'>;
const lastOf = (number: number, purpose: ConsentPurpose = 'leaderboards') =>
  list().members.find((one) => one.memberId === memberId(number))!.last[purpose];
const boards = () =>
  context.insights.query('insights.leaderboards', {
    communityId: COMMUNITY,
    range,
    compareWith: null,
    group: 'all',
    limit: 500,
  });

describe('the consents of a community', () => {
  it('are told by member and counted by purpose; who has decided nothing has none', () => {
    record('given');
    record('withdrawn', DAY, { memberId: memberId(1) });
    expect(lastOf(0)).toEqual({ decision: 'given', documentVersion: 1, at: startOfLocalDay(DAY, ZONE) });
    expect(lastOf(1)).toEqual({ decision: 'withdrawn', documentVersion: null, at: startOfLocalDay(DAY, ZONE) });
    expect(lastOf(2)).toBeNull();
    expect(list().counts).toEqual({
      leaderboards: { given: 1, withdrawn: 1, none: 8 },
      map: { given: 0, withdrawn: 0, none: 10 },
      advice: { given: 0, withdrawn: 0, none: 10 },
    });
  });

  it('count those only who are members now', () => {
    context.cache.write.run('UPDATE member SET is_active = 0 WHERE uid = ?', [memberId(0)]);
    record('given');
    expect(list().counts.leaderboards).toEqual({ given: 0, withdrawn: 0, none: 9 });
    expect(lastOf(0)?.decision).toBe('given');
  });

  it('go by the latest day, and among those of a day by what was recorded last', () => {
    record('given', 20250401);
    expect(record('withdrawn', 20250402).isLastWord).toBe(true);
    expect(record('given', 20250330)).toEqual({ number: 3, isLastWord: false });
    expect(lastOf(0)?.decision).toBe('withdrawn');
    expect(record('given', 20250402).isLastWord).toBe(true);
    expect(lastOf(0)?.decision).toBe('given');
    const history = consentsHandlers['consents.history']({ memberId: memberId(0) }, context);
    expect((history as Output<'consents.history'>).map(({ number, decision }) => [number, decision])).toEqual([
      [4, 'given'],
      [2, 'withdrawn'],
      [1, 'given'],
      [3, 'given'],
    ]);
  });

  it('are refused for a day to come, for a text that there is not or that did not hold, and when they are recorded already', () => {
    const second = saveText('You agree, and to advice as well.', 20250601);
    const refused = [
      failureOf(() => record('given', DAY, { at: Date.now() + 90_000_000 })),
      failureOf(() => record('given', DAY, { documentVersion: 7 })),
      failureOf(() => record('given', DAY, { documentVersion: null })),
      failureOf(() => record('given', DAY, { documentVersion: second })),
      failureOf(() => record('withdrawn', DAY, { documentVersion: 1 })),
      failureOf(() => record('given', DAY, { memberId: 'nobody' })),
    ];
    expect(refused.map(({ code }) => code)).toEqual(Array(6).fill('INPUT_INVALID'));
    record('given');
    expect(failureOf(() => record('given')).message).toMatch(/recorded already/);
    expect(record('given', 20250601, { documentVersion: second }).number).toBe(2);
  });

  it('are never changed once they are recorded', () => {
    record('given');
    expect(() => context.cache.write.run("UPDATE consent SET decision = 'withdrawn'")).toThrow(/never changed/);
  });

  it('stay when the community is fetched anew, for the member of the same wire id, and when it is removed', () => {
    const { read, write } = context.cache;
    record('withdrawn');
    const old = requireCommunity(read, COMMUNITY).id;
    write.run('INSERT INTO sync_state (community_id) VALUES (?)', [old]);
    startGeneration(write, old);
    const members = Array.from({ length: MEMBERS }, (_, number) => member(number));
    applyPage(write, hidden(page(MEMBERS, { community: community(), members })));
    replaceByGeneration(write, old, true, Date.now());
    expect(requireCommunity(read, COMMUNITY).id).not.toBe(old);
    expect(lastOf(0)?.decision).toBe('withdrawn');
    removeCommunity(write, requireCommunity(read, COMMUNITY).id);
    expect(read.pluck('SELECT decision FROM consent')).toEqual(['withdrawn']);
  });
});

describe('a withdrawal', () => {
  it('takes the member off the leaderboards and counts it as left out; a new consent brings it back', async () => {
    expect((await boards()).sharedSurplus.members).toBe(10);
    record('withdrawn', 20250401, { memberId: memberId(9) });
    const without = await boards();
    expect(without.membersLeftOut).toBe(1);
    expect(without.sharedSurplus.members).toBe(9);
    expect(without.sharedSurplus.rows[0]).toMatchObject({ rank: 1, memberId: memberId(8) });
    record('given', 20250402, { memberId: memberId(9) });
    expect(await boards()).toMatchObject({ membersLeftOut: 0, sharedSurplus: { members: 10 } });
  });

  it('does not count as left out who would have no place anyway', async () => {
    context.cache.write.run('DELETE FROM rollup_member_day WHERE member_id = (SELECT id FROM member WHERE uid = ?)', [
      memberId(0),
    ]);
    record('withdrawn');
    expect((await boards()).membersLeftOut).toBe(0);
  });

  it('leaves the member out of the achievements of members, not of the community', async () => {
    const { id } = requireCommunity(context.cache.read, COMMUNITY);
    const sums = { ...zeroSums(communitySums), trade_count: MEMBERS };
    putRollup(context.cache.write, dayRollup, id, [DAY], sums);
    const asked = { communityId: COMMUNITY, until: range.to, limit: 500 };
    const before = await context.insights.query('insights.achievements', asked);
    record('withdrawn');
    const after = await context.insights.query('insights.achievements', asked);
    const firstTrades = (all: typeof after) => all.members.find(({ kind }) => kind === 'first-trade')!.members;
    expect([firstTrades(before), firstTrades(after)]).toEqual([10, 9]);
    expect([before.membersLeftOut, after.membersLeftOut]).toEqual([0, 1]);
    expect(after.latest.map((one) => one.memberId)).not.toContain(memberId(0));
    expect(after.community).toEqual(before.community);
  });

  it('takes the member out of its cell of the map: it is not placed', () => {
    const cells = () => mapHandlers['map.cells']({ communityId: COMMUNITY, range }, context) as Output<'map.cells'>;
    expect(cells()).toMatchObject({ membersNotShown: 0, cells: [{ members: 10 }] });
    record('withdrawn', DAY, { purpose: 'map' });
    expect(cells()).toMatchObject({ membersNotShown: 1, cells: [{ members: 9 }] });
    const listed = membersHandlers['members.list']({ communityId: COMMUNITY, range }, context);
    const placed = (listed as Output<'members.list'>).filter(({ mapCellId }) => mapCellId !== null);
    expect(placed.map(({ id }) => id)).not.toContain(memberId(0));
    expect(placed).toHaveLength(9);
  });

  it('keeps the never-worse monitor from looking at the member, and refuses advice on it', async () => {
    for (const number of [0, 1]) {
      putMemberDay(context.cache, DAY, number, { bought_amount: 9, bought_retail_amount: 1, trade_count: 1 });
    }
    const asked = { communityId: COMMUNITY, until: range.to };
    record('withdrawn', DAY, { purpose: 'advice' });
    expect(await context.insights.query('insights.losses', asked)).toMatchObject({ traders: 9, membersLeftOut: 1 });
    const advice = context.insights.query('insights.lossAdvice', { ...asked, memberId: memberId(0) });
    await expect(advice).rejects.toMatchObject({ code: 'CONSENT_MISSING' });
  });

  it('has the page ask again for what it changes', () => {
    record('withdrawn', DAY, { purpose: 'map' });
    expect(changes).toEqual(['consents', 'map', 'members']);
    record('withdrawn', DAY, { purpose: 'advice' });
    expect(changes.slice(3)).toEqual(['consents', 'insights', 'health']);
  });

  it('says nothing about the other purposes', async () => {
    record('withdrawn', DAY, { purpose: 'map' });
    expect((await boards()).membersLeftOut).toBe(0);
    expect(lastOf(0)).toBeNull();
  });
});
