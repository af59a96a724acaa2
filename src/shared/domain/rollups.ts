/** The sums that are kept of the records of a time, the same at a desk and at the hub (definitions: migration 20 of the cache). */

/** The sums of a slot, an hour or a day of a community: Wh, micro-currency and counts. */
export const communitySums = [
  'produced_wh',
  'consumed_wh',
  'self_consumed_wh',
  'imported_wh',
  'exported_wh',
  'traded_wh',
  'traded_amount',
  'retail_amount',
  'feed_in_amount',
  'trade_count',
  'failed_count',
] as const;
export type CommunitySums = Record<(typeof communitySums)[number], number>;

/** The sums of a member's day. */
export const memberSums = [
  'produced_wh',
  'consumed_wh',
  'self_consumed_wh',
  'imported_wh',
  'exported_wh',
  'bought_wh',
  'bought_amount',
  'bought_retail_amount',
  'sold_wh',
  'sold_amount',
  'sold_feed_in_amount',
  'trade_count',
  'failed_count',
  'offer_count',
  'honoured_count',
  'cancelled_count',
] as const;
export type MemberSums = Record<(typeof memberSums)[number], number>;
