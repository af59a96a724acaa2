import { describe, expect, it } from 'vitest';
import type { DecidedItem } from '#shared/contract/settlement-records.ts';
import { keyOf } from '../fixtures/open-market.ts';
import { ADA, decidingDesk, proposed, REASON, ref, tradeId } from './deciding-desk.ts';

const PROPOSED = { number: 2 };
const BY_HAND = { kind: 'by-hand', evidence: 'Paid in cash, seen by both.', reference: 'R 17' } as const;
const codes = (items: readonly DecidedItem[]) => items.map(({ problem }) => problem?.code ?? null);

describe('a proposal', () => {
  it('is kept in the outbox for each case, with the trade and the case as they were seen', () => {
    const desk = decidingDesk();
    const items = desk.propose([ref(0), ref(2)]);
    expect(codes(items)).toEqual([null, null]);
    expect(desk.decisions().toReversed()).toMatchObject(
      [0, 2].map((number, at) => ({
        id: items[at].commandId,
        kind: 'settlement',
        state: 'waiting',
        action: 'propose',
        tradeId: tradeId(number),
        executedAt: ref(number).executedAt,
        anonymizedId: 'House A0',
        counterparty: 'House A1',
        resolution: { kind: 'retry' },
        reason: REASON,
        ours: {
          status: 'failed',
          failureCode: 'METER_READING_LATE',
          quantityWh: 1000,
          amount: 200_000,
          version: 2,
          events: [{ number: 1, kind: 'failed' }],
        },
        theirs: null,
      })),
    );
  });

  it('is told to the pages that show it', () => {
    const desk = decidingDesk();
    desk.propose([ref(0)]);
    expect(desk.changed).toEqual(['outbox', 'settlement', 'sync']);
  });

  it('is answered with the same commands when it comes again with its key', () => {
    const desk = decidingDesk();
    const first = desk.propose([ref(0), ref(1)], { kind: 'void' }, keyOf(1));
    expect(desk.propose([ref(0), ref(1)], { kind: 'void' }, keyOf(1))).toEqual(first);
    expect(desk.decisions()).toHaveLength(2);
  });

  it('to adjust has the metered quantity of each case', () => {
    const desk = decidingDesk();
    desk.meter(0, 700);
    desk.meter(1, 600);
    expect(codes(desk.propose([ref(0), ref(1)], { kind: 'adjust' }))).toEqual([null, null]);
    expect(desk.decisions().map(({ resolution }) => resolution)).toEqual([
      { kind: 'adjust', quantityWh: 600 },
      { kind: 'adjust', quantityWh: 700 },
    ]);
  });

  it('about more than the threshold as a whole asks for a second person in each of its cases', async () => {
    const desk = decidingDesk();
    const large = { quantity: 130_000, amount: 26_000_000 };
    desk.trade(0, large);
    desk.trade(1, large);
    desk.propose([ref(0, { tradeVersion: 3 }), ref(1, { tradeVersion: 3 })], BY_HAND);
    desk.propose([ref(2)]);
    await desk.push();
    expect(desk.batches[0]).toMatchObject([true, true, false].map((asks_approval) => ({ data: { asks_approval } })));
  });

  it('of which a part was kept before still counts as a whole', () => {
    const desk = decidingDesk();
    const large = { quantity: 130_000, amount: 26_000_000 };
    desk.trade(0, large);
    desk.trade(1, large);
    const [first, second] = [ref(0, { tradeVersion: 3 }), ref(1, { tradeVersion: 3 })];
    desk.propose([first, { ...second, tradeVersion: 2 }], BY_HAND, keyOf(1));
    desk.propose([first, second], BY_HAND, keyOf(1));
    const kept = desk.cache.read.pluck<string>('SELECT settlement FROM outbox ORDER BY id');
    expect(kept.map((json) => JSON.parse(json) as unknown)).toMatchObject([{}, { asksApproval: true }]);
  });

  it('tells each case alone why it cannot be', () => {
    const desk = decidingDesk(6);
    desk.trade(3, { status: 1, failureCode: -1 });
    desk.steps(proposed(4));
    desk.propose([ref(5)]);
    const items = desk.propose([
      ref(0),
      ref(1, { tradeVersion: 1 }),
      ref(2, { number: 0 }),
      ref(4, PROPOSED),
      ref(5),
      ref(9),
    ]);
    expect(codes(items)).toEqual([
      null,
      'VERSION_CONFLICT',
      'VERSION_CONFLICT',
      'INPUT_INVALID',
      'VERSION_CONFLICT',
      'INPUT_INVALID',
    ]);
    for (const { problem } of items.slice(1)) {
      expect(problem?.message).toContain('Nothing');
      expect(problem?.remedy).toMatch(/\.$/);
    }
    expect(desk.decisions()).toHaveLength(2);
  });

  it('to adjust is refused where the meters say what was traded', () => {
    const desk = decidingDesk();
    expect(codes(desk.propose([ref(0)], { kind: 'adjust' }))).toEqual(['QUANTITY_INVALID']);
  });

  it('to settle again is refused where the buyer cannot pay, to void is not', () => {
    const desk = decidingDesk();
    desk.member(0, { balance: 199_999, creditLimit: 0 });
    expect(codes(desk.propose([ref(0)]))).toEqual(['INSUFFICIENT_BALANCE']);
    expect(codes(desk.propose([ref(0)], { kind: 'void' }))).toEqual([null]);
  });
});

