import { signalKinds } from '#shared/domain/records.ts';
import { HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { roundHalfEvenDiv } from '#shared/domain/units.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity, type CommunityRow } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import type { Range } from '../stats/sums.ts';

interface SlotPrices {
  readonly slot: number;
  readonly p2p_price: number | null;
  readonly grid_import_price: number;
  readonly grid_export_price: number;
  readonly traded_wh: number;
}

function slotPrices(db: ReadDb, community: CommunityRow, range: Range): Iterable<SlotPrices> {
  return db.iterate<SlotPrices>(
    `SELECT pricing_signal.slot, p2p_price, grid_import_price, grid_export_price, COALESCE(traded_wh, 0) AS traded_wh
     FROM pricing_signal
     LEFT JOIN rollup_slot ON rollup_slot.community_id = pricing_signal.community_id AND rollup_slot.slot = pricing_signal.slot
     WHERE pricing_signal.community_id = ? AND pricing_signal.slot >= ? AND pricing_signal.slot < ?
     ORDER BY pricing_signal.slot`,
    [community.id, range.from, range.to],
  );
}

/** Slots gathered into one entry: tariffs as their mean, the community price weighted by what was traded at it. */
class Bucket {
  #slots = 0;
  #retail = 0;
  #feedIn = 0;
  #weight = 0;
  #weighted = 0;
  #plain: number[] = [];

  add(row: SlotPrices): void {
    this.#slots++;
    this.#retail += row.grid_import_price;
    this.#feedIn += row.grid_export_price;
    if (row.p2p_price === null) return;
    this.#weight += row.traded_wh;
    this.#weighted += row.p2p_price * row.traded_wh;
    this.#plain.push(row.p2p_price);
  }

  get p2pPrice(): number | null {
    if (this.#weight > 0) return Math.round(this.#weighted / this.#weight);
    if (this.#plain.length === 0) return null;
    return Math.round(this.#plain.reduce((sum, price) => sum + price, 0) / this.#plain.length);
  }

  get gridImportPrice(): number {
    return Math.round(this.#retail / this.#slots);
  }

  get gridExportPrice(): number {
    return Math.round(this.#feedIn / this.#slots);
  }
}

const ERROR_PERIOD = 30 * 24 * HOUR;

/**
 * How good the forecasts of the next hour have been in the 30 days that end with `slot` (DOMAIN.md section 4): the mean of
 * `|p2p(t) - forecast(t - 1 h)|` over the slots t that have a community price and were forecast, in whole micro-currency per kWh
 * (half-even), and how many slots these are.
 */
function forecastErrorUntil(db: ReadDb, community: CommunityRow, slot: number) {
  const { missed, checked } = db.get<{ missed: number | null; checked: number }>(
    `SELECT SUM(ABS(actual.p2p_price - earlier.forecast_next_hour)) AS missed, COUNT(*) AS checked
     FROM pricing_signal AS actual
     JOIN pricing_signal AS earlier ON earlier.community_id = actual.community_id AND earlier.slot = actual.slot - ${HOUR}
     WHERE actual.community_id = ? AND actual.slot > ? AND actual.slot <= ?
       AND actual.p2p_price IS NOT NULL AND earlier.forecast_next_hour IS NOT NULL`,
    [community.id, slot - ERROR_PERIOD, slot],
  )!;
  return { forecastError: missed === null ? null : roundHalfEvenDiv(missed, checked), forecastsChecked: checked };
}

interface CurrentPrice {
  readonly slot: number;
  readonly p2p_price: number | null;
  readonly grid_import_price: number;
  readonly grid_export_price: number;
  readonly forecast_next_hour: number | null;
  readonly signal: number;
}

export const pricingHandlers: EngineHandlers<'pricing.current' | 'pricing.series'> = {
  'pricing.current': ({ communityId }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const row = cache.read.get<CurrentPrice>(
      `SELECT slot, p2p_price, grid_import_price, grid_export_price, forecast_next_hour, signal FROM pricing_signal
       WHERE community_id = ? ORDER BY slot DESC LIMIT 1`,
      [community.id],
    );
    if (!row) return null;
    return {
      slot: row.slot,
      p2pPrice: row.p2p_price,
      gridImportPrice: row.grid_import_price,
      gridExportPrice: row.grid_export_price,
      signal: signalKinds[row.signal],
      forecastNextHour: row.forecast_next_hour,
      ...forecastErrorUntil(cache.read, community, row.slot),
    };
  },

  'pricing.series': ({ communityId, range, granularity }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const buckets = new Map<number, Bucket>();
    for (const row of slotPrices(cache.read, community, range)) {
      const start =
        granularity === 'slot'
          ? row.slot
          : granularity === 'hour'
            ? Math.floor(row.slot / HOUR) * HOUR
            : localDay(row.slot, community.time_zone);
      let bucket = buckets.get(start);
      if (!bucket) buckets.set(start, (bucket = new Bucket()));
      bucket.add(row);
    }
    const entries = [...buckets.entries()];
    return {
      start: entries.map(([start]) => (granularity === 'day' ? startOfLocalDay(start, community.time_zone) : start)),
      p2pPrice: entries.map(([, bucket]) => bucket.p2pPrice),
      gridImportPrice: entries.map(([, bucket]) => bucket.gridImportPrice),
      gridExportPrice: entries.map(([, bucket]) => bucket.gridExportPrice),
    };
  },
};
