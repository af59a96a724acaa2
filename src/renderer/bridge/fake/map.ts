import type { Input, Output } from '#shared/contract/contract.ts';
import { FAKE_AREA, FAKE_CELLS } from './cells.ts';
import type { FakeCommunity } from './communities.ts';
import { fakeMembers } from './members.ts';

const boundary = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', properties: { name: 'Sonnenhang' }, geometry: { type: 'Polygon', coordinates: [FAKE_AREA] } },
  ],
});

/** `map.cells` of the fake bridge. */
export function fakeMap(community: FakeCommunity, { range }: Input<'map.cells'>): Output<'map.cells'> {
  if (!community.isDemo) {
    return { k: 5, cells: [], membersNotShown: community.memberCount, suppressedCells: 0, boundary: null };
  }
  const members = fakeMembers(community, range);
  const cells = FAKE_CELLS.map(({ id, outline, centre }, index) => {
    const inside = members.filter(({ mapCellId }) => mapCellId === id);
    const sum = (name: 'producedWh' | 'consumedWh' | 'soldWh') => inside.reduce((total, one) => total + one[name], 0);
    const suppressed = index === 7;
    return {
      id,
      cells: [id],
      outline: [[outline]],
      centre,
      members: inside.length,
      prosumers: inside.filter(({ role }) => role === 'prosumer').length,
      producedWh: suppressed ? null : sum('producedWh'),
      consumedWh: suppressed ? null : sum('consumedWh'),
      netWh: suppressed ? null : sum('producedWh') - sum('consumedWh'),
      tradedWh: suppressed ? null : sum('soldWh'),
    };
  });
  return { k: 5, cells, membersNotShown: 0, suppressedCells: 1, boundary };
}
