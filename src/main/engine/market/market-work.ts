import type { ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CacheFile } from '../cache/open.ts';
import { startWorkThread } from '../threads/work-thread.ts';
import { type Desk, type Work, workInProcess } from '../threads/work.ts';
import { type MarketJob, type MarketJobs, runMarketJob } from './market-jobs.ts';
import { answerMarketQuery, type MarketQuery } from './queries.ts';

/** What each job is asked. */
export type MarketInputs = { readonly [J in MarketJob]: ParsedInput<J> };

/** Where the market is computed. */
export type MarketWork = Work<MarketQuery, MarketInputs, MarketJobs>;

/** Computes over a connection. */
export function marketDesk(db: ReadDb): Desk<MarketQuery, MarketInputs, MarketJobs> {
  return {
    answer: (method, input) => answerMarketQuery(db, method, input, Date.now()),
    run: (job, input, tell, isCancelled) => runMarketJob(db, job, input, tell, isCancelled),
  };
}

/** Computes on the caller's thread, over its connection. */
export function marketInProcess(db: ReadDb): MarketWork {
  return workInProcess(marketDesk(db));
}

/** Starts the market's thread over an open cache. */
export function startMarketThread(cache: Pick<CacheFile, 'file' | 'key'>): MarketWork {
  return startWorkThread('market', cache, { starts: 'soon' });
}
