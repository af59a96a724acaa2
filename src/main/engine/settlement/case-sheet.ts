import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { SlotReading } from '#shared/contract/ledger-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { uuidBytes, uuidOfHex } from '#shared/domain/uuid.ts';
import type { CaseFacts } from '#shared/settlement/case-facts.ts';
import { diagnose, diagnoseResolved } from '#shared/settlement/diagnosis.ts';
import { resolutionKinds, type SettlementEvent } from '#shared/settlement/events.ts';
import { meteredOf } from '#shared/settlement/evidence.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import { readingOf, tradeSheet } from '../ledger/trade-sheet.ts';
import { isOnItsWay, pendingSettlements } from '../outbox/settlement-decisions.ts';
import { personAt } from '../sync/connection.ts';
import { caseMembers, type KnownTrade, knownTrades } from './case-facts.ts';
import { chosenRows } from './case-rows.ts';
import { causeBy, deskCaseOf, reportedAs, reportedCause, statusOf, summaryOf } from './desk-case.ts';
import { eventsOfTrade } from './event-rows.ts';
import { type CasePlace, outcomeOf } from './outcome.ts';

type Sheet = Output<'settlement.case'>;

/** One case with everything around it; see `settlement.case`. */
export function caseSheet(db: ReadDb, input: ParsedInput<'settlement.case'>): Sheet {
  const community = requireCommunity(db, input.communityId);
  const [trade] = knownTrades(db, community, caseMembers(db, community), chosenRows(db, community, [input]));
  if (!trade) throw noSuchCase();
  const { row, buyer, seller } = trade;
  const tradeId = uuidOfHex(row.id);
  const events = eventsOfTrade(db, community.id, row.executed_at, uuidBytes(tradeId));
  const decision = pendingSettlements(db, community).get(tradeId);
  const found = deskCaseOf(statusOf(row), events, decision, personAt(db));
  if (!found) throw noSuchCase();
  const failureCode = reportedCause(row, events);
  const isResolved = found.state === 'resolved';
  const facts = reportedAs(isResolved ? factsThen(trade.facts, events) : trade.facts, failureCode);
  const diagnosis = isResolved ? diagnoseResolved(facts) : diagnose(facts);
  const before = (memberId: number): SlotReading | null =>
    readingOf(db, community, row.slot - community.slot_minutes * MINUTE, memberId);
  return {
    summary: summaryOf(row, buyer, seller, found, failureCode, causeBy(diagnosis, failureCode)),
    sheet: tradeSheet(db, input),
    diagnosis,
    meteredWh: meteredOf(facts),
    before: { buyer: before(row.buyer_id), seller: before(row.seller_id) },
    choices: choicesOf(trade, {
      state: found.standing.state,
      isPending: decision !== undefined && isOnItsWay(decision),
    }),
  };
}

/** What is known about a resolved trade as it was when it failed: its resolution may have changed it. */
function factsThen(facts: CaseFacts, events: readonly SettlementEvent[]): CaseFacts {
  const before = events.findLast(({ kind }) => kind === 'resolved')?.before;
  return { ...facts, trade: { ...facts.trade, ...before } };
}

function choicesOf(trade: KnownTrade, place: CasePlace): Sheet['choices'] {
  return resolutionKinds.map((kind) => {
    const { effect, problem } = outcomeOf(trade, kind, place);
    return { kind, resolution: problem === null ? resolutionOf(kind, effect.quantityWh) : null, effect, problem };
  });
}

/** As it would be proposed; what is settled by hand still needs its evidence. */
function resolutionOf(
  kind: Sheet['choices'][number]['kind'],
  quantityWh: number,
): Sheet['choices'][number]['resolution'] {
  if (kind === 'by-hand') return null;
  return kind === 'adjust' ? { kind, quantityWh } : { kind };
}

function noSuchCase(): Failure {
  return new Failure('INPUT_INVALID', 'The copy of this desk has no settlement case of this trade.', {
    remedy: 'Choose a case from the list.',
  });
}
