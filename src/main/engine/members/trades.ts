import type { ParsedInput, Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import { isUuid, uuidBytes, uuidText } from '#shared/domain/uuid.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireMember, type MemberKey } from './member.ts';

const WEEK = 604_800_000;

interface TradeRow {
  readonly executed_at: number;
  readonly id: Uint8Array;
  readonly slot: number;
  readonly buyer_id: number;
  readonly buyer: string;
  readonly seller: string;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly failure_code: number | null;
  readonly grid_import_price: number | null;
  readonly grid_export_price: number | null;
}

/** One week's bucket of one side, newest first: a seek on the bucketed index, which the planner would not choose by itself. */
function bucketRows(
  db: ReadDb,
  member: MemberKey,
  side: 'buyer' | 'seller',
  week: number,
  from: number,
  to: number,
  before: { executedAt: number; id: Uint8Array } | null,
  limit: number,
): TradeRow[] {
  const keyset = before === null ? '' : 'AND (executed_at, trade.id) < (?, ?)';
  return db.all<TradeRow>(
    `SELECT executed_at, trade.id, trade.slot, buyer_id, buyer.anonymized_id AS buyer, seller.anonymized_id AS seller, quantity_wh, price,
            amount, status, failure_code, grid_import_price, grid_export_price
     FROM trade INDEXED BY trade_${side}
     JOIN member_view AS buyer ON buyer.id = buyer_id
     JOIN member_view AS seller ON seller.id = seller_id
     LEFT JOIN pricing_signal ON pricing_signal.community_id = trade.community_id AND pricing_signal.slot = trade.slot
     WHERE trade.community_id = ? AND executed_at / 604800000 = ? AND ${side}_id = ? AND executed_at >= ? AND executed_at < ? ${keyset}
     ORDER BY executed_at DESC, trade.id DESC LIMIT ?`,
    [member.community.id, week, member.id, from, to, ...(before === null ? [] : [before.executedAt, before.id]), limit],
  );
}

function newestFirst(a: TradeRow, b: TradeRow): number {
  return b.executed_at - a.executed_at || Buffer.compare(b.id, a.id);
}

function tradeOf(row: TradeRow, member: MemberKey): Output<'members.trades'>['trades'][number] {
  const bought = row.buyer_id === member.id;
  const tariff = bought ? row.grid_import_price : row.grid_export_price;
  const atTariff = tariff === null ? null : amountOf(row.quantity_wh, tariff);
  return {
    id: uuidText(row.id),
    executedAt: row.executed_at,
    slot: row.slot,
    side: bought ? 'bought' : 'sold',
    counterparty: bought ? row.seller : row.buyer,
    quantityWh: row.quantity_wh,
    price: row.price,
    amount: row.amount,
    savings: atTariff === null ? null : bought ? atTariff - row.amount : row.amount - atTariff,
    status: settlementStatuses[row.status],
    failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
  };
}

/** A member's trades on either side, newest first, by walking the weekly buckets of both indexes backwards. */
export function memberTrades(db: ReadDb, input: ParsedInput<'members.trades'>): Output<'members.trades'> {
  const member = requireMember(db, input.memberId);
  // As in the ledger: of the time before some are left by chance.
  const from = Math.max(input.range.from, member.community.raw_from);
  const before = input.before ? { executedAt: input.before.executedAt, id: cursorId(input.before.id) } : null;
  const to = before === null ? input.range.to : Math.min(input.range.to, before.executedAt + 1);
  const rows: TradeRow[] = [];
  // One more than asked for tells whether there is a next page.
  const wanted = input.limit + 1;
  for (let week = Math.floor((to - 1) / WEEK); week >= Math.floor(from / WEEK); week--) {
    const missing = wanted - rows.length;
    if (missing <= 0) break;
    const both = (['buyer', 'seller'] as const).flatMap((side) =>
      bucketRows(db, member, side, week, from, to, before, missing),
    );
    rows.push(...both.sort(newestFirst).slice(0, missing));
  }
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    trades: page.map((row) => tradeOf(row, member)),
    next: rows.length > input.limit && last ? { executedAt: last.executed_at, id: uuidText(last.id) } : null,
  };
}

/** Throws INPUT_INVALID for what is no UUID. */
function cursorId(uid: string): Uint8Array {
  if (isUuid(uid)) return uuidBytes(uid);
  throw new Failure('INPUT_INVALID', 'No trade has this id.', {
    remedy: 'Begin again with the newest trades.',
    details: { field: 'before.id' },
  });
}
