import type { ColumnClass, DataClass, MemberLink, TableClasses } from './data-classes.ts';

/** Columns of one class; `personal` and `other` are their names, separated by blanks. */
interface Columns {
  readonly class: DataClass;
  readonly personal?: string;
  readonly other?: string;
}

/** A table of columns of one class or of several, and how its rows name members: `member_id:row`. */
function tableOf(columns: Columns | readonly Columns[], about = ''): TableClasses {
  const all: Record<string, ColumnClass> = {};
  for (const part of [columns].flat() as readonly Columns[]) {
    for (const name of names(part.personal)) all[name] = { class: part.class, isPersonal: true };
    for (const name of names(part.other)) all[name] = { class: part.class, isPersonal: false };
  }
  const links = names(about).map((link) => {
    const [column, by] = link.split(':');
    return { column, by: by as MemberLink };
  });
  return { columns: all, about: links };
}

function names(text = ''): string[] {
  return text.split(' ').filter((name) => name !== '');
}

const communitySums =
  'produced_wh consumed_wh self_consumed_wh imported_wh exported_wh traded_wh traded_amount retail_amount feed_in_amount trade_count failed_count';

/**
 * The class of every column of the cache. Rows of a member are personal from the first column to the last but for what only says where the
 * row belongs; sums over a community are not, which is what suppression is for (DOMAIN.md section 8).
 */
