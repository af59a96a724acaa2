import { Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import type { EngineHandlers } from '../context.ts';
import { cancelDemoRuns } from '../demo/demo-run.ts';
import { readBoundary } from './boundary.ts';
import { removeCommunity } from './remove-community.ts';
import { allCommunities, requireCommunity } from './community.ts';
import { isKeptByHub } from './kept-by-hub.ts';

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
      rawFrom: row.raw_from || null,
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

  'communities.remove': async ({ communityId }, { cache, tasks, changed }) => {
    const community = requireCommunity(cache.read, communityId);
    if (isKeptByHub(cache.read, community.id)) {
      throw new Failure('INPUT_INVALID', `${community.name} comes from the hub and would be fetched again at once.`, {
        remedy: 'Disconnect from the hub first. Nothing was removed.',
      });
    }
    // Otherwise the next page of a demo or an import that is under way would bring it back.
    await tasks.cancelAllOf(communityId);
    if (community.is_demo === 1) cancelDemoRuns(cache.write);
    // An import that made the community has taken it away itself when it was cancelled.
    const isLeft = cache.read.get('SELECT 1 FROM community WHERE id = ? AND uid = ?', [community.id, communityId]);
    if (isLeft) removeCommunity(cache.write, community.id);
    changed(...sourceAreas, 'outbox');
    return {};
  },
};
