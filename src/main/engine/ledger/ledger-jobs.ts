import type { ReadDb } from '../cache/connection.ts';
import { type ExportOrder, type ExportProgress, exportTrades } from '../exports/export-trades.ts';

/** What is asked of a job of the ledger, and what it tells again and again and at the end, by the method that starts it. */
export interface LedgerJobs {
  readonly 'ledger.export': { readonly input: ExportOrder; readonly progress: ExportProgress };
}
export type LedgerJob = keyof LedgerJobs;

type Work<J extends LedgerJob> = (
  db: ReadDb,
  input: LedgerJobs[J]['input'],
  tell: (progress: LedgerJobs[J]['progress']) => void,
  isCancelled: () => boolean,
) => Promise<void>;

const jobs: { readonly [J in LedgerJob]: Work<J> } = {
  'ledger.export': exportTrades,
};

/**
 * Does the work of a job. It lets others have their turn in between.
 * @param isCancelled asked after each telling; true ends the job there, without an error
 */
export function runLedgerJob<J extends LedgerJob>(
  db: ReadDb,
  job: J,
  input: LedgerJobs[J]['input'],
  tell: (progress: LedgerJobs[J]['progress']) => void,
  isCancelled: () => boolean,
): Promise<void> {
  return jobs[job](db, input, tell, isCancelled);
}
