import { microToPrice, whToKwh } from '#shared/domain/units.ts';
import type { Explanation } from '#shared/market/explain.ts';
import { explanationSentence } from './explanation-sentence.ts';

/** An explanation in wire names and decimal numbers; the order of the fields is part of the format. */
export function explanationToWire(mechanism: string, explanation: Explanation) {
  const { side, id, price, wh, tradedWh, reason, clearingPrice, change } = explanation;
  return {
    order: id,
    side,
    mechanism,
    price_per_kwh: price === null ? null : microToPrice(price),
    quantity_kwh: whToKwh(wh),
    traded_kwh: whToKwh(tradedWh),
    reason,
    clearing_price: clearingPrice === null ? null : microToPrice(clearingPrice),
    change:
      change === null
        ? null
        : {
            price_per_kwh: microToPrice(change.price),
            by: microToPrice(change.by),
            traded_kwh: whToKwh(change.tradedWh),
          },
    sentence: explanationSentence(explanation),
  };
}
