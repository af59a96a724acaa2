import { MINUTE } from '#shared/domain/slots.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { gridFactorsOf } from './co2.ts';
import { publishedIndicators } from './indicators.ts';
import { seriesOf } from './series.ts';
import { slotsWithReadings } from './coverage.ts';

export const statsHandlers: EngineHandlers<'stats.indicators' | 'stats.series'> = {
  'stats.indicators': async ({ communityId, range, compareWith }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const factors = gridFactorsOf(cache.read, community);
    const { indicators, co2Factor } = await publishedIndicators(cache.read, community, range, factors);
    // A running period is measured against the slots that are over, not against those still to come.
    const end = Math.max(range.from, Math.min(range.to, community.data_to ?? range.from));
    return {
      current: indicators,
      previous: compareWith
        ? (await publishedIndicators(cache.read, community, compareWith, factors)).indicators
        : null,
      co2Factor,
      slotsWithReadings: slotsWithReadings(cache.read, community, range),
      slotsInPeriod: Math.round((end - range.from) / (community.slot_minutes * MINUTE)),
      dataTo: community.data_to,
    };
  },

  'stats.series': ({ communityId, range, granularity }, { cache }) =>
    seriesOf(cache.read, requireCommunity(cache.read, communityId), range, granularity),
};
