import { describe, expect, it } from 'vitest';
import { membersHandlers } from '#engine/members/handlers.ts';
import type { Output } from '#shared/contract/contract.ts';
import { memberId, ruleId, START } from '../fixtures/pages.ts';
import { DRAFT, NOW, ruleDesk } from './rule-desk.ts';

describe('the rules of a community', () => {
  it('are listed at their newest version, by member and in the order in which they fire', () => {
    const desk = ruleDesk(2);
    desk.copy(
      [0, { version: 2, minPrice: 120_000, validFrom: START, lastMatchedAt: START + 5 }],
      [5, { memberId: memberId(0), createdAt: START - 2e9, type: 'buy', maxPrice: 100_000 }],
      [4, { memberId: memberId(1) }],
      [3, { memberId: memberId(1) }],
    );
    expect(desk.list().map(({ id, anonymizedId }) => [anonymizedId, id])).toEqual([
      ['House A0', ruleId(5)],
      ['House A0', ruleId(0)],
      ['House A1', ruleId(1)],
      ['House A1', ruleId(3)],
      ['House A1', ruleId(4)],
    ]);
    expect(desk.rule()).toEqual({
      ...DRAFT,
      minPrice: 120_000,
      id: ruleId(0),
      memberId: memberId(0),
      anonymizedId: 'House A0',
      version: 2,
      createdAt: START - 1e9,
      validFrom: START,
      lastMatchedAt: START + 5,
      pending: null,
      baseVersion: 2,
      unreadableWindows: [],
      conflicts: [],
    });
  });

  it('are held back with their member', () => {
    const desk = ruleDesk(2);
    desk.save({ draft: { minPrice: 100_000 } });
    desk.save({ ruleId: null });
    desk.member(0, { anonymizedId: '' });
    expect(desk.list().map(({ id }) => id)).toEqual([ruleId(1)]);
    expect(desk.versions()).toEqual([]);
  });

  it('tell windows that cannot be read, which count as never', () => {
    const desk = ruleDesk(1);
    desk.copy([0, { version: 2, timeWindows: ['when the sun shines', 'Mo 10:00-11:00', 'Tu 25:00-26:00'] }]);
    expect(desk.rule()).toMatchObject({ unreadableWindows: [0, 2], conflicts: [] });
    desk.copy([0, { version: 3, timeWindows: ['never', 'Mo 10:01-10:02'] }]);
    expect(desk.rule()).toMatchObject({
      unreadableWindows: [0],
      conflicts: [{ kind: 'NEVER_FIRES', values: { at: 1 } }],
    });
  });

  it('tell their conflicts, with themselves and with the other rules of their member', () => {
    const desk = ruleDesk(2);
    desk.copy(
      [0, { version: 2, maxQuantityWh: null, minBatterySoc: 20 }],
      [3, { memberId: memberId(0), createdAt: START, minBatterySoc: 30 }],
      [4, { memberId: memberId(1), type: 'buy', minPrice: null, maxPrice: 600_000, createdAt: START }],
    );
    const told = desk
      .list()
      .map(({ id, conflicts }) => [id, conflicts.map(({ kind, otherRuleId }) => [kind, otherRuleId])]);
    expect(told).toEqual([
      [ruleId(0), [['SOC_UNREACHABLE', null]]],
      [
        ruleId(3),
        [
          ['SOC_UNREACHABLE', null],
          ['SHADOWED', ruleId(0)],
        ],
      ],
      [ruleId(1), [['SELF_TRADE', ruleId(4)]]],
      [
        ruleId(4),
        [
          ['PRICE_OUTSIDE_MARKET', null],
          ['SELF_TRADE', ruleId(1)],
        ],
      ],
    ]);
    desk.member(0, { batteryCapacityWh: 5000 });
    expect(desk.rule().conflicts).toEqual([]);
  });
});

