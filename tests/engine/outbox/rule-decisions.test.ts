import { describe, expect, it } from 'vitest';
import { removePulled } from '#engine/outbox/sending.ts';
import { replaceByGeneration, startGeneration } from '#engine/sync/generation.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { OutboxRule } from '#shared/contract/outbox.ts';
import type { CommandResult } from '#shared/wire/sync.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, foundingPage, memberId, rule, ruleId, START } from '../fixtures/pages.ts';
import { DRAFT, NOW, ruleDesk } from '../rules/rule-desk.ts';
import { keys, pushesOf } from '../sync/sending-desk.ts';

function desk(members = 1) {
  const rules = ruleDesk(members);
  return { ...rules, ...pushesOf(rules.context.cache), outbox: () => rules.outbox() as OutboxRule[] };
}

const error = { code: 'VERSION_CONFLICT', message: 'It is at version 2 by now.', remedy: 'Look again.' } as const;

/** What the hub has instead, in integer units as the client gives it. */
const THEIR_RULE: NonNullable<CommandResult['their_rule']> = {
  id: ruleId(0),
  member_id: memberId(0),
  type: 'sell',
  max_quantity_kwh: 1000,
  max_price: null,
  min_price: 110_000,
  min_battery_soc: null,
  time_windows: ['* 00:00-24:00'],
  is_enabled: true,
  created_at: START - 1e9,
  valid_from: START,
  changed_by: 'Ada',
  change_reason: 'Summer',
  last_matched_at: null,
  version: 2,
};
const theirs = {
  ...DRAFT,
  minPrice: 110_000,
  timeWindows: ['* 00:00-24:00'],
  version: 2,
  validFrom: START,
  changedBy: 'Ada',
  changeReason: 'Summer',
};

