import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type MarketJob, type MarketJobs, runMarketJob } from './market-jobs.ts';
import { answerMarketQuery, type MarketQuery } from './queries.ts';

/** Where the market is computed: in a thread of its own in the console, in the same one on the command line and in tests. */
export interface MarketWork {
  query<M extends MarketQuery>(method: M, input: ParsedInput<M>): Promise<Output<M>>;
  /** Does a job and hands on what it tells. Ends early, without an error, once `signal` is aborted. */
  run<J extends MarketJob>(
    job: J,
    input: ParsedInput<J>,
    tell: (progress: MarketJobs[J]) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Computes on the caller's thread, over its connection. */
export function marketInProcess(db: ReadDb): MarketWork {
  return {
    query: async (method, input) => answerMarketQuery(db, method, input, Date.now()),
    run: (job, input, tell, signal) => runMarketJob(db, job, input, tell, () => signal.aborted),
    close: async () => {},
  };
}
