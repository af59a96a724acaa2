/** What lies around an invented case: its orders, the readings of its slot and of the one before, its steps. */
import type { Output } from '#shared/contract/contract.ts';
import type { SlotReading, TradeSheet } from '#shared/contract/ledger-records.ts';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { PartyFacts } from '#shared/settlement/case-facts.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import type { FakeCase } from './settlement-book.ts';

/** The parts of `settlement.case` that say how it was. */
export function fakeCaseSheet(one: FakeCase): Pick<Output<'settlement.case'>, 'sheet' | 'before'> {
  const { trade, facts, events } = one;
  const usual = (wh: number): PartyFacts['reading'] => ({ wh, quality: 'measured', revision: 0 });
  return {
    sheet: {
      trade,
      clearing: null,
      buyOrder: orderOf(one, 'buyer'),
      sellOrder: orderOf(one, 'seller'),
      buyerReading: readingOf(facts.buyer.reading, 'buyer'),
      sellerReading: readingOf(facts.seller.reading, 'seller'),
      history: events.map(fakeEventRecord),
    },
    before: { buyer: readingOf(usual(410), 'buyer'), seller: readingOf(usual(1320), 'seller') },
  };
}

/** A step as a page sees it: without ids of persons. */
export function fakeEventRecord(event: SettlementEvent): SettlementEventRecord {
  const { id, number, kind, at, by, reason, tradeVersion, failureCode, resolution, needsApproval, before } = event;
  return { id, number, kind, at, by, reason, tradeVersion, failureCode, resolution, needsApproval, before };
}

function orderOf({ trade, facts }: FakeCase, side: 'buyer' | 'seller'): TradeSheet['buyOrder'] {
  const { order } = facts[side];
  if (order === null) return null;
  const ruleId = side === 'buyer' ? trade.buyRuleId : trade.sellRuleId;
  return {
    ...order,
    id: `${trade.id}-${side}-order`,
    quantityWh: facts.trade.quantityWh,
    remainingWh: 0,
    createdAt: order.windowStart - HOUR,
    status: 'matched',
    ruleId,
    ruleVersion: ruleId === null ? null : 2,
  };
}

function readingOf(reading: PartyFacts['reading'], side: 'buyer' | 'seller'): SlotReading | null {
  if (reading === null) return null;
  const { wh, quality, revision } = reading;
  const isSeller = side === 'seller';
  return {
    producedWh: isSeller ? wh + 240 : 0,
    consumedWh: isSeller ? 240 : wh,
    importedWh: isSeller ? 0 : wh,
    exportedWh: isSeller ? wh : 0,
    batterySoc: null,
    quality,
    revision,
  };
}
