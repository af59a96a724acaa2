/** Decisions of the fake desk about settlement cases, in the outbox. */
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import type { Resolution, SettlementAction } from '#shared/settlement/events.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import type { FakeDecision } from './decisions.ts';
import { fakeCases, type FakeCase } from './settlement-book.ts';
import { fakeEventRecord } from './settlement-sheet.ts';
import { fakeProblem, hubCommunity } from './sync.ts';

interface Decided {
  readonly id: string;
  readonly key: string;
  readonly communityId: string;
  readonly one: FakeCase;
  readonly at: number;
  readonly action: SettlementAction;
  readonly resolution: Resolution;
  readonly reason: string;
}

/** A decision about a case that waits to be sent. */
export function settlementDecision(decided: Decided): FakeDecision<OutboxSettlement> {
  const { id, key, communityId, one, at, action, resolution, reason } = decided;
  const { trade } = one;
  return {
    communityId,
    memberId: trade.buyerId,
    key,
    offerId: null,
    item: {
      id,
      kind: 'settlement',
      state: 'waiting',
      createdAt: at,
      changedAt: at,
      anonymizedId: trade.buyer,
      counterparty: trade.seller,
      problem: null,
      attempts: 0,
      nextAttemptAt: null,
      action,
      tradeId: trade.id,
      executedAt: trade.executedAt,
      resolution,
      reason,
      ours: versionOf(one),
      theirs: null,
    },
  };
}

function versionOf({ trade, events }: FakeCase): NonNullable<OutboxSettlement['ours']> {
  return {
    status: trade.status,
    failureCode: trade.failureCode,
    quantityWh: trade.quantityWh,
    amount: trade.amount,
    version: trade.version,
    events: events.map(fakeEventRecord),
  };
}

/** Of the fake hub's community: one decision each that waits, is sent, was refused, and conflicts with what a colleague did. */
export function settlementDecisions(now: number): FakeDecision<OutboxSettlement>[] {
  const community = hubCommunity(now);
  const cases = fakeCases(community);
  const made = (place: number, change: Partial<OutboxSettlement>): FakeDecision<OutboxSettlement> => {
    const decision = settlementDecision({
      id: `settlement-command-${place + 1}`,
      key: `key-of-case-${place}`,
      communityId: community.id,
      one: cases[place],
      at: now - (place + 4) * MINUTE,
      action: 'propose',
      resolution: { kind: 'retry' },
      reason: 'The reading has come in the meantime.',
    });
    return { ...decision, item: { ...decision.item, ...change } };
  };
  const [conflicting] = cases.slice(5);
  const ours = versionOf(conflicting);
  const colleague = {
    ...ours.events[0],
    by: 'Jana Weiss',
    at: now - 20 * MINUTE,
    failureCode: null,
    resolution: { kind: 'retry' as const },
    tradeVersion: 3,
  };
  return [
    made(0, {}),
    made(1, { state: 'sent' }),
    made(4, { state: 'refused', problem: fakeProblem('FORBIDDEN') }),
    made(5, {
      state: 'conflict',
      problem: fakeProblem('VERSION_CONFLICT'),
      theirs: {
        ...ours,
        status: 'settled',
        failureCode: null,
        version: 3,
        events: [
          ...ours.events,
          { ...colleague, id: 'theirs-2', number: 2, kind: 'proposed', reason: 'The meter has told us by now.' },
          { ...colleague, id: 'theirs-3', number: 3, kind: 'approved', by: null, reason: null },
          {
            ...colleague,
            id: 'theirs-4',
            number: 4,
            kind: 'resolved',
            by: null,
            reason: null,
            before: { quantityWh: ours.quantityWh, amount: ours.amount },
          },
        ],
      },
    }),
  ];
}
