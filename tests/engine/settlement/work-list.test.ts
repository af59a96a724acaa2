import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { proposedDues } from '#engine/settlement/known-cases.ts';
import { caseGroups, listCases } from '#engine/settlement/work-list.ts';
import type { ReadDb } from '#engine/cache/connection.ts';
import { contract } from '#shared/contract/contract.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { failureCodes } from '#shared/domain/records.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { COMMUNITY, memberId, SLOT } from '../fixtures/pages.ts';
import { ADA, decidingDesk, NOW, proposed, REASON, ref, step, tradeId } from './deciding-desk.ts';

const EVERYTHING: CaseFilter = { range: null, cause: null, states: [], memberId: null, text: '' };

function listOf(db: ReadDb, filter: Partial<CaseFilter> = {}, communityId = COMMUNITY) {
  const answer = listCases(db, { communityId, filter: { ...EVERYTHING, ...filter }, from: 0, limit: 500 });
  return contract['settlement.cases'].output.parse(answer).cases;
}

function groupsOf(db: ReadDb, filter: Partial<CaseFilter> = {}, communityId = COMMUNITY) {
  return contract['settlement.groups'].output.parse(
    caseGroups(db, { communityId, filter: { ...EVERYTHING, ...filter } }),
  );
}

function workDesk(count?: number) {
  const desk = decidingDesk(count);
  const { read } = desk.cache;
  return {
    ...desk,
    read,
    list: (filter: Partial<CaseFilter> = {}) => listOf(read, filter),
    ids: (filter: Partial<CaseFilter> = {}) => listOf(read, filter).map((one) => one.tradeId),
    /** The first case. */
    first: () => listOf(read)[0],
  };
}

/** The hub has carried out what Ada proposed. */
function resolved(number: number, at: number, changes: Partial<SettlementEvent> = {}): SettlementEvent[] {
  const done = { resolution: { kind: 'void' }, tradeVersion: 3, at, ...changes } as const;
  return [
    proposed(number, changes),
    step(number, { number: 3, kind: 'approved', ...done, by: 'Ben', byId: 'user-ben' }),
    step(number, { number: 4, kind: 'resolved', ...done, before: { quantityWh: 1000, amount: 200_000 } }),
  ];
}

describe('the work list', () => {
  it('tells of each failed trade what it was, why it failed and how far its case is', () => {
    const desk = workDesk(1);
    expect(desk.list()).toEqual([
      {
        ...ref(0),
        slot: ref(0).executedAt - 60_000,
        buyerId: memberId(0),
        buyer: 'House A0',
        sellerId: memberId(1),
        seller: 'House A1',
        quantityWh: 1000,
        price: 200_000,
        amount: 200_000,
        failureCode: 'METER_READING_LATE',
        cause: 'METER_READING_LATE',
        causeDiffers: false,
        suggestion: 'retry',
        state: 'open',
        openedAt: step(0).at,
        resolvedAt: null,
        proposal: null,
        mayApprove: false,
        pending: null,
      },
    ]);
  });

  it('begins with the case that was opened first; a trade without any step is open since it was executed', () => {
    const desk = workDesk(3);
    desk.trade(3, { version: 2 });
    desk.steps(step(3, { number: 1, at: step(0).at - 1 }));
    desk.trade(4, { version: 2 });
    expect(desk.ids()).toEqual([4, 3, 0, 1, 2].map(tradeId));
    expect(desk.first().openedAt).toBe(ref(4).executedAt);
  });

  it('holds what is wanted: by cause, member, time, state and text', () => {
    const desk = workDesk(3);
    desk.meter(1, 400);
    desk.steps(proposed(2));
    const all = [0, 1, 2].map(tradeId);
    expect(desk.ids({ cause: 'QUANTITY_EXCEEDS_METER' })).toEqual([tradeId(1)]);
    expect(desk.ids({ memberId: memberId(0) })).toEqual(all);
    expect(desk.ids({ memberId: memberId(1) })).toEqual(all);
    expect(desk.ids({ memberId: memberId(2) })).toEqual([]);
    expect(desk.ids({ range: { from: ref(1).executedAt, to: ref(2).executedAt } })).toEqual([tradeId(1)]);
    expect(desk.ids({ states: ['proposed'] })).toEqual([tradeId(2)]);
    expect(desk.ids({ text: tradeId(1).toUpperCase() })).toEqual([tradeId(1)]);
    expect(desk.ids({ text: ' use a1' })).toEqual(all);
    expect(desk.ids({ text: 'A2' })).toEqual([]);
  });

  it('is given in parts', () => {
    const desk = workDesk(3);
    const input = { communityId: COMMUNITY, filter: EVERYTHING, from: 1, limit: 1 };
    expect(listCases(desk.read, input)).toMatchObject({ cases: [ref(1)], total: 3 });
  });

  it('never shows a trade of a member who is held back', () => {
    const desk = workDesk(1);
    desk.steps(...resolved(0, NOW));
    expect(desk.ids({ states: ['resolved'] })).toEqual([tradeId(0)]);
    desk.member(1, { anonymizedId: '' });
    expect(desk.ids({ states: ['resolved'] })).toEqual([]);
    expect(workDeskWithHeldBackSeller().ids()).toEqual([]);
  });
});

