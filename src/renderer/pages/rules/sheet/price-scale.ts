/** Where prices lie on a scale, and how often a limit is met. Pure. */
import type { Output } from '#shared/contract/contract.ts';
import type { OfferType } from '#shared/domain/records.ts';

/** What the scale leaves free on each side, percent of its width. */
const MARGIN = 4;

/** The place of a price in percent of the width, so that all of `prices` fit; null when fewer than two differ. */
export function scaleOf(prices: readonly (number | null)[]): ((price: number) => number) | null {
  const known = prices.filter((price) => price !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (!(most > least)) return null;
  return (price) => MARGIN + ((price - least) / (most - least)) * (100 - 2 * MARGIN);
}

/** How many of the community's prices a limit is met by: all, at least nine in ten, at least half, at least one in ten, or fewer. */
export type PricesMet = 'all' | 'most' | 'half' | 'tenth' | 'few';

/** See PricesMet; a seller's limit is met by prices at or above it, a buyer's by prices at or below. Null when no price is known. */
export function pricesMet(
  type: OfferType,
  limit: number | null,
  { low, median, high }: Pick<Output<'rules.check'>['band'], 'low' | 'median' | 'high'>,
): PricesMet | null {
  if (low === null || median === null || high === null) return null;
  if (limit === null) return 'all';
  const [easy, middle, hard] = type === 'sell' ? [low, median, high] : [high, median, low];
  const meets = (price: number): boolean => (type === 'sell' ? price >= limit : price <= limit);
  if (meets(easy)) return 'most';
  if (meets(middle)) return 'half';
  return meets(hard) ? 'tenth' : 'few';
}