describe('a decision of this desk about a rule', () => {
  it('counts while the hub has not answered, and its conflicts with it', () => {
    const desk = ruleDesk(1);
    const { commandId } = desk.save({ draft: { minPrice: 100_000, timeWindows: [] } });
    const changed = { version: 1, minPrice: 100_000, timeWindows: [], baseVersion: 2, validFrom: START - 1e9 };
    expect(desk.rule()).toMatchObject({ ...changed, pending: { commandId, state: 'waiting' } });
    expect(desk.rule().conflicts).toMatchObject([{ kind: 'NEVER_FIRES' }]);
    desk.set(commandId, 'sent');
    expect(desk.rule()).toMatchObject({ ...changed, pending: { commandId, state: 'sent' } });
  });

  it('counts when the hub has accepted it until the pull has passed its place', () => {
    const desk = ruleDesk(1);
    const { commandId } = desk.save({ draft: { minPrice: 100_000 } });
    desk.pulled(4);
    desk.set(commandId, 'accepted', 5);
    expect(desk.rule()).toMatchObject({ minPrice: 100_000, baseVersion: 2, pending: { commandId, state: 'accepted' } });
    desk.pulled(5);
    expect(desk.rule()).toMatchObject({ minPrice: 90_000, baseVersion: 1, pending: null });
  });

  it.each(['sent', 'accepted'] as const)('counts once when it is %s and its version has come already', (state) => {
    const desk = ruleDesk(1);
    const { commandId } = desk.save({ draft: { minPrice: 100_000 } });
    desk.pulled(4);
    desk.set(commandId, state, state === 'accepted' ? 5 : null);
    desk.copy([0, { version: 2, minPrice: 100_000 }]);
    expect(desk.rule()).toMatchObject({ version: 2, minPrice: 100_000, baseVersion: 2, pending: null });
  });

  it.each(['refused', 'conflict', 'withdrawn'] as const)('does not count when it is %s', (state) => {
    const desk = ruleDesk(1);
    const before = desk.list();
    const changed = desk.save({ draft: { minPrice: 100_000 } });
    const made = desk.save({ ruleId: null });
    desk.set(changed.commandId, state);
    desk.set(made.commandId, state);
    expect(desk.list()).toEqual(before);
  });

  it('comes too late where the copy has another version by now: that one counts', () => {
    const desk = ruleDesk(1);
    desk.save({ draft: { minPrice: 100_000 } });
    desk.copy([0, { version: 2, minPrice: 130_000 }]);
    expect(desk.rule()).toMatchObject({ version: 2, minPrice: 130_000, baseVersion: 2, pending: null });
  });

  it('builds on the one before it', () => {
    const desk = ruleDesk(1);
    const first = desk.save({ draft: { minPrice: 100_000 } });
    const second = desk.save({ draft: { maxQuantityWh: null } });
    const both = { minPrice: 100_000, maxQuantityWh: null, baseVersion: 3 };
    expect(desk.rule()).toMatchObject({
      ...both,
      version: 1,
      pending: { commandId: second.commandId, state: 'waiting' },
    });
    desk.pulled(4);
    desk.set(first.commandId, 'accepted', 5);
    expect(desk.rule()).toMatchObject({ ...both, version: 1 });
    desk.copy([0, { version: 2, minPrice: 100_000 }]);
    desk.pulled(5);
    expect(desk.rule()).toMatchObject({ ...both, version: 2, pending: { commandId: second.commandId } });
  });

  it('shows a rule that only this desk knows, last in the order of firing', () => {
    const desk = ruleDesk(2);
    const { commandId, ruleId: made } = desk.save({ ruleId: null, draft: { minPrice: 70_000 } });
    expect(desk.list().map(({ id }) => id)).toEqual([ruleId(0), made, ruleId(1)]);
    expect(desk.rule(made)).toMatchObject({
      version: 0,
      minPrice: 70_000,
      memberId: memberId(0),
      anonymizedId: 'House A0',
      createdAt: NOW,
      validFrom: NOW,
      lastMatchedAt: null,
      baseVersion: 1,
      pending: { commandId, state: 'waiting' },
    });
    expect(desk.versions(made)).toEqual([]);
    desk.setEnabled(false, { ruleId: made });
    expect(desk.rule(made)).toMatchObject({ version: 0, minPrice: 70_000, isEnabled: false, baseVersion: 2 });
  });

  it('is what the sheet of its member shows', () => {
    const desk = ruleDesk(1);
    desk.setEnabled(false);
    const { ruleId: made } = desk.save({ ruleId: null });
    const range = { from: START, to: START + 86_400_000 };
    const sheet = membersHandlers['members.get'](
      { memberId: memberId(0), range },
      desk.context,
    ) as Output<'members.get'>;
    expect(sheet.rules).toEqual([
      { ...DRAFT, isEnabled: false, id: ruleId(0), version: 1, validFrom: START - 1e9, lastMatchedAt: null },
      { ...DRAFT, id: made, version: 0, validFrom: NOW, lastMatchedAt: null },
    ]);
  });
});

describe('the versions of a rule', () => {
  it('are what the hub has said, newest first, with who and why', () => {
    const desk = ruleDesk(1);
    desk.copy([0, { version: 2, minPrice: 110_000, validFrom: START, changedBy: 'Ada', changeReason: 'Winter' }]);
    desk.save({ draft: { minPrice: 140_000 } });
    expect(desk.versions()).toEqual([
      { ...DRAFT, minPrice: 110_000, version: 2, validFrom: START, changedBy: 'Ada', changeReason: 'Winter' },
      { ...DRAFT, version: 1, validFrom: START - 1e9, changedBy: null, changeReason: null },
    ]);
  });

  it('of a rule that is not there are none', () => {
    expect(ruleDesk(1).versions('nothing')).toEqual([]);
  });
});
