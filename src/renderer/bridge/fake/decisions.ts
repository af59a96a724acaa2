import type { OutboxItem, OutboxOffer, OutboxRule } from '#shared/contract/outbox.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE, slotStart } from '#shared/domain/slots.ts';
import { fakeProblem, hubCommunity } from './sync.ts';

/** A decision with what the page is not told of it. */
export interface FakeDecision<I extends OutboxItem = OutboxItem> {
  readonly communityId: string;
  readonly memberId: string;
  readonly key: string;
  /** Of a trade, the offer that is taken. */
  readonly offerId: string | null;
  readonly item: I;
}

/** A trade whose offer is partly gone by now, and an offer that the hub refused: both of the fake hub's community. */
export function conflictingDecisions(now: number): FakeDecision<OutboxOffer>[] {
  const { id: communityId } = hubCommunity(now);
  const slot = slotStart(now) + DEFAULT_SLOT_MINUTES * MINUTE;
  const common = {
    createdAt: now - 4 * MINUTE,
    changedAt: now - 3 * MINUTE,
    windowStart: slot,
    windowEnd: slot + DEFAULT_SLOT_MINUTES * MINUTE,
    attempts: 0,
    nextAttemptAt: null,
  };
  return [
    {
      communityId,
      memberId: 'own-3',
      key: 'key-of-the-trade',
      offerId: `sell-${slot}-2`,
      item: {
        ...common,
        id: 'command-2',
        kind: 'trade',
        state: 'conflict',
        anonymizedId: 'House A17',
        type: 'buy',
        quantityWh: 900,
        price: 145_000,
        counterparty: 'House B07',
        problem: fakeProblem('OFFER_TAKEN'),
        theirs: { status: 'active', quantityWh: 1200, remainingWh: 200, price: 145_000 },
      },
    },
    {
      communityId,
      memberId: 'own-5',
      key: 'key-of-the-offer',
      offerId: null,
      item: {
        ...common,
        id: 'command-1',
        kind: 'offer',
        state: 'refused',
        anonymizedId: 'House C01',
        type: 'sell',
        quantityWh: 2000,
        price: 120_000,
        counterparty: null,
        problem: fakeProblem('MEMBER_INACTIVE'),
        theirs: null,
      },
    },
  ];
}

const changedRule = {
  type: 'sell',
  maxQuantityWh: 2500,
  maxPrice: null,
  minPrice: 105_000,
  minBatterySoc: null,
  timeWindows: ['Mo-Fr 06:00-22:00', 'Sa,Su 00:00-24:00'],
  isEnabled: true,
} as const;

/** A rule that somebody else changed in the meantime, one that is switched off and a new one that waits: of the fake hub's community. */
export function ruleDecisions(now: number): FakeDecision<OutboxRule>[] {
  const { id: communityId } = hubCommunity(now);
  const before = { ...changedRule, timeWindows: [...changedRule.timeWindows] };
  const waiting = {
    kind: 'rule',
    state: 'waiting',
    createdAt: now - 2 * MINUTE,
    changedAt: now - 2 * MINUTE,
    problem: null,
    attempts: 0,
    nextAttemptAt: null,
    reason: null,
    theirs: null,
  } as const;
  const decision = (memberId: string, item: OutboxRule): FakeDecision<OutboxRule> => ({
    communityId,
    memberId,
    key: `key-of-${item.id}`,
    offerId: null,
    item,
  });
  return [
    decision('own-5', {
      ...waiting,
      id: 'rule-command-3',
      anonymizedId: 'House C01',
      type: 'buy',
      ruleId: 'own-5-rule-of-the-desk',
      baseVersion: 0,
      draft: { ...before, type: 'buy', minPrice: null, maxPrice: 240_000, timeWindows: ['* 18:00-07:00'] },
      before: null,
    }),
    decision('own-4', {
      ...waiting,
      id: 'rule-command-2',
      anonymizedId: 'House B07',
      type: 'sell',
      ruleId: 'own-4-rule',
      baseVersion: 2,
      draft: { ...before, isEnabled: false },
      before,
    }),
    decision('own-3', {
      ...waiting,
      id: 'rule-command-1',
      state: 'conflict',
      createdAt: now - 9 * MINUTE,
      changedAt: now - 8 * MINUTE,
      problem: fakeProblem('VERSION_CONFLICT'),
      anonymizedId: 'House A17',
      type: 'sell',
      ruleId: 'own-3-rule',
      baseVersion: 3,
      draft: { ...before, minPrice: 98_000 },
      before,
      reason: 'Agreed at the meeting in spring: sell nearer to the community price.',
      theirs: {
        ...before,
        minPrice: 112_000,
        timeWindows: ['* 08:00-20:00'],
        version: 4,
        validFrom: now - 20 * MINUTE,
        changedBy: 'Ada Berger',
        changeReason: 'The battery was often empty in the evening.',
      },
    }),
  ];
}
