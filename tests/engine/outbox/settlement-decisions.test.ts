import { describe, expect, it } from 'vitest';
import { requireCommunity } from '#engine/communities/community.ts';
import { outboxHandlersAt } from '#engine/outbox/handlers.ts';
import { removePulled } from '#engine/outbox/sending.ts';
import { replaceByGeneration, startGeneration } from '#engine/sync/generation.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import type { CommandResult } from '#shared/wire/sync.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { COMMUNITY, foundingPage, memberId, START } from '../fixtures/pages.ts';
import { ADA, decidingDesk, NOW, proposed, REASON, ref, step, tradeId } from '../settlement/deciding-desk.ts';

const error = { code: 'VERSION_CONFLICT', message: 'Something has happened.', remedy: 'Look again.' } as const;
const PROPOSED = { number: 2 };

/** What the hub has instead, in integer units as the client gives it: somebody has settled trade 0 by hand. */
const THEIR_CASE: NonNullable<CommandResult['their_case']> = {
  trade: {
    id: tradeId(0),
    community_id: COMMUNITY,
    buyer_id: memberId(0),
    seller_id: memberId(1),
    quantity_kwh: 1000,
    price_per_kwh: 200_000,
    total_amount: 200_000,
    executed_at: ref(0).executedAt,
    settlement_status: 'settled',
    slot: ref(0).executedAt - 60_000,
    version: 3,
  },
  events: [
    {
      id: step(0).id,
      community_id: COMMUNITY,
      trade_id: tradeId(0),
      executed_at: ref(0).executedAt,
      number: 1,
      kind: 'resolved',
      at: START,
      by: ADA.by,
      by_id: ADA.byId,
      reason: 'Ada was there.',
      trade_version: 3,
      resolution: { kind: 'adjust', quantity_kwh: 900 },
      needs_approval: false,
      before: { quantity_kwh: 1000, total_amount: 200_000 },
    },
  ],
};

const theirs = {
  status: 'settled',
  failureCode: null,
  quantityWh: 1000,
  amount: 200_000,
  version: 3,
  events: [
    {
      number: 1,
      kind: 'resolved',
      by: ADA.by,
      reason: 'Ada was there.',
      resolution: { kind: 'adjust', quantityWh: 900 },
      before: { quantityWh: 1000, amount: 200_000 },
    },
  ],
};

describe('a step in a case', () => {
  it('is sent in the wire form, with what it was decided on and why', async () => {
    const desk = decidingDesk();
    desk.meter(0, 600);
    desk.steps(proposed(1));
    const [{ commandId: adjust }] = desk.propose([ref(0)], { kind: 'adjust' });
    const [{ commandId: reject }] = desk.decide([ref(1, PROPOSED)], 'reject');
    expect(await desk.push()).toMatchObject({ sent: 2, accepted: 2 });
    const common = { community_id: COMMUNITY, made_at: new Date(NOW).toISOString() };
    expect(desk.batches).toEqual([
      [
        {
          key: adjust,
          ...common,
          kind: 'settlement.propose',
          data: {
            trade_id: tradeId(0),
            trade_version: 2,
            case_number: 1,
            reason: REASON,
            resolution: { kind: 'adjust', quantity_kwh: 0.6 },
            asks_approval: false,
          },
        },
        {
          key: reject,
          ...common,
          kind: 'settlement.decide',
          data: { trade_id: tradeId(1), trade_version: 2, case_number: 2, reason: REASON, decision: 'reject' },
        },
      ],
    ]);
  });

  it('leaves the list once the copy tells it (C5)', async () => {
    const desk = decidingDesk();
    desk.propose([ref(0)]);
    await desk.push();
    expect(desk.pending().get(tradeId(0))).toMatchObject({ state: 'accepted' });
    writeSyncState(desk.cache.write, {
      communityId: requireCommunity(desk.cache.read, COMMUNITY).id,
      cursor: 'c',
      position: 9,
      completeAt: START,
    });
    expect(desk.pending().size).toBe(0);
    expect(removePulled(desk.cache.write)).toBe(1);
    expect(desk.decisions()).toEqual([]);
  });

  it('in conflict stands beside the trade and the case as the hub has them (C6)', async () => {
    const desk = decidingDesk();
    desk.propose([ref(0)]);
    await desk.push(() => [{ outcome: 'conflict', error, their_case: THEIR_CASE }]);
    expect(desk.decisions()).toMatchObject([
      { state: 'conflict', problem: error, ours: { status: 'failed', version: 2, events: [{ number: 1 }] }, theirs },
    ]);
    expect(JSON.stringify(desk.decisions())).not.toContain(ADA.byId);
  });

  it('holds no money back and stands in no book', () => {
    const desk = decidingDesk();
    desk.propose([ref(0)]);
    expect(desk.check({ windowStart: NOW + 3_600_000, windowEnd: NOW + 4_500_000 }).account).toMatchObject({
      reserved: 0,
    });
  });

  it('names nobody who has no pseudonym', () => {
    const desk = decidingDesk();
    desk.propose([ref(0)]);
    desk.member(1, { anonymizedId: '' });
    expect(desk.decisions()).toMatchObject([{ anonymizedId: 'House A0', counterparty: null, ours: null }]);
  });

  it('can be taken back while it waits, and taken again', () => {
    const desk = decidingDesk();
    const [{ commandId }] = desk.propose([ref(0)]);
    desk.withdraw(commandId!);
    expect(desk.decisions()).toMatchObject([{ state: 'withdrawn' }]);
    expect(desk.propose([ref(0)], { kind: 'void' })).toMatchObject([{ problem: null }]);
  });

  it.each(['withdraw', 'dismiss', 'retry'] as const)(
    'is not for a manager to %s, who could not have taken it',
    (what) => {
      const desk = decidingDesk();
      const [{ commandId }] = desk.propose([ref(0)]);
      const context = { ...desk.context, role: 'manager' } as const;
      const id = commandId!;
      const handlers = outboxHandlersAt(() => NOW);
      const calls = {
        withdraw: () => handlers['outbox.withdraw']({ id }, context),
        dismiss: () => handlers['outbox.dismiss']({ id }, context),
        retry: () => handlers['outbox.retry']({ id, key: keyOf(1) }, context),
      };
      expect(failureOf(calls[what]).code).toBe('FORBIDDEN');
      expect(desk.decisions()).toMatchObject([{ id, state: 'waiting' }]);
    },
  );

  it('goes over to a new generation and finds its trade there (L12)', () => {
    const desk = decidingDesk(1);
    const { write, read } = desk.cache;
    desk.propose([ref(0)]);
    const old = requireCommunity(read, COMMUNITY).id;
    startGeneration(write, old);
    const hide = (id: string): string => `~${id}`;
    const page = foundingPage(2);
    applyPage(write, {
      communityId: hide(COMMUNITY),
      community: { ...page.community!, id: hide(COMMUNITY) },
      members: page.members!.map((member) => ({ ...member, id: hide(member.id) })),
      memberIds: page.memberIds.map(hide),
      ruleIds: [],
      trades: desk.tradeColumns(0),
      settlements: [step(0)],
    });
    replaceByGeneration(write, old, true, NOW);
    expect(requireCommunity(read, COMMUNITY).id).not.toBe(old);
    expect(desk.pending().get(tradeId(0))).toMatchObject({ state: 'waiting' });
    expect(desk.decisions()).toMatchObject([
      { anonymizedId: 'House A0', counterparty: 'House A1', ours: { version: 2, events: [{ number: 1 }] } },
    ]);
  });
});

