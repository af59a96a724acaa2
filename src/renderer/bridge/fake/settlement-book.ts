/** The invented cases of failed trades: facts, and what has happened in each since. */
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import type { CaseFacts, PartyFacts } from '#shared/settlement/case-facts.ts';
import { diagnose } from '#shared/settlement/diagnosis.ts';
import type { Resolution, SettlementEvent, SettlementEventKind } from '#shared/settlement/events.ts';
import { settledBy } from '#shared/settlement/effect.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS } from './curves.ts';
import { FAKE_FAILURES, fakeFailure, failureOf, type FakeFailure } from './settlement-causes.ts';
import { fakeTrade } from './trades.ts';

const DAY = 24 * HOUR;
/** The id of who sits at the fake desk. */
export const FAKE_PERSON = 'desk';
const COLLEAGUE = { by: 'Jana Weiss', byId: 'colleague-1' } as const;
const SECOND = { by: 'Karim Odeh', byId: 'colleague-2' } as const;
const DESK = { by: 'Ada Berger', byId: FAKE_PERSON } as const;
const HUB = { by: null, byId: null } as const;

/** A failed trade with its facts and the steps of its case. */
export interface FakeCase {
  readonly trade: LedgerTrade;
  readonly facts: CaseFacts;
  readonly events: readonly SettlementEvent[];
}

const party = (trade: LedgerTrade, side: 0 | 1): PartyFacts => {
  const seed = trade.slot / FAKE_SLOT_MS + side;
  return {
    reading: { wh: trade.quantityWh + Math.round(chance(seed) * 900), quality: 'measured', revision: 0 },
    others: { settledWh: 0, unsettled: [] },
    order: {
      price: side === 0 ? trade.price + 20_000 : trade.price - 30_000,
      windowStart: trade.slot - (trade.slot % HOUR),
      windowEnd: trade.slot - (trade.slot % HOUR) + HOUR,
    },
    joinedAt: trade.slot - 200 * DAY,
    leftAt: null,
    isActive: true,
    balance: Math.round(chance(seed + 9) * 40_000_000),
    creditLimit: 30_000_000,
  };
};

function factsOf(trade: LedgerTrade, failure: (plain: CaseFacts) => FakeFailure): CaseFacts {
  const { id, slot, executedAt, quantityWh, price, amount } = trade;
  const plain: CaseFacts = {
    trade: { id, slot, executedAt, quantityWh, price, amount, failureCode: null },
    buyer: party(trade, 0),
    seller: party(trade, 1),
    slotHasReadings: true,
    limits: { floor: 0, cap: 500_000 },
    tariff: { retail: FAKE_RETAIL, feedIn: FAKE_FEED_IN },
    duplicateOf: null,
  };
  const { reported, trade: changed, buyer, seller, rest } = failure(plain);
  return {
    ...plain,
    ...rest,
    trade: { ...plain.trade, ...changed, failureCode: reported },
    buyer: { ...plain.buyer, ...buyer },
    seller: { ...plain.seller, ...seller },
  };
}

type Step = Partial<SettlementEvent> & { readonly kind: SettlementEventKind; readonly after: number };

/** What becomes of a case, by its place: most are open, some wait for a second person, the oldest are done. */
function stepsAfter(place: number, facts: CaseFacts, resolution: Resolution): readonly Step[] {
  const isVoid = resolution.kind === 'void';
  const proposed = (who: typeof COLLEAGUE | typeof SECOND | typeof DESK, reason: string): Step => ({
    kind: 'proposed',
    after: 20 * HOUR,
    ...who,
    reason,
    resolution,
    needsApproval: true,
  });
  const approved: Step = isVoid
    ? { kind: 'approved', after: 3 * HOUR, ...SECOND, reason: 'Checked with both members, this is right.', resolution }
    : { kind: 'approved', after: 0, ...HUB, resolution };
  const done: Step = { kind: 'resolved', after: MINUTE, ...HUB, resolution };
  if (place >= FIRST_RESOLVED) {
    return [{ ...proposed(COLLEAGUE, 'Put in order as the meters say.'), needsApproval: isVoid }, approved, done];
  }
  switch (place) {
    case 3:
    case 11:
    case 18:
      return [proposed(COLLEAGUE, 'Both members agree that this should never have been traded.')];
    case 7:
      return [proposed(DESK, 'The seller has told us on the phone that the inverter was off.')];
    case 9:
      return [
        proposed(COLLEAGUE, 'The members wish that it had not happened.'),
        {
          kind: 'rejected',
          after: 5 * HOUR,
          ...SECOND,
          reason: 'The readings are fine: settle it instead.',
          resolution,
        },
      ];
    case 14:
      return [
        { ...proposed(SECOND, 'Nothing stands in its way any more.'), needsApproval: false },
        { kind: 'approved', after: 0, ...HUB, resolution },
        { kind: 'failed', after: MINUTE, ...HUB, failureCode: facts.trade.failureCode },
      ];
    default:
      return [];
  }
}

