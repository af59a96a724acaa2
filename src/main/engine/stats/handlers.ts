import { MINUTE } from '#shared/domain/slots.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { emissionFactorOf } from './emission-factor.ts';
import { indicatorsOf } from './indicators.ts';
import { seriesOf } from './series.ts';
import { slotsWithReadings } from './coverage.ts';

export const statsHandlers: EngineHandlers<'stats.indicators' | 'stats.series'> = {
  'stats.indicators': ({ communityId, range, compareWith }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const factor = emissionFactorOf(community.country);
    // A running period is measured against the slots that are over, not against those still to come.
    const end = Math.max(range.from, Math.min(range.to, community.data_to ?? range.from));
    return {
      current: indicatorsOf(cache.read, community, range, factor),
      previous: compareWith ? indicatorsOf(cache.read, community, compareWith, factor) : null,
      emissionFactor: factor,
      slotsWithReadings: slotsWithReadings(cache.read, community, range),
      slotsInPeriod: Math.round((end - range.from) / (community.slot_minutes * MINUTE)),
      dataTo: community.data_to,
    };
  },

  'stats.series': ({ communityId, range, granularity }, { cache }) =>
    seriesOf(cache.read, requireCommunity(cache.read, communityId), range, granularity),
};
