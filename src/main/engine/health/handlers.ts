import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { eventsOf } from './events.ts';

export const healthHandlers: EngineHandlers<'health.findings' | 'health.events'> = {
  /** From many of the insights' figures, and so where those are computed. */
  'health.findings': (input, { insights }) => insights.query('health.findings', input),

  'health.events': ({ communityId, range, limit }, { cache }) =>
    eventsOf(cache.read, requireCommunity(cache.read, communityId), range, limit),
};
