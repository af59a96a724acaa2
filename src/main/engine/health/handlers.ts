import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { eventsOf } from './events.ts';
import { findingsOf } from './findings.ts';

export const healthHandlers: EngineHandlers<'health.findings' | 'health.events'> = {
  'health.findings': ({ communityId, range, compareWith }, { cache }) =>
    findingsOf(cache.read, requireCommunity(cache.read, communityId), range, compareWith),

  'health.events': ({ communityId, range, limit }, { cache }) =>
    eventsOf(cache.read, requireCommunity(cache.read, communityId), range, limit),
};