describe('a decision about a proposal', () => {
  it('approves what somebody else has proposed', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0));
    expect(codes(desk.decide([ref(0, PROPOSED)]))).toEqual([null]);
    expect(desk.decisions()).toMatchObject([
      { action: 'approve', state: 'waiting', resolution: { kind: 'void' }, reason: REASON },
    ]);
  });

  it('does not approve the own proposal, which may be rejected', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0));
    desk.signIn(ADA.byId);
    expect(codes(desk.decide([ref(0, PROPOSED)]))).toEqual(['FORBIDDEN']);
    expect(codes(desk.decide([ref(0, PROPOSED)], 'reject'))).toEqual([null]);
    expect(desk.decisions()).toMatchObject([{ action: 'reject' }]);
  });

  it('does not approve what nobody is known to have proposed', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0, { by: null, byId: null }));
    expect(codes(desk.decide([ref(0, PROPOSED)]))).toEqual(['FORBIDDEN']);
  });

  it('is about something that is proposed, as it was seen', () => {
    const desk = decidingDesk();
    desk.steps(proposed(1));
    expect(codes(desk.decide([ref(0), ref(1)]))).toEqual(['INPUT_INVALID', 'VERSION_CONFLICT']);
  });

  it('is not taken while another one of this desk about the case is on its way or not pulled yet (C19)', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0));
    const [{ commandId }] = desk.decide([ref(0, PROPOSED)]);
    const again = () => codes(desk.decide([ref(0, PROPOSED)], 'reject'));
    for (const state of ['waiting', 'sent'] as const) {
      desk.set(commandId!, state);
      expect(again()).toEqual(['VERSION_CONFLICT']);
    }
    desk.set(commandId!, 'accepted', 2);
    expect(again()).toEqual(['VERSION_CONFLICT']);
    desk.set(commandId!, 'conflict');
    expect(desk.pending().get(tradeId(0))).toMatchObject({ state: 'conflict', action: 'approve', caseNumber: 2 });
    expect(again()).toEqual([null]);
    expect(desk.pending().get(tradeId(0))).toMatchObject({ state: 'waiting', action: 'reject' });
  });

  it('is no matter of its case any more once the copy tells it, or it was taken back', () => {
    const desk = decidingDesk();
    desk.steps(proposed(0), proposed(1));
    const [first, second] = desk.decide([ref(0, PROPOSED), ref(1, PROPOSED)]);
    desk.set(first.commandId!, 'accepted', 1);
    desk.withdraw(second.commandId!);
    expect(desk.pending().size).toBe(0);
  });
});
