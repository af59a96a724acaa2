import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { FakeDecision } from './decisions.ts';
import { fakeProblem, hubCommunity } from './sync.ts';
import { fakeTrade } from './trades.ts';

const DAY = 24 * HOUR;
const METERED_WH = 60;

/** A decision that waits to be sent, and one about a case that a colleague decided first: of the fake hub's community. */
export function caseDecisions(now: number): FakeDecision<OutboxSettlement>[] {
  const waiting = proposalOf(now, 0);
  const beaten = proposalOf(now, 1);
  return [
    waiting,
    {
      ...beaten,
      item: {
        ...beaten.item,
        state: 'conflict',
        problem: fakeProblem('VERSION_CONFLICT'),
        theirs: decidedByColleague(beaten.item, now),
      },
    },
  ];
}

/** Somebody at this desk proposes to settle a trade of yesterday's noon once more. */
function proposalOf(now: number, place: number): FakeDecision<OutboxSettlement> {
  const community = hubCommunity(now);
  const noon = Math.floor(now / DAY) * DAY - DAY / 2;
  const { id, executedAt, buyerId, buyer, seller, quantityWh, amount } = fakeTrade(community, noon, place);
  const failed: SettlementEventRecord = {
    id: `${id}-event-1`,
    number: 1,
    kind: 'failed',
    at: executedAt + 2 * HOUR,
    by: null,
    reason: null,
    tradeVersion: 2,
    failureCode: 'METER_READING_LATE',
    resolution: null,
    needsApproval: false,
    before: null,
  };
  return {
    communityId: community.id,
    memberId: buyerId,
    key: `key-of-case-${place}`,
    offerId: null,
    item: {
      kind: 'settlement',
      id: `case-command-${place + 1}`,
      state: 'waiting',
      createdAt: now - 6 * MINUTE,
      changedAt: now - 6 * MINUTE,
      anonymizedId: buyer,
      problem: null,
      attempts: 0,
      nextAttemptAt: null,
      action: 'propose',
      tradeId: id,
      executedAt,
      counterparty: seller,
      resolution: { kind: 'retry' },
      reason: 'The reading came in this morning and is complete.',
      ours: { status: 'failed', failureCode: failed.failureCode, quantityWh, amount, version: 2, events: [failed] },
      theirs: null,
    },
  };
}

/** The same case after a colleague settled it for what the meters say. */
function decidedByColleague({ ours }: OutboxSettlement, now: number): OutboxSettlement['theirs'] {
  if (ours === null) return null;
  const { quantityWh, amount, events } = ours;
  const [failed] = events;
  const step = (
    number: number,
    kind: SettlementEventRecord['kind'],
    change: Partial<SettlementEventRecord>,
  ): SettlementEventRecord => ({
    ...failed,
    id: `${failed.id}-${number}`,
    number,
    kind,
    at: now - 21 * MINUTE,
    failureCode: null,
    resolution: { kind: 'adjust', quantityWh: METERED_WH },
    ...change,
  });
  return {
    status: 'settled',
    failureCode: null,
    quantityWh: METERED_WH,
    amount: amountOf(METERED_WH, Math.round((amount * 1000) / quantityWh)),
    version: 3,
    events: [
      ...events,
      step(2, 'proposed', { by: 'Ada Berger', reason: 'The meter shows less than was sold.' }),
      step(3, 'approved', {}),
      step(4, 'resolved', { tradeVersion: 3, before: { quantityWh, amount } }),
    ],
  };
}
