import { describe, expect, it } from 'vitest';
import { mapHandlers } from '#engine/map/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const range = { from: UNTIL - 7 * 86_400_000, to: UNTIL };

describe('the member map', () => {
  const { context, communityId } = engineWithCommunity({ members: 40, days: 3 });

  it('shows no cell with fewer than five members and leaves no active member out', async () => {
    const map = await mapHandlers['map.cells']({ communityId, range }, context);
    contract['map.cells'].output.parse(map);
    expect(map.cells.length).toBeGreaterThan(1);
    for (const cell of map.cells) expect(cell.members).toBeGreaterThanOrEqual(map.k);
    const active = context.cache.read.get<{ members: number }>(
      'SELECT COUNT(*) AS members FROM member_view WHERE is_active = 1',
    )!;
    expect(map.cells.reduce((sum, cell) => sum + cell.members, 0) + map.membersNotShown).toBe(active.members);
  });

  it('has the same cells in every period, so that periods cannot be subtracted to find a home', async () => {
    const week = await mapHandlers['map.cells']({ communityId, range }, context);
    const hour = await mapHandlers['map.cells'](
      { communityId, range: { from: UNTIL - 3_600_000, to: UNTIL } },
      context,
    );
    expect(hour.cells.map((cell) => cell.cells)).toEqual(week.cells.map((cell) => cell.cells));
  });

  it('never gives the difference where one of its two sides is suppressed', async () => {
    const map = await mapHandlers['map.cells']({ communityId, range }, context);
    for (const cell of map.cells) {
      if (cell.producedWh === null || cell.consumedWh === null) expect(cell.netWh).toBeNull();
      else expect(cell.netWh).toBe(cell.producedWh - cell.consumedWh);
    }
  });
});
