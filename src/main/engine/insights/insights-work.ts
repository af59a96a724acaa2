import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CacheFile } from '../cache/open.ts';
import { healthFindings } from '../health/findings.ts';
import { marketFailure } from '../market/market-failure.ts';
import { startWorkThread } from '../threads/work-thread.ts';
import { type Desk, type Work, workInProcess } from '../threads/work.ts';
import { achievementsOf } from './achievements.ts';
import { type CounterfactualProgress, replayUnderMechanisms } from './counterfactual.ts';
import { fairnessOf } from './fairness.ts';
import { impactOf } from './impact.ts';
import { insightsOf } from './indicators.ts';
import { leaderboardsOf } from './leaderboards.ts';
import { lossAdviceOf } from './loss-advice.ts';
import { lossesOf } from './losses.ts';
import { participationOf } from './participation.ts';
import { peaksOf } from './peaks.ts';

export type InsightsQuery =
  | 'insights.indicators'
  | 'insights.peaks'
  | 'insights.leaderboards'
  | 'insights.impact'
  | 'insights.participation'
  | 'insights.achievements'
  | 'insights.fairness'
  | 'insights.losses'
  | 'insights.lossAdvice'
  | 'health.findings';

interface Inputs {
  readonly 'insights.counterfactual': ParsedInput<'insights.counterfactual'>;
}
interface Progress {
  readonly 'insights.counterfactual': CounterfactualProgress;
}

/** Where the insights are computed. */
export type InsightsWork = Work<InsightsQuery, Inputs, Progress>;

const queries: {
  readonly [M in InsightsQuery]: (db: ReadDb, input: ParsedInput<M>) => Output<M> | Promise<Output<M>>;
} = {
  'insights.indicators': insightsOf,
  'insights.peaks': peaksOf,
  'insights.leaderboards': leaderboardsOf,
  'insights.impact': impactOf,
  'insights.participation': participationOf,
  'insights.achievements': achievementsOf,
  'insights.fairness': fairnessOf,
  'insights.losses': lossesOf,
  'insights.lossAdvice': lossAdviceOf,
  'health.findings': healthFindings,
};

/** Computes over a connection. */
export function insightsDesk(db: ReadDb): Desk<InsightsQuery, Inputs, Progress> {
  return {
    answer: async (method, input) => {
      try {
        return await queries[method](db, input);
      } catch (error) {
        throw marketFailure(error);
      }
    },
    run: async (_job, input, tell, isCancelled) => {
      try {
        await replayUnderMechanisms(db, input, tell, isCancelled);
      } catch (error) {
        throw marketFailure(error);
      }
    },
  };
}

/** Computes on the caller's thread, over its connection. */
export function insightsInProcess(db: ReadDb): InsightsWork {
  return workInProcess(insightsDesk(db));
}

/** Starts the insights' thread over an open cache. */
export function startInsightsThread(cache: Pick<CacheFile, 'file' | 'key'>): InsightsWork {
  return startWorkThread('insights', cache);
}
