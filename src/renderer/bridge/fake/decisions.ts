import type { OutboxItem } from '#shared/contract/outbox.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE, slotStart } from '#shared/domain/slots.ts';
import { fakeProblem, hubCommunity } from './sync.ts';

/** A decision with what the page is not told of it. */
export interface FakeDecision {
  readonly communityId: string;
  readonly memberId: string;
  readonly key: string;
  /** Of a trade, the offer that is taken. */
  readonly offerId: string | null;
  readonly item: OutboxItem;
}

/** A trade whose offer is partly gone by now, and an offer that the hub refused: both of the fake hub's community. */
export function conflictingDecisions(now: number): FakeDecision[] {
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
