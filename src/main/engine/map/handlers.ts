import { memberRoles } from '#shared/domain/records.ts';
import { centreOf, outlineOf } from '#shared/privacy/map-cells.ts';
import { DEFAULT_K, suppressedSum } from '#shared/privacy/suppression.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { mapCellsOf, memberFigures } from '../members/figures.ts';

const PROSUMER = memberRoles.indexOf('prosumer');

export const mapHandlers: EngineHandlers<'map.cells'> = {
  'map.cells': ({ communityId, range }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const members = memberFigures(cache.read, community, range);
    const merged = mapCellsOf(members);
    const cells = merged.map((cell) => {
      const own = cell.members.map((index) => members[index]);
      const producedWh = suppressedSum(own.map((member) => member.produced_wh));
      const consumedWh = suppressedSum(own.map((member) => member.consumed_wh));
      return {
        id: cell.id,
        cells: [...cell.cells],
        outline: outlineOf(cell.cells),
        centre: centreOf(cell.cells),
        members: own.length,
        prosumers: own.filter((member) => member.role === PROSUMER).length,
        producedWh,
        consumedWh,
        // With one of the two suppressed the difference would give it away.
        netWh: producedWh === null || consumedWh === null ? null : producedWh - consumedWh,
        tradedWh: suppressedSum(own.map((member) => member.bought_wh + member.sold_wh)),
      };
    });
    const shown = cells.reduce((sum, cell) => sum + cell.members, 0);
    return {
      k: DEFAULT_K,
      cells,
      membersNotShown: members.filter((member) => member.is_active === 1).length - shown,
      suppressedCells: cells.filter((cell) => cell.netWh === null || cell.tradedWh === null).length,
      boundary: community.boundary,
    };
  },
};
