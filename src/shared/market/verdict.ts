/** What a replay says of a clearing. */
export const verdicts = ['verified', 'different', 'no-certificate'] as const;
export type Verdict = (typeof verdicts)[number];

/** Everything of a certificate, its clearing, orders and trades that a replay compares, by the names of the wire. */
export const certificateFields = [
  'fingerprint',
  'type',
  'clearing_price',
  'clearing_quantity_kwh',
  'interval_low',
  'interval_high',
  'marginal_order',
  'marginal_quantity_kwh',
  'marginal_total_kwh',
  'p2p_price',
  /** The record as a whole: missing, or one too many. */
  'record',
  'side',
  'member_id',
  'price_per_kwh',
  'quantity_kwh',
  'remaining_kwh',
  'created_at',
  'time_window_start',
  'time_window_end',
  'rule_id',
  'rule_version',
  'buyer_id',
  'seller_id',
  'buy_offer_id',
  'sell_offer_id',
  'clearing_id',
  'slot',
  'executed_at',
  'total_amount',
] as const;
export type CertificateField = (typeof certificateFields)[number];

/** What a field's value is: Wh, micro-currency (per kWh), UTC epoch milliseconds, or a text. */
export const certificateFieldUnits: Readonly<
  Record<CertificateField, 'energy' | 'price' | 'amount' | 'time' | 'text'>
> = {
  fingerprint: 'text',
  type: 'text',
  clearing_price: 'price',
  clearing_quantity_kwh: 'energy',
  interval_low: 'price',
  interval_high: 'price',
  marginal_order: 'text',
  marginal_quantity_kwh: 'energy',
  marginal_total_kwh: 'energy',
  p2p_price: 'price',
  record: 'text',
  side: 'text',
  member_id: 'text',
  price_per_kwh: 'price',
  quantity_kwh: 'energy',
  remaining_kwh: 'energy',
  created_at: 'time',
  time_window_start: 'time',
  time_window_end: 'time',
  rule_id: 'text',
  rule_version: 'text',
  buyer_id: 'text',
  seller_id: 'text',
  buy_offer_id: 'text',
  sell_offer_id: 'text',
  clearing_id: 'text',
  slot: 'time',
  executed_at: 'time',
  total_amount: 'amount',
};
