import { describe, expect, it } from 'vitest';
import { pricingHandlers } from '#engine/pricing/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const range = { from: UNTIL - 2 * 86_400_000, to: UNTIL };

describe('prices', () => {
  const { context, communityId } = engineWithCommunity({ members: 20, days: 4 });

  it('of an hour are weighted by the energy traded at them', async () => {
    const hours = await pricingHandlers['pricing.series']({ communityId, range, granularity: 'hour' }, context);
    contract['pricing.series'].output.parse(hours);
    const at = hours.p2pPrice.findIndex((price) => price !== null);
    const slots = context.cache.read.all<{ price: number; wh: number }>(
      `SELECT p2p_price AS price, traded_wh AS wh FROM pricing_signal JOIN rollup_slot USING (community_id, slot)
       WHERE slot >= ? AND slot < ? AND p2p_price IS NOT NULL`,
      [hours.start[at], hours.start[at] + 3_600_000],
    );
    const energy = slots.reduce((sum, slot) => sum + slot.wh, 0);
    const paid = slots.reduce((sum, slot) => sum + slot.price * slot.wh, 0);
    expect(energy).toBeGreaterThan(0);
    expect(hours.p2pPrice[at]).toBe(Math.round(paid / energy));
  });

  it('stand between feed-in and retail in the demo', async () => {
    const slots = await pricingHandlers['pricing.series']({ communityId, range, granularity: 'slot' }, context);
    slots.p2pPrice.forEach((price, index) => {
      if (price === null) return;
      expect(price).toBeGreaterThanOrEqual(slots.gridExportPrice[index]);
      expect(price).toBeLessThanOrEqual(slots.gridImportPrice[index]);
    });
  });

  it('now are those of the latest slot', async () => {
    const current = await pricingHandlers['pricing.current']({ communityId }, context);
    expect(current?.slot).toBe(UNTIL - 900_000);
  });
});
