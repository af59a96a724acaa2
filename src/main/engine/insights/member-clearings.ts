import { UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import type { OfferType } from '#shared/domain/records.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { type Certificate, sealedBook } from '#shared/market/certificate.ts';
import type { Book } from '#shared/market/orders.ts';
import {
  clearedWith,
  type MemberClearing,
  type MemberOutcome,
  type OwnRow,
  pairOf,
  type Tally,
} from '#shared/stats/changed-limits.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { DamagedCertificateError } from '../market/sealed-orders.ts';
import { certificateOf, clearingRows } from '../market/stored-clearings.ts';
import type { Range } from '../stats/sums.ts';
import type { MemberTrade } from './weighed-trades.ts';

/** An order as a clearing sealed it. Prices in micro-currency per kWh. */
export interface SealedOwnOrder {
  readonly type: OfferType;
  /** Row id, -1 by hand; and -1 without a version. */
  readonly rule: number;
  readonly version: number;
  /** Null is a market order. */
  readonly limit: number | null;
}

/** The clearings of a range that had orders of a member in them, and which trades came from them. */
export interface MemberClearings {
  readonly clearings: readonly MemberClearing[];
  /** Ids of trades, as those of MemberTrade. */
  readonly tradeIds: ReadonlySet<string>;
}

/**
 * The clearings of a range of slots that had orders of a member (row id) in them and can be made again: it yields in between. Left out is
 * what has no tariff, no certificate or a damaged one, or does not give the trades that the ledger has.
 * @param groupOf the group that an order belongs to; -1 in none
 */
export function* memberClearings(
  db: ReadDb,
  community: CommunityRow,
  member: number,
  range: Range,
  trades: readonly MemberTrade[],
  groupOf: (order: SealedOwnOrder) => number,
): Generator<void, MemberClearings> {
  const tariffs = tariffsOf(db, community, range);
  const bySlot = Map.groupBy(trades, ({ slot }) => slot);
  const clearings: MemberClearing[] = [];
  const tradeIds = new Set<string>();
  for (const row of clearingRows(db, community, range)) {
    yield;
    const certificate = intactCertificate(row);
    const tariff = tariffs.get(row.slot);
    if (certificate === null || tariff === undefined) continue;
    const own = ownRows(certificate, member, groupOf);
    if (own.length === 0) continue;
    const made = tradeIdsOf(certificate);
    const ledger = (bySlot.get(row.slot) ?? []).filter(({ id }) => made.has(id));
    const clearing = asSettled(certificate, own, tariff, ledger);
    if (clearing === null) continue;
    clearings.push(clearing);
    for (const { id } of ledger) tradeIds.add(id);
  }
  return { clearings, tradeIds };
}

function tariffsOf(db: ReadDb, community: CommunityRow, { from, to }: Range): ReadonlyMap<number, Tariff> {
  const rows = db.all<Tariff & { readonly slot: number }>(
    `SELECT slot, grid_import_price AS retail, grid_export_price AS feedIn FROM pricing_signal
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, from, to],
  );
  return new Map(rows.map(({ slot, retail, feedIn }) => [slot, { retail, feedIn }]));
}

function intactCertificate(row: Parameters<typeof certificateOf>[0]): Certificate | null {
  try {
    return certificateOf(row);
  } catch (error) {
    if (error instanceof DamagedCertificateError) return null;
    throw error;
  }
}

function ownRows({ orders }: Certificate, member: number, groupOf: (order: SealedOwnOrder) => number): OwnRow[] {
  const own: OwnRow[] = [];
  for (let at = 0; at < orders.count; at++) {
    if (orders.member[at] !== member) continue;
    const type = at < orders.bidCount ? 'buy' : 'sell';
    const price = orders.price[at];
    const limit = Number.isNaN(price) ? null : price;
    const order = { type, rule: orders.rule[at], version: orders.ruleVersion[at], limit } as const;
    own.push({ type, row: type === 'buy' ? at : at - orders.bidCount, group: groupOf(order) });
  }
  return own;
}

function tradeIdsOf({ tradeId }: Certificate): ReadonlySet<string> {
  return new Set(Array.from({ length: tradeId.length / UUID_BYTES }, (_, at) => uuidText(tradeId, at)));
}

/** A clearing with what the settlement made of its trades; null when it does not come to what the ledger says. */
function asSettled(
  { mechanism, offerOrder, limits, orders }: Certificate,
  own: readonly OwnRow[],
  tariff: Tariff,
  ledger: readonly MemberTrade[],
): MemberClearing | null {
  const cleared = { book: sealedBook(orders), mechanism, offerOrder, limits, tariff, own, settledWh: new Map() };
  const ofLedger = sumOf(ledger.filter(({ hasFailed }) => !hasFailed));
  const outcome = clearedWith(cleared, new Map());
  if (isSame(outcome, ofLedger)) return cleared;
  const settled = { ...cleared, settledWh: settledWh(cleared.book, orders, outcome, ledger) };
  return isSame(clearedWith(settled, new Map()), ofLedger) ? settled : null;
}

function sumOf(trades: readonly MemberTrade[]): Tally {
  return trades.reduce(
    (sum, { quantityWh, savings }) => ({ wh: sum.wh + quantityWh, savings: sum.savings + savings }),
    { wh: 0, savings: 0 },
  );
}

function isSame({ savings, groups }: MemberOutcome, ledger: Tally): boolean {
  const wh = [...groups.values()].reduce((sum, tally) => sum + tally.wh, 0);
  return savings === ledger.savings && wh === ledger.wh;
}

/** What is left of each pair of orders of which the ledger has less than was cleared. */
function settledWh(
  book: Book,
  orders: Certificate['orders'],
  { clearing: { tradeCount, tradeBid, tradeOffer, tradeWh } }: MemberOutcome,
  ledger: readonly MemberTrade[],
): Map<number, number> {
  const rowOf = new Map(Array.from({ length: orders.count }, (_, at) => [uuidText(orders.id, at), at]));
  const clearedWh = new Map<number, number>();
  for (let trade = 0; trade < tradeCount; trade++) {
    clearedWh.set(pairOf(book, tradeBid[trade], tradeOffer[trade]), tradeWh[trade]);
  }
  const less = new Map<number, number>();
  for (const { buyOfferId, sellOfferId, quantityWh, hasFailed } of ledger) {
    const bid = rowOf.get(buyOfferId ?? '');
    const offer = rowOf.get(sellOfferId ?? '');
    if (bid === undefined || offer === undefined) continue;
    const pair = pairOf(book, bid, offer - orders.bidCount);
    const wh = hasFailed ? 0 : quantityWh;
    if (wh < (clearedWh.get(pair) ?? 0)) less.set(pair, wh);
  }
  return less;
}
