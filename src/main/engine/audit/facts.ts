import type { ParsedInput } from '#shared/contract/contract.ts';
import type { AuditDetails } from '#shared/contract/audit-records.ts';
import type { ReportOrder } from '#shared/contract/report-records.ts';

/** Trades that an entry names; all are counted. */
const NAMED_TRADES = 50;

/** Wh, micro-currency per kWh, epoch milliseconds. */
export function offerFacts(offer: ParsedInput<'market.placeOffer'>['offer']): AuditDetails {
  const { memberId, type, quantityWh, price, windowStart, windowEnd } = offer;
  return { memberId, type, quantityWh, price, windowStart, windowEnd };
}

/** What a version of a rule says, its windows as one text. */
export function draftFacts({ timeWindows, ...draft }: ParsedInput<'rules.save'>['draft']): AuditDetails {
  return { ...draft, timeWindows: timeWindows.join('; ') };
}

/** The cases of a decision: how many, and the trades of the first. */
export function tradeIdsFacts(cases: ParsedInput<'settlement.propose'>['cases']): AuditDetails {
  const named = cases.slice(0, NAMED_TRADES).map(({ tradeId }) => tradeId);
  return { cases: cases.length, trades: named.join(' ') };
}

/** What a report is about. */
export function orderFacts(order: ReportOrder): AuditDetails {
  const about: Record<string, string | number> = { report: order.kind };
  if ('range' in order) Object.assign(about, order.range);
  if ('month' in order) about['month'] = order.month;
  if ('year' in order) about['year'] = order.year;
  if ('memberId' in order) about['memberId'] = order.memberId;
  if ('clearingId' in order) Object.assign(about, { slot: order.slot, clearingId: order.clearingId });
  return about;
}
