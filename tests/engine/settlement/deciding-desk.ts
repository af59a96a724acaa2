/** A desk with failed trades of its members, and a hub of which a test says what it has answered. */
import { requireCommunity } from '#engine/communities/community.ts';
import { outboxHandlersAt } from '#engine/outbox/handlers.ts';
import { pendingSettlements } from '#engine/outbox/settlement-decisions.ts';
import { settlementHandlersAt } from '#engine/settlement/handlers.ts';
import { contract, type Output, type ParsedInput } from '#shared/contract/contract.ts';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import type { CaseRef, WantedResolution } from '#shared/contract/settlement-records.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { keyOf, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, readings, signals, SLOT, START, type TradeRow, trades, uuid } from '../fixtures/pages.ts';
import { pushesOf } from '../sync/sending-desk.ts';

/** The clock of the desk. */
export const NOW = START + 5 * 3_600_000;
export const REASON = 'Looked at the readings of the day.';
/** Somebody else, at the hub. */
export const ADA = { by: 'Ada', byId: 'user-ada' } as const;

const FAILED = 2;
const LATE = failureCodes.indexOf('METER_READING_LATE');

export const tradeId = (number: number): string => uuid('d', number);
/** Slots of the trades: each has its own. */
const slotOf = (number: number): number => START - (40 - number) * SLOT;
const executedAt = (number: number): number => slotOf(number) + 60_000;

/** A step in the case of a trade, the first one (it failed) unless something else is said. */
export function step(number: number, changes: Partial<SettlementEvent> = {}): SettlementEvent {
  const { kind = 'failed' } = changes;
  return {
    id: uuid('5', number * 100 + (changes.number ?? 1)),
    tradeId: tradeId(number),
    executedAt: executedAt(number),
    number: 1,
    kind,
    at: START - 10 * SLOT,
    by: null,
    byId: null,
    reason: null,
    tradeVersion: 2,
    failureCode: kind === 'failed' ? 'METER_READING_LATE' : null,
    resolution: null,
    needsApproval: false,
    before: null,
    ...changes,
  };
}

/** Ada's proposal to void a trade: the second step of its case. */
export function proposed(number: number, changes: Partial<SettlementEvent> = {}): SettlementEvent {
  const resolution = { kind: 'void' } as const;
  return step(number, {
    number: 2,
    kind: 'proposed',
    resolution,
    needsApproval: true,
    reason: REASON,
    ...ADA,
    ...changes,
  });
}

/** A case with one step, as a person sees it. */
export function ref(number: number, changes: Partial<CaseRef> = {}): CaseRef {
  return { tradeId: tradeId(number), executedAt: executedAt(number), tradeVersion: 2, number: 1, ...changes };
}

/**
 * Two members with 100 currency units each; member 0 has bought 1 kWh at 0.20 from member 1 in each trade, and all of them have failed. The
 * meters say what was traded.
 */
export function decidingDesk(count = 3) {
  const opened = openMarket(2);
  const market = { ...opened, context: { ...opened.context, role: 'admin' as const } };
  const { cache } = market.context;
  const outbox = outboxHandlersAt(() => NOW);
  const handlers = settlementHandlersAt(() => NOW);
  const community = () => requireCommunity(cache.read, COMMUNITY);
  const failed = (number: number, changes: Partial<TradeRow> = {}): TradeRow => ({
    id: tradeId(number),
    slot: slotOf(number),
    buyer: 0,
    seller: 1,
    quantity: 1000,
    status: FAILED,
    failureCode: LATE,
    version: 2,
    ...changes,
  });
  const measured = (number: number, wh: number, revision: number) => [
    { slot: slotOf(number), member: 0, consumed: wh, imported: wh, revision },
    { slot: slotOf(number), member: 1, produced: wh, exported: wh, revision },
  ];
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (const number of [0, 1]) market.member(number, { balance: 100_000_000 });
  market.apply({
    signals: signals(numbers.map((number) => ({ slot: slotOf(number), retail: 300_000, feedIn: 80_000 }))),
    readings: readings(numbers.flatMap((number) => measured(number, 1000, 0))),
    trades: trades(numbers.map((number) => failed(number))),
    settlements: numbers.map((number) => step(number)),
  });
  let lastKey = 7000;
  return {
    ...market,
    ...pushesOf(cache),
    cache,
    /** What the outbox holds of cases, newest first. */
    decisions: (): OutboxSettlement[] =>
      contract['outbox.list'].output
        .parse(outbox['outbox.list']({ communityId: COMMUNITY }, market.context))
        .filter((item) => item.kind === 'settlement'),
    pending: () => pendingSettlements(cache.read, community()),
    /** A later reading of both meters in the slot of a trade, Wh. */
    meter: (number: number, wh: number, revision = 1): void =>
      market.apply({ readings: readings(measured(number, wh, revision)) }),
    /** A trade as it failed, for a page of changes. */
    tradeColumns: (number: number) => trades([failed(number)]),
    /** Stores a later state of a trade. */
    trade: (number: number, changes: Partial<TradeRow>): void =>
      market.apply({ trades: trades([failed(number, { version: 3, ...changes })]) }),
    /** Stores more steps. */
    steps: (...settlements: SettlementEvent[]): void => market.apply({ settlements }),
    propose: (
      cases: readonly CaseRef[],
      resolution: WantedResolution = { kind: 'retry' },
      key = keyOf(lastKey++),
    ): Output<'settlement.propose'>['items'] => {
      const input = { communityId: COMMUNITY, cases: [...cases], resolution, reason: REASON, key };
      return contract['settlement.propose'].output.parse(handlers['settlement.propose'](input, market.context)).items;
    },
    decide: (
      cases: readonly CaseRef[],
      decision: ParsedInput<'settlement.decide'>['decision'] = 'approve',
      key = keyOf(lastKey++),
    ): Output<'settlement.decide'>['items'] => {
      const input = { communityId: COMMUNITY, cases: [...cases], decision, reason: REASON, key };
      return contract['settlement.decide'].output.parse(handlers['settlement.decide'](input, market.context)).items;
    },
    withdraw: (id: string): unknown => outbox['outbox.withdraw']({ id }, market.context),
    dismiss: (id: string): unknown => outbox['outbox.dismiss']({ id }, market.context),
    retry: (id: string, key = keyOf(lastKey++)): string =>
      (outbox['outbox.retry']({ id, key }, market.context) as Output<'outbox.retry'>).commandId,
    /** What the exchange with the hub has made of a decision. */
    set: (id: string, state: OutboxState, position: number | null = null): void =>
      void cache.write.run('UPDATE outbox SET state = ?, position = ? WHERE uid = ?', [
        outboxStates.indexOf(state),
        position,
        id,
      ]),
    /** Somebody is signed in at a hub. */
    signIn: (userId: string): void =>
      void cache.write.run(
        `INSERT INTO hub_connection (id, address, email, name, role, connected_at, user_uid)
         VALUES (1, 'http://hub', 'me@hub', 'Me', 'admin', 1, ?)`,
        [userId],
      ),
  };
}