/** Of the places, the first whose case is resolved. */
const FIRST_RESOLVED = FAKE_FAILURES - 12;

/** What a colleague proposes where nothing is suggested. */
function resolutionFor(place: number, facts: CaseFacts): Resolution {
  if (place === 3 || place === 11 || place === 18) return { kind: 'void' };
  if (place === FIRST_RESOLVED + 2) {
    return {
      kind: 'by-hand',
      evidence: 'Paid in cash at the meeting, receipt signed by both.',
      reference: 'Folder 2026-07, no. 14',
    };
  }
  return diagnose(facts).suggestion?.resolution ?? { kind: 'retry' };
}

function eventsOf(trade: LedgerTrade, facts: CaseFacts, steps: readonly Step[]): SettlementEvent[] {
  const first: Step = { kind: 'failed', after: 9 * HOUR, failureCode: facts.trade.failureCode };
  let at = trade.slot;
  return [first, ...steps].map(({ after, ...step }, index) => {
    at += after;
    const isDone = step.kind === 'resolved';
    return {
      id: `${trade.id}-event-${index + 1}`,
      tradeId: trade.id,
      executedAt: trade.executedAt,
      number: index + 1,
      at,
      ...HUB,
      reason: null,
      tradeVersion: isDone ? 3 : 2,
      failureCode: null,
      resolution: null,
      needsApproval: false,
      before: isDone ? { quantityWh: trade.quantityWh, amount: trade.amount } : null,
      ...step,
    };
  });
}

function caseAt(community: FakeCommunity, dataTo: number, place: number): FakeCase {
  const day = Math.floor((place * 26) / FAKE_FAILURES) + 1;
  const noon = Math.floor(dataTo / DAY) * DAY - day * DAY + 10 * HOUR;
  const made = fakeTrade(community, noon + (place % 12) * FAKE_SLOT_MS, 0);
  // A few are large: together they need a second person.
  const size = place % 13 === 5 ? 40 : 1;
  const trade = { ...made, quantityWh: made.quantityWh * size, amount: made.amount * size };
  return caseOfTrade(trade, (plain) => fakeFailure(place, plain), place);
}

function caseOfTrade(trade: LedgerTrade, failure: (plain: CaseFacts) => FakeFailure, place: number): FakeCase {
  const facts = factsOf(trade, failure);
  const resolution = resolutionFor(place, facts);
  const steps = stepsAfter(place, facts, resolution);
  const isResolved = steps.at(-1)?.kind === 'resolved';
  const settled = settledBy(facts.trade, resolution);
  return {
    facts,
    events: eventsOf(trade, facts, steps),
    trade: {
      ...trade,
      amount: facts.trade.amount,
      ...(isResolved && resolution.kind !== 'void' ? settled : {}),
      status: isResolved && resolution.kind !== 'void' ? 'settled' : 'failed',
      failureCode: facts.trade.failureCode,
      version: isResolved ? 3 : 2,
    },
  };
}

/** The cases of a community, newest first; one whose trades were computed here has none. */
export function fakeCases(community: FakeCommunity): FakeCase[] {
  const { dataTo, hasSimulatedTrades, hasMarket } = community;
  if (dataTo === null || hasSimulatedTrades || !hasMarket) return [];
  return Array.from({ length: FAKE_FAILURES }, (_, place) => caseAt(community, dataTo, place));
}

/** The open case of any other trade that failed. */
export function fakeCaseOf(trade: LedgerTrade): FakeCase {
  return caseOfTrade(trade, (plain) => failureOf(trade.failureCode ?? 'UNKNOWN', trade.slot / FAKE_SLOT_MS, plain), -1);
}