describe('a decision about a rule', () => {
  it('is sent in the wire form, with the version that it changes and why', async () => {
    const one = desk();
    const changed = one.save({ draft: { minPrice: 100_000, minBatterySoc: 40 }, reason: 'Winter' });
    const made = one.save({
      ruleId: null,
      draft: { type: 'buy', maxQuantityWh: 1500, minPrice: null, maxPrice: 85_000 },
    });
    expect(await one.push()).toMatchObject({ sent: 2, accepted: 2 });
    const common = { community_id: COMMUNITY, kind: 'rule.save', made_at: new Date(NOW).toISOString() };
    expect(one.batches).toEqual([
      [
        {
          key: changed.commandId,
          ...common,
          data: {
            rule_id: ruleId(0),
            member_id: memberId(0),
            base_version: 1,
            type: 'sell',
            max_quantity_kwh: 1,
            max_price: null,
            min_price: 0.1,
            min_battery_soc: 40,
            time_windows: ['Mo-Fr 10:00-16:00'],
            is_enabled: true,
            change_reason: 'Winter',
          },
        },
        {
          key: made.commandId,
          ...common,
          data: {
            rule_id: made.ruleId,
            member_id: memberId(0),
            base_version: 0,
            type: 'buy',
            max_quantity_kwh: 1.5,
            max_price: 0.085,
            min_price: null,
            min_battery_soc: null,
            time_windows: ['Mo-Fr 10:00-16:00'],
            is_enabled: true,
            change_reason: null,
          },
        },
      ],
    ]);
  });

  it('leaves the list once the copy tells it', async () => {
    const one = desk();
    one.save({ draft: { minPrice: 100_000 } });
    await one.push();
    one.pulled(9);
    expect(removePulled(one.write)).toBe(1);
    expect(one.outbox()).toEqual([]);
  });

  it('in conflict stands beside the rule that the hub has', async () => {
    const one = desk();
    one.save({ draft: { minPrice: 100_000 } });
    await one.push(() => [{ outcome: 'conflict', error, their_rule: THEIR_RULE }]);
    expect(one.outbox()).toMatchObject([{ state: 'conflict', problem: error, before: DRAFT, theirs }]);
    expect(one.rule()).toMatchObject({ minPrice: 90_000, pending: null });
  });

  it('about a rule that the hub does not have stands alone', async () => {
    const one = desk();
    one.save({ draft: { minPrice: 100_000 } });
    await one.push(() => [{ outcome: 'conflict', error }]);
    expect(one.outbox()).toMatchObject([{ state: 'conflict', theirs: null }]);
  });

  it('holds no money back and stands in no book', () => {
    const one = desk();
    one.save({ ruleId: null, draft: { type: 'buy', minPrice: null, maxPrice: 85_000 } });
    expect(one.check({}).problems).toEqual([]);
    const { account } = one.checkOffer({
      communityId: COMMUNITY,
      offer: {
        memberId: memberId(0),
        type: 'sell',
        quantityWh: 10,
        price: 1,
        windowStart: NOW + 3_600_000,
        windowEnd: NOW + 4_500_000,
      },
    });
    expect(account).toMatchObject({ reserved: 0 });
  });

  it('names nobody who has no pseudonym', () => {
    const one = desk();
    one.save({ draft: { minPrice: 100_000 } });
    one.member(0, { anonymizedId: '' });
    expect(one.outbox()).toMatchObject([{ anonymizedId: null, before: null }]);
  });

  it('goes over to a new generation and finds its rule there (L12)', () => {
    const one = desk();
    one.save({ draft: { minPrice: 100_000 } });
    startGeneration(one.write, one.community().id);
    expect(one.outbox()).toMatchObject([{ before: DRAFT }]);
    const page = foundingPage(1);
    const hide = (id: string): string => `~${id}`;
    applyPage(one.write, {
      ...page,
      communityId: hide(COMMUNITY),
      community: { ...page.community!, id: hide(COMMUNITY) },
      members: page.members!.map((member) => ({ ...member, id: hide(member.id) })),
      rules: [rule(0, { id: hide(ruleId(0)), memberId: hide(memberId(0)), lastMatchedAt: START })],
      memberIds: page.memberIds.map(hide),
      ruleIds: page.ruleIds.map(hide),
    });
    expect(one.rule()).toMatchObject({ minPrice: 100_000, lastMatchedAt: null });
    replaceByGeneration(one.write, one.community().id, true, NOW);
    expect(one.rule()).toMatchObject({
      minPrice: 100_000,
      baseVersion: 2,
      lastMatchedAt: START,
      pending: { state: 'waiting' },
    });
    expect(one.outbox()).toMatchObject([{ ruleId: ruleId(0), before: DRAFT }]);
  });
});

