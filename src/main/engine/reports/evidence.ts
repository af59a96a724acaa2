import type { ReportKind, ReportOrder } from '#shared/contract/report-records.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { Range } from '../stats/sums.ts';
import { reportsOf } from './made-reports.ts';

/** The reports about single records; the others tell sums, which stay. */
const aboutRecords: ReadonlySet<ReportKind> = new Set([
  'member-statement',
  'rule-audit',
  'reconciliation',
  'clearing-certificate',
  'ledger',
]);

/** The time whose single records a report is made of; null for one that is made of sums. */
function recordsOfReport(order: ReportOrder): Range | null {
  if (!aboutRecords.has(order.kind)) return null;
  if ('slot' in order) return { from: order.slot, to: order.slot + 1 };
  return 'range' in order ? order.range : null;
}

/** The times whose single records the reports that were made at this desk of a community (wire id) are checked against, in their order. */
export function evidenceOf(db: ReadDb, communityUid: string): Range[] {
  return reportsOf(db, communityUid)
    .map(({ order }) => recordsOfReport(order))
    .filter((range) => range !== null)
    .toSorted((a, b) => a.from - b.from);
}
