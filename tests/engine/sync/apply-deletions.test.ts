import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import { requireMember } from '#engine/members/member.ts';
import { userIdOf } from '#engine/privacy/identity.ts';
import { memberId, ruleId, SLOT, START, uuid } from '../fixtures/pages.ts';
import { fillFeed, fillSlot, keepDecision, type Pulling, pulling } from '../fixtures/pulling.ts';
import { expectRollupsOfRecords, recordsOf, rollupsOf } from '../fixtures/rollups.ts';
import { iso, wireMember, wireOffer, wireReading, wireTrade } from '../fixtures/wire-records.ts';

const slotTime = (slot: number): string => iso(START + slot * SLOT);

/** Deletes the records of a slot, by the keys that a hub gives. */
const deletions: Record<string, (desk: Pulling, slot: number) => void> = {
  signal: ({ feed }, slot) => feed.remove('signal', { timestamp: slotTime(slot) }, String(slot)),
  reading: ({ feed }, slot) => feed.remove('reading', { member_id: memberId(0), slot: slotTime(slot) }, `${slot}/0`),
  clearing: ({ feed }, slot) => feed.remove('clearing', { id: uuid('c', slot), slot: slotTime(slot) }),
  offer: ({ feed }, slot) => feed.remove('offer', { id: uuid('e', slot), time_window_start: slotTime(slot) }),
  trade: ({ feed }, slot) =>
    feed.remove('trade', { id: uuid('d', slot), executed_at: iso(START + slot * SLOT + 60_000) }),
};

async function filled(members = 3, slots = 3): Promise<Pulling> {
  const desk = await pulling();
  fillFeed(desk.feed, members, slots);
  await desk.pull();
  return desk;
}

function memberRow({ write }: Cache, number: number): { id: number; is_active: number } | undefined {
  return write.get('SELECT id, is_active FROM member WHERE uid = ?', [memberId(number)]);
}

describe('a deletion (L7)', () => {
  it.each([
    ['signal', 'pricing_signal', 2],
    ['reading', 'meter_reading', 5],
    ['clearing', 'clearing', 2],
    ['offer', 'offer', 2],
    ['trade', 'trade', 2],
  ] as const)('of a %s takes it out of the cache and out of the rollups', async (kind, table, left) => {
    const desk = await filled();
    const before = rollupsOf(desk.cache);
    deletions[kind](desk, 1);
    await desk.pull();
    expect(recordsOf(desk.cache)[table]).toHaveLength(left);
    if (kind === 'clearing') expect(rollupsOf(desk.cache)).toEqual(before);
    else expect(rollupsOf(desk.cache)).not.toEqual(before);
    expectRollupsOfRecords(desk.cache);
  });

  it('of what is not there is no error, and changes nothing', async () => {
    const desk = await filled();
    const before = [recordsOf(desk.cache), rollupsOf(desk.cache)];
    for (const remove of Object.values(deletions)) remove(desk, 77);
    desk.feed.remove('member', { id: memberId(77) });
    desk.feed.remove('rule', { id: ruleId(77) });
    desk.told.length = 0;
    await desk.pull();
    expect([recordsOf(desk.cache), rollupsOf(desk.cache)]).toEqual(before);
    expect(desk.told).toEqual([{ done: 7, total: 7, changed: false }]);
  });

  it('comes before the changes of its page: a pseudonym is free for another member', async () => {
    const desk = await filled();
    desk.feed.remove('member', { id: memberId(2) });
    desk.feed.put('member', wireMember(5, { anonymized_id: 'House A2' }));
    await desk.pull();
    expect(desk.cache.read.pluck('SELECT uid FROM member_view WHERE anonymized_id = ?', ['House A2'])).toEqual([
      memberId(5),
    ]);
  });

  it('of a rule takes all its versions', async () => {
    const desk = await filled();
    desk.feed.remove('rule', { id: ruleId(2) }, '2/1');
    await desk.pull();
    expect(desk.cache.read.pluck('SELECT COUNT(*) FROM rule WHERE uid = ?', [ruleId(2)])).toEqual([0]);
    expect(recordsOf(desk.cache).rule_version).toHaveLength(2);
  });

  it('of a rule that an offer names keeps its id for nobody else', async () => {
    const desk = await filled();
    desk.feed.put('offer', wireOffer(9, 2, { rule_id: ruleId(2), rule_version: 1 }));
    await desk.pull();
    const [id] = desk.cache.read.pluck<number>('SELECT id FROM rule WHERE uid = ?', [ruleId(2)]);
    desk.feed.remove('rule', { id: ruleId(2) }, '2/1');
    await desk.pull();
    expect(desk.cache.read.pluck('SELECT id FROM rule WHERE uid = ?', [ruleId(2)])).toEqual([id]);
    expect(desk.cache.read.all('SELECT * FROM rule_view WHERE uid = ?', [ruleId(2)])).toEqual([]);
  });

  it('of a member that nothing names takes it with its rules and its user id', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 3, 1);
    desk.feed.put('member', wireMember(2, { user_id: 'user-2' }));
    await desk.pull();
    const { id } = memberRow(desk.cache, 2)!;
    expect(userIdOf(desk.cache.write, id)).toBe('user-2');
    desk.feed.remove('member', { id: memberId(2) });
    await desk.pull();
    expect(memberRow(desk.cache, 2)).toBeUndefined();
    expect(userIdOf(desk.cache.write, id)).toBeNull();
    expect(recordsOf(desk.cache).rule).toHaveLength(2);
  });

  it('of a member that a trade names leaves it inactive and without its user id', async () => {
    const desk = await pulling();
    fillFeed(desk.feed, 3, 1);
    desk.feed.put('member', wireMember(1, { user_id: 'user-1' }));
    await desk.pull();
    desk.feed.remove('member', { id: memberId(1) });
    await desk.pull();
    const row = memberRow(desk.cache, 1)!;
    expect(row.is_active).toBe(0);
    expect(userIdOf(desk.cache.write, row.id)).toBeNull();
    expect(desk.cache.read.pluck('SELECT seller FROM trade_view')).toEqual(['House A1']);
  });

  it('of a member for whom a decision waits leaves the decision', async () => {
    const desk = await filled();
    const { id } = memberRow(desk.cache, 2)!;
    keepDecision(desk.cache, memberId(2));
    desk.feed.remove('member', { id: memberId(2) });
    await desk.pull();
    expect(memberRow(desk.cache, 2)).toEqual({ id, is_active: 0 });
    expect(desk.cache.read.pluck('SELECT member_id FROM outbox')).toEqual([id]);
    expect(requireMember(desk.cache.read, memberId(2)).id).toBe(id);
  });

  it('of the community itself stops the pull: a copy is taken away by a person alone', async () => {
    const desk = await filled();
    desk.feed.remove('community', { id: 'any' }, 'any');
    await expect(desk.pull()).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { kind: 'deleted' } });
    expect(recordsOf(desk.cache).trade).toHaveLength(3);
  });

  it('without its key stops the pull', async () => {
    const desk = await filled();
    desk.feed.remove('trade', { id: uuid('d', 1) });
    await expect(desk.pull()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      details: { kind: 'deleted', row: 0, field: 'executed_at' },
    });
    expect(recordsOf(desk.cache).trade).toHaveLength(3);
  });
});