function workDeskWithHeldBackSeller() {
  const desk = workDesk(1);
  desk.member(1, { anonymizedId: '' });
  return desk;
}

describe('what is resolved', () => {
  it('leaves the list and is found by its state, the latest first, with the cause that was given', () => {
    const desk = workDesk(3);
    desk.steps(...resolved(0, NOW - SLOT), ...resolved(1, NOW, { resolution: { kind: 'adjust', quantityWh: 600 } }));
    desk.trade(1, { quantity: 600, amount: 120_000, status: 1, failureCode: -1 });
    expect(desk.ids()).toEqual([tradeId(2)]);
    expect(desk.list({ states: ['resolved'] })).toMatchObject([
      {
        tradeId: tradeId(1),
        tradeVersion: 3,
        number: 4,
        quantityWh: 600,
        failureCode: 'METER_READING_LATE',
        cause: 'METER_READING_LATE',
        suggestion: null,
        state: 'resolved',
        resolvedAt: NOW,
        proposal: { resolution: { kind: 'adjust', quantityWh: 600 }, by: 'Ada', reason: REASON },
        mayApprove: false,
      },
      { tradeId: tradeId(0), resolvedAt: NOW - SLOT },
    ]);
  });

  it('comes after what is not when both are wanted', () => {
    const desk = workDesk(2);
    desk.steps(...resolved(0, NOW));
    expect(desk.ids({ states: ['resolved', 'open'] })).toEqual([tradeId(1), tradeId(0)]);
  });

  it('is open again when the trade fails once more', () => {
    const desk = workDesk(1);
    desk.steps(...resolved(0, NOW), step(0, { number: 5, failureCode: 'BANK_RETURN' }));
    desk.trade(0, { failureCode: failureCodes.indexOf('BANK_RETURN') });
    expect(desk.list()).toMatchObject([{ state: 'open', number: 5, openedAt: step(0).at, cause: 'BANK_RETURN' }]);
    expect(desk.ids({ states: ['resolved'] })).toEqual([]);
  });
});

describe('a proposal', () => {
  it('is approved by another person than the one who made it', () => {
    const desk = workDesk(1);
    desk.steps(proposed(0));
    expect(desk.first()).toMatchObject({
      state: 'proposed',
      proposal: { resolution: { kind: 'void' }, number: 2, by: 'Ada', reason: REASON, needsApproval: true },
      mayApprove: true,
    });
    desk.signIn(ADA.byId);
    expect(desk.first()).toMatchObject({ state: 'proposed', mayApprove: false });
  });

  it('that was rejected leaves the case open', () => {
    const desk = workDesk(1);
    desk.steps(proposed(0), step(0, { number: 3, kind: 'rejected', resolution: { kind: 'void' } }));
    expect(desk.first()).toMatchObject({ state: 'open', number: 3, proposal: null, mayApprove: false });
  });
});

