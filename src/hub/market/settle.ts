import type { Transaction } from 'kysely';
import { Random } from '#shared/domain/random.ts';
import type { FailureCode, Trade } from '#shared/domain/records.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { type FeedChange, lockCommunity, publish } from '../db/feed.ts';
import { storeRecords } from '../db/record-tables.ts';
import { refreshStats } from '../db/refresh-stats.ts';
import type { Tables } from '../db/tables.ts';
import { book } from './accounts.ts';
import { addSteps } from './settlement-cases.ts';
import { SlotMeters } from './slot-meters.ts';
import { insertTradeEvents } from './trades.ts';
import { recordOf } from './wire-row.ts';

/** What goes wrong beside the meters, and how often: the odds of the simulator's troubles. */
const troubles: readonly { readonly code: FailureCode; readonly odds: number }[] = [
  { code: 'INSUFFICIENT_BALANCE', odds: 17 },
  { code: 'BANK_RETURN', odds: 9 },
  { code: 'NETWORK_FAILURE', odds: 8 },
  { code: 'MANDATE_MISSING', odds: 6 },
  { code: 'TARIFF_MISSING', odds: 3 },
  { code: 'AMOUNT_MISMATCH', odds: 3 },
  { code: 'UNKNOWN', odds: 2 },
];
/** Of the trades whose meters are in order. */
const TROUBLE_SHARE = 0.01;

export interface SettleOptions {
  /** Trades of slots before this one are settled; epoch milliseconds. */
  readonly before: number;
  /** When they are; epoch milliseconds. */
  readonly at: number;
  /** Decides which trades meet with trouble. */
  readonly seed: number;
}

export interface Settled {
  /** The last position of the community's feed. */
  readonly position: number;
  readonly settled: number;
  readonly failed: number;
}

/**
 * Settles the pending trades of a demo community as the hub itself, in the caller's transaction. A trade fails when a meter reading of its
 * slot is missing, came late or was revised, and now and then for another cause; the same trade always with the same outcome. One that
 * fails opens a case, and its money goes back, even where the seller has spent it: that is a debt on its account. Tell `parts.signals`
 * after the commit.
 * @throws HubError 404 when there is no such community
 */
export async function settleTrades(
  tx: Transaction<Tables>,
  communityId: string,
  { before, at, seed }: SettleOptions,
): Promise<Settled> {
  await lockCommunity(tx, communityId);
  const rows = await tx
    .selectFrom('trades')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('settlement_status', '=', 'pending')
    .where('slot', '<', new Date(before))
    .orderBy('executed_at')
    .orderBy('id')
    .execute();
  const pending = rows.map((row) => recordOf(tradeWire, row));
  const meters = await SlotMeters.read(tx, communityId, pending);
  const settled = pending.map((trade): Trade => {
    const failureCode = meters.failure(trade, pending) ?? trouble(trade, seed);
    return {
      ...trade,
      settlementStatus: failureCode === null ? 'settled' : 'failed',
      failureCode,
      version: trade.version + 1,
    };
  });
  const failed = settled.filter(({ failureCode }) => failureCode !== null);
  const wires = settled.map((trade) => tradeWire.encode(trade, communityId));
  await storeRecords(tx, 'trades', wires);
  const events = settled.map((trade) => ({ trade, at, reason: trade.failureCode === null ? 'settled' : 'failed' }));
  await insertTradeEvents(tx, communityId, events);
  const trades = wires.map((wire): FeedChange => ({ kind: 'trade', key: wire.id, body: wire }));
  const opened = await addSteps(
    tx,
    communityId,
    failed.map((trade) => {
      const { version: tradeVersion, failureCode } = trade;
      return { of: { trade, events: [] }, kind: 'failed', tradeVersion, failureCode };
    }),
    at,
  );
  const members = await book(tx, communityId, bookedBack(failed));
  const slots = failed.map(({ slot }) => new Date(slot).toISOString());
  await refreshStats(tx, communityId, new Set(slots));
  return {
    position: await publish(tx, communityId, [...trades, ...opened, ...members]),
    settled: settled.length - failed.length,
    failed: failed.length,
  };
}

function trouble({ id }: Trade, seed: number): FailureCode | null {
  const random = new Random(`${seed}/settlement/${id}`);
  return random.chance(TROUBLE_SHARE) ? troubles[random.weighted(troubles.map(({ odds }) => odds))].code : null;
}

function bookedBack(failed: readonly Trade[]): Map<string, number> {
  const changes = new Map<string, number>();
  for (const { buyerId, sellerId, amount } of failed) {
    changes.set(buyerId, (changes.get(buyerId) ?? 0) + amount);
    changes.set(sellerId, (changes.get(sellerId) ?? 0) - amount);
  }
  return changes;
}
