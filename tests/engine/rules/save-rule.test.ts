import { describe, expect, it } from 'vitest';
import { handlers } from '#engine/handlers.ts';
import { createRouter } from '#engine/router.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, ruleId, START } from '../fixtures/pages.ts';
import { DRAFT, NOW, ruleDesk } from './rule-desk.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('saving a rule', () => {
  it('puts a change into the outbox with the version that it changes, and tells the pages', () => {
    const desk = ruleDesk(1);
    const { commandId, ruleId: saved } = desk.save({ draft: { minPrice: 100_000 }, reason: '  Winter is near. ' });
    expect(saved).toBe(ruleId(0));
    expect(desk.outbox()).toEqual([
      {
        id: commandId,
        kind: 'rule',
        state: 'waiting',
        createdAt: NOW,
        changedAt: NOW,
        anonymizedId: 'House A0',
        type: 'sell',
        ruleId: ruleId(0),
        baseVersion: 1,
        draft: { ...DRAFT, minPrice: 100_000 },
        before: DRAFT,
        reason: 'Winter is near.',
        theirs: null,
        problem: null,
        attempts: 0,
        nextAttemptAt: null,
      },
    ]);
    expect(desk.changed).toEqual(['outbox', 'rules', 'members', 'sync']);
  });

  it('gives a new rule the id that it will have at the hub', () => {
    const desk = ruleDesk(1);
    const { ruleId: made } = desk.save({ ruleId: null, draft: { type: 'buy', minPrice: null, maxPrice: 80_000 } });
    expect(made).toMatch(UUID_V7);
    expect(desk.outbox()).toMatchObject([
      { type: 'buy', ruleId: made, baseVersion: 0, before: null, reason: null, draft: { maxPrice: 80_000 } },
    ]);
  });

  it('takes a reason without words as none', () => {
    const desk = ruleDesk(1);
    desk.save({ draft: { minPrice: 100_000 }, reason: ' \n' });
    expect(desk.outbox()).toMatchObject([{ reason: null }]);
  });

  it('with the same key a second time is the same decision', () => {
    const desk = ruleDesk(1);
    const changed = desk.save({ draft: { minPrice: 100_000 }, key: keyOf(1) });
    expect(desk.save({ draft: { minPrice: 100_000 }, key: keyOf(1) })).toEqual(changed);
    const made = desk.save({ ruleId: null, key: keyOf(2) });
    expect(desk.save({ ruleId: null, key: keyOf(2) })).toEqual(made);
    expect(desk.outbox()).toHaveLength(2);
  });

  it('a second time with another key changes what the first one makes of the rule', () => {
    const desk = ruleDesk(1);
    desk.save({ draft: { minPrice: 100_000 } });
    desk.save({ draft: { maxQuantityWh: 500 } });
    expect(desk.outbox()).toMatchObject([
      {
        baseVersion: 2,
        draft: { minPrice: 100_000, maxQuantityWh: 500 },
        before: { minPrice: 100_000, maxQuantityWh: 1000 },
      },
      { baseVersion: 1, before: DRAFT },
    ]);
  });

  it('lets pass what only warns', () => {
    const desk = ruleDesk(1);
    desk.save({ draft: { timeWindows: [], minBatterySoc: 50 } });
    expect(desk.rule().conflicts.map(({ kind }) => kind)).toEqual(['NEVER_FIRES', 'SOC_UNREACHABLE']);
  });

  it('lets a rule be as wrong as one likes while it is switched off, as long as it is one', () => {
    const desk = ruleDesk(1);
    desk.save({ ruleId: null, draft: { maxQuantityWh: 0, minPrice: 300_000, maxPrice: 200_000, isEnabled: false } });
    expect(desk.outbox()).toHaveLength(1);
  });
});

