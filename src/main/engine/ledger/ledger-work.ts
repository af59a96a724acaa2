import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CacheFile } from '../cache/open.ts';
import { startWorkThread } from '../threads/work-thread.ts';
import { type Desk, type Work, workInProcess } from '../threads/work.ts';
import { LedgerDesk } from './ledger-desk.ts';
import { type LedgerJob, type LedgerJobs, runLedgerJob } from './ledger-jobs.ts';
import { compareTrade } from './comparison.ts';
import { savingsOf } from './savings.ts';
import { tradeSheet } from './trade-sheet.ts';

export type LedgerQuery =
  | 'ledger.page'
  | 'ledger.totals'
  | 'ledger.placeOf'
  | 'ledger.trade'
  | 'ledger.savings'
  | 'ledger.comparison';
type Inputs = { readonly [J in LedgerJob]: LedgerJobs[J]['input'] };
type Progress = { readonly [J in LedgerJob]: LedgerJobs[J]['progress'] };

/** Where trades are found, counted and exported. */
export type LedgerWork = Work<LedgerQuery, Inputs, Progress>;

/** Does it over a connection. */
export function ledgerDesk(db: ReadDb): Desk<LedgerQuery, Inputs, Progress> {
  const desk = new LedgerDesk(db);
  const queries: { readonly [M in LedgerQuery]: (input: ParsedInput<M>) => Output<M> | Promise<Output<M>> } = {
    'ledger.page': (input) => desk.page(input),
    'ledger.totals': (input) => desk.totals(input),
    'ledger.placeOf': (input) => desk.placeOf(input),
    'ledger.trade': (input) => tradeSheet(db, input),
    'ledger.savings': (input) => savingsOf(db, input),
    'ledger.comparison': (input) => compareTrade(db, input),
  };
  return {
    answer: (method, input) => queries[method](input),
    run: (job, input, tell, isCancelled) => runLedgerJob(db, job, input, tell, isCancelled),
  };
}

/** Does it on the caller's thread, over its connection. */
export function ledgerInProcess(db: ReadDb): LedgerWork {
  return workInProcess(ledgerDesk(db));
}

/** Starts the ledger's thread over an open cache. */
export function startLedgerThread(cache: Pick<CacheFile, 'file' | 'key'>): LedgerWork {
  return startWorkThread('ledger', cache, { starts: 'soon' });
}