describe('changes and deletions in any order', () => {
  type Step = { readonly what: string; readonly slot: number };
  const step: fc.Arbitrary<Step> = fc.record({
    what: fc.constantFrom('fill', 'fill', 'pull', 'pull', 'correct', ...Object.keys(deletions)),
    slot: fc.integer({ min: 0, max: 6 }),
  });

  it('leave the rollups that the records give, and the copy that a fetch from the beginning gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 18 }),
        fc.integer({ min: 1, max: 9 }),
        async (steps, limit) => {
          const desk = await pulling({ limit });
          fillFeed(desk.feed, 3, 2);
          let version = 1;
          for (const { what, slot } of steps) {
            if (what === 'fill') fillSlot(desk.feed, slot);
            if (what === 'pull') await desk.pull();
            else if (what === 'fill' || what === 'correct') {
              // A hub never goes back to a version that it has told before.
              version++;
              desk.feed.put(
                'reading',
                wireReading(slot, 0, { produced_wh: 100 * version, revision: version }),
                `${slot}/0`,
              );
              desk.feed.put('trade', wireTrade(slot, { quantity_kwh: version, total_amount: version, version }));
            } else deletions[what](desk, slot);
          }
          await desk.pull();
          expectRollupsOfRecords(desk.cache);
          const fresh = await pulling();
          fresh.before = (request) => desk.feed.answer({ ...request, query: withoutLimit(request.query) });
          await fresh.pull();
          expect(keysOf(desk.cache)).toEqual(keysOf(fresh.cache));
        },
      ),
      { numRuns: 8 },
    );
  });
});

function withoutLimit(query: URLSearchParams): URLSearchParams {
  query.delete('limit');
  return query;
}

/** What must be equal however the copy came about. */
function keysOf(cache: Cache): unknown {
  const { trade, offer, clearing, meter_reading, pricing_signal } = recordsOf(cache);
  return { trade, offer, clearing, meter_reading, pricing_signal };
}