describe('a decision of this desk', () => {
  it('that needs nobody else makes the case approved while it waits, and sent from then on', () => {
    const desk = workDesk(1);
    const commandId = desk.propose([ref(0)])[0].commandId!;
    expect(desk.first()).toMatchObject({
      state: 'approved',
      proposal: { resolution: { kind: 'retry' }, number: 2, reason: REASON, needsApproval: false },
      pending: { commandId, action: 'propose', state: 'waiting' },
    });
    desk.set(commandId, 'sent');
    expect(desk.first()).toMatchObject({ state: 'sent', pending: { state: 'sent' } });
  });

  it('that a second person has to agree to makes it proposed', () => {
    const desk = workDesk(1);
    desk.propose([ref(0)], { kind: 'void' });
    expect(desk.first()).toMatchObject({
      state: 'proposed',
      proposal: { resolution: { kind: 'void' }, needsApproval: true },
      mayApprove: false,
      pending: { action: 'propose', state: 'waiting' },
    });
  });

  it('to approve makes it approved; to reject changes nothing before the hub says so', () => {
    const desk = workDesk(2);
    desk.steps(proposed(0), proposed(1));
    desk.decide([ref(0, { number: 2 })], 'approve');
    desk.decide([ref(1, { number: 2 })], 'reject');
    expect(desk.list()).toMatchObject([
      { state: 'approved', mayApprove: false, pending: { action: 'approve' } },
      { state: 'proposed', mayApprove: false, pending: { action: 'reject' } },
    ]);
  });

  it('that came to nothing stays in sight, and the case is as the hub has it', () => {
    const desk = workDesk(1);
    desk.set(desk.propose([ref(0)])[0].commandId!, 'refused');
    expect(desk.first()).toMatchObject({ state: 'open', proposal: null, pending: { state: 'refused' } });
    desk.steps(proposed(0));
    expect(desk.first()).toMatchObject({ state: 'proposed', mayApprove: true, pending: { state: 'refused' } });
  });
});

describe('what waits for a second person', () => {
  it('is what the list has as proposed, at the hub or here, and not what is approved or resolved since', () => {
    const desk = workDesk(5);
    desk.steps(proposed(0), proposed(1), ...resolved(2, NOW));
    desk.decide([ref(1, { number: 2 })], 'approve');
    desk.propose([ref(3)], { kind: 'void' });
    const listed = desk.list({ states: ['proposed'] });
    expect(listed.map((one) => one.tradeId)).toEqual([tradeId(0), tradeId(3)]);
    expect(proposedDues(desk.read, requireCommunity(desk.read, COMMUNITY))).toEqual({ count: 2, amount: 400_000 });
  });

  it('leaves out the trades of a member who is held back', () => {
    const desk = workDesk(1);
    desk.steps(proposed(0));
    desk.member(1, { anonymizedId: '' });
    expect(proposedDues(desk.read, requireCommunity(desk.read, COMMUNITY))).toEqual({ count: 0, amount: 0 });
  });
});

describe('the groups', () => {
  it('tell how many cases of a cause there are, how much money, since when, and how far they are', () => {
    const desk = workDesk(4);
    desk.meter(1, 400);
    desk.steps(proposed(2));
    desk.propose([ref(3)], { kind: 'void' });
    expect(groupsOf(desk.read)).toEqual([
      {
        cause: 'METER_READING_LATE',
        count: 3,
        amount: 600_000,
        oldestAt: step(0).at,
        byState: { open: 1, proposed: 2, approved: 0, sent: 0, resolved: 0 },
      },
      {
        cause: 'QUANTITY_EXCEEDS_METER',
        count: 1,
        amount: 200_000,
        oldestAt: step(1).at,
        byState: { open: 1, proposed: 0, approved: 0, sent: 0, resolved: 0 },
      },
    ]);
    expect(groupsOf(desk.read, { states: ['resolved'] })).toEqual([]);
  });
});

describe('a simulated community', () => {
  const { context, communityId } = engineWithCommunity({ days: 20 });
  const db = context.cache.read;
  const ofAll: Partial<CaseFilter> = { states: ['open', 'proposed', 'resolved'] };

  it('has groups that add up to its cases', () => {
    const cases = listOf(db, ofAll, communityId);
    const groups = groupsOf(db, ofAll, communityId);
    expect(cases.length).toBeGreaterThan(20);
    for (const { cause, count, amount, byState } of groups) {
      const own = cases.filter((one) => one.cause === cause);
      expect(own).toHaveLength(count);
      expect(own.reduce((sum, one) => sum + one.amount, 0)).toBe(amount);
      expect(Object.values(byState).reduce((sum, inState) => sum + inState, 0)).toBe(count);
    }
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(cases.length);
  });

  it('has data that shows the causes which meters can show', () => {
    const metered = listOf(db, {}, communityId).filter(({ failureCode }) => failureCode?.includes('METER'));
    expect(metered.length).toBeGreaterThan(0);
    expect(metered.filter(({ causeDiffers }) => causeDiffers)).toEqual([]);
  });
});
