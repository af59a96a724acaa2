import type { Transaction } from 'kysely';
import type { FailureCode, Trade } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { Resolution } from '#shared/settlement/events.ts';
import { tradeWire } from '#shared/wire/market.ts';
import type { FeedChange } from '../db/feed.ts';
import { refreshStats } from '../db/refresh-stats.ts';
import type { Tables } from '../db/tables.ts';
import { book, findMember } from './accounts.ts';
import { SlotMeters } from './slot-meters.ts';
import { insertTradeEvents } from './trades.ts';
import { recordOf } from './wire-row.ts';

/** What a resolution has made of a failed trade. */
export interface CarriedOut {
  /** As it is now, one version further. */
  readonly trade: Trade;
  /** Why it failed again; null when it is resolved. */
  readonly failureCode: FailureCode | null;
  /** What went from the buyer's account to the seller's, micro-currency. */
  readonly booked: number;
  readonly changes: readonly FeedChange[];
}

/**
 * Carries a resolution out (DOMAIN.md section 6), behind the community's lock. The money of a failed trade is with its buyer: what is
 * settled over the accounts is booked from there once more. Where meters or money still are in the way the trade fails again.
 * @param at epoch milliseconds
 */
export async function settleFailed(
  tx: Transaction<Tables>,
  communityId: string,
  failed: Trade,
  resolution: Resolution,
  at: number,
): Promise<CarriedOut> {
  const isVoid = resolution.kind === 'void';
  const isBooked = resolution.kind === 'retry' || resolution.kind === 'adjust';
  const wanted = resolution.kind === 'adjust' ? adjusted(failed, resolution.quantityWh) : failed;
  const failureCode = isBooked ? await failureOf(tx, communityId, wanted, resolution.kind) : null;
  const version = failed.version + 1;
  const trade: Trade =
    failureCode === null && !isVoid
      ? { ...wanted, settlementStatus: 'settled', failureCode: null, version }
      : { ...failed, failureCode: failureCode ?? failed.failureCode, version };
  const booked = isBooked && failureCode === null ? trade.amount : 0;

  const wire = tradeWire.encode(trade, communityId);
  await tx
    .updateTable('trades')
    .set({
      quantity_kwh: wire.quantity_kwh,
      total_amount: wire.total_amount,
      settlement_status: wire.settlement_status,
      failure_code: wire.failure_code,
      version,
    })
    .where('id', '=', trade.id)
    .execute();
  await insertTradeEvents(tx, communityId, [{ trade, at, reason: reasonOf(resolution, failureCode) }]);
  const members = await book(
    tx,
    communityId,
    new Map([
      [trade.buyerId, -booked],
      [trade.sellerId, booked],
    ]),
  );
  if (trade.settlementStatus === 'settled') await refreshStats(tx, communityId, [new Date(trade.slot).toISOString()]);
  return { trade, failureCode, booked, changes: [{ kind: 'trade', key: wire.id, body: wire }, ...members] };
}

function adjusted(trade: Trade, quantityWh: number): Trade {
  return { ...trade, quantityWh, amount: amountOf(quantityWh, trade.price) };
}

function reasonOf({ kind }: Resolution, failureCode: FailureCode | null): string {
  if (failureCode !== null) return `${kind} failed`;
  return {
    retry: 'settled again',
    adjust: 'settled for the metered quantity',
    void: 'voided',
    'by-hand': 'settled by hand',
  }[kind];
}

async function failureOf(
  tx: Transaction<Tables>,
  communityId: string,
  trade: Trade,
  kind: 'retry' | 'adjust',
): Promise<FailureCode | null> {
  const meters = kind === 'retry' ? retryFailure : adjustFailure;
  return (await meters(tx, communityId, trade)) ?? (await balanceFailure(tx, communityId, trade));
}

/** The checks of the settlement, but that a reading was revised is known by now: the revised one counts. */
async function retryFailure(tx: Transaction<Tables>, communityId: string, trade: Trade): Promise<FailureCode | null> {
  const meters = await SlotMeters.read(tx, communityId, [trade]);
  const standing = (await tradesOfSlot(tx, communityId, trade)).filter(
    ({ settlementStatus }) => settlementStatus !== 'failed',
  );
  const code = meters.failure(trade, [...standing, trade]);
  return code === 'METER_READING_REVISED' ? null : code;
}

/** What the settled trades leave of either meter is enough, whatever the quality of the reading: an adjustment takes what is known. */
async function adjustFailure(tx: Transaction<Tables>, communityId: string, trade: Trade): Promise<FailureCode | null> {
  const { slot, buyerId, sellerId, quantityWh } = trade;
  const meters = await SlotMeters.read(tx, communityId, [trade]);
  const [bought, sold] = [meters.of(slot, buyerId), meters.of(slot, sellerId)];
  if (bought === null || sold === null || bought.quality === 'missing' || sold.quality === 'missing') {
    return 'METER_READING_MISSING';
  }
  const settled = (await tradesOfSlot(tx, communityId, trade)).filter(
    ({ settlementStatus }) => settlementStatus === 'settled',
  );
  const sum = (trades: readonly Trade[]): number => trades.reduce((wh, other) => wh + other.quantityWh, quantityWh);
  const soldWh = sum(settled.filter((other) => other.sellerId === sellerId));
  const boughtWh = sum(settled.filter((other) => other.buyerId === buyerId));
  return soldWh > sold.exported_wh || boughtWh > bought.imported_wh ? 'QUANTITY_EXCEEDS_METER' : null;
}

/** The other trades of a trade's slot. */
async function tradesOfSlot(tx: Transaction<Tables>, communityId: string, { id, slot }: Trade): Promise<Trade[]> {
  const rows = await tx
    .selectFrom('trades')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('slot', '=', new Date(slot))
    .where('id', '<>', id)
    .execute();
  return rows.map((row) => recordOf(tradeWire, row));
}

/** Whoever pays can: at a negative price that is the seller. */
async function balanceFailure(
  tx: Transaction<Tables>,
  communityId: string,
  { buyerId, sellerId, amount }: Trade,
): Promise<FailureCode | null> {
  const payer = await findMember(tx, communityId, amount < 0 ? sellerId : buyerId);
  const funds = payer === null ? 0 : payer.balance + payer.creditLimit;
  return Math.abs(amount) > funds ? 'INSUFFICIENT_BALANCE' : null;
}
