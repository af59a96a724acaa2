/** Filters of the orders: how they stand in the address. Pure. */
import { offerTypes, type OfferType } from '#shared/domain/records.ts';
import { microToPrice, priceToMicro } from '#shared/domain/units.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';

/** Which time the orders are of: the slot that the page shows, every slot that is still open, or the period of the page. */
export const orderTimes = ['slot', 'open', 'period'] as const;
type OrderTime = (typeof orderTimes)[number];

export const orderSides = ['both', ...offerTypes] as const;
type OrderSide = (typeof orderSides)[number];

export interface OrderFilters {
  readonly time: OrderTime;
  readonly side: OrderSide;
  /** Limits from and to, both included, micro-currency per kWh; market orders pass only when neither is given. */
  readonly minPrice: number | null;
  readonly maxPrice: number | null;
}

const names = { time: 'orders', side: 'type', minPrice: 'min', maxPrice: 'max' } as const;

function readPrice(text: string | null): number | null {
  if (text === null) return null;
  const price = priceToMicro(text);
  return price.ok ? price.value : null;
}

/** The filters that an address holds; what it does not know filters nothing. */
export function readOrderFilters(params: URLSearchParams): OrderFilters {
  return {
    time: oneOf(orderTimes, params.get(names.time), 'slot'),
    side: oneOf(orderSides, params.get(names.side), 'both'),
    minPrice: readPrice(params.get(names.minPrice)),
    maxPrice: readPrice(params.get(names.maxPrice)),
  };
}

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeOrderFilters(params: URLSearchParams, filters: OrderFilters): URLSearchParams {
  const { time, side, minPrice, maxPrice } = filters;
  return withEntries(params, [
    [names.time, time === 'slot' ? null : time],
    [names.side, side === 'both' ? null : side],
    [names.minPrice, minPrice === null ? null : String(microToPrice(minPrice))],
    [names.maxPrice, maxPrice === null ? null : String(microToPrice(maxPrice))],
  ]);
}

/** Whether orders are left out by price or side. */
export function isFilteringOrders({ side, minPrice, maxPrice }: OrderFilters): boolean {
  return side !== 'both' || minPrice !== null || maxPrice !== null;
}

/** All prices and both sides; the time stays. */
export function withoutOrderFilters({ time }: OrderFilters): OrderFilters {
  return { time, side: 'both', minPrice: null, maxPrice: null };
}

/** The sides that the filters leave, buy before sell. */
export function sidesOf({ side }: OrderFilters): readonly OfferType[] {
  return side === 'both' ? offerTypes : [side];
}

/** Whether a limit is inside the filtered prices. */
export function isInPrices(price: number | null, { minPrice, maxPrice }: OrderFilters): boolean {
  if (price === null) return minPrice === null && maxPrice === null;
  return price >= (minPrice ?? price) && price <= (maxPrice ?? price);
}
