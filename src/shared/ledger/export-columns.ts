import type { ExportColumn } from '../contract/ledger-records.ts';
import { KWH_DECIMALS, PRICE_DECIMALS } from '../domain/units.ts';

/** What a column holds: energy in Wh, prices in micro-currency per kWh, amounts in micro-currency, times in epoch milliseconds. */
export type ColumnKind = 'text' | 'time' | 'energy' | 'price' | 'amount' | 'count' | 'status' | 'mechanism';

/** The columns of an export, by their keys in a trade, with their names on the wire (DOMAIN.md section 2). */
export const columnFacts: Readonly<Record<ExportColumn, { readonly wire: string; readonly kind: ColumnKind }>> = {
  id: { wire: 'id', kind: 'text' },
  executedAt: { wire: 'executed_at', kind: 'time' },
  slot: { wire: 'slot', kind: 'time' },
  buyer: { wire: 'buyer', kind: 'text' },
  seller: { wire: 'seller', kind: 'text' },
  quantityWh: { wire: 'quantity_kwh', kind: 'energy' },
  price: { wire: 'price_per_kwh', kind: 'price' },
  amount: { wire: 'total_amount', kind: 'amount' },
  status: { wire: 'settlement_status', kind: 'status' },
  failureCode: { wire: 'failure_code', kind: 'text' },
  retail: { wire: 'grid_import_price', kind: 'price' },
  feedIn: { wire: 'grid_export_price', kind: 'price' },
  buyerSavings: { wire: 'buyer_savings', kind: 'amount' },
  sellerSavings: { wire: 'seller_savings', kind: 'amount' },
  mechanism: { wire: 'mechanism', kind: 'mechanism' },
  buyRuleId: { wire: 'buy_rule_id', kind: 'text' },
  sellRuleId: { wire: 'sell_rule_id', kind: 'text' },
  version: { wire: 'version', kind: 'count' },
};

/** Decimals of a number of this kind outside the console, where it is in kWh and currency. */
export function decimalsOf(kind: ColumnKind): number {
  if (kind === 'energy') return KWH_DECIMALS;
  return kind === 'price' || kind === 'amount' ? PRICE_DECIMALS : 0;
}
