import { offerStatuses } from '#shared/domain/records.ts';
import { communitySums, memberSums, type CommunitySums, type MemberSums } from '#shared/domain/rollups.ts';
import type { ReadDb, WriteDb } from './connection.ts';
import { rawFromOf } from './raw-window.ts';

export { communitySums, memberSums, type CommunitySums, type MemberSums };

const MATCHED = offerStatuses.indexOf('matched');
const CANCELLED = offerStatuses.indexOf('cancelled');

/**
 * The count of a member's day that an offer belongs to besides `offer_count`: honoured when it was matched, cancelled when it was
 * withdrawn after a part of it had traded (the two parts of reputation, DOMAIN.md section 5); null for every other offer.
 */
export function offerFate(
  status: number,
  quantityWh: number,
  remainingWh: number,
): 'honoured_count' | 'cancelled_count' | null {
  if (status === MATCHED) return 'honoured_count';
  return status === CANCELLED && remainingWh < quantityWh ? 'cancelled_count' : null;
}

/** When the trades of a slot were executed; null without trades. */
export interface TradeSpan {
  first_trade_at: number | null;
  last_trade_at: number | null;
}

/** One rollup table: its row is found by community and `keys`. */
export interface RollupTable<Row> {
  readonly name: string;
  readonly keys: readonly string[];
  readonly columns: readonly (keyof Row & string)[];
  readonly select: string;
  readonly upsert: string;
}

function rollupTable<Row>(
  name: string,
  keys: readonly string[],
  columns: readonly (keyof Row & string)[],
): RollupTable<Row> {
  const all = ['community_id', ...keys, ...columns];
  return {
    name,
    keys,
    columns,
    select: `SELECT ${columns.join(', ')} FROM ${name} WHERE ${['community_id', ...keys].map((key) => `${key} = ?`).join(' AND ')}`,
    upsert: `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})
      ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  };
}

export const slotRollup = rollupTable<CommunitySums & TradeSpan>(
  'rollup_slot',
  ['slot'],
  [...communitySums, 'first_trade_at', 'last_trade_at'],
);
export const hourRollup = rollupTable<CommunitySums>('rollup_hour', ['hour'], communitySums);
export const dayRollup = rollupTable<CommunitySums>('rollup_day', ['day'], communitySums);
export const memberDayRollup = rollupTable<MemberSums>('rollup_member_day', ['day', 'member_id'], memberSums);
export const rollupTables = [slotRollup, hourRollup, dayRollup, memberDayRollup] as const;

/** All sums at 0. */
export function zeroSums<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** The stored row of a community under `keys` (in the order of the table's keys). */
export function getRollup<Row>(
  db: ReadDb,
  table: RollupTable<Row>,
  communityId: number,
  keys: readonly number[],
): Row | undefined {
  return db.get<Row>(table.select, [communityId, ...keys]);
}

/** Stores a row in place of the one under `keys`, if any. */
export function putRollup<Row extends Record<keyof Row, number | null>>(
  db: WriteDb,
  table: RollupTable<Row>,
  communityId: number,
  keys: readonly number[],
  row: Row,
): void {
  db.run(table.upsert, [communityId, ...keys, ...table.columns.map((column) => row[column])]);
}

/**
 * First slot with a reading, and the end of the last one, onto the community's row; null while there is none. Where retention has cleared
 * readings, or this desk does not keep them, the sums that were made of them are data as well.
 */
export function updateDataBounds(db: WriteDb, communityId: number): void {
  const isCleared = db.get(
    `SELECT 1 FROM retention_cleared JOIN community ON community.uid = community_uid WHERE community.id = ? AND class = 'meter'`,
    [communityId],
  );
  const source = isCleared || rawFromOf(db, communityId) > 0 ? 'rollup_slot' : 'meter_reading';
  db.run(
    `UPDATE community SET
       data_from = (SELECT MIN(slot) FROM ${source} WHERE community_id = community.id),
       data_to = (SELECT MAX(slot) FROM ${source} WHERE community_id = community.id) + slot_minutes * 60000
     WHERE id = ?`,
    [communityId],
  );
}
