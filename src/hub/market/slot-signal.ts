import type { Transaction } from 'kysely';
import { type PricingSignal, signalKinds } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { PriceHistory } from '#shared/market/pricing-signals.ts';
import { pricingSignalWire } from '#shared/wire/market.ts';
import type { Tables } from '../db/tables.ts';
import type { CommunityMarket } from './community-market.ts';
import { recordOf } from './wire-row.ts';

/** How far back prices are read: a week for the percentiles, and another for how well a week ago foretold the last one. */
const HISTORY = 14 * 24 * HOUR;

/**
 * The pricing signal of a slot that has just been cleared (DOMAIN.md section 4), from the signals of the two weeks before it.
 * @param price what a kWh cost in the community, micro-currency; null when nothing traded
 * @param tariff that of the latest signal when null
 * @throws RangeError when there is neither a tariff nor a signal before
 */
export async function slotSignal(
  tx: Transaction<Tables>,
  { communityId, slotMinutes, slotLength }: CommunityMarket,
  slot: number,
  price: number | null,
  tariff: Tariff | null,
): Promise<PricingSignal> {
  const before = await tx
    .selectFrom('pricing_signals')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('timestamp', '>=', new Date(slot - HISTORY))
    .where('timestamp', '<', new Date(slot))
    .orderBy('timestamp')
    .execute();
  const known = before.map((row) => recordOf(pricingSignalWire, row));
  const { retail, feedIn } = tariff ?? tariffOf(known.at(-1));
  const history = new PriceHistory(slotMinutes);
  let next = known[0]?.slot ?? slot;
  for (const signal of known) {
    // Slots without a signal are slots without a price.
    for (; next < signal.slot; next += slotLength) history.next(next, NaN, { retail, feedIn });
    history.next(signal.slot, signal.p2pPrice ?? NaN, tariffOf(signal));
    next = signal.slot + slotLength;
  }
  for (; next < slot; next += slotLength) history.next(next, NaN, { retail, feedIn });
  const { kind, forecastNextHour } = history.next(slot, price ?? NaN, { retail, feedIn });
  return {
    slot,
    p2pPrice: price,
    gridImportPrice: retail,
    gridExportPrice: feedIn,
    forecastNextHour: Number.isNaN(forecastNextHour) ? null : forecastNextHour,
    signal: signalKinds[kind],
  };
}

function tariffOf(signal: PricingSignal | undefined): Tariff {
  if (signal === undefined) throw new RangeError('the community has no tariff yet: give one with its first slot');
  return { retail: signal.gridImportPrice, feedIn: signal.gridExportPrice };
}
