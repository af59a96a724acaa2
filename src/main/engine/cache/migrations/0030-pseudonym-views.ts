import type { Migration } from './migration.ts';

/**
 * The views that every query uses. A member without a pseudonym is held back, and so is every trade, offer or rule of such a member:
 * nothing is shown raw (ANONYMISATION_FAILED, DOMAIN.md section 10). No view touches `identity`.
 */
export const migration0030: Migration = {
  version: 30,
  name: 'pseudonym-views',
  sql: `
    CREATE VIEW member_view AS
      SELECT id, community_id, uid, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_wp,
             battery_capacity_wh, map_cell, balance, credit_limit
      FROM member
      WHERE anonymized_id IS NOT NULL AND anonymized_id <> '';

    CREATE VIEW rule_view AS
      SELECT rule.id, rule.uid, rule.member_id, rule.last_matched_at, member_view.community_id, member_view.anonymized_id,
             rule_version.version, rule_version.type, rule_version.max_quantity_wh, rule_version.max_price, rule_version.min_price,
             rule_version.min_battery_soc, rule_version.time_windows, rule_version.is_enabled, rule_version.created_at,
             rule_version.valid_from
      FROM rule
      JOIN rule_version ON rule_version.rule_id = rule.id
      JOIN member_view ON member_view.id = rule.member_id;

    CREATE VIEW trade_view AS
      SELECT trade.community_id, trade.executed_at, trade.id, trade.slot, trade.buyer_id, trade.seller_id,
             buyer.uid AS buyer_uid, buyer.anonymized_id AS buyer, seller.uid AS seller_uid, seller.anonymized_id AS seller,
             trade.quantity_wh, trade.price, trade.amount, trade.status, trade.failure_code, trade.version, trade.clearing_id,
             trade.buy_offer_id, trade.sell_offer_id
      FROM trade
      JOIN member_view AS buyer ON buyer.id = trade.buyer_id
      JOIN member_view AS seller ON seller.id = trade.seller_id;

    CREATE VIEW offer_view AS
      SELECT offer.community_id, offer.window_start, offer.id, offer.member_id, member_view.uid AS member_uid,
             member_view.anonymized_id, offer.type, offer.quantity_wh, offer.remaining_wh, offer.price, offer.window_end,
             offer.status, offer.created_at, offer.rule_id, offer.rule_version
      FROM offer
      JOIN member_view ON member_view.id = offer.member_id;

    CREATE VIEW reading_view AS
      SELECT meter_reading.community_id, meter_reading.slot, meter_reading.member_id, member_view.anonymized_id,
             meter_reading.produced_wh, meter_reading.consumed_wh, meter_reading.imported_wh, meter_reading.exported_wh,
             meter_reading.battery_soc, meter_reading.quality, meter_reading.revision
      FROM meter_reading
      JOIN member_view ON member_view.id = meter_reading.member_id;
  `,
};
