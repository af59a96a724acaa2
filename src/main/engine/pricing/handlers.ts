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
}

function slotPrices(db: ReadDb, community: CommunityRow, range: Range): Iterable<SlotPrices> {
  return db.iterate<SlotPrices>(
    `SELECT slot, p2p_price, grid_import_price, grid_export_price FROM pricing_signal
     WHERE community_id = ? AND slot >= ? AND slot < ? ORDER BY slot`,
    [community.id, range.from, range.to],
  );
}

/**
 * Slots gathered into one entry, each price as its mean. The community price of a slot is the market's, and public; weighted by what was traded
 * at it, its mean would tell how much that was in slots of which it may not be shown (see shared/privacy/withheld-steps).
 */
class Bucket {
  readonly #p2p = new Mean();
  readonly #retail = new Mean();
  readonly #feedIn = new Mean();

  add(row: SlotPrices): void {
    this.#retail.add(row.grid_import_price);
    this.#feedIn.add(row.grid_export_price);
    if (row.p2p_price !== null) this.#p2p.add(row.p2p_price);
  }

  get p2pPrice(): number | null {
    return this.#p2p.value;
  }

  get gridImportPrice(): number {
    return this.#retail.value!;
  }

  get gridExportPrice(): number {
    return this.#feedIn.value!;
  }
}

class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  get value(): number | null {
    return this.#count === 0 ? null : Math.round(this.#sum / this.#count);
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
