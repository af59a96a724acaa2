/** What a picture of a slot's book draws: both curves, where they clear, and an axis of prices that the far-off limits do not stretch. */
import type { Book } from '#shared/contract/market-records.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { priceWindow, stepCurve, type CurveStep } from '#shared/market/curves.ts';
import { extentAround, type PriceExtent } from './price-option.ts';

const MICRO = 1_000_000;

/** Where the curves clear. Energy in Wh, prices in micro-currency per kWh. */
interface ClearingPoint {
  readonly quantityWh: number;
  /** Null when every trade has its own price. */
  readonly price: number | null;
  /** All prices that would clear the same, or the two prices of a reduced clearing. */
  readonly interval: readonly [number, number] | null;
}

export interface BookCurves {
  readonly demand: readonly CurveStep[];
  readonly supply: readonly CurveStep[];
  /** Null when nothing clears. */
  readonly clearing: ClearingPoint | null;
  readonly tariffs: Book['tariffs'];
  /** The visible prices, in currency per kWh. */
  readonly axis: PriceExtent;
  /** Orders at any price or with a limit outside the axis; they are drawn at its edge. */
  readonly beyondAxis: number;
}

function clearingPointOf({ clearing }: Book): ClearingPoint | null {
  if (clearing === null || clearing.quantityWh === 0) return null;
  const { quantityWh, price, interval, reduction } = clearing;
  if (reduction?.sellPrice == null || reduction.buyPrice == null) return { quantityWh, price, interval };
  return { quantityWh, price, interval: [reduction.sellPrice, reduction.buyPrice] };
}

/** The curves of a book. */
export function bookCurves(book: Book): BookCurves {
  const { orders, terms, tariffs } = book;
  const curveOf = (side: OfferType): CurveStep[] => {
    const own = orders.price.map((price, row) => ({ price, wh: orders.quantityWh[row] }));
    return stepCurve(
      side,
      own.filter((_, row) => orders.type[row] === side),
      terms,
    );
  };
  const clearing = clearingPointOf(book);
  const limits = orders.price.filter((price) => price !== null);
  const anchors = [tariffs?.retail, tariffs?.feedIn, clearing?.price, ...(clearing?.interval ?? [])].filter(
    (price) => price != null,
  );
  const { lowest, highest } = priceWindow(limits, anchors);
  const axis = extentAround([lowest, highest]);
  return {
    demand: curveOf('buy'),
    supply: curveOf('sell'),
    clearing,
    tariffs,
    axis,
    beyondAxis: orders.price.filter((price) => price === null || price < axis.min * MICRO || price > axis.max * MICRO)
      .length,
  };
}
