import { type FailureCode, failureCodes, type SettlementStatus, settlementStatuses } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { uuidBytes, uuidText } from '#shared/domain/uuid.ts';
import type { CauseFact } from '#shared/reports/period/period-facts.ts';
import { caseOf, type CaseState } from '#shared/settlement/case.ts';
import { type ResolutionKind, resolutionKinds, type SettlementEvent } from '#shared/settlement/events.ts';
import type { ReadDb } from '../../cache/connection.ts';
import type { CommunityRow } from '../../communities/community.ts';
import { eventsBetween } from '../../settlement/event-rows.ts';
import type { Range } from '../../stats/sums.ts';

/**
 * A trade that failed at some time, as the hub has it: what this desk has decided and not sent is no figure of a report, nor is what could
 * have been its cause by the accounts of today. Members by pseudonym.
 */
export interface PeriodCase {
  readonly tradeId: string;
  readonly executedAt: number;
  readonly slot: number;
  readonly buyerUid: string;
  readonly buyer: string;
  readonly sellerUid: string;
  readonly seller: string;
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: SettlementStatus;
  /** That the settlement gave last; UNKNOWN where it gave none. */
  readonly cause: FailureCode;
  readonly state: CaseState;
  readonly resolvedAt: number | null;
  /** What was carried out; null while nothing was. */
  readonly resolution: ResolutionKind | null;
  /** Why it was proposed. */
  readonly reason: string | null;
  /** What the trade said before it was resolved. */
  readonly before: { readonly quantityWh: number; readonly amount: number } | null;
}

interface TradeRow {
  readonly id: Uint8Array;
  readonly executed_at: number;
  readonly slot: number;
  readonly buyer_uid: string;
  readonly buyer: string;
  readonly seller_uid: string;
  readonly seller: string;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly failure_code: number | null;
}

const FAILED = settlementStatuses.indexOf('failed');
const COLUMNS = `trade.id, executed_at, slot, buyer.uid AS buyer_uid, buyer.anonymized_id AS buyer, seller.uid AS seller_uid,
  seller.anonymized_id AS seller, quantity_wh, price, amount, status, failure_code`;
const MEMBERS = `JOIN member_view AS buyer ON buyer.id = buyer_id JOIN member_view AS seller ON seller.id = seller_id`;
const FAILED_TRADES = `
  SELECT ${COLUMNS} FROM trade INDEXED BY trade_failed ${MEMBERS}
  WHERE trade.community_id = ? AND executed_at >= ? AND executed_at < ? AND status = ${FAILED}`;
const ONE_TRADE = `
  SELECT ${COLUMNS} FROM trade ${MEMBERS} WHERE trade.community_id = ? AND executed_at = ? AND trade.id = ?`;
/** So much is looked through at once: a day of a large community has a thousand steps. */
const STRIDE = 24 * HOUR;

/** The cases of the trades that were executed in a range, by their time and id; it yields between their parts. */
export function* periodCases(db: ReadDb, community: CommunityRow, range: Range): Generator<void, PeriodCase[]> {
  const cases: PeriodCase[] = [];
  for (let { from } = range; from < range.to; from += STRIDE) {
    cases.push(...casesBetween(db, community, from, Math.min(from + STRIDE, range.to)));
    yield;
  }
  return cases;
}

/** Those that are failed, and those that are not any more: they have steps. */
function casesBetween(db: ReadDb, community: CommunityRow, from: number, to: number): PeriodCase[] {
  const events = Map.groupBy(eventsBetween(db, community.id, { from, to }), ({ executedAt, tradeId }) =>
    keyOf(executedAt, tradeId),
  );
  const rows = new Map(
    db
      .all<TradeRow>(FAILED_TRADES, [community.id, from, to])
      .map((row) => [keyOf(row.executed_at, uuidText(row.id)), row]),
  );
  for (const [key, [{ executedAt, tradeId }]] of events) {
    const row = rows.get(key) ?? db.get<TradeRow>(ONE_TRADE, [community.id, executedAt, uuidBytes(tradeId)]);
    if (row) rows.set(key, row);
  }
  return [...rows]
    .map(([key, row]) => periodCase(row, events.get(key) ?? []))
    .toSorted((a, b) => a.executedAt - b.executedAt || (a.tradeId < b.tradeId ? -1 : 1));
}

function keyOf(executedAt: number, tradeId: string): string {
  return `${executedAt}/${tradeId}`;
}

function periodCase(row: TradeRow, events: readonly SettlementEvent[]): PeriodCase {
  const status = settlementStatuses[row.status];
  // A trade that failed, or has steps, has a case.
  const { state, resolvedAt, proposal } = caseOf(status, events)!;
  const resolved = state === 'resolved' ? events.findLast(({ kind }) => kind === 'resolved') : undefined;
  const reported = events.findLast(({ kind }) => kind === 'failed')?.failureCode;
  return {
    tradeId: uuidText(row.id),
    executedAt: row.executed_at,
    slot: row.slot,
    buyerUid: row.buyer_uid,
    buyer: row.buyer,
    sellerUid: row.seller_uid,
    seller: row.seller,
    quantityWh: row.quantity_wh,
    price: row.price,
    amount: row.amount,
    status,
    cause: row.failure_code === null ? (reported ?? 'UNKNOWN') : failureCodes[row.failure_code],
    state,
    resolvedAt,
    resolution: resolved?.resolution?.kind ?? null,
    reason: resolved === undefined ? null : (proposal?.reason ?? null),
    before: resolved?.before ?? null,
  };
}

/** Cases counted by cause, the most frequent first. */
export function causesOf(cases: readonly PeriodCase[]): CauseFact[] {
  const byCause = Map.groupBy(cases, ({ cause }) => cause);
  return failureCodes
    .flatMap((cause) => {
      const those = byCause.get(cause);
      return those ? [causeFact(cause, those)] : [];
    })
    .toSorted((a, b) => b.failed - a.failed);
}

function causeFact(cause: FailureCode, cases: readonly PeriodCase[]): CauseFact {
  const countOf = (wanted: ResolutionKind | null): number =>
    cases.filter(({ resolution }) => resolution === wanted).length;
  const resolved = Object.fromEntries(resolutionKinds.map((kind) => [kind, countOf(kind)])) as CauseFact['resolved'];
  return { cause, failed: cases.length, open: countOf(null), resolved };
}