describe('the second change of a rule (C13)', () => {
  const twice = () => {
    const one = desk();
    const first = one.save({ draft: { minPrice: 100_000 } }).commandId;
    const other = one.save({ ruleId: null }).commandId;
    const second = one.save({ draft: { maxQuantityWh: 500 } }).commandId;
    return { ...one, first, other, second };
  };

  it('is sent after the hub has answered the first one', async () => {
    const { push, batches, first, other, second } = twice();
    expect(await push()).toMatchObject({ sent: 3, accepted: 3 });
    expect(batches.map(keys)).toEqual([[first, other], [second]]);
    expect(batches[1]).toMatchObject([{ data: { base_version: 2, min_price: 0.1, max_quantity_kwh: 0.5 } }]);
  });

  it.each(['refused', 'conflict'] as const)(
    'is not sent when the first one is %s: it was decided on that',
    async (outcome) => {
      const { push, batches, outbox, first, other, second } = twice();
      await push(([one]) => [
        { outcome: one.key === first ? outcome : 'accepted', error, their_rule: THEIR_RULE },
        { outcome: 'accepted', position: 9 },
      ]);
      expect(batches.map(keys)).toEqual([[first, other]]);
      expect(outbox()).toMatchObject([
        { id: second, state: 'conflict', problem: { code: 'VERSION_CONFLICT' }, theirs },
        { id: other, state: 'accepted' },
        { id: first, state: outcome, problem: error, theirs },
      ]);
    },
  );

  it('waits while the first one fails', async () => {
    const { push, batches, outbox, first, other } = twice();
    await push((commands) => commands.map(({ key }) => ({ outcome: key === first ? 'failed' : 'deferred' })));
    expect(batches.map(keys)).toEqual([[first, other]]);
    expect(outbox().map(({ state }) => state)).toEqual(['waiting', 'waiting', 'sent']);
  });

  it('is taken back with the first one, other decisions are not', () => {
    const { withdraw, outbox, rule: ruleNow, first, other, second } = twice();
    withdraw(first);
    expect(outbox().map(({ id, state }) => [id, state])).toEqual([
      [second, 'withdrawn'],
      [other, 'waiting'],
      [first, 'withdrawn'],
    ]);
    expect(ruleNow()).toMatchObject({ ...DRAFT, baseVersion: 1, pending: null });
  });

  it('is taken back without the first one', () => {
    const { withdraw, rule: ruleNow, first, second } = twice();
    withdraw(second);
    expect(ruleNow()).toMatchObject({ minPrice: 100_000, maxQuantityWh: 1000, pending: { commandId: first } });
  });

  it('stays when the first one was sent and cannot be taken back', () => {
    const { withdraw, set, outbox, first } = twice();
    set(first, 'sent');
    expect(failureOf(() => withdraw(first)).code).toBe('VERSION_CONFLICT');
    expect(outbox().map(({ state }) => state)).toEqual(['waiting', 'waiting', 'sent']);
  });
});

describe('deciding again about a rule', () => {
  it('puts the same draft on the version of now, with its reason', () => {
    const one = desk();
    const { commandId } = one.save({ draft: { minPrice: 100_000 }, reason: 'Winter' });
    one.set(commandId, 'conflict');
    one.copy([0, { version: 2, minPrice: 110_000 }]);
    one.changed.length = 0;
    const id = one.retry(commandId);
    expect(one.outbox()).toMatchObject([
      {
        id,
        state: 'waiting',
        baseVersion: 2,
        draft: { minPrice: 100_000 },
        before: { minPrice: 110_000 },
        reason: 'Winter',
      },
    ]);
    expect(one.outbox()).toHaveLength(1);
    expect(one.changed).toEqual(['outbox', 'market', 'rules', 'members', 'settlement', 'sync']);
  });

  it('makes a rule that was refused anew', () => {
    const one = desk();
    const made = one.save({ ruleId: null, draft: { minPrice: 70_000 } });
    one.set(made.commandId, 'refused');
    one.retry(made.commandId);
    expect(one.outbox()).toMatchObject([{ baseVersion: 0, draft: { minPrice: 70_000 } }]);
    expect(one.outbox()[0].ruleId).not.toBe(made.ruleId);
  });

  it('is refused when the rule says so by now, or is gone; the old decision stays', () => {
    const one = desk();
    const { commandId } = one.save({ draft: { minPrice: 100_000 } });
    one.set(commandId, 'conflict');
    one.copy([0, { version: 2, minPrice: 100_000 }]);
    expect(failureOf(() => one.retry(commandId)).code).toBe('INPUT_INVALID');
    one.write.exec('DELETE FROM rule');
    expect(failureOf(() => one.retry(commandId)).code).toBe('INPUT_INVALID');
    expect(one.outbox()).toMatchObject([{ id: commandId, state: 'conflict' }]);
  });

  it('is checked as it is now', () => {
    const one = desk();
    const { commandId } = one.save({ draft: { minPrice: 100_000 } });
    one.set(commandId, 'refused');
    one.member(0, { isActive: false });
    expect(failureOf(() => one.retry(commandId)).code).toBe('MEMBER_INACTIVE');
  });
});
