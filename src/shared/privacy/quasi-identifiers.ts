/**
 * Columns of an export that somebody may know of a member from elsewhere, as the export shows them. Pseudonyms and ids are not among them:
 * they name a member only for who has the table that the console keeps apart.
 */
export const quasiIdentifiers = {
  trades: ['executedAt', 'slot', 'quantityWh', 'price', 'amount', 'status'],
  members: [
    'role',
    'isActive',
    'joinedAt',
    'pvCapacityWp',
    'batteryCapacityWh',
    'mapCell',
    'consumedWh',
    'tradedWh',
    'savings',
  ],
} as const;

export const exportDatasets = ['trades', 'members'] as const;
export type ExportDataset = (typeof exportDatasets)[number];

export const MAX_RISK_COLUMNS = Math.max(...exportDatasets.map((dataset) => quasiIdentifiers[dataset].length));
