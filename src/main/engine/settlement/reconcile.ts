import type { Output } from '#shared/contract/contract.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { UUID_BYTES } from '#shared/domain/uuid.ts';
import { type ClearingType, clearingTypes } from '#shared/market/clearing.ts';
import type { MemberDay } from '#shared/settlement/member-books.ts';
import { type BookedClearing, type MemberName, Reconciler } from '#shared/settlement/reconciliation.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';
import { eventsBetween } from './event-rows.ts';

/** How far a trade is executed from its slot at most, and from its clearing: nobody settles a slot a day before or after. */
const EXECUTED_WITHIN = 24 * HOUR;

/** Outcomes in which every trade has the clearing price (DOMAIN.md section 3). */
const onePrice: ReadonlySet<ClearingType> = new Set([
  'EXACT',
  'MARGINAL_BUYER',
  'MARGINAL_SELLER',
  'MARGINAL_PRICE',
  'FAILURE',
]);

/**
 * The books of the trades that were executed in a range, row by row, against all else that is stored about them. The members' books are those
 * of the local days that lie wholly in the range.
 */
export function reconcile(db: ReadDb, community: CommunityRow, range: Range): Output<'settlement.reconcile'> {
  const reconciler = new Reconciler();
  const days = wholeDays(community, range);
  for (const clearing of clearings(db, community, range)) reconciler.addClearing(clearing);
  for (const day of memberDays(db, community, days)) reconciler.addMemberDay(day);
  addTrades(db, community, range, days, reconciler);
  const names = memberNames(db, community);
  return reconciler.result((member) => names.get(member) ?? null);
}

/** The first and the last local day (yyyymmdd) that begin and end in a range; none when the last is before the first. */
function wholeDays({ time_zone: timeZone }: CommunityRow, { from, to }: Range): { first: number; last: number } {
  const first = localDay(from, timeZone);
  const isWhole = startOfLocalDay(first, timeZone) >= from;
  // The day that holds the end is not over; where the range ends with a day that is the day after.
  return { first: isWhole ? first : addDays(first, 1), last: addDays(localDay(to, timeZone), -1) };
}

interface ClearingRow {
  readonly id: string;
  readonly type: number;
  readonly price: number | null;
  readonly quantity_wh: number;
  readonly cleared_at: number | null;
  readonly trade_ids: number | null;
}

/** Those whose trades were executed in the range; without a certificate it is not known when that was, and the slot tells. */
function* clearings(db: ReadDb, community: CommunityRow, { from, to }: Range): Generator<BookedClearing> {
  const rows = db.iterate<ClearingRow>(
    `SELECT hex(clearing.id) AS id, type, price, quantity_wh, COALESCE(cleared_at, clearing.slot) AS cleared_at, LENGTH(trade_ids) AS trade_ids
     FROM clearing
     LEFT JOIN certificate ON certificate.community_id = clearing.community_id AND certificate.slot = clearing.slot
       AND certificate.clearing_id = clearing.id
     WHERE clearing.community_id = @community AND clearing.slot >= @from - ${EXECUTED_WITHIN} AND clearing.slot < @to + ${EXECUTED_WITHIN}
       AND COALESCE(cleared_at, clearing.slot) >= @from AND COALESCE(cleared_at, clearing.slot) < @to`,
    { community: community.id, from, to },
  );
  for (const row of rows) {
    yield {
      id: row.id,
      clearedAt: row.cleared_at!,
      price: onePrice.has(clearingTypes[row.type]) ? row.price : null,
      quantityWh: row.quantity_wh,
      tradeCount: row.trade_ids === null ? null : row.trade_ids / UUID_BYTES,
    };
  }
}

function memberDays(
  db: ReadDb,
  community: CommunityRow,
  { first, last }: { first: number; last: number },
): MemberDay[] {
  return db.all<MemberDay>(
    `SELECT member_id AS member, day, bought_wh AS boughtWh, bought_amount AS boughtAmount, sold_wh AS soldWh, sold_amount AS soldAmount
     FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ?`,
    [community.id, first, last],
  );
}

interface TradeRow {
  readonly id: string;
  readonly executed_at: number;
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly clearing_id: string | null;
}

/** Ids as text: a million small buffers take longer than all the rest. */
const TRADES = `
  SELECT hex(id) AS id, executed_at, slot, buyer_id, seller_id, quantity_wh, price, amount, status,
         CASE WHEN clearing_id IS NOT NULL THEN hex(clearing_id) END AS clearing_id
  FROM trade WHERE community_id = ? AND executed_at >= ? AND executed_at < ?`;
/** So many trades are in memory at once: those of a day. */
const STRIDE = 24 * HOUR;

function addTrades(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  days: { readonly first: number; readonly last: number },
  reconciler: Reconciler,
): void {
  const dayOf = dayFinder(community.time_zone, days);
  const end = range.to + EXECUTED_WITHIN;
  for (let from = range.from - EXECUTED_WITHIN; from < end; from += STRIDE) {
    const to = Math.min(from + STRIDE, end);
    const cases = Map.groupBy(eventsBetween(db, community.id, { from, to }), ({ tradeId }) => hexOf(tradeId));
    for (const row of db.all<TradeRow>(TRADES, [community.id, from, to])) {
      const events = cases.get(row.id) ?? [];
      cases.delete(row.id);
      reconciler.addTrade({
        id: row.id,
        executedAt: row.executed_at,
        buyer: row.buyer_id,
        seller: row.seller_id,
        quantityWh: row.quantity_wh,
        price: row.price,
        amount: row.amount,
        status: settlementStatuses[row.status],
        clearingId: row.clearing_id,
        day: dayOf(row.slot),
        isInPeriod: row.executed_at >= range.from && row.executed_at < range.to,
        events,
      });
    }
    for (const [first] of cases.values()) {
      if (first.executedAt >= range.from && first.executedAt < range.to) reconciler.addLostCase(first);
    }
  }
}

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '').toUpperCase();
}

/** Finds the local day of a slot; null outside the days. The trades of a slot come together. */
function dayFinder(
  timeZone: string,
  { first, last }: { readonly first: number; readonly last: number },
): (slot: number) => number | null {
  let known = { slot: Number.NaN, day: 0 };
  return (slot) => {
    if (known.slot !== slot) known = { slot, day: localDay(slot, timeZone) };
    return known.day < first || known.day > last ? null : known.day;
  };
}

/** By row id; without those that are held back. */
function memberNames(db: ReadDb, community: CommunityRow): Map<number, MemberName> {
  const rows = db.all<{ id: number; uid: string; anonymized_id: string }>(
    'SELECT id, uid, anonymized_id FROM member_view WHERE community_id = ?',
    [community.id],
  );
  return new Map(rows.map(({ id, uid, anonymized_id }) => [id, { memberId: uid, anonymizedId: anonymized_id }]));
}
