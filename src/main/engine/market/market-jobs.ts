import type { ParsedInput } from '#shared/contract/contract.ts';
import type { ReadDb } from '../cache/connection.ts';
import { auditRules, type RuleAuditProgress } from '../rules/audit-rules.ts';
import { analyseRule, type RuleAnalysisProgress } from '../rules/analyse-rule.ts';
import { simulateRule, type RuleSimulationProgress } from '../rules/simulate-rule.ts';
import { marketFailure } from './market-failure.ts';
import { replayPeriod, type ReplayProgress } from './replay-period.ts';

/** What a job tells again and again, and at the end, by the method that starts it. */
export interface MarketJobs {
  readonly 'market.replay': ReplayProgress;
  readonly 'rules.simulate': RuleSimulationProgress;
  readonly 'rules.analyse': RuleAnalysisProgress;
  readonly 'rules.audit': RuleAuditProgress;
}
export type MarketJob = keyof MarketJobs;

type Work<J extends MarketJob> = (
  db: ReadDb,
  input: ParsedInput<J>,
  tell: (progress: MarketJobs[J]) => void,
  isCancelled: () => boolean,
) => Promise<void>;

const jobs: { readonly [J in MarketJob]: Work<J> } = {
  'market.replay': replayPeriod,
  'rules.simulate': simulateRule,
  'rules.analyse': analyseRule,
  'rules.audit': auditRules,
};

/**
 * Does the work of a job. It lets others have their turn in between.
 * @param isCancelled asked after each telling; true ends the job there, without an error
 */
export async function runMarketJob<J extends MarketJob>(
  db: ReadDb,
  job: J,
  input: ParsedInput<J>,
  tell: (progress: MarketJobs[J]) => void,
  isCancelled: () => boolean,
): Promise<void> {
  try {
    await jobs[job](db, input, tell, isCancelled);
  } catch (error) {
    throw marketFailure(error);
  }
}
