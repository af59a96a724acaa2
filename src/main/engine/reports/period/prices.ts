import type { PricesFact } from '#shared/reports/period/period-facts.ts';
import type { CommunityRow } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import { pricingHandlers } from '../../pricing/handlers.ts';
import type { Range } from '../../stats/sums.ts';

/** The community price and the tariffs of each local day of a range. */
export async function dayPrices(context: EngineContext, community: CommunityRow, range: Range): Promise<PricesFact> {
  const asked = { communityId: community.uid, range, granularity: 'day' } as const;
  const { start, p2pPrice, gridImportPrice, gridExportPrice } = await pricingHandlers['pricing.series'](asked, context);
  return { start, price: p2pPrice, retail: gridImportPrice, feedIn: gridExportPrice };
}