describe('a step that is taken once more (C19)', () => {
  it('is on the case as it is now, with its reason, and takes the old one out', async () => {
    const desk = decidingDesk();
    const [{ commandId }] = desk.propose([ref(0)], { kind: 'void' });
    desk.set(commandId!, 'conflict');
    desk.steps(proposed(0), step(0, { number: 3, kind: 'rejected', resolution: { kind: 'void' }, ...ADA }));
    const id = desk.retry(commandId!, keyOf(1));
    expect(desk.retry(commandId!, keyOf(1))).toBe(id);
    expect(desk.decisions()).toMatchObject([{ id, state: 'waiting', resolution: { kind: 'void' }, reason: REASON }]);
    await desk.push();
    expect(desk.batches[0]).toMatchObject([{ data: { case_number: 3, trade_version: 2 } }]);
  });

  it('to adjust has the quantity that the meters say now', () => {
    const desk = decidingDesk();
    desk.meter(0, 600);
    const [{ commandId }] = desk.propose([ref(0)], { kind: 'adjust' });
    desk.set(commandId!, 'refused');
    desk.meter(0, 500, 2);
    desk.retry(commandId!);
    expect(desk.decisions()).toMatchObject([{ resolution: { kind: 'adjust', quantityWh: 500 } }]);
  });

  it('still asks for a second person when it was part of a larger decision', async () => {
    const desk = decidingDesk(2);
    const large = { quantity: 130_000, amount: 26_000_000 };
    desk.trade(0, large);
    desk.trade(1, large);
    const byHand = { kind: 'by-hand', evidence: 'Paid in cash, seen by both.', reference: 'R 17' } as const;
    const [{ commandId }] = desk.propose(
      [0, 1].map((number) => ref(number, { tradeVersion: 3 })),
      byHand,
    );
    desk.set(commandId!, 'conflict');
    const id = desk.retry(commandId!);
    await desk.push();
    expect(desk.batches[0].find(({ key }) => key === id)).toMatchObject({ data: { asks_approval: true } });
  });

  it('is refused when the case does not allow it any more; the old one stays', () => {
    const desk = decidingDesk();
    const [{ commandId }] = desk.propose([ref(0)]);
    desk.set(commandId!, 'conflict');
    desk.steps(proposed(0));
    expect(failureOf(() => desk.retry(commandId!)).code).toBe('INPUT_INVALID');
    expect(desk.decisions()).toMatchObject([{ id: commandId, state: 'conflict' }]);
    desk.dismiss(commandId!);
    expect(desk.decisions()).toEqual([]);
  });

  it('approves nothing but what it was to approve', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0));
    const [{ commandId }] = desk.decide([ref(0, PROPOSED)]);
    desk.set(commandId!, 'conflict');
    desk.steps(
      step(0, { number: 3, kind: 'rejected', resolution: { kind: 'void' }, ...ADA }),
      proposed(0, { number: 4, resolution: { kind: 'retry' } }),
    );
    expect(failureOf(() => desk.retry(commandId!)).code).toBe('VERSION_CONFLICT');
  });
});
