import type { Selectable, Transaction } from 'kysely';
import { Random } from '#shared/domain/random.ts';
import type { FailureCode, Trade } from '#shared/domain/records.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { type FeedChange, lockCommunity, publish } from '../db/feed.ts';
import { storeRecords } from '../db/record-tables.ts';
import { refreshStats } from '../db/refresh-stats.ts';
import type { MeterReadingsTable, Tables } from '../db/tables.ts';
import { book } from './accounts.ts';
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
 * slot is missing, came late or was revised, and now and then for another cause; the same trade always with the same outcome. The money of
 * a failed one goes back, even where the seller has spent it: that is a debt on its account. Tell `parts.signals` after the commit.
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
  const meters = await readingsOf(tx, communityId, pending);
  const settled = pending.map((trade): Trade => {
    const failureCode = meterFailure(trade, pending, meters) ?? trouble(trade, seed);
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
  const members = await book(tx, communityId, bookedBack(failed));
  const slots = failed.map(({ slot }) => new Date(slot).toISOString());
  await refreshStats(tx, communityId, new Set(slots));
  return {
    position: await publish(tx, communityId, [...trades, ...members]),
    settled: settled.length - failed.length,
    failed: failed.length,
  };
}

type Reading = Pick<Selectable<MeterReadingsTable>, 'exported_wh' | 'quality' | 'revision'>;

/** The readings of the trades' slots, by slot and member. */
async function readingsOf(
  tx: Transaction<Tables>,
  communityId: string,
  trades: readonly Trade[],
): Promise<ReadonlyMap<string, Reading>> {
  const slots = [...new Set(trades.map(({ slot }) => slot))].map((slot) => new Date(slot));
  if (slots.length === 0) return new Map();
  const rows = await tx
    .selectFrom('meter_readings')
    .select(['slot', 'member_id', 'exported_wh', 'quality', 'revision'])
    .where('community_id', '=', communityId)
    .where('slot', 'in', slots)
    .execute();
  return new Map(rows.map((row) => [readingKey(row.slot.getTime(), row.member_id), row]));
}

function readingKey(slot: number, memberId: string): string {
  return `${slot}/${memberId}`;
}

/** What the meters of a trade's slot have against it: a reading that is not there counts on either side, a revised one the seller's. */
function meterFailure(
  { slot, buyerId, sellerId }: Trade,
  pending: readonly Trade[],
  meters: ReadonlyMap<string, Reading>,
): FailureCode | null {
  const bought = meters.get(readingKey(slot, buyerId));
  const sold = meters.get(readingKey(slot, sellerId));
  const qualities = [bought?.quality ?? 'missing', sold?.quality ?? 'missing'];
  if (qualities.includes('missing')) return 'METER_READING_MISSING';
  if (qualities.includes('estimated')) return 'METER_READING_LATE';
  if (sold === undefined || sold.revision === 0) return null;
  const soldWh = pending
    .filter((other) => other.slot === slot && other.sellerId === sellerId)
    .reduce((sum, { quantityWh }) => sum + quantityWh, 0);
  return soldWh > sold.exported_wh ? 'QUANTITY_EXCEEDS_METER' : 'METER_READING_REVISED';
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