describe('a rule that cannot be saved', () => {
  const refusals: [why: string, draft: Partial<RuleDraft>, code: string, field: string | null][] = [
    ['sells at a price with fractions', { minPrice: 0.5 }, 'PRICE_INVALID', 'minPrice'],
    ['buys at no price that there can be', { maxPrice: 2e15 }, 'PRICE_INVALID', 'maxPrice'],
    ['offers less than nothing', { maxQuantityWh: -1 }, 'QUANTITY_INVALID', 'maxQuantityWh'],
    ['offers parts of a watt-hour', { maxQuantityWh: 0.5 }, 'QUANTITY_INVALID', 'maxQuantityWh'],
    ['asks for a charge beyond full', { minBatterySoc: 101 }, 'INPUT_INVALID', 'minBatterySoc'],
    ['has a window that nobody can read', { timeWindows: ['Mo'] }, 'INPUT_INVALID', 'timeWindows'],
    [
      'has a hundred and one windows',
      { timeWindows: Array<string>(101).fill('Mo 06:00-07:00') },
      'INPUT_INVALID',
      'timeWindows',
    ],
    ['crosses its own limits', { minPrice: 200_000, maxPrice: 100_000 }, 'RULE_CONFLICT', 'minPrice'],
    ['sells below the floor', { minPrice: -600_000 }, 'RULE_CONFLICT', 'minPrice'],
    ['never offers anything', { maxQuantityWh: 0 }, 'RULE_CONFLICT', 'maxQuantityWh'],
    ['buys now instead of selling', { type: 'buy' }, 'INPUT_INVALID', 'type'],
    ['says what it said before', {}, 'INPUT_INVALID', null],
  ];

  it('is refused with the code of what is wrong, and nothing is kept', () => {
    const desk = ruleDesk(1);
    for (const [why, draft, code, field] of refusals) {
      const failure = failureOf(() => desk.save({ draft }));
      expect([why, failure.code, failure.details?.['field'] ?? null]).toEqual([why, code, field]);
      expect(failure.message).toMatch(/ Nothing was saved\.$/);
      expect(failure.remedy).not.toBe('');
    }
    expect(desk.outbox()).toEqual([]);
    expect(desk.changed).toEqual([]);
  });

  it('is one of no member, of another one or of one who has left', () => {
    const desk = ruleDesk(3);
    desk.member(2, { isActive: false });
    const nobody = failureOf(() => desk.save({ ruleId: null, memberId: 'nobody' }));
    expect([nobody.code, nobody.details?.['field']]).toEqual(['INPUT_INVALID', 'memberId']);
    const anothers = failureOf(() => desk.save({ memberId: memberId(1), draft: { minPrice: 1 } }));
    expect([anothers.code, anothers.details?.['field']]).toEqual(['INPUT_INVALID', 'ruleId']);
    expect(failureOf(() => desk.save({ ruleId: null, memberId: memberId(2) })).code).toBe('MEMBER_INACTIVE');
    expect(desk.outbox()).toEqual([]);
  });

  it('was changed since the person looked at it', () => {
    const desk = ruleDesk(1);
    desk.copy([0, { version: 2, minPrice: 95_000 }]);
    const draft = { minPrice: 100_000 };
    for (const baseVersion of [0, 1, 3]) {
      expect(failureOf(() => desk.save({ draft, baseVersion })).code).toBe('VERSION_CONFLICT');
    }
    expect(failureOf(() => desk.save({ ruleId: null, baseVersion: 1 })).code).toBe('VERSION_CONFLICT');
    desk.save({ draft });
    expect(failureOf(() => desk.save({ draft: { minPrice: 110_000 }, baseVersion: 2 })).code).toBe('VERSION_CONFLICT');
    expect(desk.outbox()).toHaveLength(1);
  });

  it('is one that a viewer saves', async () => {
    const desk = ruleDesk(1);
    const router = createRouter({ handlers, checkOutput: true, now: () => 0, log: () => undefined });
    const input = { communityId: COMMUNITY, ruleId: ruleId(0), baseVersion: 1, isEnabled: false, key: keyOf(1) };
    const call = { method: 'rules.setEnabled', input, correlationId: 'c1' };
    expect(await router(call, { ...desk.context, role: 'viewer' })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    });
    expect(desk.outbox()).toEqual([]);
  });
});

describe('switching a rule', () => {
  it('keeps the rest of it as it stands, decisions that wait included', () => {
    const desk = ruleDesk(1);
    desk.save({ draft: { minPrice: 100_000 } });
    desk.changed.length = 0;
    const id = desk.setEnabled(false);
    expect(desk.outbox()[0]).toMatchObject({
      id,
      baseVersion: 2,
      draft: { ...DRAFT, minPrice: 100_000, isEnabled: false },
      reason: null,
    });
    expect(desk.changed).toEqual(['outbox', 'rules', 'members', 'sync']);
    desk.setEnabled(true);
    expect(desk.rule()).toMatchObject({ isEnabled: true, baseVersion: 4 });
  });

  it('off is never refused for what is wrong with the rule or its member, on is', () => {
    const desk = ruleDesk(1);
    desk.copy([0, { version: 2, maxQuantityWh: 0, minPrice: 900_000, timeWindows: ['whenever'], validFrom: START }]);
    desk.member(0, { isActive: false });
    desk.setEnabled(false);
    expect(desk.rule()).toMatchObject({ isEnabled: false, timeWindows: ['whenever'] });
    expect(failureOf(() => desk.setEnabled(true)).code).toBe('MEMBER_INACTIVE');
    desk.member(0, {});
    expect(failureOf(() => desk.setEnabled(true))).toMatchObject({ code: 'INPUT_INVALID', details: { at: 0 } });
  });

  it('to what it is already, of another version, or of no rule is refused', () => {
    const desk = ruleDesk(1);
    expect(failureOf(() => desk.setEnabled(true)).code).toBe('INPUT_INVALID');
    expect(failureOf(() => desk.setEnabled(false, { baseVersion: 7 })).code).toBe('VERSION_CONFLICT');
    expect(failureOf(() => desk.setEnabled(false, { ruleId: 'nothing' })).code).toBe('INPUT_INVALID');
    expect(desk.outbox()).toEqual([]);
  });

  it('a second time with the same key is the same decision', () => {
    const desk = ruleDesk(1);
    const id = desk.setEnabled(false, { key: keyOf(3) });
    expect(desk.setEnabled(false, { key: keyOf(3), baseVersion: 1 })).toBe(id);
    expect(desk.outbox()).toHaveLength(1);
  });
});
