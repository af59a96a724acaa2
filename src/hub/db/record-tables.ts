/** Bulk storage of wire records: their names are the columns' names, so the database itself takes JSON apart. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** How the records of a table are stored and which state of one is the newer. */
interface RecordTable {
  readonly key: readonly string[];
  /** The other columns that a record brings. */
  readonly columns: readonly string[];
  /** Those of `columns` that a newer state may change; all when absent. */
  readonly changing?: readonly string[];
  /** SQL over the rows `known` and `excluded` (the one that comes): whether it is newer. Any difference when absent. */
  readonly isNewer?: string;
}

const ruleProgress = (row: string): string => `(${row}.version, COALESCE(${row}.last_matched_at, '-infinity'))`;
const offerProgress = (row: string): string =>
  `(array_position(ARRAY['active', 'matched', 'expired', 'cancelled'], ${row}.status), -${row}.remaining_kwh)`;

const recordTables = {
  communities: {
    key: ['id'],
    columns: [
      'name',
      'description',
      'district',
      'postcode_zone',
      'created_at',
      'is_active',
      'time_zone',
      'currency',
      'country',
      'boundary',
      'market',
      'is_demo',
      'has_simulated_trades',
    ],
  },
  community_members: {
    key: ['id'],
    columns: [
      'community_id',
      'user_id',
      'anonymized_id',
      'former_anonymized_ids',
      'role',
      'joined_at',
      'left_at',
      'reputation_score',
      'is_active',
      'pv_capacity_kwp',
      'battery_capacity_kwh',
      'map_cell',
      'balance',
      'credit_limit',
    ],
  },
  trading_rules: {
    key: ['id'],
    columns: ['community_id', 'member_id', 'version', 'last_matched_at'],
    isNewer: `${ruleProgress('excluded')} > ${ruleProgress('known')}`,
  },
  trading_rule_versions: {
    key: ['rule_id', 'version'],
    columns: [
      'community_id',
      'type',
      'max_quantity_kwh',
      'max_price',
      'min_price',
      'min_battery_soc',
      'time_windows',
      'is_enabled',
      'created_at',
      'valid_from',
      'changed_by',
      'change_reason',
    ],
  },
  pricing_signals: {
    key: ['community_id', 'timestamp'],
    columns: ['p2p_price', 'grid_import_price', 'grid_export_price', 'forecast_next_hour', 'signal'],
  },
  meter_readings: {
    key: ['community_id', 'slot', 'member_id'],
    columns: ['produced_wh', 'consumed_wh', 'imported_wh', 'exported_wh', 'battery_soc', 'quality', 'revision'],
    isNewer: 'excluded.revision > known.revision',
  },
  clearings: {
    key: ['id'],
    columns: [
      'community_id',
      'slot',
      'type',
      'clearing_price',
      'clearing_quantity_kwh',
      'interval',
      'marginal_quantity_kwh',
      'marginal_total_kwh',
      'certificate',
      'fingerprint',
    ],
  },
  // The life of an offer goes one way, so the further state is the newer one; the rest of an order is fixed when it is placed.
  trading_offers: {
    key: ['id'],
    columns: [
      'community_id',
      'member_id',
      'type',
      'quantity_kwh',
      'remaining_kwh',
      'price_per_kwh',
      'time_window_start',
      'time_window_end',
      'status',
      'created_at',
      'rule_id',
      'rule_version',
    ],
    changing: ['remaining_kwh', 'status'],
    isNewer: `${offerProgress('excluded')} > ${offerProgress('known')}`,
  },
  trades: {
    key: ['id'],
    columns: [
      'community_id',
      'buyer_id',
      'seller_id',
      'quantity_kwh',
      'price_per_kwh',
      'total_amount',
      'executed_at',
      'settlement_status',
      'failure_code',
      'slot',
      'clearing_id',
      'buy_offer_id',
      'sell_offer_id',
      'version',
    ],
    changing: ['quantity_kwh', 'price_per_kwh', 'total_amount', 'settlement_status', 'failure_code', 'version'],
    isNewer: 'excluded.version > known.version',
  },
  // An event is never changed.
  settlement_events: {
    key: ['id'],
    columns: [
      'community_id',
      'trade_id',
      'executed_at',
      'number',
      'kind',
      'at',
      'by',
      'by_id',
      'reason',
      'trade_version',
      'failure_code',
      'resolution',
      'needs_approval',
      'before',
    ],
    isNewer: 'false',
  },
} as const satisfies Partial<Record<keyof Tables, RecordTable>>;
export type RecordTableName = keyof typeof recordTables;

/** Has no equality in the database; the fingerprint stands for it. */
const INCOMPARABLE = 'certificate';

/** Of a member: a source that does not say who it is, or what it was called before, does not make the hub forget it. */
const KEPT = ['user_id', 'former_anonymized_ids'];

/** What a column becomes. */
function newValue(column: string): string {
  return KEPT.includes(column) ? `COALESCE(excluded.${column}, known.${column})` : `excluded.${column}`;
}

/**
 * Stores `rows`, no two of them with the same key.
 * @returns the keys of those that were new or newer than what was stored
 */
export async function storeRecords<Key extends object>(
  tx: Transaction<Tables>,
  name: RecordTableName,
  rows: readonly object[],
): Promise<Key[]> {
  const { key, columns, changing = columns, isNewer }: RecordTable = recordTables[name];
  const compared = changing.filter((column) => column !== INCOMPARABLE);
  const differs = `(${compared.map((column) => `known.${column}`).join(', ')})
    IS DISTINCT FROM (${compared.map(newValue).join(', ')})`;
  const all = sql.raw([...key, ...columns].join(', '));
  const statement: RawBuilder<Key> = sql`INSERT INTO ${sql.raw(name)} AS known (${all})
    SELECT ${all} FROM jsonb_populate_recordset(NULL::${sql.raw(name)}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (${sql.raw(key.join(', '))}) DO UPDATE
      SET ${sql.raw(changing.map((column) => `${column} = ${newValue(column)}`).join(', '))}
      WHERE ${sql.raw(isNewer ?? differs)}
    RETURNING ${sql.raw(key.join(', '))}`;
  return (await statement.execute(tx)).rows;
}
