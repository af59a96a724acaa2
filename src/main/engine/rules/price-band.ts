import type { Output } from '#shared/contract/contract.ts';
import { nearestRank } from '#shared/domain/nearest-rank.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { tariffAt } from '../market/slot-tariff.ts';

const WEEK = 7 * 24 * HOUR;

/** The prices that a limit is set between: those of the market, the latest tariffs, and the community's own of the last week with data. */
export function priceBand(db: ReadDb, community: CommunityRow): Output<'rules.check'>['band'] {
  const tariff = tariffAt(db, community, Number.MAX_SAFE_INTEGER);
  const prices = db.pluck<number>(
    `SELECT p2p_price FROM pricing_signal
     WHERE community_id = @community AND p2p_price IS NOT NULL
       AND slot > (SELECT slot FROM pricing_signal WHERE community_id = @community AND p2p_price IS NOT NULL ORDER BY slot DESC LIMIT 1)
                  - ${WEEK}
     ORDER BY p2p_price`,
    { community: community.id },
  );
  return {
    floor: community.price_floor,
    cap: community.price_cap,
    retail: tariff?.retail ?? null,
    feedIn: tariff?.feedIn ?? null,
    low: nearestRank(prices, 0.1),
    median: nearestRank(prices, 0.5),
    high: nearestRank(prices, 0.9),
    slots: prices.length,
  };
}
