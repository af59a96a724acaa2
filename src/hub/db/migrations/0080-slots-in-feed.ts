import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * When a change of the feed is about: the slot of a signal, reading, clearing or trade, the start of an offer's window. By it consoles that
 * keep single records of the last months only are spared the older ones, and are told which days have changed since. Trades that are not
 * settled are found by their slot: they are told however old they are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const statements = [
  'ALTER TABLE change_feed ADD COLUMN slot timestamptz',
  `UPDATE change_feed SET slot = (body::jsonb ->> CASE kind
     WHEN 'signal' THEN 'timestamp' WHEN 'offer' THEN 'time_window_start' ELSE 'slot' END)::timestamptz
   WHERE kind IN ('signal', 'reading', 'clearing', 'offer', 'trade')`,
  'GRANT UPDATE (slot) ON change_feed TO commonwatt_api',
  `CREATE INDEX trades_unsettled ON trades (community_id, slot) WHERE settlement_status <> 'settled'`,
];
