import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { importFactors } from './factors/import-factors.ts';
import { inspectFactors } from './factors/inspect-factors.ts';
import { removeFactors } from './factors/stored-factors.ts';
import type { InsightsQuery } from './insights-work.ts';

type InsightsMethod =
  | Exclude<InsightsQuery, 'health.findings'>
  | 'insights.counterfactual'
  | 'insights.counterfactualResult'
  | 'insights.inspectFactors'
  | 'insights.importFactors'
  | 'insights.removeFactors';

/** What is computed is computed by `insights`, beside the other queries. */
export const insightsHandlers: EngineHandlers<InsightsMethod> = {
  'insights.indicators': (input, { insights }) => insights.query('insights.indicators', input),
  'insights.peaks': (input, { insights }) => insights.query('insights.peaks', input),
  'insights.leaderboards': (input, { insights }) => insights.query('insights.leaderboards', input),
  'insights.impact': (input, { insights }) => insights.query('insights.impact', input),
  'insights.participation': (input, { insights }) => insights.query('insights.participation', input),
  'insights.achievements': (input, { insights }) => insights.query('insights.achievements', input),
  'insights.fairness': (input, { insights }) => insights.query('insights.fairness', input),
  'insights.losses': (input, { insights }) => insights.query('insights.losses', input),
  'insights.lossAdvice': (input, { insights }) => insights.query('insights.lossAdvice', input),
  'insights.counterfactual': (input, context) => context.counterfactuals.start(context, input),
  'insights.counterfactualResult': ({ taskId }, { counterfactuals }) => counterfactuals.result(taskId),
  'insights.inspectFactors': (input, { cache, files }) => inspectFactors(cache.read, files, input),

  'insights.importFactors': async (input, { cache, files, changed }) => {
    const imported = await importFactors(cache, files, input, Date.now());
    changed('insights', 'stats', 'health');
    return imported;
  },

  'insights.removeFactors': ({ communityId }, { cache, changed }) => {
    removeFactors(cache.write, requireCommunity(cache.read, communityId).id);
    changed('insights', 'stats', 'health');
    return {};
  },
};
