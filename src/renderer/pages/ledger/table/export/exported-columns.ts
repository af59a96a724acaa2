/** What a column of the table becomes in a file. Pure. */
import { exportColumns, type ExportColumn } from '#shared/contract/ledger-records.ts';
import { shownColumns, type ColumnKey, type ColumnLayout } from '../column-layout.ts';

/** A saving stands beside the tariff that it was reckoned against; what one cell says together the file says apart. */
const inFile: Record<ColumnKey, readonly ExportColumn[]> = {
  executedAt: ['executedAt'],
  buyer: ['buyer'],
  seller: ['seller'],
  quantityWh: ['quantityWh'],
  price: ['price'],
  amount: ['amount'],
  status: ['status', 'failureCode'],
  buyerSavings: ['retail', 'buyerSavings'],
  sellerSavings: ['feedIn', 'sellerSavings'],
  mechanism: ['mechanism'],
  rules: ['buyRuleId', 'sellRuleId'],
  id: ['id'],
};

export const everyColumn: ExportColumn[] = [...exportColumns];

/** The columns of the file for the columns that are seen, in their order. */
export function exportedColumns(layout: ColumnLayout): ExportColumn[] {
  return shownColumns(layout).flatMap((key) => inFile[key]);
}