export const cacheTables: Readonly<Record<string, TableClasses>> = {
  audit_checkpoint: tableOf({ class: 'audit', other: 'number at public_key signature' }),
  audit_entry: tableOf(
    {
      class: 'audit',
      personal: 'at kind outcome of method actor role details',
      other: 'number community_uid previous hash',
    },
    'details:text',
  ),
  certificate: tableOf({
    class: 'trade',
    personal: 'marginal_order orders trade_ids',
    other: 'id community_id slot clearing_id cleared_at mechanism offer_order price_floor price_cap fingerprint',
  }),
  clearing: tableOf({
    class: 'trade',
    other:
      'community_id slot id type price interval_low interval_high quantity_wh marginal_quantity_wh marginal_total_wh',
  }),
  community: tableOf({
    class: 'community',
    other:
      'id uid name description district postcode_zone created_at is_active time_zone currency country boundary mechanism slot_minutes price_floor price_cap is_demo has_simulated_trades data_from data_to',
  }),
  community_document: tableOf({
    class: 'community',
    other: 'community_uid kind version title language text valid_from created_at sha256',
  }),
  consent: tableOf(
    {
      class: 'consent',
      personal: 'member_uid number purpose decision document_version at recorded_at',
      other: 'community_uid',
    },
    'member_uid:uid',
  ),
  erasure_record: tableOf([{ class: 'audit', other: 'id at community_uid kind class cutoff counts entry_number' }]),
  grid_factor: tableOf({ class: 'community', other: 'community_id hour milligrams_per_kwh' }),
  grid_factor_source: tableOf({ class: 'community', other: 'community_id source file_name imported_at' }),
  hub_connection: tableOf([
    { class: 'operator', personal: 'email name role connected_at user_uid' },
    { class: 'technical', other: 'id address refresh_token raw_months' },
  ]),
  identity: tableOf([{ class: 'identity', personal: 'member_id user_id' }], 'member_id:row'),
  import_run: tableOf({
    class: 'technical',
    other: 'id community_id file_name fingerprint kind state rows_done rows_total started_at finished_at report',
  }),
  kept_aside: tableOf(
    { class: 'technical', personal: 'key fields', other: 'community_id kind' },
    'key:text fields:text',
  ),
  legal_hold: tableOf(
    [{ class: 'audit', personal: 'member_uid', other: 'id community_uid class reason set_at lifted_at' }],
    'member_uid:uid',
  ),
  former_pseudonym: tableOf({ class: 'member', personal: 'member_id pseudonym' }, 'member_id:row'),
  member: tableOf(
    {
      class: 'member',
      personal:
        'uid anonymized_id role joined_at left_at reputation_score is_active pv_capacity_wp battery_capacity_wh map_cell balance credit_limit',
      other: 'id community_id erased_at',
    },
    'id:row',
  ),
  meter_reading: tableOf(
    {
      class: 'meter',
      personal: 'slot member_id produced_wh consumed_wh imported_wh exported_wh battery_soc quality revision',
      other: 'community_id',
    },
    'member_id:row',
  ),
  offer: tableOf(
    {
      class: 'offer',
      personal:
        'window_start id member_id type quantity_wh remaining_wh price window_end status created_at rule_id rule_version',
      other: 'community_id',
    },
    'member_id:row',
  ),
  organiser: tableOf({
    class: 'operator',
    personal: 'name contact representative protection_officer',
    other: 'community_uid address changed_at',
  }),
  outbox: tableOf(
    [
      {
        class: 'member',
        personal:
          'kind state created_at changed_at member_id type quantity_wh price window_start window_end offer_id counterparty_id rule_uid base_version rule trade_id trade_executed_at case_number settlement reason theirs',
        other: 'community_id',
      },
      { class: 'technical', other: 'id uid key problem attempts next_attempt_at position' },
    ],
    'member_id:row counterparty_id:row',
  ),
  pricing_signal: tableOf({
    class: 'community',
    other: 'community_id slot p2p_price grid_import_price grid_export_price forecast_next_hour signal',
  }),
  raw_choice: tableOf({ class: 'technical', other: 'community_uid months' }),
  raw_window: tableOf({ class: 'technical', other: 'community_id raw_from rolled_to' }),
  report: tableOf(
    {
      class: 'community',
      personal: 'report_order',
      other: 'id community_uid language made_at data_to fingerprint sections title',
    },
    'report_order:text',
  ),
  report_file: tableOf({ class: 'community', other: 'sha256 report_id saved_at' }),
  retention_cleared: tableOf({ class: 'technical', other: 'community_uid class before' }),
  retention_clock: tableOf({ class: 'technical', other: 'community_uid class length' }),
  rollup_day: tableOf({ class: 'community', other: `community_id day ${communitySums}` }),
  rollup_hour: tableOf({ class: 'community', other: `community_id hour ${communitySums}` }),
  rollup_member_day: tableOf(
    {
      class: 'trade',
      personal:
        'day member_id produced_wh consumed_wh self_consumed_wh imported_wh exported_wh bought_wh bought_amount bought_retail_amount sold_wh sold_amount sold_feed_in_amount trade_count failed_count offer_count honoured_count cancelled_count',
      other: 'community_id',
    },
    'member_id:row',
  ),
  rollup_slot: tableOf({
    class: 'community',
    other: `community_id slot ${communitySums} first_trade_at last_trade_at`,
  }),
  rule: tableOf({ class: 'member', personal: 'uid member_id last_matched_at', other: 'id' }, 'member_id:row'),
  rule_version: tableOf(
    [
      {
        class: 'member',
        personal:
          'rule_id version type max_quantity_wh max_price min_price min_battery_soc time_windows is_enabled created_at valid_from',
      },
      { class: 'operator', personal: 'changed_by change_reason' },
    ],
    'rule_id:rule',
  ),
  settlement_event: tableOf(
    [
      {
        class: 'trade',
        personal:
          'executed_at trade_id number id kind at reason trade_version failure_code resolution quantity_wh evidence reference needs_approval quantity_before_wh amount_before',
        other: 'community_id',
      },
      { class: 'operator', personal: 'actor actor_uid' },
    ],
    'trade_id:trade',
  ),
  sync_state: tableOf({ class: 'technical', other: 'community_id replaces_id cursor position complete_at' }),
  trade: tableOf(
    {
      class: 'trade',
      personal:
        'executed_at id slot buyer_id seller_id quantity_wh price amount status failure_code version clearing_id buy_offer_id sell_offer_id',
      other: 'community_id',
    },
    'buyer_id:row seller_id:row',
  ),
};

/** A table's columns of one class. */
export interface ClassColumns {
  readonly table: string;
  readonly columns: readonly string[];
  readonly isPersonal: boolean;
}

/** The tables and columns of a class, in the order of the tables; those that are personal apart from those that are not. */
export function columnsOfClass(wanted: DataClass): ClassColumns[] {
  return Object.entries(cacheTables).flatMap(([table, { columns }]) =>
    [true, false].flatMap((isPersonal) => {
      const own = Object.keys(columns).filter(
        (column) => columns[column].class === wanted && columns[column].isPersonal === isPersonal,
      );
      return own.length === 0 ? [] : [{ table, columns: own, isPersonal }];
    }),
  );
}
