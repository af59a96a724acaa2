import type { EngineHandlers } from '../context.ts';
import { readBoundary } from './boundary.ts';
import { removeCommunity } from './remove-community.ts';
import { allCommunities, requireCommunity } from './community.ts';

export const communitiesHandlers: EngineHandlers<
  'communities.list' | 'communities.setBoundary' | 'communities.remove'
> = {
  'communities.list': (_input, { cache }) => {
    const counts = new Map(
      cache.read
        .all<{ community_id: number; members: number }>(
          'SELECT community_id, COUNT(*) AS members FROM member_view WHERE is_active = 1 GROUP BY community_id',
        )
        .map((row) => [row.community_id, row.members]),
    );
    return allCommunities(cache.read).map((row) => ({
      id: row.uid,
      name: row.name,
      description: row.description,
      district: row.district,
      postcodeZone: row.postcode_zone,
      timeZone: row.time_zone,
      currency: row.currency,
      isActive: row.is_active === 1,
      isDemo: row.is_demo === 1,
      hasSimulatedTrades: row.has_simulated_trades === 1,
      hasMarket: row.has_market === 1,
      mechanism: row.mechanism,
      slotMinutes: row.slot_minutes,
      memberCount: counts.get(row.id) ?? 0,
      dataFrom: row.data_from,
      dataTo: row.data_to,
    }));
  },

  'communities.setBoundary': ({ communityId, fileId }, { cache, files, changed }) => {
    const community = requireCommunity(cache.read, communityId);
    const { path, name } = files.resolve(fileId);
    const { geojson, areas } = readBoundary(path, name);
    cache.write.run('UPDATE community SET boundary = ? WHERE id = ?', [geojson, community.id]);
    changed('map');
    return { areas };
  },

  'communities.remove': ({ communityId }, { cache, changed }) => {
    const community = requireCommunity(cache.read, communityId);
    removeCommunity(cache.write, community.id);
    changed('communities', 'members', 'stats', 'pricing', 'health', 'map');
    return {};
  },
};
