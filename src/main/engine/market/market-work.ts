import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import { answerMarketQuery, type MarketQuery } from './queries.ts';
import { replayPeriod, type ReplayProgress } from './replay-period.ts';

/** Where the market is computed: in a thread of its own in the console, in the same one on the command line and in tests. */
export interface MarketWork {
  query<M extends MarketQuery>(method: M, input: ParsedInput<M>): Promise<Output<M>>;
  /** Ends early, without an error, once `signal` is aborted. */
  replay(
    input: ParsedInput<'market.replay'>,
    tell: (progress: ReplayProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Computes on the caller's thread, over its connection. */
export function marketInProcess(db: ReadDb): MarketWork {
  return {
    query: async (method, input) => answerMarketQuery(db, method, input, Date.now()),
    replay: (input, tell, signal) => replayPeriod(db, input, tell, () => signal.aborted),
    close: async () => {},
  };
}
